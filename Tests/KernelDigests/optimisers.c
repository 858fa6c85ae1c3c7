// Steps of the optimisers, with each of their options.
#include "digests.h"

enum { SHORT = 37, LONG = 20011 };  // threads share a long one

static void sgd(long n) {
  for (int options = 0; options < 16; options++) {
    const ck_sgd rule = {
        .rate = 0.1f, .momentum = 0.9f, .dampening = options & 1 ? 0.3f : 0,
        .penalty = options & 2 ? 0.01f : 0, .nesterov = options >> 2 & 1, .first = options >> 3};
    new_case("%ld numbers, options %d", n, options);
    ck_sgd_step_f32(n, result(n), given(n), result(n), &rule);
    ck_sgd_step_f32(n, result(n), NULL, result(n), &rule);
    ck_sgd_step_f32(n, result(n), given(n), NULL, &rule);
    print_digest("ck_sgd_step_f32");
  }
  ck_sgd_f32(n, result(n), given(n), 0.03f);
  print_digest("ck_sgd_f32");
}

/// Numbers in [0, 1) that the digest takes.
static float *squares(long n) {
  float *x = result(n);
  for (long i = 0; i < n; i++) x[i] = __builtin_fabsf(x[i]);
  return x;
}

static void adagrad(long n) {
  new_case("%ld numbers", n);
  const ck_adagrad plain = {.rate = 0.1f, .epsilon = 1e-8f};
  const ck_adagrad penalised = {.rate = 0.1f, .epsilon = 1e-8f, .penalty = 0.01f};
  ck_adagrad_step_f32(n, result(n), given(n), squares(n), &plain);
  ck_adagrad_step_f32(n, result(n), given(n), squares(n), &penalised);
  ck_adagrad_step_f32(n, result(n), NULL, squares(n), &penalised);
  print_digest("ck_adagrad_step_f32");
}

static void rmsprop(long n) {
  for (int options = 0; options < 8; options++) {
    new_case("%ld numbers, options %d", n, options);
    const ck_rmsprop rule = {
        .rate = 0.01f, .alpha = 0.99f, .epsilon = 1e-8f, .momentum = 0.9f,
        .penalty = options & 1 ? 0.01f : 0};
    float *means = options & 2 ? result(n) : NULL;
    for (long i = 0; means && i < n; i++) means[i] *= 0x1p-10f;
    ck_rmsprop_step_f32(
        n, result(n), given(n), squares(n), means, options & 4 ? result(n) : NULL, &rule);
    print_digest("ck_rmsprop_step_f32");
  }
}

static void adam(long n) {
  for (int options = 0; options < 16; options++) {
    new_case("%ld numbers, options %d", n, options);
    const ck_adam rule = {
        .rate = 0.01f, .beta1 = 0.9f, .beta2 = 0.999f, .epsilon = 1e-8f,
        .penalty = options & 1 ? 0.01f : 0, .decay = options & 2 ? 0.05f : 0,
        .sparse = options >> 2 & 1};
    float *largest = options & 8 ? squares(n) : NULL;
    for (long step = 1; step < 2000; step = step * 7 + 1)
      ck_adam_step_f32(
          n, result(n), step == 8 ? NULL : given(n), result(n), squares(n), largest, &rule, step);
    print_digest("ck_adam_step_f32");
  }
  for (long step = 1; step < 100; step += 33)
    ck_adam_f32(
        n, result(n), given(n), result(n), squares(n), 0.01f, 0.9f, 0.999f, 1e-8f, 0.1f, step);
  print_digest("ck_adam_f32");
}

void optimiser_digests(void) {
  for (long n = SHORT; n > 0; n = n == SHORT ? LONG : 0) {
    sgd(n);
    adagrad(n);
    rmsprop(n);
    adam(n);
  }
}
