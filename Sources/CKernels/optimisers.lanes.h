// One step of each optimiser on lanes; the rules are in CKernels.h. A missing gradient is zeros.
#ifndef CK_OPTIMISERS_H
#define CK_OPTIMISERS_H
#include "lanes.h"

/// The gradient with its penalty: g + λ p.
#define PENALISED(g, p, penalty)                                 \
  ((penalty) == 0.0f ? ((g) ? READ(g) : splat(0))                \
                     : fused(splat(penalty), READ(p), (g) ? READ(g) : splat(0)))

static void sgd_kernel(long n, const ck_update *u) {
  const ck_sgd *s = u->rule;
  float *p = u->parameters, *buffer = u->moments[0];
  const float *gradients = u->gradients;
  CK_FOR_LANES(n, {
    lanes g = PENALISED(gradients, p, s->penalty);
    if (buffer) {
      const lanes b = s->first
          ? g
          : fused(splat(s->momentum), READ(buffer), splat(1.0f - s->dampening) * g);
      WRITE(buffer, b);
      g = s->nesterov ? fused(splat(s->momentum), b, g) : b;
    }
    WRITE(p, fused(splat(-s->rate), g, READ(p)));
  });
}

static void adagrad_kernel(long n, const ck_update *u) {
  const ck_adagrad *s = u->rule;
  float *p = u->parameters, *sums = u->moments[0];
  const float *gradients = u->gradients;
  CK_FOR_LANES(n, {
    const lanes g = PENALISED(gradients, p, s->penalty);
    const lanes sum = fused(g, g, READ(sums));
    WRITE(sums, sum);
    WRITE(p, fused(splat(-s->rate), g / (square_root(sum) + splat(s->epsilon)), READ(p)));
  });
}

static void rmsprop_kernel(long n, const ck_update *u) {
  const ck_rmsprop *s = u->rule;
  float *p = u->parameters, *squares = u->moments[0], *means = u->moments[1];
  float *buffer = u->moments[2];
  const float *gradients = u->gradients;
  const float rest = (float)(1 - (double)s->alpha);
  CK_FOR_LANES(n, {
    const lanes g = PENALISED(gradients, p, s->penalty);
    const lanes square = fused(splat(s->alpha), READ(squares), splat(rest) * g * g);
    WRITE(squares, square);
    lanes variance = square;
    if (means) {
      const lanes mean = fused(splat(rest), g - READ(means), READ(means));
      WRITE(means, mean);
      variance = fused(-mean, mean, square);
    }
    lanes step = g / (square_root(variance) + splat(s->epsilon));
    if (buffer) {
      step = fused(splat(s->momentum), READ(buffer), step);
      WRITE(buffer, step);
    }
    WRITE(p, fused(splat(-s->rate), step, READ(p)));
  });
}

static void adam_kernel(long n, const ck_update *u) {
  const ck_adam_step *s = u->rule;
  float *p = u->parameters, *m = u->moments[0], *v = u->moments[1], *largest = u->moments[2];
  const float *gradients = u->gradients;
  CK_FOR_LANES(n, {
    const lanes g = PENALISED(gradients, p, s->penalty);
    const lanes first = fused(splat(s->beta1), READ(m), splat(s->one_minus_beta1) * g);
    const lanes second = fused(splat(s->beta2), READ(v), splat(s->one_minus_beta2) * g * g);
    lanes top = second;
    if (largest) {
      const lanes before = READ(largest);
      top = CK_SELECT(before > second, before, second);
      WRITE(largest, top);
    }
    const lanes root =
        fused(square_root(top), splat(s->inverse_root_correction), splat(s->epsilon));
    const lanes kept = splat(s->keep) * READ(p);
    WRITE(m, first);
    WRITE(v, second);
    WRITE(p, fused(splat(-s->step_size), first / root, kept));
  });
}

#endif
