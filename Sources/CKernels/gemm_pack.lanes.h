// Packing a panel of b: CK_GEMM_PANEL columns, half by half, so that a tile reads whole cache lines
// that follow each other. (Of lines that lie two apart, a cache could hold half as many.)
#ifndef CK_GEMM_PACK_H
#define CK_GEMM_PACK_H
#include "gemm.h"
#include "transpose.lanes.h"

/// Copies half a panel of b; element p of column j is at p · CK_GEMM_HALF + j. Missing columns are 0.
static void pack_half(const ck_matrix *b, long k, long columns, float *packed) {
  if (b->column_stride == 1 && columns == CK_GEMM_HALF) {
    for (long p = 0; p < k; p++)
      __builtin_memcpy(
          packed + p * CK_GEMM_HALF, b->at + p * b->row_stride, CK_GEMM_HALF * sizeof(float));
    return;
  }
  if (columns < CK_GEMM_HALF)
    __builtin_memset(packed, 0, (size_t)k * CK_GEMM_HALF * sizeof(float));
  if (b->column_stride == 1)
    for (long p = 0; p < k; p++)
      for (long j = 0; j < columns; j++)
        packed[p * CK_GEMM_HALF + j] = b->at[p * b->row_stride + j];
  else
    transpose(columns, k, b->at, b->column_stride, packed, CK_GEMM_HALF);
}

/// Copies a panel of b, k rows of each half.
static void pack_panel(const ck_matrix *b, long k, long columns, float *packed) {
  for (long j = 0; j < CK_GEMM_PANEL; j += CK_GEMM_HALF) {
    const ck_matrix half = ck_matrix_from(b, 0, j);
    const long left = columns - j;
    pack_half(
        &half, k, left < 0 ? 0 : left < CK_GEMM_HALF ? left : CK_GEMM_HALF, packed + j * k);
  }
}

#endif
