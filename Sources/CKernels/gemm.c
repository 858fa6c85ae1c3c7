// The matrix product's entry: threads share out columns or rows of c, never parts of a sum.
#include "gemm.h"
#include "kernels.h"

enum { MULTIPLICATIONS_PER_PART = 1 << 17 };

static ck_matrix operand(int transposed, const float *at, long stride) {
  return transposed ? (ck_matrix){at, 1, stride} : (ck_matrix){at, stride, 1};
}

static void run_columns(void *context, long begin, long end) {
  ck_gemm part = *(const ck_gemm *)context;
  part.n = end - begin;
  part.b.at += begin * part.b.column_stride;
  part.c += begin * part.c_column_stride;
  ck_current()->gemm(&part);
}

static void run_rows(void *context, long begin, long end) {
  ck_gemm part = *(const ck_gemm *)context;
  part.m = end - begin;
  part.a.at += begin * part.a.row_stride;
  part.c += begin * part.c_row_stride;
  ck_current()->gemm(&part);
}

void ck_gemm_f32(
    int transpose_a, int transpose_b, long m, long n, long k, const float *a, long lda,
    const float *b, long ldb, int accumulate, float *c, long ldc) {
  if (m <= 0 || n <= 0) return;
  ck_gemm g = {
      m, n, k, operand(transpose_a, a, lda), operand(transpose_b, b, ldb), accumulate, c, ldc, 1};
  if (n >= m)
    ck_parallel_for(n, MULTIPLICATIONS_PER_PART / (m * k + 1) + 1, run_columns, &g);
  else
    ck_parallel_for(m, MULTIPLICATIONS_PER_PART / (n * k + 1) + 1, run_rows, &g);
}
