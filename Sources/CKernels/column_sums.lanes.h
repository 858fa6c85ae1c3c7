// Sums of columns, on lanes: each one chain from the first row to the last.
#ifndef CK_COLUMN_SUMS_H
#define CK_COLUMN_SUMS_H
#include "lanes.h"

/// So many vectors of columns side by side, so that one addition need not wait for the one before.
enum { SUM_VECTORS = 4, SUM_COLUMNS = SUM_VECTORS * CK_LANES };

static void column_sums_kernel(
    long rows, long columns, const float *x, long stride, int accumulate, float *sums) {
  if (!accumulate)
    for (long j = 0; j < columns; j++) sums[j] = 0.0f;
  long j = 0;
  for (; j + SUM_COLUMNS <= columns; j += SUM_COLUMNS) {
    lanes sum[SUM_VECTORS];
    for (int v = 0; v < SUM_VECTORS; v++) sum[v] = load(sums + j + v * CK_LANES);
    for (long r = 0; r < rows; r++)
      for (int v = 0; v < SUM_VECTORS; v++) sum[v] += load(x + r * stride + j + v * CK_LANES);
    for (int v = 0; v < SUM_VECTORS; v++) store(sums + j + v * CK_LANES, sum[v]);
  }
  const float *rest = x + j;
  sums += j;
  CK_FOR_LANES(columns - j, {
    lanes sum = READ(sums);
    for (long r = 0; r < rows; r++) sum += READ(rest + r * stride);
    WRITE(sums, sum);
  });
}

#endif
