// Steps of the optimisers: one part of the parameters per thread.
#include "kernels.h"

enum { GRAIN = 1 << 12, MOMENTS = sizeof((ck_update *)0)->moments / sizeof(float *) };

/// xⁿ by squaring: libm's pow differs by version.
static double power(double x, long n) {
  double result = 1;
  for (; n > 0; n >>= 1, x *= x)
    if (n & 1) result *= x;
  return result;
}

typedef struct shared_update {
  void (*kernel)(long n, const ck_update *update);
  ck_update update;
} shared_update;

static void run(void *context, long begin, long end) {
  const shared_update *s = context;
  ck_update part = s->update;
  part.parameters += begin;
  if (part.gradients) part.gradients += begin;
  for (int i = 0; i < MOMENTS; i++)
    if (part.moments[i]) part.moments[i] += begin;
  s->kernel(end - begin, &part);
}

static void share(long n, void (*kernel)(long n, const ck_update *update), ck_update update) {
  shared_update s = {kernel, update};
  ck_parallel_for(n, GRAIN, run, &s);
}

void ck_sgd_step_f32(
    long n, float *parameters, const float *gradients, float *buffer, const ck_sgd *rule) {
  share(n, ck_current()->sgd, (ck_update){parameters, gradients, {buffer}, rule});
}

void ck_adagrad_step_f32(
    long n, float *parameters, const float *gradients, float *sums, const ck_adagrad *rule) {
  share(n, ck_current()->adagrad, (ck_update){parameters, gradients, {sums}, rule});
}

void ck_rmsprop_step_f32(
    long n, float *parameters, const float *gradients, float *squares, float *means,
    float *buffer, const ck_rmsprop *rule) {
  share(
      n, ck_current()->rmsprop,
      (ck_update){parameters, gradients, {squares, means, buffer}, rule});
}

void ck_adam_step_f32(
    long n, float *parameters, const float *gradients, float *m, float *v, float *largest,
    const ck_adam *rule, long step) {
  const double correction1 = 1 - power(rule->beta1, step);
  const double root = __builtin_sqrt(1 - power(rule->beta2, step));
  const double rate = (double)rule->rate / correction1;
  const ck_adam_step constants = {
      .beta1 = rule->beta1,
      .one_minus_beta1 = (float)(1 - (double)rule->beta1),
      .beta2 = rule->beta2,
      .one_minus_beta2 = (float)(1 - (double)rule->beta2),
      .step_size = (float)(rule->sparse ? rate * root : rate),
      .inverse_root_correction = rule->sparse ? 1.0f : (float)(1 / root),
      .epsilon = rule->epsilon,
      .keep = (float)(1 - (double)rule->rate * (double)rule->decay),
      .penalty = rule->penalty,
  };
  share(n, ck_current()->adam, (ck_update){parameters, gradients, {m, v, largest}, &constants});
}

void ck_adam_f32(
    long n, float *parameters, const float *gradients, float *m, float *v, float rate, float beta1,
    float beta2, float epsilon, float decay, long step) {
  const ck_adam rule = {
      .rate = rate, .beta1 = beta1, .beta2 = beta2, .epsilon = epsilon, .decay = decay};
  ck_adam_step_f32(n, parameters, gradients, m, v, 0, &rule, step);
}

void ck_sgd_f32(long n, float *parameters, const float *gradients, float rate) {
  ck_axpy_f32(n, -rate, gradients, parameters);
}
