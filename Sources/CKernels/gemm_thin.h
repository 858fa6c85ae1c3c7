// One row times a transposed matrix: each element of the product reads a column of b, which lies in one
// piece. Steps of several columns are turned into vectors in registers, for copying them would take longer
// than to multiply.
//
// Every element is one chain over ascending k, as in the other kernels.
#ifndef CK_GEMM_THIN_H
#define CK_GEMM_THIN_H
#include "gemm.h"
#include "transpose.h"

enum {
  THIN_STEPS = 4,
  THIN_PAIR = 2,  // vectors of columns, so that one need not wait for the other
  THIN_COLUMNS = 8 * THIN_PAIR,
};

/// Four steps of two columns, one in each half.
CK_INLINE eight two_columns(const float *low, const float *high) {
  eight result;
  __builtin_memcpy(&result, low, sizeof result / 2);
  __builtin_memcpy((char *)&result + sizeof result / 2, high, sizeof result / 2);
  return result;
}

/// Four steps of eight columns, a vector a step.
CK_INLINE void turn_columns(const float *b, long apart, eight step[THIN_STEPS]) {
  eight columns[4];
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) columns[i] = two_columns(b + i * apart, b + (i + 4) * apart);
  transpose_halves(columns, step);
}

/// sums += x[k] · b of 16 columns, over a multiple of four steps.
CK_INLINE void add_turned_steps(long k, const float *x, const float *b, long apart, float *sums) {
  eight sum[THIN_PAIR];
  __builtin_memcpy(sum, sums, sizeof sum);
  for (long p = 0; p < k; p += THIN_STEPS) {
#pragma clang loop unroll(full)
    for (int pair = 0; pair < THIN_PAIR; pair++) {
      eight step[THIN_STEPS];
      turn_columns(b + 8 * pair * apart + p, apart, step);
#pragma clang loop unroll(full)
      for (int i = 0; i < THIN_STEPS; i++)
        sum[pair] = __builtin_elementwise_fma((eight)x[p + i], step[i], sum[pair]);
    }
  }
  __builtin_memcpy(sums, sum, sizeof sum);
}

/// Whether gemm_thin is for this product.
static int is_thin(const ck_gemm *g) {
  return CK_LANES >= 8 && g->m == 1 && !g->packed_b && g->a.column_stride == 1
      && g->b.row_stride == 1 && g->b.column_stride > 1
      && g->b.column_stride % CK_COLLIDING_FLOATS != 0 && !g->a_sums;
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
    const long turned = columns == THIN_COLUMNS ? g->k / THIN_STEPS * THIN_STEPS : 0;
    add_turned_steps(turned, x, b, apart, sums);
    for (long i = 0; i < columns; i++) {
      float sum = sums[i];
      for (long p = turned; p < g->k; p++) sum = __builtin_fmaf(x[p], b[i * apart + p], sum);
      if (g->addend.at) sum += g->addend.at[(j + i) * g->addend.column_stride];
      g->c[(j + i) * g->c_column_stride] = sum;
    }
  }
}

#endif
