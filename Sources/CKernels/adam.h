// Adam and AdamW on lanes. Kingma and Ba, 2015, algorithm 1; Loshchilov and Hutter, 2019.
#ifndef CK_ADAM_H
#define CK_ADAM_H
#include "lanes.h"

static void adam_kernel(
    long n, float *parameters, const float *gradients, float *m, float *v,
    const ck_adam_step *step) {
  CK_FOR_LANES(n, {
    const lanes g = READ(gradients);
    const lanes first = fused(splat(step->beta1), READ(m), splat(step->one_minus_beta1) * g);
    const lanes second =
        fused(splat(step->beta2), READ(v), splat(step->one_minus_beta2) * g * g);
    const lanes root = fused(
        square_root(second), splat(step->inverse_root_correction), splat(step->epsilon));
    const lanes kept = splat(step->keep) * READ(parameters);
    WRITE(m, first);
    WRITE(v, second);
    WRITE(parameters, fused(splat(-step->step_size), first / root, kept));
  });
}

#endif
