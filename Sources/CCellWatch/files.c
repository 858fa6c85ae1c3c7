// Which files a cell reads, looks for, writes and moves, through whatever library. The runner knows their
// content before the call returns, so that a change of them is a change of the cell's input.
#define _GNU_SOURCE
#include "watch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

HAS_REAL(open)
HAS_REAL(open64)
HAS_REAL(openat)
HAS_REAL(openat64)
HAS_REAL(creat)
HAS_REAL(fopen)
HAS_REAL(fopen64)
HAS_REAL(opendir)
HAS_REAL(access)
HAS_REAL(stat)
HAS_REAL(stat64)
HAS_REAL(lstat)
HAS_REAL(lstat64)
HAS_REAL(rename)
HAS_REAL(renameat)
HAS_REAL(renameat2)
HAS_REAL(unlink)
HAS_REAL(remove)
HAS_REAL(rmdir)
HAS_REAL(mkdir)
HAS_REAL(link)
HAS_REAL(symlink)
HAS_REAL(truncate)

// Uses told in a step, by the hash of use and path; what collides is told twice, which does no harm.
enum { SLOTS = 4096 };
static pthread_mutex_t seen_lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t seen[SLOTS];
static int seen_step = -1;

static int is_new(unsigned char use, const char *path) {
  uint64_t hash = 0xCBF29CE484222325u ^ use;
  for (const char *c = path; *c; c++) hash = (hash ^ (unsigned char)*c) * 0x100000001B3u;
  pthread_mutex_lock(&seen_lock);
  if (seen_step != cell_step()) {
    seen_step = cell_step();
    memset(seen, 0, sizeof seen);
  }
  int known = seen[hash % SLOTS] == hash;
  seen[hash % SLOTS] = hash;
  pthread_mutex_unlock(&seen_lock);
  return !known;
}

// The system's own folders do not count as input: they come with the toolchain, or with the machine.
static int is_of_system(const char *path) {
  static const char *const folders[] = {"/proc/", "/sys/", "/dev/", "/usr/", "/lib/",
                                        "/lib64/", "/etc/", "/run/", "/var/lib/", NULL};
  for (const char *const *folder = folders; *folder; folder++) {
    if (!strncmp(path, *folder, strlen(*folder))) return 1;
  }
  return strstr(path, "/usr/lib/swift") != NULL;
}

static void tell(unsigned char use, const char *path) {
  if (!path || !*path || !cell_is_watching()) return;
  int error = errno;
  cell_is_unwatched++;
  char whole[2 * PATH_MAX];
  whole[0] = 0;
  if (path[0] != '/' && getcwd(whole, PATH_MAX)) strcat(whole, "/");
  strncat(whole, path, PATH_MAX - 1);
  if (!strncmp(whole, "/dev/random", 11) || !strncmp(whole, "/dev/urandom", 12)) {
    cell_is_unwatched--;
    cell_tell_source(CELL_SOURCE_RANDOM, "");
    cell_is_unwatched++;
  } else if (!is_of_system(whole) && is_new(use, whole)) {
    cell_send(CELL_MESSAGE_FILE, &use, 1, whole, (long)strlen(whole), 1);
  }
  cell_is_unwatched--;
  errno = error;
}

// A path beside an open folder, as openat takes it.
static const char *beside(int folder, const char *path, char *whole) {
  if (folder == AT_FDCWD || !path || path[0] == '/') return path;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  ssize_t count = readlink(link, whole, PATH_MAX - 1);
  if (count < 0) return NULL;
  whole[count] = '/';
  strncpy(whole + count + 1, path, PATH_MAX - 1);
  whole[count + PATH_MAX] = 0;
  return whole;
}

static unsigned char use_of(int flags) {
  if (flags & O_DIRECTORY) return CELL_FILE_LISTED;
  return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) ? CELL_FILE_WRITTEN
                                                                         : CELL_FILE_READ;
}

// What is opened for both is read as well as written.
static void tell_open(const char *path, int flags) {
  if ((flags & O_ACCMODE) == O_RDWR && !(flags & O_TRUNC)) tell(CELL_FILE_READ, path);
  tell(use_of(flags), path);
}

#define MODE_OF(flags, mode)                          \
  mode_t mode = 0;                                    \
  if (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE) { \
    va_list list;                                     \
    va_start(list, flags);                            \
    mode = va_arg(list, mode_t);                      \
    va_end(list);                                     \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  tell_open(path, flags);
  return REAL(open)(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  tell_open(path, flags);
  return REAL(open64)(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  char whole[2 * PATH_MAX];
  tell_open(beside(folder, path, whole), flags);
  return REAL(openat)(folder, path, flags, mode);
}

int openat64(int folder, const char *path, int flags, ...) {
  MODE_OF(flags, mode)
  char whole[2 * PATH_MAX];
  tell_open(beside(folder, path, whole), flags);
  return REAL(openat64)(folder, path, flags, mode);
}

int creat(const char *path, mode_t mode) {
  tell(CELL_FILE_WRITTEN, path);
  return REAL(creat)(path, mode);
}

static void tell_stream(const char *path, const char *mode) {
  int both = mode && strchr(mode, '+') != NULL;
  if (!mode || mode[0] == 'r') tell(CELL_FILE_READ, path);
  if (both || (mode && mode[0] != 'r')) tell(CELL_FILE_WRITTEN, path);
}

FILE *fopen(const char *restrict path, const char *restrict mode) {
  tell_stream(path, mode);
  return REAL(fopen)(path, mode);
}

FILE *fopen64(const char *restrict path, const char *restrict mode) {
  tell_stream(path, mode);
  return REAL(fopen64)(path, mode);
}

DIR *opendir(const char *path) {
  tell(CELL_FILE_LISTED, path);
  return REAL(opendir)(path);
}

int access(const char *path, int mode) {
  tell(CELL_FILE_LOOKED_FOR, path);
  return REAL(access)(path, mode);
}

int stat(const char *restrict path, struct stat *restrict status) {
  tell(CELL_FILE_LOOKED_FOR, path);
  return REAL(stat)(path, status);
}

int stat64(const char *restrict path, struct stat64 *restrict status) {
  tell(CELL_FILE_LOOKED_FOR, path);
  return REAL(stat64)(path, status);
}

int lstat(const char *restrict path, struct stat *restrict status) {
  tell(CELL_FILE_LOOKED_FOR, path);
  return REAL(lstat)(path, status);
}

int lstat64(const char *restrict path, struct stat64 *restrict status) {
  tell(CELL_FILE_LOOKED_FOR, path);
  return REAL(lstat64)(path, status);
}

int rename(const char *from, const char *to) {
  tell(CELL_FILE_READ, from);
  tell(CELL_FILE_WRITTEN, from);
  tell(CELL_FILE_WRITTEN, to);
  return REAL(rename)(from, to);
}

static void tell_move(int folder, const char *from, int other, const char *to) {
  char whole[2 * PATH_MAX];
  tell(CELL_FILE_READ, beside(folder, from, whole));
  tell(CELL_FILE_WRITTEN, beside(folder, from, whole));
  tell(CELL_FILE_WRITTEN, beside(other, to, whole));
}

int renameat(int folder, const char *from, int other, const char *to) {
  tell_move(folder, from, other, to);
  return REAL(renameat)(folder, from, other, to);
}

int renameat2(int folder, const char *from, int other, const char *to, unsigned flags) {
  tell_move(folder, from, other, to);
  return REAL(renameat2)(folder, from, other, to, flags);
}

int unlink(const char *path) {
  tell(CELL_FILE_WRITTEN, path);
  return REAL(unlink)(path);
}

int remove(const char *path) {
  tell(CELL_FILE_WRITTEN, path);
  return REAL(remove)(path);
}

int rmdir(const char *path) {
  tell(CELL_FILE_WRITTEN, path);
  return REAL(rmdir)(path);
}

int mkdir(const char *path, mode_t mode) {
  tell(CELL_FILE_WRITTEN, path);
  return REAL(mkdir)(path, mode);
}

int link(const char *from, const char *to) {
  tell(CELL_FILE_READ, from);
  tell(CELL_FILE_WRITTEN, to);
  return REAL(link)(from, to);
}

int symlink(const char *target, const char *path) {
  tell(CELL_FILE_WRITTEN, path);
  return REAL(symlink)(target, path);
}

int truncate(const char *path, off_t size) {
  tell(CELL_FILE_WRITTEN, path);
  return REAL(truncate)(path, size);
}
