// Elementwise kernels on lanes.
#ifndef CK_ELEMENTWISE_H
#define CK_ELEMENTWISE_H
#include "elementary.h"

#define CK_UNARY(name, function)                                    \
  static void name(long n, const float *x, float *y) {              \
    CK_FOR_LANES(n, WRITE(y, function(READ(x))));                   \
  }
CK_UNARY(exp_kernel, lanes_exp)
CK_UNARY(log_kernel, lanes_log)
CK_UNARY(tanh_kernel, lanes_tanh)
CK_UNARY(sigmoid_kernel, lanes_sigmoid)
CK_UNARY(gelu_kernel, lanes_gelu)

static void gelu_with_slope_kernel(long n, const float *x, float *y, float *slope) {
  CK_FOR_LANES(n, {
    const lanes at_x = READ(x);
    WRITE(y, lanes_gelu(at_x));
    WRITE(slope, lanes_gelu_slope(at_x));
  });
}

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
