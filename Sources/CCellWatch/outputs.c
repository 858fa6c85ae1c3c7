// What a cell prints becomes messages, in the order of the writes, whatever way it goes: print, printf
// and fputs through streams whose buffers end here, FileHandle and write(2) directly. Descriptors 1 and 2
// are a pipe for other processes alone.
#define _GNU_SOURCE
#include "watch.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

HAS_REAL(write)
HAS_REAL(writev)
HAS_REAL(fileno)
HAS_REAL(fileno_unlocked)
HAS_REAL(freopen)
HAS_REAL(vdprintf)

static FILE *output, *errors, *first_output, *first_errors;
static dev_t pipe_device;
static ino_t pipe_number;
static int is_ready;
static __thread int is_printing;

static void print(int is_error, const char *bytes, size_t count) {
  struct __attribute__((packed)) {
    int32_t birth;
    uint8_t is_error;
  } head = {cell_birth(), (uint8_t)is_error};
  while (count > 0) {
    size_t part = count < CELL_MOST_PRINTED ? count : CELL_MOST_PRINTED;
    cell_send(CELL_MESSAGE_PRINTED, &head, sizeof head, bytes, (long)part, 0);
    bytes += part;
    count -= part;
  }
}

// A process that a cell forked by itself writes as any other program does.
static void pass_on(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = REAL(write)(descriptor, bytes, count);
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

static ssize_t take(int is_error, const char *bytes, size_t count) {
  is_printing++;
  if (cell_has_channel()) {
    print(is_error, bytes, count);
  } else {
    pass_on(is_error ? 2 : 1, bytes, count);
  }
  is_printing--;
  return (ssize_t)count;
}

static ssize_t take_output(void *cookie, const char *bytes, size_t count) {
  (void)cookie;
  return take(0, bytes, count);
}

static ssize_t take_errors(void *cookie, const char *bytes, size_t count) {
  (void)cookie;
  if (!is_printing && stdout == output) fflush(output);
  return take(1, bytes, count);
}

void cell_watch_outputs(void) {
  struct stat status;
  if (fstat(1, &status) != 0) return;
  pipe_device = status.st_dev;
  pipe_number = status.st_ino;
  output = fopencookie(NULL, "w", (cookie_io_functions_t){.write = take_output});
  errors = fopencookie(NULL, "w", (cookie_io_functions_t){.write = take_errors});
  if (!output || !errors) return;
  setvbuf(output, NULL, _IOLBF, 1 << 16);
  setvbuf(errors, NULL, _IONBF, 0);
  first_output = stdout;
  first_errors = stderr;
  stdout = output;
  stderr = errors;
  is_ready = 1;
}

static int is_watched(int descriptor) {
  if (!is_ready || (descriptor != 1 && descriptor != 2) || !cell_has_channel()) return 0;
  struct stat status;
  return fstat(descriptor, &status) == 0 && status.st_dev == pipe_device
         && status.st_ino == pipe_number;
}

static void flush_before_direct_write(void) {
  if (!is_printing && stdout == output) fflush(output);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (!is_watched(descriptor)) return REAL(write)(descriptor, bytes, count);
  flush_before_direct_write();
  return take(descriptor == 2, bytes, count);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  if (!is_watched(descriptor)) return REAL(writev)(descriptor, parts, count);
  flush_before_direct_write();
  ssize_t sum = 0;
  for (int i = 0; i < count; i++) {
    sum += take(descriptor == 2, parts[i].iov_base, parts[i].iov_len);
  }
  return sum;
}

int vdprintf(int descriptor, const char *restrict format, va_list arguments) {
  if (!is_watched(descriptor)) return REAL(vdprintf)(descriptor, format, arguments);
  char *text = NULL;
  int count = vasprintf(&text, format, arguments);
  if (count < 0) return count;
  flush_before_direct_write();
  take(descriptor == 2, text, (size_t)count);
  free(text);
  return count;
}

int dprintf(int descriptor, const char *restrict format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int count = vdprintf(descriptor, format, arguments);
  va_end(arguments);
  return count;
}

int fileno(FILE *stream) {
  if (is_ready && stream == output) return 1;
  if (is_ready && stream == errors) return 2;
  return REAL(fileno)(stream);
}

int fileno_unlocked(FILE *stream) {
  if (is_ready && stream == output) return 1;
  if (is_ready && stream == errors) return 2;
  return REAL(fileno_unlocked)(stream);
}

// A stream that the author points elsewhere is the C library's own again.
FILE *freopen(const char *restrict path, const char *restrict mode, FILE *restrict stream) {
  if (is_ready && stream == output) {
    fflush(output);
    stream = stdout = first_output;
  } else if (is_ready && stream == errors) {
    stream = stderr = first_errors;
  }
  return REAL(freopen)(path, mode, stream);
}
