// A matrix product as its kernels see it: c[m,n] (+)= a[m,k] · b[k,n] with any strides.
#ifndef CK_GEMM_H
#define CK_GEMM_H

typedef struct ck_matrix {
  const float *at;
  long row_stride, column_stride;
} ck_matrix;

typedef struct ck_gemm {
  long m, n, k;
  ck_matrix a, b;
  int accumulate;
  float *c;
  long c_row_stride, c_column_stride;
} ck_gemm;

#endif
