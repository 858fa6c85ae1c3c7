// Packing a panel of b: CK_GEMM_PANEL columns side by side, so that a tile reads them in
// one stream.
#ifndef CK_GEMM_PACK_H
#define CK_GEMM_PACK_H
#include "gemm.h"
#include "transpose.h"

/// Copies a panel of b; element p of column j is at p · CK_GEMM_PANEL + j. Missing columns are 0.
static void pack_panel(const ck_matrix *b, long k, long columns, float *packed) {
  if (b->column_stride == 1 && columns == CK_GEMM_PANEL) {
    for (long p = 0; p < k; p++)
      __builtin_memcpy(
          packed + p * CK_GEMM_PANEL, b->at + p * b->row_stride, CK_GEMM_PANEL * sizeof(float));
    return;
  }
  if (columns < CK_GEMM_PANEL)
    __builtin_memset(packed, 0, (size_t)k * CK_GEMM_PANEL * sizeof(float));
  if (b->column_stride == 1)
    for (long p = 0; p < k; p++)
      for (long j = 0; j < columns; j++)
        packed[p * CK_GEMM_PANEL + j] = b->at[p * b->row_stride + j];
  else
    transpose(columns, k, b->at, b->column_stride, packed, CK_GEMM_PANEL);
}

#endif
