// Two linear layers with GELU between them, by blocks of rows: what one layer writes, the next reads
// from the cache.
#include "kernels.h"

#include <stddef.h>

enum { ROWS = CK_GEMM_ROW_BLOCK };

typedef struct feed_forward_job {
  const ck_kernels *kernels;
  ck_feed_forward f;
  const float *packed_inner, *packed_outer;
  const float *inner_bias, *outer_bias, *addend;  // forward
  const float *x;                                 // backward: ȳ
  float *hidden;                                  // backward: its gradient
  float *slope;                                   // backward: only read
  float *y;                                       // backward: x̄
  int backward;
} feed_forward_job;

/// c[rows, n] = bias + a[rows, k] · packed (+ addend), while what is coming is fetched
static void product(
    const feed_forward_job *job, long rows, long n, long k, const float *a, const float *packed,
    const float *bias, const float *addend, float *c, ck_rows coming) {
  const ck_gemm g = {
      .m = rows, .n = n, .k = k, .a = {a, k, 1}, .packed_b = packed, .packed_rows = k,
      .start = {bias, 0, 1}, .addend = {addend, n, 1}, .c = c, .c_row_stride = n,
      .c_column_stride = 1, .coming = &coming, .coming_count = 1};
  job->kernels->gemm(&g);
}

static void run_rows(void *context, long begin, long end) {
  const feed_forward_job *job = context;
  const ck_feed_forward *f = &job->f;
  const long first_size = job->backward ? f->outputs : f->inputs;
  const long last_size = job->backward ? f->inputs : f->outputs;
  for (long first = begin; first < end; first += ROWS) {
    const long rows = at_most(end - first, ROWS), count = rows * f->hidden;
    float *hidden = job->hidden + first * f->hidden;
    float *slope = job->slope ? job->slope + first * f->hidden : NULL;
    const float *x = job->x + first * first_size;
    const ck_rows slopes = {slope, f->hidden, job->backward ? rows : 0, f->hidden};
    const ck_rows next = {
        x + rows * first_size, first_size, at_most(end - first - rows, ROWS), first_size};
    product(
        job, rows, f->hidden, first_size, x, job->packed_inner, job->inner_bias, NULL, hidden,
        slopes);
    if (job->backward)
      job->kernels->multiply(count, hidden, slope, hidden);
    else if (slope)
      job->kernels->gelu_with_slope(count, hidden, hidden, slope);
    else
      job->kernels->gelu(count, hidden, hidden);
    if (job->y)
      product(
          job, rows, last_size, f->hidden, hidden, job->packed_outer, job->outer_bias,
          job->addend ? job->addend + first * last_size : NULL, job->y + first * last_size, next);
  }
}

static void share_rows(feed_forward_job *job) {
  const ck_feed_forward *f = &job->f;
  const double row = (double)f->hidden * (double)(f->inputs + f->outputs);
  const long worth = (long)(CK_MULTIPLICATIONS_PER_PART / row) + 1;
  ck_parallel_for(f->rows, worth > ROWS ? worth : ROWS, run_rows, job);
}

void ck_feed_forward_f32(
    const ck_feed_forward *f, const float *x, const float *packed1, const float *bias1,
    const float *packed2, const float *bias2, const float *addend, float *hidden, float *slope,
    float *y) {
  feed_forward_job job = {
      .kernels = ck_current(),
      .f = *f,
      .packed_inner = packed1,
      .packed_outer = packed2,
      .inner_bias = bias1,
      .outer_bias = bias2,
      .addend = addend,
      .x = x,
      .hidden = hidden,
      .slope = slope,
      .y = y,
  };
  share_rows(&job);
}

void ck_feed_forward_backward_f32(
    const ck_feed_forward *f, const float *y_gradient, const float *packed2, const float *slope,
    const float *packed1, float *hidden_gradient, float *x_gradient) {
  // The job's struct serves both directions; backward only reads the slope.
  feed_forward_job job = {
      .kernels = ck_current(),
      .f = *f,
      .packed_inner = packed2,
      .packed_outer = packed1,
      .x = y_gradient,
      .hidden = hidden_gradient,
      .slope = (float *)slope,
      .y = x_gradient,
      .backward = 1,
  };
  share_rows(&job);
}
