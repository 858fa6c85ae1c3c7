// Elementwise kernels: one part of the array per thread.
#include "kernels.h"

enum {
  CHEAP_GRAIN = 1 << 15,  // elements that are worth a thread, for an addition
  COSTLY_GRAIN = 1 << 12,  // and for an exponential
  REPEATED = 1 << 8,       // so many, at most, few elements are repeated to, so that vectors are full
};

typedef struct unary {
  ck_unary *kernel;
  const float *x;
  float *y;
} unary;

static void run_unary(void *context, long begin, long end) {
  const unary *u = context;
  u->kernel(end - begin, u->x + begin, u->y + begin);
}

static void share_unary(ck_unary *kernel, long n, const float *x, float *y) {
  unary u = {kernel, x, y};
  ck_parallel_for(n, COSTLY_GRAIN, run_unary, &u);
}

void ck_exp_f32(long n, const float *x, float *y) { share_unary(ck_current()->exp, n, x, y); }
void ck_log_f32(long n, const float *x, float *y) { share_unary(ck_current()->log, n, x, y); }
void ck_tanh_f32(long n, const float *x, float *y) { share_unary(ck_current()->tanh, n, x, y); }
void ck_sigmoid_f32(long n, const float *x, float *y) {
  share_unary(ck_current()->sigmoid, n, x, y);
}
void ck_gelu_f32(long n, const float *x, float *y) { share_unary(ck_current()->gelu, n, x, y); }

typedef struct with_slope {
  const float *x;
  float *y, *slope;
} with_slope;

static void run_gelu_with_slope(void *context, long begin, long end) {
  const with_slope *w = context;
  ck_current()->gelu_with_slope(end - begin, w->x + begin, w->y + begin, w->slope + begin);
}

void ck_gelu_with_slope_f32(long n, const float *x, float *y, float *slope) {
  with_slope w = {x, y, slope};
  ck_parallel_for(n, COSTLY_GRAIN, run_gelu_with_slope, &w);
}

typedef struct binary {
  ck_binary *kernel;
  long n;  // of y, which every n elements of x meet
  const float *x, *y;
  float *z;
} binary;

static void run_binary(void *context, long begin, long end) {
  const binary *b = context;
  for (long at = begin, count; at < end; at += count) {
    const long place = at % b->n;
    count = at_most(b->n - place, end - at);
    b->kernel(count, b->x + at, b->y + place, b->z + at);
  }
}

static void share_binary(
    ck_binary *kernel, long parts, long n, const float *x, const float *y, float *z) {
  float repeated[REPEATED];
  binary b = {kernel, n, x, y, z};
  if (parts > 1 && n < REPEATED / 2 && n > 0) {
    const long times = at_most(parts, REPEATED / n);
    for (long i = 0; i < times; i++)
      for (long j = 0; j < n; j++) repeated[i * n + j] = y[j];
    b.n = times * n;
    b.y = repeated;
  }
  ck_parallel_for(parts * n, CHEAP_GRAIN, run_binary, &b);
}

typedef struct filling {
  float value, *x;
} filling;

static void run_fill(void *context, long begin, long end) {
  const filling *f = context;
  for (long i = begin; i < end; i++) f->x[i] = f->value;
}

void ck_fill_f32(long n, float value, float *x) {
  filling all = {value, x};
  ck_parallel_for(n, CHEAP_GRAIN, run_fill, &all);
}

void ck_add_f32(long parts, long n, const float *x, const float *y, float *z) {
  share_binary(ck_current()->add, parts, n, x, y, z);
}
void ck_subtract_f32(long parts, long n, const float *x, const float *y, float *z) {
  share_binary(ck_current()->subtract, parts, n, x, y, z);
}
void ck_multiply_f32(long parts, long n, const float *x, const float *y, float *z) {
  share_binary(ck_current()->multiply, parts, n, x, y, z);
}
void ck_multiply_add_f32(long n, const float *x, const float *y, float *z) {
  share_binary(ck_current()->multiply_add, 1, n, x, y, z);
}

typedef struct scaled {
  void (*kernel)(long n, float alpha, const float *x, float *y);
  float alpha;
  const float *x;
  float *y;
} scaled;

static void run_scaled(void *context, long begin, long end) {
  const scaled *s = context;
  s->kernel(end - begin, s->alpha, s->x + begin, s->y + begin);
}

void ck_axpy_f32(long n, float alpha, const float *x, float *y) {
  scaled s = {ck_current()->axpy, alpha, x, y};
  ck_parallel_for(n, CHEAP_GRAIN, run_scaled, &s);
}

void ck_scale_f32(long n, float alpha, const float *x, float *y) {
  scaled s = {ck_current()->scale, alpha, x, y};
  ck_parallel_for(n, CHEAP_GRAIN, run_scaled, &s);
}
