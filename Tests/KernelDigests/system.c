// Levels, threads and files.
#define _POSIX_C_SOURCE 200809L
#include "digests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void square(void *context, long begin, long end) {
  float *x = context;
  for (long i = begin; i < end; i++) x[i] = (float)(i * i);
}

static void threads(void) {
  const int count = ck_thread_count();
  new_case("100003 squares");
  for (int threads = 1; threads <= 5; threads++) {
    ck_set_thread_count(threads);
    ck_parallel_for(100003, 1000, square, result(100003));
    ck_stop_threads();
  }
  ck_set_thread_count(count);
  print_digest("ck_parallel_for");
}

/// The same sums at each level that this machine has: their number differs, and none of them may.
static void levels(void) {
  const int before = ck_simd_level();
  new_case("the level does not matter");
  const float *x = given(1001);
  const float sum = ck_sum_f32(1001, x);
  int differing = 0;
  for (int level = CK_SIMD_SCALAR; level <= CK_SIMD_NEON; level++)
    if (ck_simd_available(level) && ck_set_simd_level(level) == 0)
      differing += ck_sum_f32(1001, x) != sum;
  ck_set_simd_level(before);
  returned((double)differing);
  print_digest("ck_set_simd_level");
}

static void files(void) {
  char path[] = "/tmp/unroll-digests-XXXXXX";
  const int descriptor = mkstemp(path);
  if (descriptor < 0) {
    perror(path);
    exit(1);
  }
  close(descriptor);
  new_case("1001 numbers");
  const size_t size = 1001 * sizeof(float);
  returned((double)ck_write_file(path, given(1001), (long)size));
  print_digest("ck_write_file");
  void *bytes = NULL;
  long found = 0;
  returned((double)ck_read_file(path, &bytes, &found));
  if (bytes && found == (long)size) memcpy(result(1001), bytes, size);
  ck_free(bytes);
  remove(path);
  const int error = ck_read_file(path, &bytes, &found);
  const char *text = ck_error_text(error);
  for (size_t i = 0; i < strlen(text); i++) returned((double)text[i]);
  print_digest("ck_read_file");
}

static void memory(void) {
  new_case("below and above a large page");
  for (long bytes = 1 << 20; bytes <= 3 << 20; bytes += 1 << 20) {
    char *all = ck_allocate(bytes);
    memset(all, 7, (size_t)bytes);
    returned((double)((size_t)all % 64 + (size_t)all[bytes - 1]));
    ck_release(all, bytes);
  }
  print_digest("ck_allocate");
}

void system_digests(void) {
  memory();
  threads();
  levels();
  files();
}
