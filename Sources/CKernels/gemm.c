// The matrix product: b is packed into panels, threads share out the panels or the rows of c.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  int transpose_a, transpose_b, accumulate;
  long m, n, k, lda, ldb, ldc, panel;
  const float *a, *b;
  float *c, *packed;
  const ck_table *table;
  int by_rows;
} product;

// Panel j of b: columns [j·panel, …), k rows, zero beyond n.
static void pack(void *context, long begin, long end) {
  const product *g = context;
  for (long j = begin; j < end; j++) {
    float *to = g->packed + j * g->panel * g->k;
    long first = j * g->panel;
    long columns = g->n - first < g->panel ? g->n - first : g->panel;
    for (long p = 0; p < g->k; p++, to += g->panel) {
      if (g->transpose_b) {
        for (long i = 0; i < columns; i++) to[i] = g->b[(first + i) * g->ldb + p];
      } else {
        memcpy(to, g->b + p * g->ldb + first, (size_t)columns * 4);
      }
      for (long i = columns; i < g->panel; i++) to[i] = 0;
    }
  }
}

static void multiply(const product *g, long row, long rows, long panel) {
  long first = panel * g->panel;
  long columns = g->n - first < g->panel ? g->n - first : g->panel;
  long a_row = g->transpose_a ? 1 : g->lda, a_column = g->transpose_a ? g->lda : 1;
  // The order over k is the same in one piece or in blocks: each block goes on from c.
  enum { KC = 512 };
  for (long p = 0; p < g->k; p += KC) {
    long depth = g->k - p < KC ? g->k - p : KC;
    g->table->gemm_block(
        rows, columns, depth, g->a + row * a_row + p * a_column, a_row, a_column,
        g->packed + panel * g->panel * g->k + p * g->panel, g->panel, g->accumulate || p > 0,
        g->c + row * g->ldc + first, g->ldc);
  }
}

static void part(void *context, long begin, long end) {
  const product *g = context;
  if (g->by_rows) {
    long panels = (g->n + g->panel - 1) / g->panel;
    // Rows in blocks that stay in the first cache while all panels pass.
    for (long row = begin; row < end; row += 48) {
      long rows = end - row < 48 ? end - row : 48;
      for (long j = 0; j < panels; j++) multiply(g, row, rows, j);
    }
  } else {
    for (long row = 0; row < g->m; row += 48) {
      long rows = g->m - row < 48 ? g->m - row : 48;
      for (long j = begin; j < end; j++) multiply(g, row, rows, j);
    }
  }
}

static __thread float *scratch;
static __thread size_t scratch_size;

static float *space(size_t count) {
  if (count > scratch_size) {
    free(scratch);
    scratch_size = count + count / 4;
    scratch = aligned_alloc(64, (scratch_size * 4 + 63) / 64 * 64);
    if (!scratch) abort();
  }
  return scratch;
}

void ck_gemm_f32(
    int transpose_a, int transpose_b, long m, long n, long k, const float *a, long lda,
    const float *b, long ldb, int accumulate, float *c, long ldc) {
  if (m <= 0 || n <= 0) return;
  if (k <= 0) {
    if (!accumulate)
      for (long i = 0; i < m; i++) memset(c + i * ldc, 0, (size_t)n * 4);
    return;
  }
  const ck_table *table = ck_current();
  long panel = table->panel, panels = (n + panel - 1) / panel;
  product g = {
      .transpose_a = transpose_a, .transpose_b = transpose_b, .accumulate = accumulate, .m = m,
      .n = n, .k = k, .lda = lda, .ldb = ldb, .ldc = ldc, .panel = panel, .a = a, .b = b, .c = c,
      .packed = space((size_t)(panels * panel * k)), .table = table};
  double work = 2.0 * (double)m * (double)n * (double)k;
  long grain_pack = 1 + 262144 / (panel * k + 1);
  ck_parallel_for(panels, grain_pack, pack, &g);
  // Waking the other threads costs about what one thread does in this many operations.
  if (work < 3e7) {
    g.by_rows = 0;
    part(&g, 0, panels);
    return;
  }
  g.by_rows = m > n && m >= 64;
  ck_parallel_for(g.by_rows ? m : panels, 1, part, &g);
}
