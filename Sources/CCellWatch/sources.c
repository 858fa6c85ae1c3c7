// Clocks, the system's random numbers, the environment and connections: what a cell takes from them may
// differ the next time.
#define _GNU_SOURCE
#include "watch.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

HAS_REAL(clock_gettime)
HAS_REAL(gettimeofday)
HAS_REAL(time)
HAS_REAL(getrandom)
HAS_REAL(getentropy)
HAS_REAL(getenv)
HAS_REAL(secure_getenv)
HAS_REAL(connect)
HAS_REAL(syscall)
HAS_REAL(pthread_create)

// Libraries that ask for the time or a variable for themselves: what they then do does not show.
static const char *const own_use[] = {
    "libdispatch", "unroll-cells", "libc.so", "libstdc++", "libFoundation.so", NULL};

// Concurrency looks at clocks to wake what sleeps; only an author's question for the time counts.
static int is_for_itself(const void *caller) {
  static const char *const concurrency[] = {"libswift_Concurrency", NULL};
  if (cell_is_called_by(caller, own_use)) return 1;
  if (!cell_is_called_by(caller, concurrency)) return 0;
  unsigned long calls[8];
  int count = cell_backtrace(calls, 8);
  for (int i = 0; i < count; i++) {
    Dl_info info;
    // The getter of `now` in a clock's mangled name.
    if (dladdr((void *)calls[i], &info) && info.dli_sname && strstr(info.dli_sname, "Clock")
        && strstr(info.dli_sname, "3now")) {
      return 0;
    }
  }
  return 1;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  if (cell_is_watching() && !is_for_itself(__builtin_return_address(0))) {
    cell_tell_source(CELL_SOURCE_CLOCK, clock == CLOCK_REALTIME ? "day" : "stopwatch");
  }
  return REAL(clock_gettime)(clock, now);
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  if (cell_is_watching() && !cell_is_called_by(__builtin_return_address(0), own_use)) {
    cell_tell_source(CELL_SOURCE_CLOCK, "day");
  }
  return REAL(gettimeofday)(now, zone);
}

time_t time(time_t *place) {
  if (cell_is_watching() && !cell_is_called_by(__builtin_return_address(0), own_use)) {
    cell_tell_source(CELL_SOURCE_CLOCK, "day");
  }
  return REAL(time)(place);
}

ssize_t getrandom(void *bytes, size_t count, unsigned flags) {
  cell_tell_source(CELL_SOURCE_RANDOM, "");
  return REAL(getrandom)(bytes, count, flags);
}

int getentropy(void *bytes, size_t count) {
  cell_tell_source(CELL_SOURCE_RANDOM, "");
  return REAL(getentropy)(bytes, count);
}

// Swift's own generator asks the kernel directly.
long syscall(long number, ...) {
  va_list list;
  va_start(list, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  if (number == SYS_getrandom) cell_tell_source(CELL_SOURCE_RANDOM, "");
  if (number == SYS_write && (a[0] == 1 || a[0] == 2)) {
    return write((int)a[0], (const void *)a[1], (size_t)a[2]);
  }
  return REAL(syscall)(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

char *getenv(const char *name) {
  if (cell_is_watching() && strncmp(name, "SWIFT_", 6) && strncmp(name, "UNROLL_", 7)
      && !cell_is_called_by(__builtin_return_address(0), own_use)) {
    cell_tell_source(CELL_SOURCE_ENVIRONMENT, name);
  }
  return REAL(getenv)(name);
}

char *secure_getenv(const char *name) {
  if (cell_is_watching() && strncmp(name, "SWIFT_", 6)) {
    cell_tell_source(CELL_SOURCE_ENVIRONMENT, name);
  }
  return REAL(secure_getenv)(name);
}

int connect(int socket, const struct sockaddr *address, socklen_t size) {
  if (cell_is_watching() && !cell_is_called_by(__builtin_return_address(0), own_use)) {
    cell_tell_source(CELL_SOURCE_NETWORK, "");
  }
  return REAL(connect)(socket, address, size);
}

struct beginning {
  void *(*body)(void *);
  void *argument;
  int step;
};

static void *begin(void *raw) {
  struct beginning beginning = *(struct beginning *)raw;
  free(raw);
  cell_set_birth(beginning.step);
  return beginning.body(beginning.argument);
}

// Threads of the dispatch library and of the engine serve many cells; one that a cell starts itself is
// its own, and what it prints later can be told.
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *),
                   void *argument) {
  static const char *const pools[] = {"libdispatch", "unroll-cells", NULL};
  struct beginning *beginning = NULL;
  if (cell_is_watching() && !cell_is_called_by(__builtin_return_address(0), pools)) {
    beginning = malloc(sizeof *beginning);
  }
  if (!beginning) return REAL(pthread_create)(thread, attributes, body, argument);
  *beginning = (struct beginning){body, argument, cell_step()};
  int result = REAL(pthread_create)(thread, attributes, begin, beginning);
  if (result != 0) free(beginning);
  return result;
}
