/* The header in the second of two translation units. */
#include "oftpsrv.h"

int32_t unit_b(const oftpsrv_t *server);

int32_t unit_b(const oftpsrv_t *server) {
    bool listening = true;
    (void)listening;
    return server == NULL ? OFTPSRV_ERROR_NULL_ARGUMENT : OFTPSRV_OK;
}
