// Files that the runtime keeps for itself. System calls are made directly: a watcher of what cells do with
// files must not take these for the cell's.
#define _GNU_SOURCE
#include "CCellProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

unsigned char *cell_recall(const char *path, long *count) {
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
  if (file < 0) return NULL;
  long size = syscall(SYS_lseek, file, 0L, SEEK_END), used = 0;
  unsigned char *bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
  if (bytes) syscall(SYS_lseek, file, 0L, SEEK_SET);
  while (bytes && used < size) {
    long got = syscall(SYS_read, file, bytes + used, size - used);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    used += got;
  }
  syscall(SYS_close, file);
  if (bytes && used < size) {
    free(bytes);
    return NULL;
  }
  *count = used;
  return bytes;
}

int cell_keep(const char *folder, const char *name, const void *bytes, long count) {
  char young[4096], path[4096];
  int a = snprintf(path, sizeof path, "%s/%s", folder, name);
  int b = snprintf(young, sizeof young, "%s/%s.%d", folder, name, (int)getpid());
  if (a < 0 || b < 0 || (size_t)b >= sizeof young) return -1;
  syscall(SYS_mkdirat, AT_FDCWD, folder, 0777);
  int file = (int)syscall(
      SYS_openat, AT_FDCWD, young, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return -1;
  long written = 0;
  while (written < count) {
    long put = syscall(SYS_write, file, (const char *)bytes + written, count - written);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) break;
    written += put;
  }
  syscall(SYS_close, file);
  if (written == count && syscall(SYS_renameat, AT_FDCWD, young, AT_FDCWD, path) == 0) return 0;
  syscall(SYS_unlinkat, AT_FDCWD, young, 0);
  return -1;
}
