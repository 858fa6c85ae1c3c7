// Kernels that treat rows alike: softmax, cross-entropy, layer norm, LSTM steps, optimisers.
#include "internal.h"

#include <math.h>

typedef struct {
  long columns;
  const float *x, *gamma, *beta;
  float *y, *mean, *rstd;
  float epsilon;
} rows_job;

static void softmax_rows(void *context, long begin, long end) {
  const rows_job *job = context;
  const ck_table *table = ck_current();
  for (long r = begin; r < end; r++) {
    const float *x = job->x + r * job->columns;
    float *y = job->y + r * job->columns;
    float sum = table->exp_sum(job->columns, x, table->max(job->columns, x), y);
    table->scale(job->columns, 1.0f / sum, y, y);
  }
}

void ck_softmax_f32(long rows, long columns, const float *x, float *y) {
  rows_job job = {.columns = columns, .x = x, .y = y};
  ck_parallel_for(rows, 1 + 16384 / (columns + 1), softmax_rows, &job);
}

typedef struct {
  long columns;
  float *x, *losses;
  const int *targets;
  const float *weights;
} entropy_job;

static void entropy_rows(void *context, long begin, long end) {
  const entropy_job *job = context;
  const ck_table *table = ck_current();
  for (long r = begin; r < end; r++) {
    float *x = job->x + r * job->columns;
    if (job->weights[r] == 0) {
      for (long i = 0; i < job->columns; i++) x[i] = 0;
      job->losses[r] = 0;
      continue;
    }
    float top = table->max(job->columns, x), right = x[job->targets[r]];
    float sum = table->exp_sum(job->columns, x, top, x), log_sum;
    table->log(1, &sum, &log_sum);
    job->losses[r] = log_sum + top - right;
    table->scale(job->columns, job->weights[r] / sum, x, x);
    x[job->targets[r]] -= job->weights[r];
  }
}

void ck_softmax_cross_entropy_f32(
    long rows, long columns, float *x, const int *targets, const float *weights, float *losses) {
  entropy_job job = {columns, x, losses, targets, weights};
  ck_parallel_for(rows, 1 + 16384 / (columns + 1), entropy_rows, &job);
}

static void norm_rows(void *context, long begin, long end) {
  const rows_job *job = context;
  const ck_table *table = ck_current();
  for (long r = begin; r < end; r++) {
    const float *x = job->x + r * job->columns;
    float *y = job->y + r * job->columns;
    float mean = table->sum(job->columns, x) / (float)job->columns;
    for (long i = 0; i < job->columns; i++) y[i] = x[i] - mean;
    float variance = (float)(table->sum_of_squares(job->columns, y) / (double)job->columns);
    float rstd = 1.0f / sqrtf(variance + job->epsilon);
    for (long i = 0; i < job->columns; i++)
      y[i] = __builtin_fmaf(y[i] * rstd, job->gamma[i], job->beta[i]);
    job->mean[r] = mean;
    job->rstd[r] = rstd;
  }
}

void ck_layer_norm_f32(
    long rows, long columns, const float *x, const float *gamma, const float *beta, float epsilon,
    float *y, float *mean, float *rstd) {
  rows_job job = {columns, x, gamma, beta, y, mean, rstd, epsilon};
  ck_parallel_for(rows, 1 + 16384 / (columns + 1), norm_rows, &job);
}

typedef struct {
  long hidden, gs, ps, cs, ts, hs;
  float *gates, *c, *t, *h;
  const float *p, *dh, *kept;
} lstm_job;

static void lstm_rows(void *context, long begin, long end) {
  const lstm_job *j = context;
  const ck_table *table = ck_current();
  for (long r = begin; r < end; r++)
    table->lstm_row(
        j->hidden, j->gates + r * j->gs, j->p + r * j->ps, j->c + r * j->cs, j->t + r * j->ts,
        j->h + r * j->hs);
}

void ck_lstm_step_f32(
    long rows, long hidden, float *gates, long gate_stride, const float *c_previous,
    long c_previous_stride, float *c, long c_stride, float *cell_tanh, long cell_tanh_stride,
    float *h, long h_stride) {
  lstm_job job = {
      .hidden = hidden, .gs = gate_stride, .ps = c_previous_stride, .cs = c_stride,
      .ts = cell_tanh_stride, .hs = h_stride, .gates = gates, .c = c, .t = cell_tanh, .h = h,
      .p = c_previous};
  ck_parallel_for(rows, 1 + 4096 / (hidden + 1), lstm_rows, &job);
}

static void lstm_rows_backward(void *context, long begin, long end) {
  const lstm_job *j = context;
  const ck_table *table = ck_current();
  for (long r = begin; r < end; r++)
    table->lstm_row_backward(
        j->hidden, j->gates + r * j->gs, j->p + r * j->ps, j->kept + r * j->ts,
        j->dh + r * j->hs, j->c + r * j->cs);
}

void ck_lstm_step_backward_f32(
    long rows, long hidden, float *gates, long gate_stride, const float *c_previous,
    long c_previous_stride, const float *cell_tanh, long cell_tanh_stride, const float *h_gradient,
    long h_gradient_stride, float *c_gradient, long c_gradient_stride) {
  lstm_job job = {
      .hidden = hidden, .gs = gate_stride, .ps = c_previous_stride, .cs = c_gradient_stride,
      .ts = cell_tanh_stride, .hs = h_gradient_stride, .gates = gates, .c = c_gradient,
      .p = c_previous, .dh = h_gradient, .kept = cell_tanh};
  ck_parallel_for(rows, 1 + 4096 / (hidden + 1), lstm_rows_backward, &job);
}

// x to a whole power, by squaring: the same on every machine, unlike pow.
static double power(double x, long n) {
  double y = 1;
  for (; n > 0; n /= 2, x *= x)
    if (n % 2) y *= x;
  return y;
}

void ck_adam_f32(
    long n, float *p, const float *g, float *m, float *v, float rate, float beta1, float beta2,
    float epsilon, float decay, long step) {
  double first = 1 - power(beta1, step), second = 1 - power(beta2, step);
  ck_current()->adam(
      n, p, g, m, v, beta1, beta2, (float)((double)rate / first), epsilon, (float)sqrt(second),
      1.0f - rate * decay);
}

void ck_sgd_f32(long n, float *p, const float *g, float rate) {
  ck_current()->axpy(n, -rate, g, p);
}
