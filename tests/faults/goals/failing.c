/* Makes the nth call that changes a regular file or a folder fail, for any program it is preloaded
 * into: what Python, SQLite and Rust do alike. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static volatile long calls, at = -1;
static volatile int code;

void failing_arm(long nth, int error) { calls = 0; code = error; at = nth; }
long failing_calls(void) { return calls; }

static int fails(void) {
    if (at < 0 || ++calls != at) return 0;
    errno = code;
    return 1;
}

static int regular(int fd) {
    struct stat info;
    int before = errno, yes = fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    errno = before;
    return yes;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

ssize_t write(int fd, const void *from, size_t n) { REAL(write); return regular(fd) && fails() ? -1 : real(fd, from, n); }
ssize_t pwrite(int fd, const void *from, size_t n, off_t o) { REAL(pwrite); return fails() ? -1 : real(fd, from, n, o); }
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t o) { REAL(pwrite64); return fails() ? -1 : real(fd, from, n, o); }
int ftruncate(int fd, off_t n) { REAL(ftruncate); return fails() ? -1 : real(fd, n); }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); return fails() ? -1 : real(fd, n); }
int fsync(int fd) { REAL(fsync); return fails() ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return fails() ? -1 : real(fd); }
int rename(const char *from, const char *to) { REAL(rename); return fails() ? -1 : real(from, to); }
int mkdir(const char *name, mode_t mode) { REAL(mkdir); return fails() ? -1 : real(name, mode); }

static int made(int flags) { return (flags & O_CREAT) && fails(); }

#define MODE mode_t mode = 0; if (flags & O_CREAT) { va_list l; va_start(l, flags); mode = va_arg(l, mode_t); va_end(l); }

int open(const char *name, int flags, ...) { REAL(open); MODE return made(flags) ? -1 : real(name, flags, mode); }
int open64(const char *name, int flags, ...) { REAL(open64); MODE return made(flags) ? -1 : real(name, flags, mode); }
int openat(int d, const char *name, int flags, ...) { REAL(openat); MODE return made(flags) ? -1 : real(d, name, flags, mode); }
int openat64(int d, const char *name, int flags, ...) { REAL(openat64); MODE return made(flags) ? -1 : real(d, name, flags, mode); }
