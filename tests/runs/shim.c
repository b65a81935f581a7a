/* A layer between a process and the system, loaded with LD_PRELOAD: another day, a failing disk.

   SHIM_SECONDS  added to what every clock of the day says
   SHIM_PREFIX   files below it are on the failing disk
   SHIM_AFTER    how many writes, flushes and renames of a process go well
   SHIM_COUNT    how many of those after them fail
   SHIM_ERRNO    with which error */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static atomic_long seen;

static long number(const char *name) {
    const char *text = getenv(name);
    return text ? atol(text) : 0;
}

static int fails(const char *path) {
    const char *prefix = getenv("SHIM_PREFIX");
    if (!prefix || strncmp(path, prefix, strlen(prefix))) return 0;
    long before = atomic_fetch_add(&seen, 1), after = number("SHIM_AFTER");
    if (before < after || before >= after + number("SHIM_COUNT")) return 0;
    errno = (int)number("SHIM_ERRNO");
    return 1;
}

static int fails_open(int file) {
    if (!getenv("SHIM_PREFIX")) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails(path);
}

ssize_t write(int file, const void *bytes, size_t size) {
    return fails_open(file) ? -1 : REAL(write)(file, bytes, size);
}

int fsync(int file) { return fails_open(file) ? -1 : REAL(fsync)(file); }

int rename(const char *from, const char *to) { return fails(to) ? -1 : REAL(rename)(from, to); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    int answer = REAL(clock_gettime)(clock, now);
    if (!answer && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += number("SHIM_SECONDS");
    return answer;
}

int gettimeofday(struct timeval *now, void *zone) {
    int answer = REAL(gettimeofday)(now, zone);
    if (!answer) now->tv_sec += number("SHIM_SECONDS");
    return answer;
}

time_t time(time_t *now) {
    time_t answer = REAL(time)(NULL) + number("SHIM_SECONDS");
    if (now) *now = answer;
    return answer;
}
