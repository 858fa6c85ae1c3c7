// One step of a decoder's attention, sequence by sequence, on lanes: ck_attention_step in CKernels.h.
#ifndef CK_ATTENTION_STEP_H
#define CK_ATTENTION_STEP_H
#include "elementary.lanes.h"
#include "elementwise.lanes.h"
#include "reductions.lanes.h"
#include "softmax.lanes.h"

// tanh(q + k) = 1 - 2 / (1 + e²𐞥 e²ᵏ): each exponential serves many sums, which leaves one division a sum.
// Where a query or a key is beyond this, the product could overflow, and tanh is computed itself.
#define ATTENTION_STEP_LIMIT 20.0f

// So many vectors of columns go through a source's steps together: lines that follow each other are read
// one after the other, and the sums fit the registers.
enum {
  ATTENTION_STEP_VECTORS = CK_LANES > 8 ? 8 : 2,
  ATTENTION_STEP_COLUMNS = ATTENTION_STEP_VECTORS * CK_LANES,
};

/// Calls f(…, vectors, at, part) for all columns: whole groups of vectors, then single ones, the last
/// perhaps a part of one.
#define CK_FOR_COLUMNS(width, f, ...)                                            \
  do {                                                                           \
    long at = 0;                                                                 \
    for (; at + ATTENTION_STEP_COLUMNS <= (width); at += ATTENTION_STEP_COLUMNS) \
      f(__VA_ARGS__, ATTENTION_STEP_VECTORS, at, CK_LANES);                      \
    for (; at + CK_LANES <= (width); at += CK_LANES)                             \
      f(__VA_ARGS__, 1, at, CK_LANES);                                           \
    if (CK_LANES > 1 && at < (width))                                            \
      f(__VA_ARGS__, 1, at, (width) - at);                                       \
  } while (0)

CK_INLINE lanes lanes_squared_exp(lanes x) { return lanes_exp(x + x); }

/// Within 2.5e-7 of tanh(q + k), from e²𐞥 and e²ᵏ.
CK_INLINE lanes tanh_of_powers(lanes query, lanes key) {
  return fused(splat(-2.0f), splat(1.0f) / fused(query, key, splat(1.0f)), splat(1.0f));
}

/// The largest of |x|; a NaN wins.
static float largest_magnitude(long n, const float *x) {
  partials maxima = partials_of(0.0f);
  CK_FOR_LANES(n, maxima.at[0] = larger(maxima.at[0], absolute(READ(x))));
  return fold(maxima, larger);
}

static void attention_step_keys_kernel(
    long begin, long end, long time, long width, const float *keys, const int *lengths,
    float *powers, float *largest) {
  for (long source = begin; source < end; source++) {
    const long from = source * time * width, n = lengths[source] * width;
    largest[source] = largest_magnitude(n, keys + from);
    CK_FOR_LANES(n, WRITE(powers + from, lanes_squared_exp(READ(keys + from))));
  }
}

/// Whether a row may use its source's powers.
static int attention_step_has_powers(const ck_attention_step *a, const float *query, long source) {
  return a->score && a->largest_keys[source] <= ATTENTION_STEP_LIMIT
      && largest_magnitude(a->width, query) <= ATTENTION_STEP_LIMIT;
}

static float attention_step_score(const ck_attention_step *a, const float *query, const float *key) {
  partials sums = partials_of(0.0f);
  if (a->score) {
    const float *score = a->score;
    CK_SUM_LANES(sums, a->width, READ(score) * lanes_tanh(READ(query) + READ(key)));
    return fold_sum(sums);
  }
  CK_SUM_LANES(sums, a->width, READ(query) * READ(key));
  return fold_sum(sums) * a->scale;
}

/// The scores of all steps from the source's powers.
static void attention_step_scores_of_powers(
    const ck_attention_step *a, long r, long source, const float *query, float *scores) {
  const float *keys = a->key_powers + source * a->time * a->width, *score = a->score;
  float *powers = a->query_powers + r * a->width;
  CK_FOR_LANES(a->width, WRITE(powers, lanes_squared_exp(READ(query))));
  for (long s = 0; s < a->lengths[source]; s++) {
    const float *key = keys + s * a->width;
    partials sums = partials_of(0.0f);
    CK_SUM_LANES(sums, a->width, READ(score) * tanh_of_powers(READ(powers), READ(key)));
    scores[s] = fold_sum(sums);
  }
}

/// Σ weights[s] · value[s], of some columns.
CK_INLINE void attention_step_context(
    long length, long size, const float *weights, const float *values, float *context,
    const int vectors, long at, long part) {
  lanes sum[ATTENTION_STEP_VECTORS];
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) sum[v] = splat(0.0f);
  for (long s = 0; s < length; s++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
      sum[v] = fused(splat(weights[s]), READ(values + s * size + v * CK_LANES), sum[v]);
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) WRITE(context + v * CK_LANES, sum[v]);
}

static void attention_step_kernel(long begin, long end, const ck_attention_step *a) {
  for (long r = begin; r < end; r++) {
    const long source = a->sources[r], length = a->lengths[source];
    const float *query = a->queries + r * a->width;
    const float *keys = a->keys + source * a->time * a->width;
    const float *values = a->values + source * a->time * a->size;
    float *weights = a->weights + r * a->time, *context = a->contexts + r * a->size;
    if (attention_step_has_powers(a, query, source))
      attention_step_scores_of_powers(a, r, source, query, weights);
    else
      for (long s = 0; s < length; s++)
        weights[s] = attention_step_score(a, query, keys + s * a->width);
    softmax_kernel(1, length, weights, weights);
    for (long s = length; s < a->time; s++) weights[s] = 0.0f;
    CK_FOR_COLUMNS(a->size, attention_step_context, length, a->size, weights, values, context);
  }
}

/// ē[s] = α[s] (ᾱ[s] - Σ α ᾱ), with ᾱ[s] = c̄ · value[s] + what reaches the weights directly.
static void attention_step_score_gradients(
    const ck_attention_step *a, long r, long length, const float *values, float *gradients) {
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

/// Value gradients α[s] c̄ of one row.
static void attention_step_value_gradients(const ck_attention_step *a, long r, long length) {
  const long size = a->size;
  const float *context = a->context_gradients ? a->context_gradients + r * size : 0;
  const float *weights = a->weights + r * a->time;
  float *gradients = a->value_gradients + r * a->time * size;
  if (context)
    for (long s = 0; s < length; s++) {
      float *value = gradients + s * size;
      const lanes weight = splat(weights[s]);
      CK_FOR_LANES(size, WRITE(value, weight * READ(context)));
    }
  for (long i = context ? length * size : 0; i < a->time * size; i++) gradients[i] = 0.0f;
}

/// How a score was computed.
typedef enum attention_step_way { BY_PRODUCT, BY_TANH, BY_POWERS } attention_step_way;

/// From ē[s] to the gradients of one row's query and score vector and of its source's keys: `vectors` of
/// columns from `at` on, or a part of one.
CK_INLINE void attention_step_columns_backward(
    const ck_attention_step *a, long r, long source, const float *gradients, const int accumulate,
    const attention_step_way way, const int vectors, long at, long part) {
  const long width = a->width, time = a->time, length = a->lengths[source];
  const float *query = a->queries + r * width, *score = a->score;
  const float *keys = (way == BY_POWERS ? a->key_powers : a->keys) + source * time * width;
  float *key_gradients = a->key_gradients + r * time * width;
  float *query_gradient = a->query_gradients + r * width;
  float *vector_gradient = way == BY_PRODUCT ? 0 : a->vector_gradients + r * width;
  lanes q[ATTENTION_STEP_VECTORS], q_sum[ATTENTION_STEP_VECTORS], v_sum[ATTENTION_STEP_VECTORS];
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) {
    const lanes x = READ(query + v * CK_LANES);
    q[v] = way == BY_POWERS ? lanes_squared_exp(x) : x;
    q_sum[v] = v_sum[v] = splat(0.0f);
  }
  for (long s = 0; s < length; s++) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      const long place = s * width + v * CK_LANES;
      const lanes k = READ(keys + place);
      lanes slope;
      if (way == BY_PRODUCT) {
        const lanes g = splat(gradients[s] * a->scale);
        slope = g * q[v];
        q_sum[v] = fused(g, k, q_sum[v]);
      } else {
        const lanes t = way == BY_POWERS ? tanh_of_powers(q[v], k) : lanes_tanh(q[v] + k);
        v_sum[v] = fused(splat(gradients[s]), t, v_sum[v]);
        slope = splat(gradients[s]) * READ(score + v * CK_LANES) * fused(-t, t, splat(1.0f));
        q_sum[v] = q_sum[v] + slope;
      }
      if (accumulate) slope = slope + READ(key_gradients + place);
      WRITE(key_gradients + place, slope);
    }
  }
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) {
    WRITE(query_gradient + v * CK_LANES, q_sum[v]);
    if (!vector_gradient) continue;
    float *vector = vector_gradient + v * CK_LANES;
    WRITE(vector, accumulate ? v_sum[v] + READ(vector) : v_sum[v]);
  }
}

CK_INLINE void attention_step_key_gradients(
    const ck_attention_step *a, long r, long source, const float *gradients, const int accumulate,
    const attention_step_way way) {
  const long width = a->width, time = a->time;
  float *key_gradients = a->key_gradients + r * time * width;
  CK_FOR_COLUMNS(width, attention_step_columns_backward, a, r, source, gradients, accumulate, way);
  if (!accumulate)
    for (long i = a->lengths[source] * width; i < time * width; i++) key_gradients[i] = 0.0f;
}

CK_INLINE void attention_step_backward_rows(
    long begin, long end, const ck_attention_step *a, const int accumulate) {
  for (long r = begin; r < end; r++) {
    const long source = a->sources[r], length = a->lengths[source];
    const float *values = a->values + source * a->time * a->size;
    float *gradients = a->score_gradients + r * a->time;
    attention_step_score_gradients(a, r, length, values, gradients);
    if (a->value_gradients) attention_step_value_gradients(a, r, length);
    if (!a->score)
      attention_step_key_gradients(a, r, source, gradients, accumulate, BY_PRODUCT);
    else if (attention_step_has_powers(a, a->queries + r * a->width, source))
      attention_step_key_gradients(a, r, source, gradients, accumulate, BY_POWERS);
    else
      attention_step_key_gradients(a, r, source, gradients, accumulate, BY_TANH);
  }
}

static void attention_step_backward_kernel(long begin, long end, const ck_attention_step *a) {
  if (a->accumulate)
    attention_step_backward_rows(begin, end, a, 1);
  else
    attention_step_backward_rows(begin, end, a, 0);
}

#endif
