// The plain matrix product, which every fast one equals bit for bit.
#ifndef CK_GEMM_REFERENCE_H
#define CK_GEMM_REFERENCE_H
#include "column_sums.lanes.h"
#include "gemm.h"
#include "lanes.h"

/// Where element (p, j) of b is.
CK_INLINE const float *b_element(const ck_gemm *g, long p, long j) {
  if (!g->packed_b) return g->b.at + p * g->b.row_stride + j * g->b.column_stride;
  const long column = j % CK_GEMM_HALF;
  return g->packed_b + (j - column) * g->packed_rows + p * CK_GEMM_HALF + column;
}

/// Adds steps [p, p + k) to the sums of rows [i, i + rows) of a transposed a, if they are wanted.
static void add_to_sums(const ck_gemm *g, long i, long rows, long p, long k) {
  if (!g->a_sums) return;
  const float *a = ck_matrix_from(&g->a, i, p).at;
  column_sums_kernel(k, rows, a, g->a.column_stride, p > 0, g->a_sums + i);
}

static void gemm_reference(const ck_gemm *g) {
  add_to_sums(g, 0, g->m, 0, g->k);
  for (long i = 0; i < g->m; i++)
    for (long j = 0; j < g->n; j++) {
      const float *a = g->a.at + i * g->a.row_stride;
      float *c = g->c + i * g->c_row_stride + j * g->c_column_stride;
      const float *start = g->start.at ? ck_matrix_from(&g->start, 0, j).at : 0;
      float sum = start ? *ck_start_of(start, g->start.row_stride, g->start_places, i) : 0.0f;
      for (long p = 0; p < g->k; p++)
        sum = __builtin_fmaf(a[p * g->a.column_stride], *b_element(g, p, j), sum);
      *c = g->addend.at ? sum + *ck_matrix_from(&g->addend, i, j).at : sum;
    }
}

#endif
