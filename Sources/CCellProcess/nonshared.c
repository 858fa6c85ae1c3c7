// Functions that the C library puts into each program by itself, and not into its shared part: a cell that
// calls one finds it here.
#define _GNU_SOURCE
#include "CCellProcess.h"

#include <pthread.h>

extern int __cxa_atexit(void (*)(void *), void *, void *);
extern int __cxa_at_quick_exit(void (*)(void *), void *);
extern int __register_atfork(void (*)(void), void (*)(void), void (*)(void), void *);

__attribute__((visibility("default"), used)) int atexit(void (*body)(void)) {
  return __cxa_atexit((void (*)(void *))(void *)body, NULL, NULL);
}

__attribute__((visibility("default"), used)) int at_quick_exit(void (*body)(void)) {
  return __cxa_at_quick_exit((void (*)(void *))(void *)body, NULL);
}

__attribute__((visibility("default"), used)) int pthread_atfork(
    void (*before)(void), void (*parent)(void), void (*child)(void)) {
  return __register_atfork(before, parent, child, NULL);
}
