// Functions of one element, and sums.
#include "digests.h"

#include <string.h>

enum {
  TAILS = 67,       // all remainders of four vectors of sixteen
  STRIDE = 8209,    // of a sample of all floats
  LONG = 70001,     // several threads share it
};

static void slope_of_gelu(long n, const float *x, float *slope) {
  ck_gelu_with_slope_f32(n, x, room((size_t)(n + 1) * sizeof(float)), slope);
}

#define NAMED(function) {#function, function}

static const struct {
  const char *name;
  void (*run)(long n, const float *x, float *y);
} unary[] = {
    NAMED(ck_exp_f32), NAMED(ck_log_f32), NAMED(ck_tanh_f32), NAMED(ck_sigmoid_f32),
    NAMED(ck_gelu_f32), {"ck_gelu_with_slope_f32", slope_of_gelu},
};

static void multiply_add(long parts, long n, const float *x, const float *y, float *z) {
  ck_multiply_add_f32(parts * n, x, y, z);
}

static const struct {
  const char *name;
  void (*run)(long parts, long n, const float *x, const float *y, float *z);
} binary[] = {
    NAMED(ck_add_f32), NAMED(ck_subtract_f32), NAMED(ck_multiply_f32),
    {"ck_multiply_add_f32", multiply_add},
};

static const struct {
  const char *name;
  void (*run)(long n, float alpha, const float *x, float *y);
} scaled[] = {NAMED(ck_axpy_f32), NAMED(ck_scale_f32)};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/// Every STRIDE-th bit pattern.
static float *sample_of_floats(long *n) {
  *n = (1L << 32) / STRIDE;
  float *x = room((size_t)*n * sizeof(float));
  for (long i = 0; i < *n; i++) {
    const uint32_t bits = (uint32_t)(i * STRIDE);
    memcpy(&x[i], &bits, sizeof bits);
  }
  return x;
}

static void unary_digests(void) {
  for (size_t f = 0; f < COUNT(unary); f++) {
    long n;
    new_case("sample of all floats");
    float *x = sample_of_floats(&n);
    unary[f].run(n, x, x);
    memcpy(result(n), x, (size_t)n * sizeof(float));
    print_digest(unary[f].name);
    new_case("lengths 0 to %d", TAILS);
    for (n = 0; n <= TAILS; n++) unary[f].run(n, given_within(n, -9, 9), result(n));
    print_digest(unary[f].name);
  }
}

static void binary_digests(void) {
  for (size_t f = 0; f < COUNT(binary); f++) {
    new_case("any bits");
    binary[f].run(1, LONG, given_any(LONG), given_any(LONG), result(LONG));
    print_digest(binary[f].name);
    new_case("lengths 0 to %d", TAILS);
    for (long n = 0; n <= TAILS; n++)
      binary[f].run(1, n, given_within(n, -9, 9), given(n), result(n));
    print_digest(binary[f].name);
  }
  for (size_t f = 0; f < COUNT(scaled); f++) {
    new_case("any bits");
    scaled[f].run(LONG, -0.3f, given_any(LONG), result(LONG));
    print_digest(scaled[f].name);
    new_case("lengths 0 to %d", TAILS);
    for (long n = 0; n <= TAILS; n++) scaled[f].run(n, 0.7f, given(n), result(n));
    print_digest(scaled[f].name);
  }
}

static void fill_digests(void) {
  new_case("lengths 0 to %d and %d", TAILS, LONG);
  for (long n = 0; n <= TAILS; n++) ck_fill_f32(n, -0.3f, result(n));
  ck_fill_f32(LONG, 0.7f, result(LONG));
  print_digest("ck_fill_f32");
}

static void sum_digests(void) {
  new_case("lengths 0 to %d, 4096 and %d", TAILS, LONG);
  for (long n = 0; n <= TAILS; n++) returned((double)ck_sum_f32(n, given(n)));
  returned((double)ck_sum_f32(4096, given(4096)));
  returned((double)ck_sum_f32(LONG, given(LONG)));
  print_digest("ck_sum_f32");
  for (long n = 0; n <= TAILS; n++) returned(ck_sum_of_squares_f32(n, given(n)));
  returned(ck_sum_of_squares_f32(LONG, given(LONG)));
  print_digest("ck_sum_of_squares_f32");
  for (long n = 0; n <= TAILS; n++) returned((double)ck_max_f32(n, given(n)));
  for (long n = 0; n <= TAILS; n++) returned((double)ck_max_f32(n, given_any(n)));
  print_digest("ck_max_f32");
}

void elementwise_digests(void) {
  unary_digests();
  binary_digests();
  fill_digests();
  sum_digests();
}
