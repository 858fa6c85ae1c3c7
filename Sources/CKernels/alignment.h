// One step of a decoder's attention, sequence by sequence, on lanes. See ck_alignment in CKernels.h.
#ifndef CK_ALIGNMENT_H
#define CK_ALIGNMENT_H
#include "elementary.h"
#include "elementwise.h"
#include "reductions.h"
#include "softmax.h"

static float alignment_score(const ck_alignment *a, const float *query, const float *key) {
  partials sums = partials_of(0.0f);
  if (a->score) {
    const float *score = a->score;
    CK_SUM_LANES(sums, a->width, READ(score) * lanes_tanh(READ(query) + READ(key)));
    return fold_sum(sums);
  }
  CK_SUM_LANES(sums, a->width, READ(query) * READ(key));
  return fold_sum(sums) * a->scale;
}

static void alignment_kernel(long begin, long end, const ck_alignment *a) {
  for (long r = begin; r < end; r++) {
    const long source = a->sources[r], length = a->lengths[source];
    const float *query = a->queries + r * a->width;
    const float *keys = a->keys + source * a->time * a->width;
    const float *values = a->values + source * a->time * a->size;
    float *weights = a->weights + r * a->time, *context = a->contexts + r * a->size;
    for (long s = 0; s < length; s++)
      weights[s] = alignment_score(a, query, keys + s * a->width);
    softmax_kernel(1, length, weights, weights);
    for (long s = length; s < a->time; s++) weights[s] = 0.0f;
    CK_FOR_LANES(a->size, {
      lanes sum = splat(0.0f);
      for (long s = 0; s < length; s++)
        sum = fused(splat(weights[s]), READ(values + s * a->size), sum);
      WRITE(context, sum);
    });
  }
}

/// ē[s] = α[s] (ᾱ[s] - Σ α ᾱ), with ᾱ[s] = c̄ · value[s] + what reaches the weights directly.
static void alignment_score_gradients(
    const ck_alignment *a, long r, long length, const float *values, float *gradients) {
  const float *context = a->context_gradients ? a->context_gradients + r * a->size : 0;
  const float *weights = a->weights + r * a->time;
  float mean = 0.0f;
  for (long s = 0; s < length; s++) {
    partials sums = partials_of(0.0f);
    const float *value = values + s * a->size;
    if (context) CK_SUM_LANES(sums, a->size, READ(context) * READ(value));
    gradients[s] = fold_sum(sums);
    if (a->weight_gradients) gradients[s] += a->weight_gradients[r * a->time + s];
    mean += weights[s] * gradients[s];
  }
  for (long s = 0; s < length; s++) gradients[s] = weights[s] * (gradients[s] - mean);
}

CK_INLINE void alignment_backward_rows(
    long begin, long end, const ck_alignment *a, const int accumulate) {
  for (long r = begin; r < end; r++) {
    const long source = a->sources[r], length = a->lengths[source];
    const long width = a->width, size = a->size, time = a->time;
    const float *query = a->queries + r * width, *keys = a->keys + source * time * width;
    float *gradients = a->score_gradients + r * time;
    alignment_score_gradients(a, r, length, a->values + source * time * size, gradients);

    const float *context = a->context_gradients ? a->context_gradients + r * size : 0;
    const float *weights = a->weights + r * time;
    float *value_gradients = a->value_gradients + r * time * size;
    if (context)
      for (long s = 0; s < length; s++) {
        float *value = value_gradients + s * size;
        const lanes weight = splat(weights[s]);
        if (accumulate)
          CK_FOR_LANES(size, WRITE(value, fused(weight, READ(context), READ(value))));
        else
          CK_FOR_LANES(size, WRITE(value, weight * READ(context)));
      }
    if (!accumulate)
      for (long i = context ? length * size : 0; i < time * size; i++) value_gradients[i] = 0.0f;

    float *key_gradients = a->key_gradients + r * time * width;
    float *query_gradient = a->query_gradients + r * width;
    const float *score = a->score;
    float *vector_gradient = score ? a->vector_gradients + r * width : 0;
    CK_FOR_LANES(width, {
      const lanes q = READ(query);
      lanes q_sum = splat(0.0f);
      lanes v_sum = splat(0.0f);
      for (long s = 0; s < length; s++) {
        const lanes k = READ(keys + s * width);
        lanes slope;
        if (score) {
          const lanes t = lanes_tanh(q + k);
          v_sum = fused(splat(gradients[s]), t, v_sum);
          slope = splat(gradients[s]) * READ(score) * fused(-t, t, splat(1.0f));
          q_sum = q_sum + slope;
        } else {
          const lanes g = splat(gradients[s] * a->scale);
          slope = g * q;
          q_sum = fused(g, k, q_sum);
        }
        if (accumulate) slope = slope + READ(key_gradients + s * width);
        WRITE(key_gradients + s * width, slope);
      }
      WRITE(query_gradient, q_sum);
      if (score) {
        if (accumulate) v_sum = v_sum + READ(vector_gradient);
        WRITE(vector_gradient, v_sum);
      }
    });
    if (!accumulate)
      for (long i = length * width; i < time * width; i++) key_gradients[i] = 0.0f;
  }
}

static void alignment_backward_kernel(long begin, long end, const ck_alignment *a) {
  if (a->accumulate)
    alignment_backward_rows(begin, end, a, 1);
  else
    alignment_backward_rows(begin, end, a, 0);
}

#endif
