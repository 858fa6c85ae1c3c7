// Programs that a cell starts write to the outputs by themselves, and read what nobody sees.
#define _GNU_SOURCE
#include "watch.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

HAS_REAL(posix_spawn)
HAS_REAL(posix_spawnp)
HAS_REAL(fork)
HAS_REAL(system)
HAS_REAL(popen)

static int begin(const char *name) {
  if (!cell_is_watching()) return 0;
  const char *slash = name ? strrchr(name, '/') : NULL;
  cell_tell_source(CELL_SOURCE_PROGRAM, slash ? slash + 1 : name ? name : "");
  cell_flush();
  cell_start_other();
  return 1;
}

static void end(int begun) {
  if (begun) cell_other_started();
}

int posix_spawn(pid_t *restrict child, const char *restrict path,
                const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *restrict attributes,
                char *const *restrict arguments, char *const *restrict environment) {
  int begun = begin(path);
  int result = REAL(posix_spawn)(child, path, actions, attributes, arguments, environment);
  end(begun);
  return result;
}

int posix_spawnp(pid_t *restrict child, const char *restrict file,
                 const posix_spawn_file_actions_t *actions,
                 const posix_spawnattr_t *restrict attributes, char *const *restrict arguments,
                 char *const *restrict environment) {
  int begun = begin(file);
  int result = REAL(posix_spawnp)(child, file, actions, attributes, arguments, environment);
  end(begun);
  return result;
}

pid_t fork(void) {
  int begun = begin("fork");
  pid_t child = REAL(fork)();
  if (child != 0) end(begun);
  return child;
}

// A function cannot stand before one that returns twice from a frame of its own: a whole fork instead.
pid_t vfork(void) { return fork(); }

int system(const char *command) {
  int begun = begin("system");
  int result = REAL(system)(command);
  end(begun);
  return result;
}

FILE *popen(const char *command, const char *mode) {
  int begun = begin("popen");
  FILE *stream = REAL(popen)(command, mode);
  end(begun);
  return stream;
}
