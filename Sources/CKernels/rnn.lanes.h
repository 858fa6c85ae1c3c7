// One step of an Elman network on lanes (Elman, 1990): h' = tanh(a) or max(a, 0).
#ifndef CK_RNN_H
#define CK_RNN_H
#include "recurrent_rows.lanes.h"

CK_INLINE lanes positive_part(lanes x) { return CK_SELECT(x > splat(0), x, splat(0)); }

CK_INLINE void rnn_step_with(
    const int rectified, const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  const float *bias = layer->bias;
  for (long r = 0; r < rows->count; r++) {
    const float *sum = row_of(layer->gates, r, hidden);
    float *output = row_of(layer->output, rows->place[r], hidden);
    const float *coming = coming_row(layer->output, rows, r, hidden);
    float *next = next_of(layer, layer->before, rows, r, output);
    const float *inputs = coming_inputs(layer, rows, r, hidden);
    CK_FOR_LANES(hidden, {
      FETCH_TO_WRITE(coming);
      fetch_gates(1, inputs, hidden, at);
      const lanes a = READ(sum) + READ(bias);
      const lanes h = rectified ? positive_part(a) : lanes_tanh(a);
      WRITE(output, h);
      WRITE(next, h);
    });
  }
}

static void rnn_step_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  if (layer->kind == CK_RNN_RELU)
    rnn_step_with(1, rows, layer);
  else
    rnn_step_with(0, rows, layer);
}

/// ā = h̄' (1 - h'²), or h̄' where h' > 0.
static void rnn_step_backward_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  const int rectified = layer->kind == CK_RNN_RELU;
  for (long r = 0; r < rows->count; r++) {
    const float *output = row_of(layer->output, rows->place[r], hidden);
    const float *inner = row_of(layer->hidden_gradient, r, hidden);
    const float *outer = outer_gradient_of(layer, rows, r);
    const float *coming = coming_row(layer->output_gradient, rows, r, hidden);
    float *gradient = row_of(layer->gates_gradient, r, hidden);
    CK_FOR_LANES(hidden, {
      FETCH(coming);
      const lanes h = READ(output), upstream = READ_UPSTREAM(inner, outer);
      const lanes through = upstream * fused(-h, h, splat(1.0f));
      WRITE(gradient, rectified ? CK_SELECT(h > splat(0), upstream, splat(0)) : through);
    });
  }
}

#endif
