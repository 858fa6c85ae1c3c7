// One row times a transposed matrix: each element of the product reads a column of b, which lies in one
// piece. Steps of several columns are turned into vectors in registers, for copying them would take longer
// than to multiply.
//
// Every element is one chain over ascending k, as in the other kernels.
#ifndef CK_GEMM_THIN_H
#define CK_GEMM_THIN_H
#include "gemm.h"
#include "lanes.h"

enum {
  THIN_LANES = 8,
  THIN_STEPS = 4,
  THIN_PAIR = 2,  // vectors of columns, so that one need not wait for the other
  THIN_COLUMNS = THIN_PAIR * THIN_LANES,
  COLLIDING_COLUMNS = 1024,  // a multiple of this apart, columns meet in one set of the first cache
};

#if CK_LANES >= 8
typedef float thin_half __attribute__((ext_vector_type(4)));
typedef float thin_lanes __attribute__((ext_vector_type(THIN_LANES)));

/// Four steps of two columns, one in each half.
CK_INLINE thin_lanes two_columns(const float *low, const float *high) {
  thin_half x, y;
  __builtin_memcpy(&x, low, sizeof x);
  __builtin_memcpy(&y, high, sizeof y);
  return __builtin_shufflevector(x, y, 0, 1, 2, 3, 4, 5, 6, 7);
}

/// Four steps of eight columns, a vector a step.
CK_INLINE void turn_columns(const float *b, long apart, thin_lanes step[THIN_STEPS]) {
  const thin_lanes x0 = two_columns(b, b + 4 * apart), x1 = two_columns(b + apart, b + 5 * apart);
  const thin_lanes x2 = two_columns(b + 2 * apart, b + 6 * apart);
  const thin_lanes x3 = two_columns(b + 3 * apart, b + 7 * apart);
  const thin_lanes low0 = __builtin_shufflevector(x0, x1, 0, 8, 1, 9, 4, 12, 5, 13);
  const thin_lanes low2 = __builtin_shufflevector(x2, x3, 0, 8, 1, 9, 4, 12, 5, 13);
  const thin_lanes high0 = __builtin_shufflevector(x0, x1, 2, 10, 3, 11, 6, 14, 7, 15);
  const thin_lanes high2 = __builtin_shufflevector(x2, x3, 2, 10, 3, 11, 6, 14, 7, 15);
  step[0] = __builtin_shufflevector(low0, low2, 0, 1, 8, 9, 4, 5, 12, 13);
  step[1] = __builtin_shufflevector(low0, low2, 2, 3, 10, 11, 6, 7, 14, 15);
  step[2] = __builtin_shufflevector(high0, high2, 0, 1, 8, 9, 4, 5, 12, 13);
  step[3] = __builtin_shufflevector(high0, high2, 2, 3, 10, 11, 6, 7, 14, 15);
}

/// sums += x[k] · b of 16 columns, over a multiple of four steps.
CK_INLINE void add_turned_steps(long k, const float *x, const float *b, long apart, float *sums) {
  thin_lanes sum[THIN_PAIR];
  __builtin_memcpy(sum, sums, sizeof sum);
  for (long p = 0; p < k; p += THIN_STEPS) {
#pragma clang loop unroll(full)
    for (int pair = 0; pair < THIN_PAIR; pair++) {
      thin_lanes step[THIN_STEPS];
      turn_columns(b + pair * THIN_LANES * apart + p, apart, step);
#pragma clang loop unroll(full)
      for (int i = 0; i < THIN_STEPS; i++)
        sum[pair] = __builtin_elementwise_fma((thin_lanes)x[p + i], step[i], sum[pair]);
    }
  }
  __builtin_memcpy(sums, sum, sizeof sum);
}
#endif

/// Whether gemm_thin is for this product.
static int is_thin(const ck_gemm *g) {
  return CK_LANES >= 8 && g->m == 1 && !g->packed_b && g->a.column_stride == 1
      && g->b.row_stride == 1 && g->b.column_stride > 1
      && g->b.column_stride % COLLIDING_COLUMNS != 0 && !g->a_sums;
}

static void gemm_thin(const ck_gemm *g) {
  const float *x = g->a.at;
  const ck_matrix *start = &g->start;
  const float *starts =
      start->at ? ck_start_of(start->at, start->row_stride, g->start_places, 0) : 0;
  for (long j = 0; j < g->n; j += THIN_COLUMNS) {
    const long columns = at_most(g->n - j, THIN_COLUMNS), apart = g->b.column_stride;
    const float *b = g->b.at + j * apart;
    float sums[THIN_COLUMNS] = {0};
    for (long i = 0; starts && i < columns; i++) sums[i] = starts[(j + i) * start->column_stride];
    long turned = 0;  // steps that vectors take
#if CK_LANES >= 8
    turned = columns == THIN_COLUMNS ? g->k / THIN_STEPS * THIN_STEPS : 0;
    add_turned_steps(turned, x, b, apart, sums);
#endif
    for (long i = 0; i < columns; i++) {
      float sum = sums[i];
      for (long p = turned; p < g->k; p++) sum = __builtin_fmaf(x[p], b[i * apart + p], sum);
      if (g->addend.at) sum += g->addend.at[(j + i) * g->addend.column_stride];
      g->c[(j + i) * g->c_column_stride] = sum;
    }
  }
}

#endif
