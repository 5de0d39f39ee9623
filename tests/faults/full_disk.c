/* Loaded into a program by LD_PRELOAD where a test may not mount a small file system: the disk is full for it as soon as its files
 * have grown by as much as the test allows. Writing over what is there already goes on, as on a real full disk.
 *
 *   FULL_DISK   a file of 8 bytes, mapped and shared: how many bytes files may still grow by, for all programs together.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int64_t volatile *left;

__attribute__((constructor)) static void map_what_is_left(void)
{
    char const *path = getenv("FULL_DISK");
    int const file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void *const memory = mmap(NULL, 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory != MAP_FAILED)
        left = memory;
}

/* Whether there is no room for the file to reach so far. -1 as the end: where it stands now, and count bytes more. */
static int is_full(int file, off64_t end, size_t count)
{
    struct stat64 about;
    if (!left || fstat64(file, &about) != 0 || !S_ISREG(about.st_mode))
        return 0;
    if (end < 0)
        end = (off64_t)count + (fcntl(file, F_GETFL) & O_APPEND ? about.st_size : lseek64(file, 0, SEEK_CUR));
    if (end <= about.st_size)
        return 0;
    int64_t const more = end - about.st_size;
    if (__atomic_sub_fetch(left, more, __ATOMIC_SEQ_CST) >= 0)
        return 0;
    __atomic_add_fetch(left, more, __ATOMIC_SEQ_CST);
    errno = ENOSPC;
    return 1;
}

static size_t size_of(struct iovec const *parts, int count)
{
    size_t size = 0;
    for (int part = 0; part < count; ++part)
        size += parts[part].iov_len;
    return size;
}

/* when_full: what the call gives then. */
#define WRAP(result, name, parameters, arguments, end, count, when_full) \
    result name parameters                                               \
    {                                                                    \
        static result(*real) parameters;                                 \
        if (!real)                                                       \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                   \
        return is_full(file, end, count) ? when_full : real arguments;   \
    }

WRAP(ssize_t, write, (int file, void const *bytes, size_t count), (file, bytes, count), -1, count, -1)
WRAP(ssize_t, writev, (int file, struct iovec const *parts, int count), (file, parts, count), -1, size_of(parts, count), -1)
WRAP(ssize_t, pwrite, (int file, void const *bytes, size_t count, off_t offset), (file, bytes, count, offset), offset + (off_t)count, 0, -1)
WRAP(ssize_t, pwrite64, (int file, void const *bytes, size_t count, off64_t offset), (file, bytes, count, offset), offset + (off64_t)count, 0, -1)
WRAP(int, ftruncate, (int file, off_t length), (file, length), length, 0, -1)
WRAP(int, ftruncate64, (int file, off64_t length), (file, length), length, 0, -1)
WRAP(int, fallocate, (int file, int mode, off_t offset, off_t count), (file, mode, offset, count), offset + count, 0, -1)
WRAP(int, fallocate64, (int file, int mode, off64_t offset, off64_t count), (file, mode, offset, count), offset + count, 0, -1)
WRAP(int, posix_fallocate, (int file, off_t offset, off_t count), (file, offset, count), offset + count, 0, ENOSPC)
WRAP(int, posix_fallocate64, (int file, off64_t offset, off64_t count), (file, offset, count), offset + count, 0, ENOSPC)
