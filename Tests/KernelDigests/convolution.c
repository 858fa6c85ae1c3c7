// Convolution over time, forward and backward, and the maximum over time.
#include "digests.h"

/// batch, time, channels, steps, outputs, taps, stride, dilation, groups
static const ck_convolution sizes[] = {
    {1, 1, 1, 1, 1, 1, 1, 1, 1},      {2, 9, 5, 7, 3, 3, 1, 1, 1},
    {3, 22, 6, 6, 10, 4, 3, 2, 2},    {2, 130, 7, 126, 33, 5, 1, 1, 1},
    {2, 40, 12, 11, 9, 3, 2, 7, 3},   {4, 64, 40, 31, 70, 4, 2, 1, 1},
};

/// A gradient that is 0 but for one element in sixteen, which takes another way.
static void thin_out(long n, float *x) {
  for (long i = 0; i < n; i++)
    if (i % 16 != 0) x[i] = 0;
}

static void convolution(const ck_convolution *s, int is_sparse) {
  new_case(
      "%ldx%ldx%ld to %ldx%ld, %ld taps, stride %ld, dilation %ld, %ld groups%s", s->batch,
      s->time, s->channels, s->steps, s->outputs, s->taps, s->stride, s->dilation, s->groups,
      is_sparse ? " sparse" : "");
  const long inputs = s->batch * s->time * s->channels, outputs = s->batch * s->steps * s->outputs;
  const long weights = s->outputs * s->taps * s->channels / s->groups;
  const float *x = given(inputs), *w = given(weights);
  float *scratch = room((size_t)ck_convolution_scratch_size(s) * sizeof(float));
  ck_convolution_f32(s, x, w, is_sparse ? NULL : given(s->outputs), result(outputs), scratch);
  print_digest("ck_convolution_f32");
  float *gradient = given(outputs);
  if (is_sparse) thin_out(outputs, gradient);
  ck_convolution_backward_f32(s, x, w, gradient, result(inputs), result(weights), scratch);
  print_digest("ck_convolution_backward_f32");
}

static void maximum(long batch, long time, long columns) {
  new_case("%ldx%ldx%ld", batch, time, columns);
  int *lengths = given_places(batch, (int)time);
  for (long b = 0; b < batch; b++) lengths[b]++;
  ck_max_over_time_f32(
      batch, time, columns, given_any(batch * time * columns), lengths, result(batch * columns),
      result_places(batch * columns));
  print_digest("ck_max_over_time_f32");
}

void convolution_digests(void) {
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    for (int is_sparse = 0; is_sparse < 2; is_sparse++) convolution(&sizes[i], is_sparse);
  maximum(1, 1, 1);
  maximum(3, 9, 37);
  maximum(70, 20, 19);
}
