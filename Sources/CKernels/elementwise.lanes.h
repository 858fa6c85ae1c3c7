// Elementwise kernels on lanes.
#ifndef CK_ELEMENTWISE_H
#define CK_ELEMENTWISE_H
#include "lanes.h"

static void add_kernel(long n, const float *x, const float *y, float *z) {
  CK_FOR_LANES(n, WRITE(z, READ(x) + READ(y)));
}

static void subtract_kernel(long n, const float *x, const float *y, float *z) {
  CK_FOR_LANES(n, WRITE(z, READ(x) - READ(y)));
}

static void multiply_kernel(long n, const float *x, const float *y, float *z) {
  CK_FOR_LANES(n, WRITE(z, READ(x) * READ(y)));
}

static void multiply_add_kernel(long n, const float *x, const float *y, float *z) {
  CK_FOR_LANES(n, WRITE(z, fused(READ(x), READ(y), READ(z))));
}

static void axpy_kernel(long n, float alpha, const float *x, float *y) {
  CK_FOR_LANES(n, WRITE(y, fused(splat(alpha), READ(x), READ(y))));
}

static void scale_kernel(long n, float alpha, const float *x, float *y) {
  CK_FOR_LANES(n, WRITE(y, splat(alpha) * READ(x)));
}

#endif
