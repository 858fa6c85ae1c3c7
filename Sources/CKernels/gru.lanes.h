// One GRU step on lanes (Cho et al., 2014), with the reset gate on either side of the product.
// Gates in PyTorch's order r, z, n; h' = n + z ⊙ (h - n), which is (1 - z) ⊙ n + z ⊙ h.
#ifndef CK_GRU_H
#define CK_GRU_H
#include "recurrent_rows.lanes.h"

/// Reset after the product: scratch holds U h, gates W x if there are no inputs.
CK_INLINE void gru_step_with(
    const int for_inference, const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  const float *bias_r = layer->bias, *bias_z = bias_r + hidden, *bias_n = bias_z + hidden;
  const float *hidden_bias = layer->hidden_bias;
  for (long row = 0; row < rows->count; row++) {
    float *r = row_of(layer->gates, row, 3 * hidden), *z = r + hidden, *n = z + hidden;
    const float *x_r = layer->inputs ? layer->inputs + layer->input_places[row] * 3 * hidden : r;
    const float *x_z = x_r + hidden, *x_n = x_z + hidden;
    const float *u_r = row_of(layer->scratch, row, 3 * hidden);
    const float *u_z = u_r + hidden, *u_n = u_z + hidden;
    const float *before = row_of(layer->before, row, hidden);
    float *product = for_inference ? NULL : row_of(layer->memory, row, hidden);
    float *output = row_of(layer->output, rows->place[row], hidden);
    const float *coming = coming_row(layer->output, rows, row, hidden);
    float *next = next_of(layer, layer->before, rows, row, output);
    const float *inputs = coming_inputs(layer, rows, row, 3 * hidden);
    CK_FOR_LANES(hidden, {
      FETCH_TO_WRITE(coming);
      fetch_gates(3, inputs, hidden, at);
      const lanes reset = lanes_sigmoid(READ(x_r) + READ(u_r) + READ(bias_r));
      const lanes update = lanes_sigmoid(READ(x_z) + READ(u_z) + READ(bias_z));
      const lanes inner = READ(u_n) + READ(hidden_bias);
      const lanes candidate = lanes_tanh(fused(reset, inner, READ(x_n) + READ(bias_n)));
      const lanes h = fused(update, READ(before) - candidate, candidate);
      if (!for_inference) {
        WRITE(r, reset);
        WRITE(z, update);
        WRITE(n, candidate);
        WRITE(product, inner);
      }
      WRITE(output, h);
      WRITE(next, h);
    });
  }
}

static void gru_step_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  if (layer->for_inference)
    gru_step_with(1, rows, layer);
  else
    gru_step_with(0, rows, layer);
}

/// z̄ = h̄' (h - n) z (1 - z)    n̄ = h̄' (1 - z) (1 - n²)    r̄ = n̄ (U h + b_h) r (1 - r)
/// and the part of h̄ that does not go through a product is h̄' z.
static void gru_step_backward_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  const lanes one = splat(1.0f);
  for (long row = 0; row < rows->count; row++) {
    const float *r = row_of(layer->gates, row, 3 * hidden), *z = r + hidden, *n = z + hidden;
    float *n_gradient = row_of(layer->gates_gradient, row, 4 * hidden);
    float *r_gradient = n_gradient + hidden, *z_gradient = r_gradient + hidden;
    float *product_gradient = z_gradient + hidden;
    const float *before = row_of(layer->before, row, hidden);
    const float *product = row_of(layer->memory, row, hidden);
    float *inner = row_of(layer->hidden_gradient, row, hidden);
    const float *outer = outer_gradient_of(layer, rows, row);
    const float *coming = coming_row(layer->output_gradient, rows, row, hidden);
    CK_FOR_LANES(hidden, {
      FETCH(coming);
      const lanes reset = READ(r), update = READ(z), candidate = READ(n);
      const lanes upstream = READ_UPSTREAM(inner, outer);
      const lanes through = upstream * (one - update) * fused(-candidate, candidate, one);
      WRITE(n_gradient, through);
      WRITE(r_gradient, through * READ(product) * (reset * (one - reset)));
      WRITE(z_gradient, upstream * (READ(before) - candidate) * (update * (one - update)));
      WRITE(product_gradient, through * reset);
      WRITE(inner, upstream * update);
    });
  }
}

/// Reset before the product, first half: r, z and r ⊙ h.
static void gru_gates_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  const float *bias_r = layer->bias, *bias_z = bias_r + hidden;
  for (long row = 0; row < rows->count; row++) {
    float *r = row_of(layer->gates, row, 3 * hidden), *z = r + hidden;
    const float *before = row_of(layer->before, row, hidden);
    float *kept = row_of(layer->memory, row, hidden);
    CK_FOR_LANES(hidden, {
      const lanes reset = lanes_sigmoid(READ(r) + READ(bias_r));
      WRITE(r, reset);
      WRITE(z, lanes_sigmoid(READ(z) + READ(bias_z)));
      WRITE(kept, reset * READ(before));
    });
  }
}

/// Second half: n and h'.
static void gru_candidate_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  const float *bias_n = layer->bias + 2 * hidden;
  for (long row = 0; row < rows->count; row++) {
    const float *z = row_of(layer->gates, row, 3 * hidden) + hidden;
    float *n = row_of(layer->gates, row, 3 * hidden) + 2 * hidden;
    const float *before = row_of(layer->before, row, hidden);
    float *output = row_of(layer->output, rows->place[row], hidden);
    const float *coming = coming_row(layer->output, rows, row, hidden);
    float *next = next_of(layer, layer->before, rows, row, output);
    CK_FOR_LANES(hidden, {
      FETCH_TO_WRITE(coming);
      const lanes candidate = lanes_tanh(READ(n) + READ(bias_n));
      const lanes h = fused(READ(z), READ(before) - candidate, candidate);
      WRITE(n, candidate);
      WRITE(output, h);
      WRITE(next, h);
    });
  }
}

/// Backward of the second half: n̄, z̄ and h̄' z.
static void gru_candidate_backward_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  const lanes one = splat(1.0f);
  for (long row = 0; row < rows->count; row++) {
    const float *z = row_of(layer->gates, row, 3 * hidden) + hidden, *n = z + hidden;
    float *z_gradient = row_of(layer->gates_gradient, row, 3 * hidden) + hidden;
    float *n_gradient = z_gradient + hidden;
    const float *before = row_of(layer->before, row, hidden);
    float *inner = row_of(layer->hidden_gradient, row, hidden);
    const float *outer = outer_gradient_of(layer, rows, row);
    const float *coming = coming_row(layer->output_gradient, rows, row, hidden);
    CK_FOR_LANES(hidden, {
      FETCH(coming);
      const lanes update = READ(z), candidate = READ(n);
      const lanes upstream = READ_UPSTREAM(inner, outer);
      WRITE(n_gradient, upstream * (one - update) * fused(-candidate, candidate, one));
      WRITE(z_gradient, upstream * (READ(before) - candidate) * (update * (one - update)));
      WRITE(inner, upstream * update);
    });
  }
}

/// Backward of the first half, from s = n̄ U in scratch: r̄ = s h r (1 - r), and h̄ += s r.
static void gru_gates_backward_kernel(const ck_step_rows *rows, const ck_recurrence *layer) {
  const long hidden = layer->hidden;
  for (long row = 0; row < rows->count; row++) {
    const float *r = row_of(layer->gates, row, 3 * hidden);
    const float *kept_gradient = row_of(layer->scratch, row, 3 * hidden);
    const float *before = row_of(layer->before, row, hidden);
    float *r_gradient = row_of(layer->gates_gradient, row, 3 * hidden);
    float *inner = row_of(layer->hidden_gradient, row, hidden);
    CK_FOR_LANES(hidden, {
      const lanes reset = READ(r), kept = READ(kept_gradient);
      WRITE(r_gradient, kept * READ(before) * (reset * (splat(1.0f) - reset)));
      WRITE(inner, fused(kept, reset, READ(inner)));
    });
  }
}

#endif
