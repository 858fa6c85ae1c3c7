// The matrix product's entry: threads share out columns or rows of c, never parts of a sum.
#include "gemm.h"
#include "kernels.h"

#include <stddef.h>

/// Floats that are worth a thread when they are packed, or summed by columns.
enum { FLOATS_PER_PART = 1 << 14 };
enum { THIN = 8 };
/// A row takes as long as this many while b comes from a cache: reading it is the work.
enum { ROWS_PER_READING = 24 };

static ck_matrix operand(int transposed, const float *at, long stride) {
  return transposed ? (ck_matrix){at, 1, stride} : (ck_matrix){at, stride, 1};
}

static ck_matrix transposed(ck_matrix x) {
  return (ck_matrix){x.at, x.column_stride, x.row_stride};
}

static void run_panels(void *context, long begin, long end) {
  ck_gemm part = *(const ck_gemm *)context;
  const long first = begin * CK_GEMM_PANEL;
  part.n = at_most(end * CK_GEMM_PANEL, part.n) - first;
  if (part.packed_b)
    part.packed_b += first * part.packed_rows;
  else
    part.b = ck_matrix_from(&part.b, 0, first);
  part.c += first * part.c_column_stride;
  if (part.start.at) part.start = ck_matrix_from(&part.start, 0, first);
  if (part.addend.at) part.addend = ck_matrix_from(&part.addend, 0, first);
  if (begin > 0) part.a_sums = NULL;  // the first part sums
  ck_current()->gemm(&part);
}

static void run_rows(void *context, long begin, long end) {
  ck_gemm part = *(const ck_gemm *)context;
  part.m = end - begin;
  part.a = ck_matrix_from(&part.a, begin, 0);
  part.c += begin * part.c_row_stride;
  if (part.start_places)
    part.start_places += begin;
  else if (part.start.at)
    part.start = ck_matrix_from(&part.start, begin, 0);
  if (part.addend.at) part.addend = ck_matrix_from(&part.addend, begin, 0);
  if (part.a_sums) part.a_sums += begin;
  ck_current()->gemm(&part);
}

/// Units per part, at least: each part packs for itself, so one per thread, or two if they are long. What
/// does not go into parts evenly makes some longer, not fewer.
static long grain(long units, double multiplications) {
  const double parts_worth = multiplications / CK_MULTIPLICATIONS_PER_PART;
  const long threads = ck_thread_count();
  const long parts = parts_worth > 128.0 * threads ? 2 * threads : threads;
  const long even = units / parts;
  const long least = parts_worth < 2 ? units : (long)(units / parts_worth);
  return even > least ? even : least;
}

void ck_gemm_share(const ck_gemm *g) {
  const long rows = g->n >= g->m && g->m < ROWS_PER_READING ? ROWS_PER_READING : g->m;
  const double multiplications = (double)rows * (double)g->n * (double)g->k;
  const long panels = (g->n + CK_GEMM_PANEL - 1) / CK_GEMM_PANEL;
  if (g->n >= g->m)
    ck_parallel_for(panels, grain(panels, multiplications), run_panels, (void *)g);
  else
    ck_parallel_for(g->m, grain(g->m, multiplications), run_rows, (void *)g);
}

/// Whether cᵀ = bᵀ · aᵀ is computed, so that vectors run along the longer side.
static int is_turned(long m, long n) { return n <= THIN && m > n; }

static void run_product(ck_gemm g) {
  if (g.m <= 0 || g.n <= 0) return;
  if (is_turned(g.m, g.n) && !g.packed_b)
    g = (ck_gemm){
        .m = g.n, .n = g.m, .k = g.k, .a = transposed(g.b), .b = transposed(g.a),
        .start = transposed(g.start), .addend = transposed(g.addend), .c = g.c,
        .c_row_stride = g.c_column_stride, .c_column_stride = g.c_row_stride};
  ck_gemm_share(&g);
}

void ck_gemm_f32(
    int transpose_a, int transpose_b, long m, long n, long k, const float *a, long lda,
    const float *b, long ldb, int accumulate, float *c, long ldc) {
  run_product((ck_gemm){
      .m = m, .n = n, .k = k, .a = operand(transpose_a, a, lda), .b = operand(transpose_b, b, ldb),
      .start = ck_start_from(accumulate, c, ldc, 1), .c = c, .c_row_stride = ldc,
      .c_column_stride = 1});
}

void ck_affine_f32(
    int transpose_b, long m, long n, long k, const float *a, long lda, const float *b, long ldb,
    const float *bias, const float *addend, float *c, long ldc) {
  run_product((ck_gemm){
      .m = m, .n = n, .k = k, .a = operand(0, a, lda), .b = operand(transpose_b, b, ldb),
      .start = {bias, 0, 1}, .addend = {addend, ldc, 1}, .c = c, .c_row_stride = ldc,
      .c_column_stride = 1});
}

typedef struct column_sums_job {
  long rows, stride;
  const float *x;
  float *sums;
} column_sums_job;

static void run_column_sums(void *context, long begin, long end) {
  const column_sums_job *job = context;
  ck_current()->column_sums(
      job->rows, end - begin, job->x + begin, job->stride, 0, job->sums + begin);
}

void ck_column_sums_f32(long rows, long columns, const float *x, long stride, float *sums) {
  column_sums_job job = {rows, stride, x, sums};
  const long worth = FLOATS_PER_PART / (rows + 1) + 1;
  const long least = worth > CK_GEMM_PANEL ? worth : CK_GEMM_PANEL;
  // One part a thread: a row's columns stand side by side.
  const long even = columns / ck_thread_count();
  ck_parallel_for(columns, even > least ? even : least, run_column_sums, &job);
}

void ck_linear_gradients_f32(
    long rows, long n, long k, const float *y_gradient, long y_stride, const float *x,
    long x_stride, float *w_gradient, float *bias_gradient) {
  const int apart = k <= 0 || is_turned(n, k);
  run_product((ck_gemm){
      .m = n, .n = k, .k = rows, .a = operand(1, y_gradient, y_stride),
      .b = operand(0, x, x_stride), .c = w_gradient, .c_row_stride = k, .c_column_stride = 1,
      .a_sums = apart ? NULL : bias_gradient});
  if (apart && bias_gradient) ck_column_sums_f32(rows, n, y_gradient, y_stride, bias_gradient);
}

long ck_gemm_packed_size(long n, long k) {
  return (n + CK_GEMM_PANEL - 1) / CK_GEMM_PANEL * CK_GEMM_PANEL * k;
}

void ck_gemm_pack_panels(const ck_matrix *b, long k, long n, float *packed) {
  for (long j = 0; j < n; j += CK_GEMM_PANEL) {
    const ck_matrix panel = ck_matrix_from(b, 0, j);
    ck_current()->pack_panel(&panel, k, at_most(n - j, CK_GEMM_PANEL), packed + j * k);
  }
}

typedef struct packing {
  ck_matrix b;
  long n, k;
  float *packed;
} packing;

static void run_packing(void *context, long begin, long end) {
  const packing *all = context;
  const long first = begin * CK_GEMM_PANEL;
  const ck_matrix b = ck_matrix_from(&all->b, 0, first);
  ck_gemm_pack_panels(
      &b, all->k, at_most(end * CK_GEMM_PANEL, all->n) - first, all->packed + first * all->k);
}

void ck_gemm_pack_f32(
    int transpose_b, long n, long k, const float *b, long ldb, float *packed) {
  packing all = {operand(transpose_b, b, ldb), n, k, packed};
  const long panels = (n + CK_GEMM_PANEL - 1) / CK_GEMM_PANEL;
  ck_parallel_for(panels, FLOATS_PER_PART / (CK_GEMM_PANEL * (k + 1)) + 1, run_packing, &all);
}

void ck_gemm_packed_f32(
    int transpose_a, long m, long n, long k, const float *a, long lda, const float *packed_b,
    int accumulate, float *c, long ldc) {
  run_product((ck_gemm){
      .m = m, .n = n, .k = k, .a = operand(transpose_a, a, lda), .packed_b = packed_b,
      .packed_rows = k, .start = ck_start_from(accumulate, c, ldc, 1), .c = c,
      .c_row_stride = ldc, .c_column_stride = 1});
}

void ck_affine_packed_f32(
    long m, long n, long k, const float *a, long lda, const float *packed_b, const float *bias,
    const float *addend, float *c, long ldc) {
  run_product((ck_gemm){
      .m = m, .n = n, .k = k, .a = operand(0, a, lda), .packed_b = packed_b, .packed_rows = k,
      .start = {bias, 0, 1}, .addend = {addend, ldc, 1}, .c = c, .c_row_stride = ldc,
      .c_column_stride = 1});
}
