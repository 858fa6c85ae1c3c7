// The plain matrix product, which every fast one equals bit for bit.
#ifndef CK_GEMM_REFERENCE_H
#define CK_GEMM_REFERENCE_H
#include "gemm.h"
#include "lanes.h"

/// Where element (p, j) of b is.
CK_INLINE const float *b_element(const ck_gemm *g, long p, long j) {
  if (!g->packed_b) return g->b.at + p * g->b.row_stride + j * g->b.column_stride;
  const long column = j % CK_GEMM_HALF;
  return g->packed_b + (j - column) * g->packed_rows + p * CK_GEMM_HALF + column;
}

static void gemm_reference(const ck_gemm *g) {
  for (long i = 0; i < g->m; i++)
    for (long j = 0; j < g->n; j++) {
      const float *a = g->a.at + i * g->a.row_stride;
      float *c = g->c + i * g->c_row_stride + j * g->c_column_stride;
      const ck_matrix start = ck_matrix_from(&g->start, i, j);
      float sum = g->start.at ? *start.at : 0.0f;
      for (long p = 0; p < g->k; p++)
        sum = __builtin_fmaf(a[p * g->a.column_stride], *b_element(g, p, j), sum);
      *c = sum;
    }
}

#endif
