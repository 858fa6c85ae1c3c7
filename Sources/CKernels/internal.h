// What the files of this module share: vectors of sixteen floats and the level dispatch.
//
// Every kernel is written once, in *_body.h, with vectors of a fixed width, and compiled for each SIMD
// level; the compiler splits the vectors into what the level has. The operations and their order are
// then the same at every level, and so are the bits: IEEE 754 addition, multiplication and fused
// multiply-add are exact functions of their inputs.
#ifndef CK_INTERNAL_H
#define CK_INTERNAL_H

#include "CKernels.h"

#include <stdint.h>

typedef float v16 __attribute__((vector_size(64)));
typedef int32_t i16 __attribute__((vector_size(64)));
typedef float v16u __attribute__((vector_size(64), aligned(4)));

#define CK_JOIN2(a, b) a##b
#define CK_JOIN(a, b) CK_JOIN2(a, b)

/// The kernels of one level.
typedef struct {
  void (*gemm_block)(
      long m, long n, long k, const float *a, long a_row, long a_column, const float *packed,
      long panel, int accumulate, float *c, long ldc);
  long panel;  // columns of a packed panel of b
  void (*exp)(long n, const float *x, float *y);
  void (*log)(long n, const float *x, float *y);
  void (*tanh)(long n, const float *x, float *y);
  void (*sigmoid)(long n, const float *x, float *y);
  void (*gelu)(long n, const float *x, float *y);
  void (*gelu_backward)(long n, const float *x, const float *dy, float *dx);
  void (*add)(long n, const float *x, const float *y, float *z);
  void (*subtract)(long n, const float *x, const float *y, float *z);
  void (*multiply)(long n, const float *x, const float *y, float *z);
  void (*multiply_add)(long n, const float *x, const float *y, float *z);
  void (*axpy)(long n, float alpha, const float *x, float *y);
  void (*scale)(long n, float alpha, const float *x, float *y);
  float (*sum)(long n, const float *x);
  double (*sum_of_squares)(long n, const float *x);
  float (*max)(long n, const float *x);
  float (*exp_sum)(long n, const float *x, float shift, float *y);
  void (*lstm_row)(
      long hidden, float *gates, const float *c_previous, float *c, float *cell_tanh, float *h);
  void (*lstm_row_backward)(
      long hidden, float *gates, const float *c_previous, const float *cell_tanh,
      const float *h_gradient, float *c_gradient);
  void (*adam)(
      long n, float *p, const float *g, float *m, float *v, float beta1, float beta2, float rate,
      float epsilon, float root2, float keep);
} ck_table;

const ck_table *ck_table_scalar(void);
const ck_table *ck_table_fma_scalar(void);
const ck_table *ck_table_avx2(void);
const ck_table *ck_table_avx512(void);
const ck_table *ck_table_neon(void);
const ck_table *ck_current(void);

#endif
