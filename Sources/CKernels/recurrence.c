// Recurrent layers over whole sequences: per step one matrix product (two where a GRU resets before
// it) and one pass over the gates.
//
// Where the batch is large and the weights fit a thread's cache, threads share out sequences and run
// all their steps without waiting for each other; otherwise they share out each step. An element is
// the same chain of operations either way.
#include "kernels.h"

#include <stddef.h>
#include <string.h>

enum {
  ROWS_PER_PART = 8,                // a full tile's height, nearly
  WEIGHTS_PER_THREAD = 1 << 18,     // floats that stay in a core's second cache
  CELLS_PER_PART = 1 << 11,         // of one step's pass over the gates
};

static long at_least(long value, long limit) { return value > limit ? value : limit; }

static long gate_count(int kind) {
  return kind == CK_LSTM ? 4 : kind == CK_RNN_TANH || kind == CK_RNN_RELU ? 1 : 3;
}

/// How wide a row of gates_gradient is, in units of hidden.
static long gradient_count(int kind) { return kind == CK_GRU_RESET_AFTER ? 4 : gate_count(kind); }

static float *offset(float *at, long distance) { return at ? at + distance : NULL; }

/// Whether gates holds one step at a time.
static int has_one_step(const ck_recurrence *layer) { return layer->for_inference && layer->inputs; }

/// The layer from a packed row on, which is sequence `first` at its step.
static ck_recurrence layer_from(const ck_recurrence *layer, long packed_row, long first) {
  const long packed = packed_row * layer->hidden, row = first * layer->hidden;
  ck_recurrence at = *layer;
  at.gates = offset(at.gates, (has_one_step(layer) ? row : packed) * gate_count(at.kind));
  if (at.input_places) at.input_places += packed_row;
  at.before = offset(at.before, at.for_inference ? row : packed);
  at.memory = offset(at.memory, at.for_inference ? row : packed);
  at.cell_tanh = offset(at.cell_tanh, packed);
  at.last_cell = offset(at.last_cell, row);
  at.scratch = offset(at.scratch, 3 * row);
  at.gates_gradient = offset(at.gates_gradient, packed * gradient_count(at.kind));
  at.hidden_gradient = offset(at.hidden_gradient, row);
  at.cell_gradient = offset(at.cell_gradient, row);
  return at;
}

typedef struct step_part {
  ck_step *kernel;
  const ck_step_rows *rows;
  const ck_recurrence *layer;
} step_part;

static void run_step_part(void *context, long begin, long end) {
  const step_part *part = context;
  const ck_recurrence at = layer_from(part->layer, begin, begin);
  const ck_step_rows rows = {
      end - begin, at_most(part->rows->living, end) - begin, part->rows->next,
      part->rows->before, part->rows->are_fetched, part->rows->place + begin};
  part->kernel(&rows, &at);
}

static void share_step(ck_step *kernel, const ck_step_rows *rows, const ck_recurrence *layer) {
  step_part part = {kernel, rows, layer};
  ck_parallel_for(rows->count, CELLS_PER_PART / (layer->hidden + 1) + 1, run_step_part, &part);
}

/// c[rows, n] (+)= a[rows, k] · b
static void multiply(
    long rows, long n, long k, const float *a, long lda, const float *b, int accumulate, float *c,
    long ldc) {
  ck_gemm_packed_f32(0, rows, n, k, a, lda, b, accumulate, c, ldc);
}

/// gates[rows, n] from a column on = W x + a[rows, hidden] · b, where W x is in gates or among the inputs.
static void add_to_inputs(
    long rows, long column, long n, const float *a, const float *b, const ck_recurrence *l) {
  const long width = gate_count(l->kind) * l->hidden;
  const ck_gemm product = {
      .m = rows, .n = n, .k = l->hidden, .a = {a, l->hidden, 1}, .packed_b = b,
      .packed_rows = l->hidden,
      .start = {(l->inputs ? l->inputs : l->gates) + column, width, 1},
      .start_places = l->inputs ? l->input_places : NULL, .c = l->gates + column,
      .c_row_stride = width, .c_column_stride = 1};
  ck_gemm_share(&product);
}

/// Rows that follow each other, to be fetched line by line.
static ck_rows lines_of(const float *at, long rows, long width) {
  return (ck_rows){at, CK_CACHE_LINE, (rows * width + CK_CACHE_LINE - 1) / CK_CACHE_LINE, CK_CACHE_LINE};
}

/// What the step before reads and writes when it runs backward: its gates, their gradients, and two more.
/// Of a layer without gates that is too little to gain by it. Returns how many pieces.
static int rows_of_step_before(
    const ck_step_rows *rows, const ck_recurrence *l, ck_rows coming[CK_COMING]) {
  const long back = rows->before, h = l->hidden;
  const long gates = gate_count(l->kind) * h, gradients = gradient_count(l->kind) * h;
  const float *last = l->kind == CK_LSTM ? l->cell_tanh : l->before;
  if (!rows->are_fetched || back == 0 || gates == h) return 0;
  coming[0] = lines_of(l->gates - back * gates, rows->count, gates);
  coming[1] = lines_of(l->gates_gradient - back * gradients, rows->count, gradients);
  coming[2] = lines_of(l->memory - back * h, rows->count, h);
  coming[3] = lines_of(last - back * h, rows->count, h);
  return CK_COMING;
}

/// h̄ (+)= a[rows, k] · U, of gates' gradients, while what the step before works on is fetched.
static void multiply_back(
    const ck_step_rows *rows, long k, const float *a, long lda, int accumulate,
    const ck_recurrence *l) {
  const long h = l->hidden;
  ck_rows coming[CK_COMING];
  const ck_gemm product = {
      .m = rows->count, .n = h, .k = k, .a = {a, lda, 1}, .packed_b = l->weights,
      .packed_rows = k, .start = ck_start_from(accumulate, l->hidden_gradient, h, 1),
      .c = l->hidden_gradient, .c_row_stride = h, .c_column_stride = 1, .coming = coming,
      .coming_count = rows_of_step_before(rows, l, coming)};
  ck_gemm_share(&product);
}

static void step_forward(const ck_step_rows *rows, const ck_recurrence *l) {
  const ck_kernels *kernels = ck_current();
  const long h = l->hidden, m = rows->count;
  switch (l->kind) {
    case CK_LSTM:
      add_to_inputs(m, 0, 4 * h, l->before, l->weights, l);
      share_step(kernels->lstm_step, rows, l);
      break;
    case CK_GRU_RESET_AFTER:
      multiply(m, 3 * h, h, l->before, h, l->weights, 0, l->scratch, 3 * h);
      share_step(kernels->gru_step, rows, l);
      break;
    case CK_GRU_RESET_BEFORE:
      add_to_inputs(m, 0, 2 * h, l->before, l->weights, l);
      share_step(kernels->gru_gates, rows, l);
      add_to_inputs(m, 2 * h, h, l->memory, l->candidate_weights, l);
      share_step(kernels->gru_candidate, rows, l);
      break;
    default:
      add_to_inputs(m, 0, h, l->before, l->weights, l);
      share_step(kernels->rnn_step, rows, l);
  }
}

static void step_backward(const ck_step_rows *rows, const ck_recurrence *l) {
  const ck_kernels *kernels = ck_current();
  const long h = l->hidden, m = rows->count;
  switch (l->kind) {
    case CK_LSTM:
      share_step(kernels->lstm_step_backward, rows, l);
      multiply_back(rows, 4 * h, l->gates_gradient, 4 * h, 0, l);
      break;
    case CK_GRU_RESET_AFTER:
      share_step(kernels->gru_step_backward, rows, l);
      multiply_back(rows, 3 * h, l->gates_gradient + h, 4 * h, 1, l);
      break;
    case CK_GRU_RESET_BEFORE:
      share_step(kernels->gru_candidate_backward, rows, l);
      multiply(
          m, h, h, l->gates_gradient + 2 * h, 3 * h, l->candidate_weights, 0, l->scratch, 3 * h);
      share_step(kernels->gru_gates_backward, rows, l);
      multiply_back(rows, 2 * h, l->gates_gradient, 3 * h, 1, l);
      break;
    default:
      share_step(kernels->rnn_step_backward, rows, l);
      multiply_back(rows, h, l->gates_gradient, h, 0, l);
  }
}

/// One step's attention: of `rows` sequences from `first` on, whose packed rows start at packed_row.
static ck_attention_step attention_step_from(
    const ck_attending *a, const ck_recurrence *at, long packed_row, long first, long rows) {
  ck_attention_step part = a->attention;
  const long width = part.width, size = part.size, time = part.time;
  part.rows = rows;
  part.sources += first;
  part.queries = a->queries ? a->queries + packed_row * width : at->before;
  part.weights += packed_row * time;
  part.contexts = offset(part.contexts, packed_row * size);
  part.query_powers = offset(part.query_powers, first * width);
  if (part.weight_gradients) part.weight_gradients += packed_row * time;
  part.score_gradients = offset(part.score_gradients, first * time);
  part.query_gradients = offset(part.query_gradients, packed_row * width);
  part.key_gradients = offset(part.key_gradients, first * time * width);
  part.value_gradients = NULL;  // of all steps together: see run_value_gradients
  part.vector_gradients = offset(part.vector_gradients, first * width);
  return part;
}

/// Adds C context to the gates of a step, before it runs.
static void attend(
    const ck_attending *a, const ck_recurrence *at, long packed_row, long first, long rows) {
  const ck_attention_step part = attention_step_from(a, at, packed_row, first, rows);
  const long hidden = at->hidden, gates = gate_count(at->kind) * hidden;
  if (a->query_weights)
    multiply(
        rows, part.width, hidden, at->before, hidden, a->query_weights, 0,
        a->queries + packed_row * part.width, part.width);
  ck_attention_step_f32(&part);
  multiply(rows, gates, part.size, part.contexts, part.size, a->context_weights, 1, at->gates, gates);
}

/// The opposite, after the step ran backward: from the gates' gradients to those of the keys, and
/// through the query to that of h. The last step, which comes first, finds no gradients of the source.
static void attend_backward(
    const ck_attending *a, const ck_recurrence *at, long packed_row, long first, long rows,
    int is_last) {
  ck_attention_step part = attention_step_from(a, at, packed_row, first, rows);
  part.accumulate = !is_last;
  const long hidden = at->hidden, gates = gate_count(at->kind) * hidden;
  float *contexts = a->context_scratch + packed_row * part.size;
  multiply(
      rows, part.size, gates, at->gates_gradient, gradient_count(at->kind) * hidden,
      a->context_weights, 0, contexts, part.size);
  part.context_gradients = contexts;
  ck_attention_step_backward_f32(&part);
  if (a->query_weights)
    multiply(
        rows, hidden, part.width, part.query_gradients, part.width, a->query_weights, 1,
        at->hidden_gradient, hidden);
  else
    ck_add_f32(1, rows * hidden, at->hidden_gradient, part.query_gradients, at->hidden_gradient);
}

typedef struct whole_run {
  const ck_sequence *sequence;
  const ck_recurrence *layer;
  const ck_attending *attending;  // or NULL
  void (*step)(const ck_step_rows *rows, const ck_recurrence *layer);
  int fetches;  // see ck_step_rows
  long first;  // sequence that a part begins to count from
} whole_run;

/// One step of the sequences [begin, end); `start` is the step's first packed row.
static void run_step(const whole_run *run, long step, long start, long begin, long end) {
  const ck_sequence *s = run->sequence;
  const long alive = s->alive[step];
  const long living = step + 1 < s->steps ? s->alive[step + 1] : 0;
  if (begin >= alive) return;
  const ck_step_rows rows = {
      at_most(end, alive) - begin, at_least(at_most(end, living) - begin, 0), alive,
      step > 0 ? s->alive[step - 1] : 0, run->fetches, s->place + start + begin};
  ck_recurrence at = layer_from(run->layer, start + begin, begin);
  const ck_attending *attending = run->attending;
  if (attending && run->step == step_forward) {
    if (at.inputs)
      ck_gather_rows_f32(
          rows.count, gate_count(at.kind) * at.hidden, at.inputs, at.input_places, at.gates);
    at.inputs = NULL;
    attend(attending, &at, start + begin, begin, rows.count);
  }
  run->step(&rows, &at);
  if (attending && run->step == step_backward)
    attend_backward(attending, &at, start + begin, begin, rows.count, step + 1 == s->steps);
}

static void run_forward(const whole_run *run, long begin, long end) {
  for (long step = 0, start = 0; step < run->sequence->steps; step++) {
    run_step(run, step, start, begin, end);
    start += run->sequence->alive[step];
  }
}

static void run_backward(const whole_run *run, long begin, long end) {
  long start = 0;
  for (long step = 0; step < run->sequence->steps; step++) start += run->sequence->alive[step];
  for (long step = run->sequence->steps - 1; step >= 0; step--) {
    start -= run->sequence->alive[step];
    run_step(run, step, start, begin, end);
  }
}

/// Gradients of the values of some sequences, once all their steps ran backward: α[s] c̄ of each step,
/// added from the last step on.
static void run_value_gradients(void *context, long begin, long end) {
  const whole_run *run = context;
  const ck_attending *attending = run->attending;
  const ck_attention_step *a = &attending->attention;
  const long count = run->sequence->alive[0], steps = run->sequence->steps;
  for (long r = run->first + begin; r < run->first + end; r++) {
    const long last = (steps - 1) * count + r, length = a->lengths[a->sources[r]];
    float *values = a->value_gradients + r * a->time * a->size;
    const ck_gemm product = {
        .m = length, .n = a->size, .k = steps,
        .a = {a->weights + last * a->time, 1, -count * a->time},
        .b = {attending->context_scratch + last * a->size, -count * a->size, 1}, .c = values,
        .c_row_stride = a->size, .c_column_stride = 1};
    ck_current()->gemm(&product);
    memset(values + length * a->size, 0, (size_t)((a->time - length) * a->size) * sizeof(float));
  }
}

static void share_value_gradients(const whole_run *all, long begin, long end) {
  whole_run run = *all;
  run.first = begin;
  const ck_attention_step *a = &run.attending->attention;
  const long work = run.sequence->steps * a->time * a->size + 1;
  ck_parallel_for(end - begin, CK_MULTIPLICATIONS_PER_PART / work + 1, run_value_gradients, &run);
}

static void run_all_steps(const whole_run *run, long begin, long end) {
  if (run->step == step_forward) {
    run_forward(run, begin, end);
    return;
  }
  run_backward(run, begin, end);
  if (run->attending) share_value_gradients(run, begin, end);
}

/// The first sequence that begins at `row` or later, if sequences followed each other.
static long sequence_from(const ck_sequence *s, long row) {
  long sequence = 0, steps = s->steps;
  for (long begin = 0; begin < row; sequence++) {
    while (s->alive[steps - 1] <= sequence) steps--;
    begin += steps;
  }
  return sequence;
}

/// Those sequences that begin in such rows.
static void run_sequences(void *context, long first_row, long end_row) {
  const whole_run *run = context;
  const long begin = sequence_from(run->sequence, first_row);
  const long end = sequence_from(run->sequence, end_row);
  if (begin < end) run_all_steps(run, begin, end);
}

/// Runs all steps, with the sequences shared out where that pays: as many rows for each thread, however
/// long sequences are.
static void share_sequences(whole_run *run) {
  const ck_sequence *s = run->sequence;
  const long hidden = run->layer->hidden, gates = gate_count(run->layer->kind) * hidden;
  const ck_attention_step *asking = run->attending ? &run->attending->attention : NULL;
  const long weights = gates * hidden + (asking ? gates * asking->size + hidden * asking->width : 0);
  if (s->steps <= 0) return;
  run->fetches = weights <= WEIGHTS_PER_THREAD;  // larger ones are what a product has to fetch
  const long count = s->alive[0];
  long rows = 0;
  for (long step = 0; step < s->steps; step++) rows += s->alive[step];
  const int worth = (double)rows * (double)weights >= 2.0 * CK_MULTIPLICATIONS_PER_PART;
  if (!worth || weights > WEIGHTS_PER_THREAD || count < 2 * ROWS_PER_PART) {
    run_all_steps(run, 0, count);
    return;
  }
  const long parts = at_most(ck_thread_count(), count / ROWS_PER_PART);
  ck_parallel_for(rows, rows / parts, run_sequences, run);
}

void ck_recurrence_f32(const ck_sequence *sequence, const ck_recurrence *layer) {
  whole_run run = {sequence, layer, NULL, step_forward, 0, 0};
  share_sequences(&run);
}

void ck_attending_recurrence_f32(
    const ck_sequence *sequence, const ck_recurrence *layer, const ck_attending *attending) {
  whole_run run = {sequence, layer, attending, step_forward, 0, 0};
  share_sequences(&run);
}

void ck_recurrence_backward_f32(const ck_sequence *sequence, const ck_recurrence *layer) {
  whole_run run = {sequence, layer, NULL, step_backward, 0, 0};
  share_sequences(&run);
}

void ck_attending_recurrence_backward_f32(
    const ck_sequence *sequence, const ck_recurrence *layer, const ck_attending *attending) {
  whole_run run = {sequence, layer, attending, step_backward, 0, 0};
  share_sequences(&run);
}

static void run_units(void *context, long begin, long end) {
  ck_current()->lstm_units(begin, end, context);
}

void ck_lstm_step_f32(const ck_lstm_step *step) {
  ck_lstm_step copy = *step;
  // Of few rows reading the weights is the work: a part is worth a thread from 64 KiB on, and one part a
  // thread leaves each its weights in its cache.
  const long block = 4 * CK_LSTM_STEP_UNITS * (step->inputs + step->hidden);
  const long rows = at_least(step->rows, 4), blocks = step->hidden / CK_LSTM_STEP_UNITS;
  const long worth = (1 << 16) / (rows * block) + 1;
  ck_parallel_for(blocks, at_least(blocks / ck_thread_count(), worth), run_units, &copy);
}
