// Attention over whole sequences, forward and backward.
#include "digests.h"

typedef struct shape {
  long batch, heads, size, query_time, key_time;
} shape;

static const shape shapes[] = {
    {1, 1, 1, 1, 1}, {2, 3, 5, 7, 7}, {2, 2, 9, 37, 41}, {1, 2, 16, 1, 33}, {3, 4, 16, 70, 70}};

static int *lengths_of(const shape *s) {
  int *lengths = given_places(s->batch, (int)s->key_time);
  for (long b = 0; b < s->batch; b++) lengths[b]++;
  return lengths;
}

/// What dropout leaves of each weight: a quarter of them nothing.
static float *mask_of(const shape *s) {
  const long n = s->batch * s->heads * s->query_time * s->key_time;
  float *mask = given(n);
  for (long i = 0; i < n; i++) mask[i] = mask[i] < -0.5f ? 0 : 0x1.555556p+0f;
  return mask;
}

static void run(const shape *s, int causal, int has_lengths, int has_mask) {
  new_case(
      "%ldx%ld heads of %ld, %ld queries, %ld keys%s%s%s", s->batch, s->heads, s->size,
      s->query_time, s->key_time, causal ? " causal" : "", has_lengths ? " lengths" : "",
      has_mask ? " mask" : "");
  // Queries, keys and values side by side, and outputs with a gap.
  const long width = s->heads * s->size, stride = 3 * width, output_stride = width + 3;
  const long outputs = s->batch * s->query_time * output_stride;
  const long places = s->batch * s->heads * s->query_time;
  const ck_attention attention = {
      .batch = s->batch, .heads = s->heads, .size = s->size,
      .query_time = s->query_time, .key_time = s->key_time,
      .queries = given_within(s->batch * s->query_time * stride, -2, 2), .query_stride = stride,
      .keys = given_within(s->batch * s->key_time * stride, -2, 2), .key_stride = stride,
      .values = given(s->batch * s->key_time * stride), .value_stride = stride,
      .causal = causal,
      .key_lengths = has_lengths ? lengths_of(s) : NULL,
      .mask = has_mask ? mask_of(s) : NULL,
      .scale = 0.37f,
  };
  float *scratch = room((size_t)ck_attention_scratch_size(&attention) * sizeof(float));
  float *statistics = result(2 * places), *y = result(outputs);
  ck_attention_f32(
      &attention, y, output_stride, statistics, result(places * s->key_time),
      scratch);
  print_digest("ck_attention_f32");
  ck_attention_backward_f32(
      &attention, y, given(outputs), output_stride, statistics,
      result(s->batch * s->query_time * stride), result(s->batch * s->key_time * stride),
      result(s->batch * s->key_time * stride), scratch);
  print_digest("ck_attention_backward_f32");
}

void attention_digests(void) {
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    for (int options = 0; options < 8; options++)
      run(&shapes[i], options & 1, options >> 1 & 1, options >> 2);
}
