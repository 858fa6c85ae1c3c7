#define _GNU_SOURCE
#include "CCellProcess.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int cell_read_exactly(int descriptor, void *bytes, long count) {
  char *next = bytes;
  while (count > 0) {
    ssize_t got = read(descriptor, next, (size_t)count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return -1;
    next += got;
    count -= got;
  }
  return 0;
}

void cell_flush(void) {
  fflush(stdout);
  fflush(stderr);
}

const char *cell_load(
    const char *path, const char *entry, void **function, unsigned long *base) {
  void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (!library) return dlerror();
  *function = dlsym(library, entry);
  if (!*function) return dlerror();
  struct link_map *map = NULL;
  *base = dlinfo(library, RTLD_DI_LINKMAP, &map) == 0 && map ? (unsigned long)map->l_addr : 0;
  return NULL;
}

void cell_exit_now(int status) { _exit(status); }

void cell_limit_memory(unsigned long long bytes) {
  struct rlimit limit = {bytes, bytes};
  setrlimit(RLIMIT_DATA, &limit);
  struct rlimit core = {0, 0};
  setrlimit(RLIMIT_CORE, &core);
}

const char *cell_environment(const char *name) { return getenv(name); }

static void (*exit_report)(int);
static void on_exit_report(int status, void *unused) {
  (void)unused;
  if (exit_report) exit_report(status);
}
void cell_at_exit(void (*report)(int status)) {
  exit_report = report;
  on_exit(on_exit_report, NULL);
}

unsigned char *cell_read_file(const char *path, long *count, int *error) {
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    *error = errno;
    return NULL;
  }
  struct stat status;
  if (fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
    *error = S_ISDIR(status.st_mode) ? EISDIR : errno;
    close(descriptor);
    return NULL;
  }
  long capacity = status.st_size > 0 ? status.st_size + 1 : 65536, used = 0;
  unsigned char *bytes = malloc((size_t)capacity);
  while (bytes) {
    ssize_t got = read(descriptor, bytes + used, (size_t)(capacity - used));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      *error = errno;
      free(bytes);
      bytes = NULL;
      break;
    }
    if (got == 0) break;
    used += got;
    if (used == capacity) {
      unsigned char *larger = realloc(bytes, (size_t)(capacity *= 2));
      if (!larger) free(bytes);
      bytes = larger;
    }
  }
  close(descriptor);
  if (!bytes && !*error) *error = ENOMEM;
  *count = used;
  return bytes;
}
void cell_free(void *memory) { free(memory); }
const char *cell_error_text(int error) { return strerror(error); }

void cell_change_folder(const char *path) {
  if (chdir(path) != 0) fprintf(stderr, "%s: %s\n", path, strerror(errno));
}

void cell_close_on_exec(int descriptor) { fcntl(descriptor, F_SETFD, FD_CLOEXEC); }
