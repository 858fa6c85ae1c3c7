// Adam and SGD: one part of the parameters per thread.
#include "kernels.h"

/// xⁿ by squaring: libm's pow differs by version.
static double power(double x, long n) {
  double result = 1;
  for (; n > 0; n >>= 1, x *= x)
    if (n & 1) result *= x;
  return result;
}

typedef struct adam_part {
  const ck_kernels *kernels;
  float *parameters;
  const float *gradients;
  float *m, *v;
  ck_adam_step step;
} adam_part;

static void run_adam(void *context, long begin, long end) {
  const adam_part *a = context;
  a->kernels->adam(
      end - begin, a->parameters + begin, a->gradients + begin, a->m + begin, a->v + begin,
      &a->step);
}

void ck_adam_f32(
    long n, float *parameters, const float *gradients, float *m, float *v, float rate, float beta1,
    float beta2, float epsilon, float decay, long step) {
  const double correction1 = 1 - power(beta1, step), correction2 = 1 - power(beta2, step);
  const ck_adam_step constants = {
      .beta1 = beta1,
      .one_minus_beta1 = (float)(1 - (double)beta1),
      .beta2 = beta2,
      .one_minus_beta2 = (float)(1 - (double)beta2),
      .step_size = (float)((double)rate / correction1),
      .inverse_root_correction = (float)(1 / __builtin_sqrt(correction2)),
      .epsilon = epsilon,
      .keep = (float)(1 - (double)rate * (double)decay),
  };
  adam_part a = {ck_current(), parameters, gradients, m, v, constants};
  ck_parallel_for(n, 1 << 13, run_adam, &a);
}

void ck_sgd_f32(long n, float *parameters, const float *gradients, float rate) {
  ck_axpy_f32(n, -rate, gradients, parameters);
}
