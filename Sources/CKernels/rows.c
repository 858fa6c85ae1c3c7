// Kernels over rows: each thread takes whole rows.
#include "kernels.h"

/// Rows worth a thread: about 4096 elements.
static long row_grain(long columns) { return columns >= 4096 ? 1 : 4096 / (columns + 1) + 1; }

typedef struct softmax_rows {
  const ck_kernels *kernels;
  long columns;
  const float *x;
  float *y;
} softmax_rows;

static void run_softmax(void *context, long begin, long end) {
  const softmax_rows *s = context;
  const long offset = begin * s->columns;
  s->kernels->softmax(end - begin, s->columns, s->x + offset, s->y + offset);
}

void ck_softmax_f32(long rows, long columns, const float *x, float *y) {
  softmax_rows s = {ck_current(), columns, x, y};
  ck_parallel_for(rows, row_grain(columns), run_softmax, &s);
}

typedef struct cross_entropy_rows {
  const ck_kernels *kernels;
  long columns;
  const float *x;
  const int *targets;
  const float *weights;
  float *losses, *gradient;
} cross_entropy_rows;

static void run_cross_entropy(void *context, long begin, long end) {
  const cross_entropy_rows *c = context;
  c->kernels->softmax_cross_entropy(
      end - begin, c->columns, c->x + begin * c->columns, c->targets + begin, c->weights + begin,
      c->losses + begin, c->gradient + begin * c->columns);
}

void ck_softmax_cross_entropy_f32(
    long rows, long columns, const float *x, const int *targets, const float *weights,
    float *losses, float *gradient) {
  cross_entropy_rows c = {ck_current(), columns, x, targets, weights, losses, gradient};
  ck_parallel_for(rows, row_grain(columns), run_cross_entropy, &c);
}

typedef struct layer_norm_rows {
  const ck_kernels *kernels;
  long columns;
  const float *x, *gamma, *beta;
  float epsilon;
  float *y, *mean, *rstd;
} layer_norm_rows;

static void run_layer_norm(void *context, long begin, long end) {
  const layer_norm_rows *l = context;
  const long offset = begin * l->columns;
  l->kernels->layer_norm(
      end - begin, l->columns, l->x + offset, l->gamma, l->beta, l->epsilon, l->y + offset,
      l->mean + begin, l->rstd + begin);
}

void ck_layer_norm_f32(
    long rows, long columns, const float *x, const float *gamma, const float *beta, float epsilon,
    float *y, float *mean, float *rstd) {
  layer_norm_rows l = {ck_current(), columns, x, gamma, beta, epsilon, y, mean, rstd};
  ck_parallel_for(rows, row_grain(columns), run_layer_norm, &l);
}

// Rows that are summed together: so many, or more where there would be too many blocks of them.
enum { ROWS_OF_A_SUM = 32, MOST_SUMS = 64 };

static long rows_of_a_sum(long rows) {
  const long even = (rows + MOST_SUMS - 1) / MOST_SUMS;
  return even > ROWS_OF_A_SUM ? even : ROWS_OF_A_SUM;
}

static long sum_count(long rows) {
  const long together = rows_of_a_sum(rows);
  return (rows + together - 1) / together;
}

long ck_layer_norm_scratch_size(long rows, long columns) { return 2 * sum_count(rows) * columns; }

typedef struct layer_norm_backward {
  const ck_kernels *kernels;
  ck_layer_norm_backward l;
  float *sums;  // of each block of rows: γ̄, then β̄
} layer_norm_backward;

static void run_layer_norm_backward(void *context, long begin, long end) {
  const layer_norm_backward *all = context;
  const long together = rows_of_a_sum(all->l.rows);
  for (long i = begin; i < end; i++) {
    ck_layer_norm_backward l = all->l;
    const long first = i * together, offset = first * l.columns;
    l.rows = at_most(l.rows - first, together);
    l.x += offset;
    l.mean += first;
    l.rstd += first;
    l.y_gradient += offset;
    if (l.addend) l.addend += offset;
    l.x_gradient += offset;
    l.gamma_gradient = all->sums + 2 * i * l.columns;
    l.beta_gradient = l.gamma_gradient + l.columns;
    all->kernels->layer_norm_backward(&l);
  }
}

static void run_sums_of_blocks(void *context, long begin, long end) {
  const layer_norm_backward *all = context;
  const long columns = all->l.columns, blocks = sum_count(all->l.rows);
  float *gamma = all->l.gamma_gradient, *beta = all->l.beta_gradient;
  for (long j = begin; j < end; j++) gamma[j] = beta[j] = 0.0f;
  for (long i = 0; i < blocks; i++) {
    const float *sums = all->sums + 2 * i * columns + begin;
    all->kernels->add(end - begin, gamma + begin, sums, gamma + begin);
    all->kernels->add(end - begin, beta + begin, sums + columns, beta + begin);
  }
}

void ck_layer_norm_backward_f32(const ck_layer_norm_backward *arguments, float *scratch) {
  layer_norm_backward all = {ck_current(), *arguments, scratch};
  const long columns = arguments->columns, blocks = sum_count(arguments->rows);
  ck_parallel_for(
      blocks, row_grain(rows_of_a_sum(arguments->rows) * columns), run_layer_norm_backward, &all);
  ck_parallel_for(columns, row_grain(blocks), run_sums_of_blocks, &all);
}
