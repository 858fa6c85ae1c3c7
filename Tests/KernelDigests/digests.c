// Cases, their arrays and the hash.
#include "digests.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF

enum {
  GUARD = 16,       // numbers behind a result that no kernel may touch
  MAX_ARRAYS = 4096,
};

typedef struct array {
  void *at;
  long hashed_words;  // 0 for what no digest takes
  int is_float;
} array;

static array arrays[MAX_ARRAYS];
static int array_count, printed_count;
static char case_name[128];
static uint64_t random_state;

static const uint64_t fnv_start = 0xcbf29ce484222325u, fnv_prime = 0x100000001b3u;

/// SplitMix64 (Steele, Lea and Flood, 2014).
static uint64_t next_random(void) {
  uint64_t z = random_state += 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

void new_case(const char *format, ...) {
  for (int i = 0; i < array_count; i++) free(arrays[i].at);
  array_count = printed_count = 0;
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(case_name, sizeof case_name, format, arguments);
  va_end(arguments);
  random_state = fnv_start;
  for (const char *c = case_name; *c; c++)
    random_state = (random_state ^ (unsigned char)*c) * fnv_prime;
}

static void *new_array(size_t bytes, long hashed_words, int is_float) {
  void *memory = malloc(bytes > 0 ? bytes : 1);
  if (!memory || array_count == MAX_ARRAYS) {
    fprintf(stderr, "error: no room for another array of case %s\n", case_name);
    exit(1);
  }
  arrays[array_count++] = (array){memory, hashed_words, is_float};
  return memory;
}

/// In [-1, 1): a whole multiple of 2⁻²³.
static float unit(void) { return (float)((long)(next_random() >> 40) - (1 << 23)) * 0x1p-23f; }

static void fill(long n, float *x) {
  for (long i = 0; i < n; i++) x[i] = unit();
}

float *given(long n) {
  float *x = new_array((size_t)n * sizeof(float), 0, 1);
  fill(n, x);
  return x;
}

float *given_within(long n, float low, float high) {
  float *x = given(n);
  for (long i = 0; i < n; i++) x[i] = low + (x[i] + 1.0f) * 0.5f * (high - low);
  return x;
}

float *given_any(long n) {
  float *x = new_array((size_t)n * sizeof(float), 0, 1);
  for (long i = 0; i < n; i++) {
    const uint32_t bits = (uint32_t)(next_random() >> 32);
    memcpy(&x[i], &bits, sizeof bits);
  }
  return x;
}

int *given_places(long n, int end) {
  int *x = new_array((size_t)n * sizeof(int), 0, 0);
  for (long i = 0; i < n; i++) x[i] = (int)(next_random() % (uint64_t)end);
  return x;
}

float *result(long n) {
  float *x = new_array((size_t)(n + GUARD) * sizeof(float), n + GUARD, 1);
  fill(n + GUARD, x);
  return x;
}

int *result_places(long n) {
  int *x = new_array((size_t)(n + GUARD) * sizeof(int), n + GUARD, 0);
  memset(x, 0, (size_t)(n + GUARD) * sizeof(int));
  return x;
}

void *room(size_t bytes) { return new_array(bytes, 0, 0); }

void returned(double value) {
  if (value != value) value = (double)__builtin_nanf("");
  int *words = new_array(sizeof value, 2, 0);
  memcpy(words, &value, sizeof value);
}

void print_digest(const char *function) {
  uint64_t hash = fnv_start;
  for (; printed_count < array_count; printed_count++) {
    const array *a = &arrays[printed_count];
    for (long i = 0; i < a->hashed_words; i++) {
      uint32_t word;
      memcpy(&word, (const char *)a->at + i * (long)sizeof word, sizeof word);
      const int is_nan = a->is_float && (word & 0x7fffffff) > 0x7f800000;
      hash = (hash ^ (is_nan ? 0x7fc00000 : word)) * fnv_prime;
    }
  }
  printf("%s %s %016llx\n", function, case_name, (unsigned long long)hash);
}
