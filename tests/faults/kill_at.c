/* Loaded into a program by LD_PRELOAD: ends it as kill -9 would, just before the n-th call that moves bytes to a disk or a
 * socket, or that makes, renames or removes a file. So a test reaches every moment between two such calls, repeatably, and the
 * program needs no hook for it.
 *
 *   KILL_COUNTER   a file of 16 bytes, mapped and shared: [0] calls counted so far, [1] the call to die at (0: none).
 *                  Counting begins when the test writes a number other than -1 into [1].
 *
 * Programs that the program starts are left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int64_t volatile *counter;

static void note(void)
{
    if (!counter || counter[1] < 0)
        return;
    if (__atomic_add_fetch(&counter[0], 1, __ATOMIC_SEQ_CST) == counter[1])
        kill(getpid(), SIGKILL);
}

__attribute__((constructor)) static void map_counter(void)
{
    char const *path = getenv("KILL_COUNTER");
    int const file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    unsetenv("LD_PRELOAD");
    if (file < 0)
        return;
    void *const memory = mmap(NULL, 16, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (memory != MAP_FAILED)
        counter = memory;
}

#define WRAP(result, name, parameters, arguments) \
    result name parameters                        \
    {                                             \
        static result(*real) parameters;          \
        if (!real)                                \
            *(void **)&real = dlsym(RTLD_NEXT, #name); \
        note();                                   \
        return real arguments;                    \
    }

WRAP(ssize_t, write, (int file, void const *bytes, size_t count), (file, bytes, count))
WRAP(ssize_t, pwrite, (int file, void const *bytes, size_t count, off_t offset), (file, bytes, count, offset))
WRAP(ssize_t, pwrite64, (int file, void const *bytes, size_t count, off64_t offset), (file, bytes, count, offset))
WRAP(ssize_t, writev, (int file, struct iovec const *parts, int count), (file, parts, count))
WRAP(ssize_t, pwritev, (int file, struct iovec const *parts, int count, off_t offset), (file, parts, count, offset))
WRAP(ssize_t, pwritev64, (int file, struct iovec const *parts, int count, off64_t offset), (file, parts, count, offset))
WRAP(ssize_t, sendfile, (int to, int from, off_t *offset, size_t count), (to, from, offset, count))
WRAP(ssize_t, sendfile64, (int to, int from, off64_t *offset, size_t count), (to, from, offset, count))
WRAP(ssize_t, send, (int file, void const *bytes, size_t count, int flags), (file, bytes, count, flags))
WRAP(ssize_t, sendto, (int file, void const *bytes, size_t count, int flags, __CONST_SOCKADDR_ARG address, socklen_t length),
    (file, bytes, count, flags, address, length))
WRAP(ssize_t, sendmsg, (int file, struct msghdr const *message, int flags), (file, message, flags))
WRAP(int, sendmmsg, (int file, struct mmsghdr *messages, unsigned count, int flags), (file, messages, count, flags))
WRAP(int, connect, (int file, __CONST_SOCKADDR_ARG address, socklen_t length), (file, address, length))
WRAP(int, fsync, (int file), (file))
WRAP(int, fdatasync, (int file), (file))
WRAP(int, ftruncate, (int file, off_t length), (file, length))
WRAP(int, ftruncate64, (int file, off64_t length), (file, length))
WRAP(int, link, (char const *from, char const *to), (from, to))
WRAP(int, rename, (char const *from, char const *to), (from, to))
WRAP(int, unlink, (char const *path), (path))
WRAP(int, unlinkat, (int folder, char const *path, int flags), (folder, path, flags))
