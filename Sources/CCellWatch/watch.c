#define _GNU_SOURCE
#include "watch.h"

#include "CCellWatch.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

__thread int cell_is_unwatched;

void *cell_real(void **place, const char *name) {
  void *found = __atomic_load_n(place, __ATOMIC_ACQUIRE);
  if (!found) {
    found = dlsym(RTLD_NEXT, name);
    if (!found) abort();
    __atomic_store_n(place, found, __ATOMIC_RELEASE);
  }
  return found;
}

int cell_is_watching(void) {
  return !cell_is_unwatched && cell_step() >= 0 && cell_has_channel();
}

// The sources told in a step, so that each is told once: a list of names, which are few.
static pthread_mutex_t told_lock = PTHREAD_MUTEX_INITIALIZER;
enum { MOST_TOLD = 64 };
static struct {
  unsigned char source;
  char name[48];
} told[MOST_TOLD];
static int told_count, told_step = -1;

static int is_new(unsigned char source, const char *name) {
  pthread_mutex_lock(&told_lock);
  if (told_step != cell_step()) {
    told_step = cell_step();
    told_count = 0;
  }
  int known = told_count == MOST_TOLD;
  for (int i = 0; i < told_count && !known; i++) {
    known = told[i].source == source && !strncmp(told[i].name, name, sizeof told[i].name - 1);
  }
  if (!known) {
    told[told_count].source = source;
    strncpy(told[told_count].name, name, sizeof told[0].name - 1);
    told[told_count].name[sizeof told[0].name - 1] = 0;
    told_count++;
  }
  pthread_mutex_unlock(&told_lock);
  return !known;
}

void cell_tell_source(unsigned char source, const char *name) {
  if (!cell_is_watching()) return;
  cell_is_unwatched++;
  if (is_new(source, name)) {
    cell_send(CELL_MESSAGE_UNREPEATABLE, &source, 1, name, (long)strlen(name), 0);
  }
  cell_is_unwatched--;
}

int cell_is_called_by(const void *address, const char *const *libraries) {
  Dl_info info;
  if (!dladdr(address, &info) || !info.dli_fname) return 0;
  const char *slash = strrchr(info.dli_fname, '/');
  const char *name = slash ? slash + 1 : info.dli_fname;
  for (; *libraries; libraries++) {
    if (!strncmp(name, *libraries, strlen(*libraries))) return 1;
  }
  return 0;
}

void cell_watch(void) { cell_watch_outputs(); }
