/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preloaded into a process, it kills the process before the n-th call that changes something on
 * the disk (die_at), or makes that call and all later ones fail as if the disk were full or gone
 * (fail_at). A call that writes does half of its work before the process dies.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long calls_left = 0;
static int failing_with = 0;

void die_at(long number) { calls_left = number; failing_with = 0; }
void fail_at(long number, int error) { calls_left = number; failing_with = error; }

/* 0: go on; 1: die now; -1: fail with errno set. */
static int turn(void)
{
    if (calls_left == 0) return 0;
    if (failing_with && calls_left < 0) { errno = failing_with; return -1; }
    if (--calls_left > 0) return 0;
    if (!failing_with) return 1;
    calls_left = -1;
    errno = failing_with;
    return -1;
}

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

/* Pipes and terminals are no disk. */
static int is_on_disk(int file)
{
    struct stat found;
    return fstat(file, &found) == 0 && S_ISREG(found.st_mode);
}

#define REAL(name) \
    static __typeof__(name) *real = 0; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *data, size_t count)
{
    REAL(write);
    if (is_on_disk(file)) switch (turn()) {
        case 1: real(file, data, count / 2); die();
        case -1: return -1;
    }
    return real(file, data, count);
}

ssize_t pwrite(int file, const void *data, size_t count, off_t offset)
{
    REAL(pwrite);
    switch (turn()) {
        case 1: real(file, data, count / 2, offset); die();
        case -1: return -1;
    }
    return real(file, data, count, offset);
}

ssize_t pwrite64(int file, const void *data, size_t count, off64_t offset)
{
    REAL(pwrite64);
    switch (turn()) {
        case 1: real(file, data, count / 2, offset); die();
        case -1: return -1;
    }
    return real(file, data, count, offset);
}

#define SIMPLE(name, parameters, arguments) \
    int name parameters \
    { \
        REAL(name); \
        switch (turn()) { case 1: die(); case -1: return -1; } \
        return real arguments; \
    }

SIMPLE(fsync, (int file), (file))
SIMPLE(fdatasync, (int file), (file))
SIMPLE(ftruncate, (int file, off_t length), (file, length))
SIMPLE(ftruncate64, (int file, off64_t length), (file, length))
SIMPLE(unlink, (const char *path), (path))
SIMPLE(rename, (const char *from, const char *to), (from, to))
