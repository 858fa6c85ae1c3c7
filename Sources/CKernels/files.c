// Whole files in and out, for an engine without a system library.
#define _POSIX_C_SOURCE 200809L
#include "CKernels.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int ck_read_file(const char *path, void **bytes, long *size) {
  FILE *file = fopen(path, "rb");
  if (!file) return errno;
  struct stat status;
  int error = fstat(fileno(file), &status) ? errno : S_ISREG(status.st_mode) ? 0 : EISDIR;
  void *buffer = error ? NULL : malloc(status.st_size > 0 ? (size_t)status.st_size : 1);
  if (!error && !buffer) error = ENOMEM;
  if (!error) {
    const size_t wanted = (size_t)status.st_size;
    if (fread(buffer, 1, wanted, file) != wanted) error = errno ? errno : EIO;
    *bytes = buffer;
    *size = status.st_size;
  }
  fclose(file);
  if (error) free(buffer);
  return error;
}

void ck_free(void *bytes) { free(bytes); }

int ck_write_file(const char *path, const void *bytes, long size) {
  // Written beside it and renamed: a reader sees the old file or the new one, never a part.
  const size_t length = strlen(path) + 32;
  char *beside = malloc(length);
  if (!beside) return ENOMEM;
  snprintf(beside, length, "%s.%ld.part", path, (long)getpid());
  FILE *file = fopen(beside, "wb");
  int error = file ? 0 : errno;
  if (file) {
    if (fwrite(bytes, 1, (size_t)size, file) != (size_t)size) error = errno ? errno : EIO;
    if (!error && (fflush(file) || fsync(fileno(file)))) error = errno;
    if (fclose(file) && !error) error = errno;
    if (!error && rename(beside, path)) error = errno;
    if (error) remove(beside);
  }
  free(beside);
  return error;
}

const char *ck_error_text(int error) { return strerror(error); }
