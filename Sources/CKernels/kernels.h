// The dispatch table: one entry per kernel, one table per machine.
#ifndef CK_KERNELS_H
#define CK_KERNELS_H

#include "CKernels.h"
#include "gemm.h"

typedef void ck_unary(long n, const float *x, float *y);
typedef void ck_binary(long n, const float *x, const float *y, float *z);

/// The rows of one step that a kernel works on; the layer's packed arrays start at the first.
typedef struct ck_step_rows {
  long count;
  long living;  // so many of them have another step
  long next;    // distance in packed rows from a sequence's row to that of its next step
  long before;  // and from that of the step before; 0 for the first
  int are_fetched;  // whether one step's product fetches what the next one works on
  const long *place;
} ck_step_rows;
typedef void ck_step(const ck_step_rows *rows, const ck_recurrence *layer);

enum { CK_ATTENTION_ROWS = 32 };  // of a block, at most

/// A block of attention scores: rows of one head, `width` apart and a multiple of 16 long. Row i sees
/// the first `visible + i · step` keys, but no more than `limit`.
typedef struct ck_attention_block {
  long rows, width, visible, step, limit;
  long together;         // rows that are multiplied together, from the first on
  float scale;
  // q · k, not scaled; replaced by e^(scaled score - the largest), backward by the weights.
  float *scores;
  float *gradients;      // backward: of the weights; replaced by those of q · k
  const float *mask;     // what dropout multiplies the weights by, or NULL
  long mask_stride;
  float *statistics;     // two per row: the largest score, and 1 / Σ e^(score - it)
  // Backward: y and its gradient, `size` columns.
  const float *outputs, *output_gradient;
  long output_stride, size;
} ck_attention_block;

/// How many keys row i sees.
static inline long ck_keys_seen(const ck_attention_block *block, long i) {
  const long seen = block->visible + i * block->step;
  return seen < block->limit ? seen : block->limit;
}

/// The constants of one Adam step that do not depend on the element.
typedef struct ck_adam_step {
  float beta1, one_minus_beta1, beta2, one_minus_beta2;
  float step_size, inverse_root_correction, epsilon, keep, penalty;
} ck_adam_step;

/// One step of an optimiser: its arrays, and its constants (`ck_sgd`, `ck_adam_step`, …). Gradients
/// may be missing, and so may moments that a rule does not use.
typedef struct ck_update {
  float *parameters;
  const float *gradients;
  float *moments[3];
  const void *rule;
} ck_update;

/// A block of word2vec's examples, with the arguments of ck_word2vec_f32.
typedef struct ck_word_block {
  const ck_word_examples *examples;
  const ck_word_weights *weights;
  long first, end;
  float rate;
  float *dots;  // [sections, stride]: for each output of the block what each section adds to h · w
  long stride;
} ck_word_block;

static inline long ck_word_sections(long width) {
  return (width + CK_WORD_SECTION - 1) / CK_WORD_SECTION;
}

/// Every function works on the calling thread alone.
typedef struct ck_kernels {
  void (*gemm)(const ck_gemm *product);
  void (*pack_panel)(const ck_matrix *b, long k, long columns, float *packed);

  ck_unary *exp, *log, *tanh, *sigmoid, *gelu;
  void (*gelu_with_slope)(long n, const float *x, float *y, float *slope);
  ck_binary *add, *subtract, *multiply, *multiply_add;
  void (*axpy)(long n, float alpha, const float *x, float *y);
  void (*scale)(long n, float alpha, const float *x, float *y);

  /// Sums of one block of at most CK_SUM_BLOCK elements.
  float (*sum)(long n, const float *x);
  double (*sum_of_squares)(long n, const float *x);
  /// sums = Σ x over the rows (+ sums where accumulate is 1).
  void (*column_sums)(
      long rows, long columns, const float *x, long stride, int accumulate, float *sums);
  float (*max)(long n, const float *x);

  void (*softmax)(long rows, long columns, const float *x, float *y);
  void (*softmax_cross_entropy)(
      long rows, long columns, const float *x, const int *targets, const float *weights,
      float *losses, float *gradient);
  void (*layer_norm)(
      long rows, long columns, const float *x, const float *gamma, const float *beta,
      float epsilon, float *y, float *mean, float *rstd);
  /// Of a block of rows: γ̄ and β̄ are the block's.
  void (*layer_norm_backward)(const ck_layer_norm_backward *l);

  void (*attention_weights)(const ck_attention_block *block);
  void (*attention_backward)(const ck_attention_block *block);

  void (*attention_step_keys)(
      long begin, long end, long time, long width, const float *keys, const int *lengths,
      float *powers, float *largest);
  void (*attention_step)(long begin, long end, const ck_attention_step *attention);
  void (*attention_step_backward)(long begin, long end, const ck_attention_step *attention);

  ck_step *rnn_step, *rnn_step_backward, *lstm_step, *lstm_step_backward;
  /// Blocks begin ..< end of 32 units.
  void (*lstm_units)(long begin, long end, const ck_lstm_step *step);
  ck_step *gru_step, *gru_step_backward;  // reset after the product
  /// Reset before the product: forward its gates, then its candidate; backward the other way round.
  ck_step *gru_gates, *gru_candidate, *gru_candidate_backward, *gru_gates_backward;

  void (*sgd)(long n, const ck_update *update);
  void (*adagrad)(long n, const ck_update *update);
  void (*rmsprop)(long n, const ck_update *update);
  void (*adam)(long n, const ck_update *update);
  void (*max_over_time)(long steps, long columns, const float *x, float *y, int *first);

  /// A block's `dots` of some sections; its steps, from those of all; the updates of some sections of rows.
  void (*word_dots)(long begin, long end, const ck_word_block *block);
  void (*word_steps)(const ck_word_block *block, float *steps);
  void (*word_updates)(long begin, long end, const ck_word_block *block, const float *steps);
} ck_kernels;

/// Sums run over blocks of this many elements; block sums are folded as a binary tree.
enum { CK_SUM_BLOCK = 4096 };

extern const ck_kernels ck_kernels_scalar;
#if defined(__x86_64__)
extern const ck_kernels ck_kernels_scalar_fma, ck_kernels_avx2, ck_kernels_avx512;
#elif defined(__aarch64__)
extern const ck_kernels ck_kernels_neon;
#endif

/// The table of the level in use.
const ck_kernels *ck_current(void);

#endif
