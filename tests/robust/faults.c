/*
 * A disk that fails on request, for a process that is started with this library in LD_PRELOAD.
 *
 * OFTPSRV_FAULT_CONTROL names a file of struct control, which the test writes and this library maps; OFTPSRV_FAULT_DIR the folder
 * whose files count. Each call that changes something there is counted; the one with the number `at` fails with the error
 * `code`, and so do the `more` calls after it. A write that fails writes half of its octets when `half` is set.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

struct control {
    _Atomic int32_t at;    /* 0: nothing fails */
    _Atomic int32_t more;
    _Atomic int32_t code;
    _Atomic int32_t half;
    _Atomic int32_t calls; /* since the test set it to 0 */
    _Atomic int32_t failed;
    char what[64];         /* the name of the first call that failed */
};

static struct control *control;
static char folder[PATH_MAX];

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    return found;
}

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("OFTPSRV_FAULT_CONTROL"), *dir = getenv("OFTPSRV_FAULT_DIR");
    if (!path || !dir) return;
    int fd = REAL(open)(path, O_RDWR);
    if (fd < 0) return;
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (mapped == MAP_FAILED) return;
    snprintf(folder, sizeof folder, "%s", dir);
    control = mapped;
}

/* Whether this call is to fail. Sets errno then. */
static int fails(const char *what, const char *path) {
    if (!control || !path || strncmp(path, folder, strlen(folder))) return 0;
    int32_t call = atomic_fetch_add(&control->calls, 1) + 1, at = atomic_load(&control->at);
    if (!at || call < at || call > at + atomic_load(&control->more)) return 0;
    if (atomic_fetch_add(&control->failed, 1) == 0) snprintf(control->what, sizeof control->what, "%s", what);
    errno = atomic_load(&control->code);
    return 1;
}

static const char *path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return NULL;
    path[length] = 0;
    return path;
}

static int fd_fails(const char *what, int fd) {
    char path[PATH_MAX];
    int before = errno;
    if (!control) return 0;
    const char *found = path_of(fd, path);
    errno = before;
    return fails(what, found);
}

#define OPEN(name)                                                        \
    int name(const char *path, int flags, ...) {                          \
        mode_t mode = 0;                                                  \
        if (flags & (O_CREAT | O_TMPFILE)) {                              \
            va_list rest;                                                 \
            va_start(rest, flags);                                        \
            mode = va_arg(rest, mode_t);                                  \
            va_end(rest);                                                 \
        }                                                                 \
        if ((flags & O_ACCMODE) != O_RDONLY && fails(#name, path)) return -1; \
        return REAL(name)(path, flags, mode);                             \
    }
OPEN(open)
OPEN(open64)

int openat(int at, const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & (O_CREAT | O_TMPFILE)) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    if ((flags & O_ACCMODE) != O_RDONLY && fails("openat", path)) return -1;
    return REAL(openat)(at, path, flags, mode);
}

ssize_t write(int fd, const void *octets, size_t count) {
    if (fd > 2 && fd_fails("write", fd)) {
        if (!atomic_load(&control->half) || count < 2) return -1;
        return REAL(write)(fd, octets, count / 2);
    }
    return REAL(write)(fd, octets, count);
}

#define PWRITE(name, offset_type)                                         \
    ssize_t name(int fd, const void *octets, size_t count, offset_type at) { \
        if (fd_fails(#name, fd)) {                                        \
            if (atomic_load(&control->half) && count > 1) REAL(name)(fd, octets, count / 2, at); \
            return -1;                                                    \
        }                                                                 \
        return REAL(name)(fd, octets, count, at);                         \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define ON_FD(name, parameters, arguments)                                \
    int name parameters {                                                 \
        if (fd_fails(#name, fd)) return -1;                               \
        return REAL(name) arguments;                                      \
    }
ON_FD(fsync, (int fd), (fd))
ON_FD(fdatasync, (int fd), (fd))
ON_FD(ftruncate, (int fd, off_t length), (fd, length))
ON_FD(ftruncate64, (int fd, off64_t length), (fd, length))
ON_FD(fchmod, (int fd, mode_t mode), (fd, mode))

#define ON_PATH(name, parameters, arguments, path)                        \
    int name parameters {                                                 \
        if (fails(#name, path)) return -1;                                \
        return REAL(name) arguments;                                      \
    }
ON_PATH(rename, (const char *from, const char *to), (from, to), to)
ON_PATH(link, (const char *from, const char *to), (from, to), to)
ON_PATH(linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags), to)
ON_PATH(unlink, (const char *path), (path), path)
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode), path)
