// Transposing a block of a matrix, eight by eight in registers.
#ifndef CK_TRANSPOSE_H
#define CK_TRANSPOSE_H
#include "lanes.h"

typedef float eight __attribute__((ext_vector_type(8)));

#define CK_PAIR_LOW(x, y) __builtin_shufflevector(x, y, 0, 8, 1, 9, 4, 12, 5, 13)
#define CK_PAIR_HIGH(x, y) __builtin_shufflevector(x, y, 2, 10, 3, 11, 6, 14, 7, 15)
#define CK_QUAD_LOW(x, y) __builtin_shufflevector(x, y, 0, 1, 8, 9, 4, 5, 12, 13)
#define CK_QUAD_HIGH(x, y) __builtin_shufflevector(x, y, 2, 3, 10, 11, 6, 7, 14, 15)
#define CK_HALF_LOW(x, y) __builtin_shufflevector(x, y, 0, 1, 2, 3, 8, 9, 10, 11)
#define CK_HALF_HIGH(x, y) __builtin_shufflevector(x, y, 4, 5, 6, 7, 12, 13, 14, 15)

/// Transposes each half of four rows, four by four.
CK_INLINE void transpose_halves(const eight row[4], eight quad[4]) {
  const eight low0 = CK_PAIR_LOW(row[0], row[1]), high0 = CK_PAIR_HIGH(row[0], row[1]);
  const eight low2 = CK_PAIR_LOW(row[2], row[3]), high2 = CK_PAIR_HIGH(row[2], row[3]);
  quad[0] = CK_QUAD_LOW(low0, low2);
  quad[1] = CK_QUAD_HIGH(low0, low2);
  quad[2] = CK_QUAD_LOW(high0, high2);
  quad[3] = CK_QUAD_HIGH(high0, high2);
}

CK_INLINE void transpose_eight(const float *x, long x_stride, float *y, long y_stride) {
  eight row[8], quad[8];
  for (int i = 0; i < 8; i++) __builtin_memcpy(&row[i], x + i * x_stride, sizeof(eight));
  for (int i = 0; i < 8; i += 4) transpose_halves(row + i, quad + i);
  for (int i = 0; i < 4; i++) {
    const eight low = CK_HALF_LOW(quad[i], quad[i + 4]);
    const eight high = CK_HALF_HIGH(quad[i], quad[i + 4]);
    __builtin_memcpy(y + i * y_stride, &low, sizeof low);
    __builtin_memcpy(y + (i + 4) * y_stride, &high, sizeof high);
  }
}

/// y[columns, rows] = x[rows, columns]ᵀ
static void transpose(
    long rows, long columns, const float *x, long x_stride, float *y, long y_stride) {
  long i = 0;
  for (; i + 8 <= rows; i += 8) {
    long j = 0;
    for (; j + 8 <= columns; j += 8)
      transpose_eight(x + i * x_stride + j, x_stride, y + j * y_stride + i, y_stride);
    for (; j < columns; j++)
      for (long r = i; r < i + 8; r++) y[j * y_stride + r] = x[r * x_stride + j];
  }
  for (; i < rows; i++)
    for (long j = 0; j < columns; j++) y[j * y_stride + i] = x[i * x_stride + j];
}

#endif
