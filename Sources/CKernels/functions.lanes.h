// exp, log, tanh, sigmoid and GELU of arrays. A machine may compile these apart, as CK_FUNCTION(name),
// with more lanes than its vectors have.
#ifndef CK_FUNCTIONS_H
#define CK_FUNCTIONS_H
#ifdef CK_FUNCTION
void CK_FUNCTION(exp)(long n, const float *x, float *y);
void CK_FUNCTION(log)(long n, const float *x, float *y);
void CK_FUNCTION(tanh)(long n, const float *x, float *y);
void CK_FUNCTION(sigmoid)(long n, const float *x, float *y);
void CK_FUNCTION(gelu)(long n, const float *x, float *y);
void CK_FUNCTION(gelu_with_slope)(long n, const float *x, float *y, float *slope);
#else
#define CK_FUNCTION(name) name##_kernel
#define CK_FUNCTION_LINKAGE static
#endif

#ifdef CK_FUNCTION_LINKAGE
#include "elementary.lanes.h"

#define CK_UNARY(name)                                                                  \
  CK_FUNCTION_LINKAGE void CK_FUNCTION(name)(long n, const float *x, float *y) {        \
    CK_FOR_LANES(n, WRITE(y, lanes_##name(READ(x))));                                   \
  }
CK_UNARY(exp)
CK_UNARY(log)
CK_UNARY(tanh)
CK_UNARY(sigmoid)
CK_UNARY(gelu)

CK_FUNCTION_LINKAGE void CK_FUNCTION(gelu_with_slope)(
    long n, const float *x, float *y, float *slope) {
  CK_FOR_LANES(n, {
    const lanes at_x = READ(x);
    WRITE(y, lanes_gelu(at_x));
    WRITE(slope, lanes_gelu_slope(at_x));
  });
}
#endif

#endif
