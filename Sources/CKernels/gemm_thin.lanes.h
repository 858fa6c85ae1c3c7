// One row times a transposed matrix: each element of the product reads a column of b, which lies in one
// piece. Steps of several columns are turned into vectors in registers, for copying them would take longer
// than to multiply.
//
// Every element is one chain over ascending k, as in the other kernels.
#ifndef CK_GEMM_THIN_H
#define CK_GEMM_THIN_H
#include "gemm.h"
#include "transpose.lanes.h"

#if CK_LANES > 8
typedef lanes thin_vector;
CK_TRANSPOSE_FOURS(thin_vector, CK_IN_FOURS_OF_SIXTEEN)
#else
typedef eight thin_vector;
CK_TRANSPOSE_FOURS(thin_vector, CK_IN_FOURS_OF_EIGHT)
#endif
typedef float four __attribute__((ext_vector_type(4)));

enum {
  THIN_STEPS = 4,
  THIN_COLUMNS = 16,
  THIN_LANES = sizeof(thin_vector) / sizeof(float),
  THIN_VECTORS = THIN_COLUMNS / THIN_LANES,
};

CK_INLINE eight joined_fours(four low, four high) {
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}

CK_INLINE four four_at(const float *x) {
  four result;
  __builtin_memcpy(&result, x, sizeof result);
  return result;
}

/// Four steps of each fourth column, each column in four lanes.
CK_INLINE thin_vector columns_side_by_side(const float *b, long apart) {
  const eight low = joined_fours(four_at(b), four_at(b + 4 * apart));
#if CK_LANES > 8
  const eight high = joined_fours(four_at(b + 8 * apart), four_at(b + 12 * apart));
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#else
  return low;
#endif
}

/// Four steps of as many columns as a vector has lanes, a vector a step.
CK_INLINE void turn_columns(const float *b, long apart, thin_vector step[THIN_STEPS]) {
  thin_vector columns[4];
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) columns[i] = columns_side_by_side(b + i * apart, apart);
  transpose_fours_of_thin_vector(columns, step);
}

/// sums += x[k] · b of 16 columns, over a multiple of four steps.
CK_INLINE void add_turned_steps(long k, const float *x, const float *b, long apart, float *sums) {
  thin_vector sum[THIN_VECTORS];
  __builtin_memcpy(sum, sums, sizeof sum);
  for (long p = 0; p < k; p += THIN_STEPS) {
#pragma clang loop unroll(full)
    for (int v = 0; v < THIN_VECTORS; v++) {
      thin_vector step[THIN_STEPS];
      turn_columns(b + v * THIN_LANES * apart + p, apart, step);
#pragma clang loop unroll(full)
      for (int i = 0; i < THIN_STEPS; i++)
        sum[v] = __builtin_elementwise_fma((thin_vector)x[p + i], step[i], sum[v]);
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

/// The steps after those that were turned, and what is added to the finished sums.
static void finish_sums(
    const ck_gemm *g, long j, long columns, long turned, float sums[THIN_COLUMNS]) {
  const float *x = g->a.at, *addend = g->addend.at;
  for (long i = 0; i < columns; i++) {
    const float *column = g->b.at + (j + i) * g->b.column_stride;
    for (long p = turned; p < g->k; p++) sums[i] = __builtin_fmaf(x[p], column[p], sums[i]);
    if (addend) sums[i] += addend[(j + i) * g->addend.column_stride];
  }
}

static void gemm_thin(const ck_gemm *g) {
  const ck_matrix *start = &g->start;
  const float *starts =
      start->at ? ck_start_of(start->at, start->row_stride, g->start_places, 0) : 0;
  for (long j = 0; j < g->n; j += THIN_COLUMNS) {
    const long columns = at_most(g->n - j, THIN_COLUMNS), apart = g->b.column_stride;
    float sums[THIN_COLUMNS] = {0};
    for (long i = 0; starts && i < columns; i++) sums[i] = starts[(j + i) * start->column_stride];
    const long turned = columns == THIN_COLUMNS ? g->k / THIN_STEPS * THIN_STEPS : 0;
    add_turned_steps(turned, g->a.at, g->b.at + j * apart, apart, sums);
    if (turned < g->k || g->addend.at) finish_sums(g, j, columns, turned, sums);
    for (long i = 0; i < columns; i++) g->c[(j + i) * g->c_column_stride] = sums[i];
  }
}

#endif
