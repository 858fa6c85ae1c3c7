// Which level is used, and the public functions that only pass on to it.
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int chosen = -1;

int ck_simd_available(int level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level == CK_SIMD_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (level == CK_SIMD_AVX512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#elif defined(__aarch64__)
  if (level == CK_SIMD_NEON) return 1;
#endif
  return level == CK_SIMD_SCALAR;
}

int ck_set_simd_level(int level) {
  if (!ck_simd_available(level)) return -1;
  chosen = level;
  return 0;
}

int ck_simd_level(void) {
  if (chosen >= 0) return chosen;
  static const char *const names[] = {"scalar", "avx2", "avx512", "neon"};
  const char *wish = getenv("UNROLL_SIMD");
  if (wish && *wish) {
    for (int level = 0; level < 4; level++) {
      if (strcmp(wish, names[level]) != 0) continue;
      if (ck_set_simd_level(level) == 0) return chosen;
      fprintf(stderr, "Fatal error: UNROLL_SIMD=%s: this CPU has not got it; unset it\n", wish);
      abort();
    }
    fprintf(stderr, "Fatal error: UNROLL_SIMD=%s: use scalar, avx2, avx512 or neon\n", wish);
    abort();
  }
  for (int level = 3; level > 0; level--)
    if (ck_set_simd_level(level) == 0) return chosen;
  return chosen = CK_SIMD_SCALAR;
}

const ck_table *ck_current(void) {
  switch (ck_simd_level()) {
#if defined(__x86_64__)
    case CK_SIMD_AVX512: return ck_table_avx512();
    case CK_SIMD_AVX2: return ck_table_avx2();
#elif defined(__aarch64__)
    case CK_SIMD_NEON: return ck_table_neon();
#endif
    default: return ck_table_scalar();
  }
}

void ck_exp_f32(long n, const float *x, float *y) { ck_current()->exp(n, x, y); }
void ck_log_f32(long n, const float *x, float *y) { ck_current()->log(n, x, y); }
void ck_tanh_f32(long n, const float *x, float *y) { ck_current()->tanh(n, x, y); }
void ck_sigmoid_f32(long n, const float *x, float *y) { ck_current()->sigmoid(n, x, y); }
void ck_gelu_f32(long n, const float *x, float *y) { ck_current()->gelu(n, x, y); }
void ck_gelu_backward_f32(long n, const float *x, const float *dy, float *dx) {
  ck_current()->gelu_backward(n, x, dy, dx);
}
void ck_add_f32(long n, const float *x, const float *y, float *z) { ck_current()->add(n, x, y, z); }
void ck_subtract_f32(long n, const float *x, const float *y, float *z) {
  ck_current()->subtract(n, x, y, z);
}
void ck_multiply_f32(long n, const float *x, const float *y, float *z) {
  ck_current()->multiply(n, x, y, z);
}
void ck_multiply_add_f32(long n, const float *x, const float *y, float *z) {
  ck_current()->multiply_add(n, x, y, z);
}
void ck_axpy_f32(long n, float alpha, const float *x, float *y) { ck_current()->axpy(n, alpha, x, y); }
void ck_scale_f32(long n, float alpha, const float *x, float *y) {
  ck_current()->scale(n, alpha, x, y);
}
float ck_sum_f32(long n, const float *x) { return ck_current()->sum(n, x); }
double ck_sum_of_squares_f32(long n, const float *x) { return ck_current()->sum_of_squares(n, x); }
float ck_max_f32(long n, const float *x) { return ck_current()->max(n, x); }
