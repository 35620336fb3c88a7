/* The header alone, twice, in the first of two translation units: no definitions may come out of it. */
#include "oftpsrv.h"
#include "oftpsrv.h"

int32_t unit_b(const oftpsrv_t *server);

int main(void) {
    return unit_b(NULL) == OFTPSRV_ERROR_NULL_ARGUMENT ? 0 : 1;
}
