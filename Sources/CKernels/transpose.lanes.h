// Transposing a block of a matrix, eight by eight in registers.
#ifndef CK_TRANSPOSE_H
#define CK_TRANSPOSE_H
#include "lanes.h"

typedef float eight __attribute__((ext_vector_type(8)));

#define CK_HALF_LOW(x, y) __builtin_shufflevector(x, y, 0, 1, 2, 3, 8, 9, 10, 11)
#define CK_HALF_HIGH(x, y) __builtin_shufflevector(x, y, 4, 5, 6, 7, 12, 13, 14, 15)

// In each four lanes elements a and b of x's four, c and d of y's.
#define CK_IN_FOURS_OF_EIGHT(x, y, a, b, c, d) \
  __builtin_shufflevector(x, y, a, b, 8 + c, 8 + d, 4 + a, 4 + b, 12 + c, 12 + d)
#define CK_IN_FOURS_OF_SIXTEEN(x, y, a, b, c, d)                                              \
  __builtin_shufflevector(                                                                    \
      x, y, a, b, 16 + c, 16 + d, 4 + a, 4 + b, 20 + c, 20 + d, 8 + a, 8 + b, 24 + c, 24 + d, \
      12 + a, 12 + b, 28 + c, 28 + d)

/// Transposes each four lanes of four rows, four by four.
#define CK_TRANSPOSE_FOURS(vector, in_fours)                                          \
  CK_INLINE void transpose_fours_of_##vector(const vector row[4], vector column[4]) { \
    const vector low0 = in_fours(row[0], row[1], 0, 1, 0, 1);                         \
    const vector high0 = in_fours(row[0], row[1], 2, 3, 2, 3);                        \
    const vector low2 = in_fours(row[2], row[3], 0, 1, 0, 1);                         \
    const vector high2 = in_fours(row[2], row[3], 2, 3, 2, 3);                        \
    column[0] = in_fours(low0, low2, 0, 2, 0, 2);                                     \
    column[1] = in_fours(low0, low2, 1, 3, 1, 3);                                     \
    column[2] = in_fours(high0, high2, 0, 2, 0, 2);                                   \
    column[3] = in_fours(high0, high2, 1, 3, 1, 3);                                   \
  }
CK_TRANSPOSE_FOURS(eight, CK_IN_FOURS_OF_EIGHT)

CK_INLINE void transpose_eight(const float *x, long x_stride, float *y, long y_stride) {
  eight row[8], quad[8];
  for (int i = 0; i < 8; i++) __builtin_memcpy(&row[i], x + i * x_stride, sizeof(eight));
  for (int i = 0; i < 8; i += 4) transpose_fours_of_eight(row + i, quad + i);
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
