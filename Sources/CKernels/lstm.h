// One LSTM step on lanes. Hochreiter and Schmidhuber, 1997; gates in PyTorch's order i, f, g, o.
#ifndef CK_LSTM_H
#define CK_LSTM_H
#include "elementary.h"

static void lstm_step_kernel(long rows, const ck_lstm_step *step) {
  const long hidden = step->hidden;
  for (long r = 0; r < rows; r++) {
    float *i = step->gates + r * step->gate_stride;
    float *f = i + hidden, *g = f + hidden, *o = g + hidden;
    const float *c_previous = step->c_previous + r * step->c_previous_stride;
    float *c = step->c + r * step->c_stride;
    float *cell_tanh = step->cell_tanh + r * step->cell_tanh_stride;
    float *h = step->h + r * step->h_stride;
    CK_FOR_LANES(hidden, {
      const lanes input = lanes_sigmoid(READ(i)), forget = lanes_sigmoid(READ(f));
      const lanes candidate = lanes_tanh(READ(g)), output = lanes_sigmoid(READ(o));
      const lanes cell = fused(forget, READ(c_previous), input * candidate);
      const lanes squashed = lanes_tanh(cell);
      WRITE(i, input);
      WRITE(f, forget);
      WRITE(g, candidate);
      WRITE(o, output);
      WRITE(c, cell);
      WRITE(cell_tanh, squashed);
      WRITE(h, output * squashed);
    });
  }
}

/// With t = tanh(c):
///     c̄ += h̄ o (1 - t²)          ō = h̄ t      ī = c̄ g      f̄ = c̄ c_previous      ḡ = c̄ i
///     σ' = y (1 - y), tanh' = 1 - y², and the gradient of c_previous is c̄ f.
static void lstm_step_backward_kernel(long rows, const ck_lstm_step *step) {
  const long hidden = step->hidden;
  const lanes one = splat(1.0f);
  for (long r = 0; r < rows; r++) {
    float *i = step->gates + r * step->gate_stride;
    float *f = i + hidden, *g = f + hidden, *o = g + hidden;
    const float *c_previous = step->c_previous + r * step->c_previous_stride;
    float *c_gradient = step->c + r * step->c_stride;
    const float *cell_tanh = step->cell_tanh + r * step->cell_tanh_stride;
    const float *h_gradient = step->h + r * step->h_stride;
    CK_FOR_LANES(hidden, {
      const lanes input = READ(i), forget = READ(f), candidate = READ(g), output = READ(o);
      const lanes squashed = READ(cell_tanh), upstream = READ(h_gradient);
      const lanes cell =
          fused(upstream * output, fused(-squashed, squashed, one), READ(c_gradient));
      WRITE(i, cell * candidate * (input * (one - input)));
      WRITE(f, cell * READ(c_previous) * (forget * (one - forget)));
      WRITE(g, cell * input * fused(-candidate, candidate, one));
      WRITE(o, upstream * squashed * (output * (one - output)));
      WRITE(c_gradient, cell * forget);
    });
  }
}

#endif
