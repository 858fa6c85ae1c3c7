// Recurrent layers over sequences of uneven lengths, forward and backward.
#include "digests.h"

static const struct {
  int kind;
  const char *name;
  long gates, gradients;  // floats per unit in a packed row
} kinds[] = {
    {CK_RNN_TANH, "tanh", 1, 1},
    {CK_RNN_RELU, "relu", 1, 1},
    {CK_GRU_RESET_AFTER, "gru-after", 3, 4},
    {CK_GRU_RESET_BEFORE, "gru-before", 3, 3},
    {CK_LSTM, "lstm", 4, 4},
};

static const struct {
  long hidden, batch, time;
} sizes[] = {{1, 1, 1}, {3, 2, 4}, {7, 5, 6}, {16, 3, 5}, {33, 4, 3}, {40, 48, 20}};

/// Sequence b ends after time - b · time / (batch + 1) steps.
static ck_sequence uneven_sequence(long batch, long time, long *count) {
  long *alive = room((size_t)time * sizeof(long));
  long *place = room((size_t)(batch * time) * sizeof(long));
  *count = 0;
  for (long t = 0; t < time; t++) {
    alive[t] = 0;
    for (long b = 0; b < batch && t < time - b * time / (batch + 1); b++) {
      alive[t]++;
      place[(*count)++] = b * time + t;
    }
  }
  return (ck_sequence){time, alive, place};
}

static float *packed(int transposed, long n, long k, const float *weights, long stride) {
  float *panels = room((size_t)ck_gemm_packed_size(n, k) * sizeof(float));
  ck_gemm_pack_f32(transposed, n, k, weights, stride, panels);
  return panels;
}

/// Packs U [gates · hidden, hidden]; a reset before the product has two parts.
static void set_weights(ck_recurrence *layer, long gates, const float *u, int forward) {
  const long h = layer->hidden, first = layer->kind == CK_GRU_RESET_BEFORE ? 2 : gates;
  layer->weights = forward ? packed(1, first * h, h, u, h) : packed(0, h, first * h, u, h);
  if (first < gates) layer->candidate_weights = packed(forward, h, h, u + first * h * h, h);
}

/// All steps once more, when no backward follows: in room for one step, if there are inputs.
static void run_for_inference(ck_recurrence layer, const ck_sequence *sequence, long count, long gates) {
  const long rows = layer.inputs ? sequence->alive[0] : count;
  layer.for_inference = 1;
  layer.gates = result(rows * gates * layer.hidden);
  layer.before = result(sequence->alive[0] * layer.hidden);
  layer.memory = result(sequence->alive[0] * layer.hidden);
  layer.output = result(sequence->alive[0] * sequence->steps * layer.hidden);
  layer.cell_tanh = NULL;
  ck_recurrence_f32(sequence, &layer);
  print_digest("ck_recurrence_f32 for inference");
}

static void run(size_t kind, long hidden, long batch, long time, int has_outer) {
  const long gates = kinds[kind].gates, all = batch * time;
  new_case(
      "%s hidden %ld batch %ld time %ld%s", kinds[kind].name, hidden, batch, time,
      has_outer ? "" : " last only");
  long count;
  const ck_sequence sequence = uneven_sequence(batch, time, &count);
  const float *u = given_within(gates * hidden * hidden, -0.5f, 0.5f);
  enum { INPUTS = 9 };
  long *input_places = room((size_t)count * sizeof(long));
  for (long i = 0; i < count; i++) input_places[i] = i * 5 % INPUTS;
  ck_recurrence layer = {
      .kind = kinds[kind].kind,
      .hidden = hidden,
      .bias = given(gates * hidden),
      .hidden_bias = given(hidden),
      .gates = result(count * gates * hidden),
      .inputs = has_outer ? NULL : given(INPUTS * gates * hidden),
      .input_places = input_places,
      .before = result(count * hidden),
      .memory = result(count * hidden),
      .cell_tanh = result(count * hidden),
      .last_cell = result(batch * hidden),
      .output = result(all * hidden),
      .scratch = room((size_t)(batch * 3 * hidden) * sizeof(float)),
  };
  set_weights(&layer, gates, u, 1);
  ck_recurrence_f32(&sequence, &layer);
  print_digest("ck_recurrence_f32");
  run_for_inference(layer, &sequence, count, gates);

  set_weights(&layer, gates, u, 0);
  layer.output_gradient = has_outer ? given(all * hidden) : NULL;
  layer.gates_gradient = result(count * kinds[kind].gradients * hidden);
  layer.hidden_gradient = result(batch * hidden);
  layer.cell_gradient = result(batch * hidden);
  ck_recurrence_backward_f32(&sequence, &layer);
  print_digest("ck_recurrence_backward_f32");
}

/// Attention inside, with queries of their own and a score vector or without both.
static void run_attending(size_t kind, long hidden, long batch, long time, int is_additive) {
  const long gates = kinds[kind].gates, count = batch * time, steps = 5;
  const long width = is_additive ? hidden + 3 : hidden, size = hidden + 2;
  new_case(
      "%s attending hidden %ld batch %ld time %ld%s", kinds[kind].name, hidden, batch, time,
      is_additive ? " additive" : "");
  long *alive = room((size_t)time * sizeof(long)), *place = room((size_t)count * sizeof(long));
  for (long t = 0; t < time; t++) alive[t] = batch;
  for (long i = 0; i < count; i++) place[i] = i % batch * time + i / batch;
  const ck_sequence sequence = {time, alive, place};
  int *sources = room((size_t)batch * sizeof(int)), *lengths = given_places(batch, (int)steps);
  for (long b = 0; b < batch; b++) sources[b] = (int)b, lengths[b]++;
  const float *u = given_within(gates * hidden * hidden, -0.5f, 0.5f);
  const float *c = given_within(gates * hidden * size, -0.5f, 0.5f);
  const float *q = given_within(width * hidden, -0.5f, 0.5f);
  ck_recurrence layer = {
      .kind = kinds[kind].kind,
      .hidden = hidden,
      .bias = given(gates * hidden),
      .hidden_bias = given(hidden),
      .gates = result(count * gates * hidden),
      .before = result(count * hidden),
      .memory = result(count * hidden),
      .cell_tanh = result(count * hidden),
      .last_cell = result(batch * hidden),
      .output = result(count * hidden),
      .scratch = room((size_t)(batch * 3 * hidden) * sizeof(float)),
  };
  ck_attending attending = {
      .query_weights = is_additive ? packed(1, width, hidden, q, hidden) : NULL,
      .context_weights = packed(1, gates * hidden, size, c, size),
      .attention =
          {.rows = batch, .time = steps, .width = width, .size = size,
           .keys = given(batch * steps * width), .values = given(batch * steps * size),
           .score = is_additive ? given(width) : NULL, .scale = 0.6f, .sources = sources,
           .lengths = lengths, .weights = result(count * steps), .contexts = result(count * size)},
      .queries = is_additive ? result(count * width) : NULL,
  };
  if (is_additive) find_key_powers(&attending.attention, batch);
  set_weights(&layer, gates, u, 1);
  ck_attending_recurrence_f32(&sequence, &layer, &attending);
  print_digest("ck_attending_recurrence_f32");

  set_weights(&layer, gates, u, 0);
  layer.output_gradient = given(count * hidden);
  layer.gates_gradient = result(count * kinds[kind].gradients * hidden);
  layer.hidden_gradient = result(batch * hidden);
  layer.cell_gradient = result(batch * hidden);
  attending.query_weights = is_additive ? packed(0, hidden, width, q, hidden) : NULL;
  attending.context_weights = packed(0, size, gates * hidden, c, size);
  attending.context_scratch = room((size_t)(count * size) * sizeof(float));
  ck_attention_step *attention = &attending.attention;
  attention->weight_gradients = given(count * steps);
  attention->score_gradients = room((size_t)(batch * steps) * sizeof(float));
  attention->query_gradients = result(count * width);
  attention->key_gradients = result(batch * steps * width);
  attention->value_gradients = result(batch * steps * size);
  attention->vector_gradients = result(batch * width);
  ck_attending_recurrence_backward_f32(&sequence, &layer, &attending);
  print_digest("ck_attending_recurrence_backward_f32");
}

/// One step of decoding, for every number of rows that a tile holds and more.
static void run_step(long rows, long inputs, long hidden) {
  new_case("lstm step rows %ld inputs %ld hidden %ld", rows, inputs, hidden);
  const float *w = given_within(4 * hidden * inputs, -0.5f, 0.5f);
  const float *u = given_within(4 * hidden * hidden, -0.5f, 0.5f);
  const ck_lstm_step step = {
      .rows = rows,
      .inputs = inputs,
      .hidden = hidden,
      .x = given(rows * inputs),
      .h = given(rows * hidden),
      .c = given(rows * hidden),
      .input_weights = packed(1, 4 * hidden, inputs, w, inputs),
      .hidden_weights = packed(1, 4 * hidden, hidden, u, hidden),
      .input_bias = given(4 * hidden),
      .hidden_bias = given(4 * hidden),
      .h_next = result(rows * hidden),
      .c_next = result(rows * hidden),
  };
  ck_lstm_step_f32(&step);
  print_digest("ck_lstm_step_f32");
}

void recurrence_digests(void) {
  for (long rows = 1; rows < 15; rows++) run_step(rows, 300 - 21 * rows, 32 + rows % 3 * 64);

  for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
      for (int has_outer = 0; has_outer < 2; has_outer++)
        run(kind, sizes[i].hidden, sizes[i].batch, sizes[i].time, has_outer);

  for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
    for (int is_additive = 0; is_additive < 2; is_additive++)
      if (kinds[kind].kind != CK_GRU_RESET_BEFORE) {
        run_attending(kind, 7, 5, 6, is_additive);
        run_attending(kind, 40, 24, 12, is_additive);
        run_attending(kind, 140, 3, 4, is_additive);
      }
}
