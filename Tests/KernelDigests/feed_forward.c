// Two linear layers with GELU between them, forward and backward.
#include "digests.h"

static const ck_feed_forward shapes[] = {
    {1, 1, 1, 1}, {7, 5, 33, 9}, {97, 12, 70, 31}, {230, 33, 17, 64}, {192, 64, 128, 48}};

static float *packed(long n, long k) {
  const float *weights = given(n * k);
  float *panels = room((size_t)ck_gemm_packed_size(n, k) * sizeof(float));
  ck_gemm_pack_f32(1, n, k, weights, k, panels);
  return panels;
}

static void run(const ck_feed_forward *s, int is_trained) {
  new_case(
      "%ldx%ldx%ldx%ld%s", s->rows, s->inputs, s->hidden, s->outputs, is_trained ? " trained" : "");
  const long between = s->rows * s->hidden;
  float *slope = is_trained ? result(between) : NULL;
  ck_feed_forward_f32(
      s, given(s->rows * s->inputs), packed(s->hidden, s->inputs), given(s->hidden),
      packed(s->outputs, s->hidden), given(s->outputs),
      is_trained ? given(s->rows * s->outputs) : NULL, result(between), slope,
      result(s->rows * s->outputs));
  print_digest("ck_feed_forward_f32");
  if (!slope) return;
  for (int wanted = 0; wanted < 2; wanted++) {
    ck_feed_forward_backward_f32(
        s, given(s->rows * s->outputs), packed(s->hidden, s->outputs), slope,
        packed(s->inputs, s->hidden), result(between),
        wanted ? result(s->rows * s->inputs) : NULL);
    print_digest("ck_feed_forward_backward_f32");
  }
}

void feed_forward_digests(void) {
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    for (int is_trained = 0; is_trained < 2; is_trained++) run(&shapes[i], is_trained);
}
