// One LSTM step on lanes. Hochreiter and Schmidhuber, 1997; gates in PyTorch's order i, f, g, o.
#ifndef CK_LSTM_H
#define CK_LSTM_H
#include "recurrent_rows.lanes.h"

/// The gates, c' and h' of some units, from the pre-activations.
typedef struct lstm_gates {
  lanes input, forget, candidate, output, cell, cell_tanh, hidden;
} lstm_gates;

CK_INLINE lstm_gates lstm_gates_of(lanes i, lanes f, lanes g, lanes o, lanes c) {
  lstm_gates gates;
  gates.input = lanes_sigmoid(i);
  gates.forget = lanes_sigmoid(f);
  gates.candidate = lanes_tanh(g);
  gates.output = lanes_sigmoid(o);
  gates.cell = fused(gates.forget, c, gates.input * gates.candidate);
  gates.cell_tanh = lanes_tanh(gates.cell);
  gates.hidden = gates.output * gates.cell_tanh;
  return gates;
}

CK_INLINE void lstm_step_with(
    const int for_inference, const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  const float *bias_i = layer->bias, *bias_f = bias_i + hidden;
  const float *bias_g = bias_f + hidden, *bias_o = bias_g + hidden;
  for (long r = 0; r < rows->count; r++) {
    float *i = row_of(layer->gates, r, 4 * hidden);
    float *f = i + hidden, *g = f + hidden, *o = g + hidden;
    const float *c = row_of(layer->memory, r, hidden);
    float *cell_tanh = for_inference ? NULL : row_of(layer->cell_tanh, r, hidden);
    float *c_next =
        next_of(layer, layer->memory, rows, r, row_of(layer->last_cell, r, hidden));
    float *output = row_of(layer->output, rows->place[r], hidden);
    const float *coming = coming_row(layer->output, rows, r, hidden);
    float *h_next = next_of(layer, layer->before, rows, r, output);
    const float *inputs = coming_inputs(layer, rows, r, 4 * hidden);
    CK_FOR_LANES(hidden, {
      FETCH_TO_WRITE(coming);
      fetch_gates(4, inputs, hidden, at);
      const lstm_gates gates = lstm_gates_of(
          READ(i) + READ(bias_i), READ(f) + READ(bias_f), READ(g) + READ(bias_g),
          READ(o) + READ(bias_o), READ(c));
      if (!for_inference) {
        WRITE(i, gates.input);
        WRITE(f, gates.forget);
        WRITE(g, gates.candidate);
        WRITE(o, gates.output);
        WRITE(cell_tanh, gates.cell_tanh);
      }
      WRITE(c_next, gates.cell);
      WRITE(output, gates.hidden);
      WRITE(h_next, gates.hidden);
    });
  }
}

static void lstm_step_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  if (layer->for_inference)
    lstm_step_with(1, rows, layer);
  else
    lstm_step_with(0, rows, layer);
}

/// With t = tanh(c'):
///     c̄' += h̄' o (1 - t²)        ō = h̄' t      ī = c̄' g      f̄ = c̄' c      ḡ = c̄' i
///     σ' = y (1 - y), tanh' = 1 - y², and c̄ = c̄' f.
static void lstm_step_backward_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  const lanes one = splat(1.0f);
  for (long r = 0; r < rows->count; r++) {
    const float *i = row_of(layer->gates, r, 4 * hidden);
    const float *f = i + hidden, *g = f + hidden, *o = g + hidden;
    float *i_gradient = row_of(layer->gates_gradient, r, 4 * hidden);
    float *f_gradient = i_gradient + hidden;
    float *g_gradient = f_gradient + hidden, *o_gradient = g_gradient + hidden;
    const float *c = row_of(layer->memory, r, hidden);
    const float *cell_tanh = row_of(layer->cell_tanh, r, hidden);
    float *c_gradient = row_of(layer->cell_gradient, r, hidden);
    const float *inner = row_of(layer->hidden_gradient, r, hidden);
    const float *outer = outer_gradient_of(layer, rows, r);
    const float *coming = coming_row(layer->output_gradient, rows, r, hidden);
    CK_FOR_LANES(hidden, {
      FETCH(coming);
      const lanes input = READ(i), forget = READ(f), candidate = READ(g), shown = READ(o);
      const lanes squashed = READ(cell_tanh), upstream = READ_UPSTREAM(inner, outer);
      const lanes cell =
          fused(upstream * shown, fused(-squashed, squashed, one), READ(c_gradient));
      WRITE(i_gradient, cell * candidate * (input * (one - input)));
      WRITE(f_gradient, cell * READ(c) * (forget * (one - forget)));
      WRITE(g_gradient, cell * input * fused(-candidate, candidate, one));
      WRITE(o_gradient, upstream * squashed * (shown * (one - shown)));
      WRITE(c_gradient, cell * forget);
    });
  }
}

#endif
