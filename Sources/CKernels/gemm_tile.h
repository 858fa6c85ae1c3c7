// The innermost matrix product: a tile of c stays in registers while k runs.
//
// A machine sets CK_TILE_ROWS and CK_TILE_VECTORS so that rows · vectors sums, one row of b and one
// element of a fit its registers: 14 · 2 of 16 floats for AVX-512, 6 · 2 of 8 for AVX2, 6 · 4 of 4
// for NEON. One or two rows would leave the adders waiting, so they get wide tiles of eight
// vectors.
#ifndef CK_GEMM_TILE_H
#define CK_GEMM_TILE_H
#include "lanes.h"

enum {
  TILE_COLUMNS = CK_TILE_VECTORS * CK_LANES,
  WIDE_TILE_VECTORS = 8,
  WIDE_TILE_COLUMNS = WIDE_TILE_VECTORS * CK_LANES,  // one or more whole panels
  WIDE_TILE_ROWS = CK_TILE_ROWS > 6 ? 2 : 1,
  A_STRIDE = CK_GEMM_KC + 16,  // rows of packed a start in different cache sets
};

/// c[rows, vectors · lanes] (+)= a[rows, k] · b[k, vectors · lanes], with a packed at A_STRIDE.
typedef void gemm_tile(
    long k, const float *a, const float *b, long b_stride, float *c, long c_stride,
    int accumulate);

CK_INLINE void run_tile(
    const int rows, const int vectors, long k, const float *a, const float *b, long b_stride,
    float *c, long c_stride, int accumulate) {
  lanes sum[CK_TILE_ROWS][CK_TILE_VECTORS];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
      sum[i][v] = accumulate ? load(c + i * c_stride + v * CK_LANES) : splat(0);

  for (long p = 0; p < k; p++, b += b_stride) {
    lanes row[CK_TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) row[v] = load(b + v * CK_LANES);
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      const lanes element = splat(a[i * A_STRIDE + p]);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) sum[i][v] = fused(element, row[v], sum[i][v]);
    }
  }

#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) store(c + i * c_stride + v * CK_LANES, sum[i][v]);
}

#define CK_TILE(rows)                                                                       \
  static void tile_##rows(                                                                  \
      long k, const float *a, const float *b, long b_stride, float *c, long c_stride,       \
      int accumulate) {                                                                     \
    run_tile(rows, CK_TILE_VECTORS, k, a, b, b_stride, c, c_stride, accumulate);            \
  }                                                                                         \
  static void narrow_tile_##rows(                                                           \
      long k, const float *a, const float *b, long b_stride, float *c, long c_stride,       \
      int accumulate) {                                                                     \
    run_tile(rows, CK_TILE_VECTORS / 2, k, a, b, b_stride, c, c_stride, accumulate);        \
  }
CK_TILE(1)
CK_TILE(2)
CK_TILE(3)
CK_TILE(4)
CK_TILE(5)
CK_TILE(6)
#if CK_TILE_ROWS > 6
CK_TILE(7)
CK_TILE(8)
CK_TILE(9)
CK_TILE(10)
CK_TILE(11)
CK_TILE(12)
CK_TILE(13)
CK_TILE(14)
#endif

/// tiles[narrow][rows - 1]; a narrow tile has half the columns.
static gemm_tile *const tiles[2][CK_TILE_ROWS] = {
#if CK_TILE_ROWS > 6
    {tile_1, tile_2, tile_3, tile_4, tile_5, tile_6, tile_7, tile_8, tile_9, tile_10, tile_11,
     tile_12, tile_13, tile_14},
    {narrow_tile_1, narrow_tile_2, narrow_tile_3, narrow_tile_4, narrow_tile_5, narrow_tile_6,
     narrow_tile_7, narrow_tile_8, narrow_tile_9, narrow_tile_10, narrow_tile_11, narrow_tile_12,
     narrow_tile_13, narrow_tile_14},
#else
    {tile_1, tile_2, tile_3, tile_4, tile_5, tile_6},
    {narrow_tile_1, narrow_tile_2, narrow_tile_3, narrow_tile_4, narrow_tile_5, narrow_tile_6},
#endif
};

CK_INLINE void run_wide_tile(
    const int rows, long k, const float *a, const float *b, long b_stride, long panel_stride,
    float *c, long c_stride, int accumulate) {
  lanes sum[WIDE_TILE_ROWS][WIDE_TILE_VECTORS];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < WIDE_TILE_VECTORS; v++)
      sum[i][v] = accumulate ? load(c + i * c_stride + v * CK_LANES) : splat(0);

  for (long p = 0; p < k; p++, b += b_stride)
#pragma clang loop unroll(full)
    for (int v = 0; v < WIDE_TILE_VECTORS; v++) {
      const int column = v * CK_LANES;
      const lanes row = load(b + column / CK_GEMM_PANEL * panel_stride + column % CK_GEMM_PANEL);
#pragma clang loop unroll(full)
      for (int i = 0; i < rows; i++)
        sum[i][v] = fused(splat(a[i * A_STRIDE + p]), row, sum[i][v]);
    }

#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < WIDE_TILE_VECTORS; v++) store(c + i * c_stride + v * CK_LANES, sum[i][v]);
}

/// As gemm_tile, with WIDE_TILE_COLUMNS columns in panels that are panel_stride apart.
typedef void gemm_wide_tile(
    long k, const float *a, const float *b, long b_stride, long panel_stride, float *c,
    long c_stride, int accumulate);

#define CK_WIDE_TILE(rows)                                                               \
  static void wide_tile_##rows(                                                          \
      long k, const float *a, const float *b, long b_stride, long panel_stride,          \
      float *c, long c_stride, int accumulate) {                                         \
    run_wide_tile(rows, k, a, b, b_stride, panel_stride, c, c_stride, accumulate);       \
  }
CK_WIDE_TILE(1)
#if CK_TILE_ROWS > 6
CK_WIDE_TILE(2)
static gemm_wide_tile *const wide_tiles[WIDE_TILE_ROWS] = {wide_tile_1, wide_tile_2};
#else
static gemm_wide_tile *const wide_tiles[WIDE_TILE_ROWS] = {wide_tile_1};
#endif

#endif
