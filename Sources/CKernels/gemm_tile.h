// The innermost matrix product: a tile of c stays in registers while k runs.
//
// A tile has up to six rows. A machine sets CK_TILE_VECTORS so that rows · vectors sums, one row of b
// and one element of a fit its registers: 6 · 4 for AVX-512 and NEON, 6 · 2 for AVX2. Tall tiles of
// two vectors would fill AVX-512's registers as well, but ask for more loads and instructions per
// multiplication, which shows where two threads share a core. One or two rows would leave the adders
// waiting, so they get wide tiles of eight vectors.
#ifndef CK_GEMM_TILE_H
#define CK_GEMM_TILE_H
#include "lanes.h"

enum {
  TILE_ROWS = 6,
  TILE_COLUMNS = CK_TILE_VECTORS * CK_LANES,
  WIDE_TILE_VECTORS = 8,
  WIDE_TILE_COLUMNS = WIDE_TILE_VECTORS * CK_LANES,  // one or more whole panels
  WIDE_TILE_ROWS = CK_LANES > 8 ? 2 : 1,
  CACHE_LINE = 16,
};

/// c[rows, vectors · lanes] = start + a[rows, k] · b[k, vectors · lanes].
typedef struct tile_operands {
  long k;
  const float *a;
  long a_row, a_step;  // element p of row i is at a + i · a_row + p · a_step
  const float *b;
  // Column j of row p is at b + p · b_row + j / 32 · b_panel + j % 32 / 16 · b_half + j % 16.
  long b_row, b_panel, b_half;
  // What will be wanted next, so many bytes a step. Asking twice for a line costs as much as for two.
  const char *ahead;
  long ahead_step;
  float *c;
  long c_row;
  const float *start;  // NULL: zeros
  long start_row, start_column;  // the latter is 1 but for tiles at an edge
} tile_operands;

typedef void gemm_tile(const tile_operands *t);

CK_INLINE void run_tile(const int rows, const int vectors, const tile_operands *t) {
  lanes sum[TILE_ROWS][WIDE_TILE_VECTORS];
  float *c = t->c;
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
      sum[i][v] = t->start ? load(t->start + i * t->start_row + v * CK_LANES) : splat(0);

  // The next tile's sums are wanted, or written, when this one's are done: the tile below, as a rule.
  if (vectors < WIDE_TILE_VECTORS)
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
      for (int j = 0; j < vectors * CK_LANES; j += CACHE_LINE)
        __builtin_prefetch(c + (i + rows) * t->c_row + j, 1, 3);

  const long k = t->k, a_step = t->a_step, b_row = t->b_row, b_panel = t->b_panel,
             b_half = t->b_half;
  const float *a = t->a, *b = t->b;
  const char *ahead = t->ahead;
  const long ahead_step = t->ahead_step;
  // One register a row, and a and b in theirs: the compiler would add from row to row, and keep the
  // addresses of the second of two steps in memory.
  long row_of_a[TILE_ROWS];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    row_of_a[i] = i * t->a_row;
    __asm__("" : "+r"(row_of_a[i]));
  }
#pragma clang loop unroll_count(2)
  for (long p = 0; p < k; p++) {
    if (p % 2 == 0) {
      __builtin_prefetch(ahead, 0, 2);
      ahead += 2 * ahead_step;
    }
    lanes row[WIDE_TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
      const int column = v * CK_LANES;
      row[v] = load(
          b + column / CK_GEMM_PANEL * b_panel + column % CK_GEMM_PANEL / CK_GEMM_HALF * b_half
          + column % CK_GEMM_HALF);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows; i++) {
      const lanes element = splat(a[row_of_a[i]]);
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) sum[i][v] = fused(element, row[v], sum[i][v]);
    }
    a += a_step;
    b += b_row;
    __asm__("" : "+r"(a), "+r"(b));
  }

#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) store(c + i * t->c_row + v * CK_LANES, sum[i][v]);
}

#define CK_TILE(rows, vectors)                                    \
  static void tile_##rows##x##vectors(const tile_operands *t) {   \
    run_tile(rows, vectors, t);                                   \
  }
#define CK_TILES(vectors)                                                             \
  CK_TILE(1, vectors)                                                                 \
  CK_TILE(2, vectors) CK_TILE(3, vectors) CK_TILE(4, vectors) CK_TILE(5, vectors)     \
  CK_TILE(6, vectors)
#define CK_TILES_OF(vectors)                                                          \
  {tile_1x##vectors, tile_2x##vectors, tile_3x##vectors, tile_4x##vectors,            \
   tile_5x##vectors, tile_6x##vectors}
CK_TILES(1)
CK_TILES(2)
#if CK_TILE_VECTORS == 4
CK_TILES(3)
CK_TILES(4)
#endif
CK_TILE(1, 8)
#if CK_LANES > 8
CK_TILE(2, 8)
#endif

/// tiles[vectors - 1][rows - 1]
static gemm_tile *const tiles[CK_TILE_VECTORS][TILE_ROWS] = {
    CK_TILES_OF(1), CK_TILES_OF(2),
#if CK_TILE_VECTORS == 4
    CK_TILES_OF(3), CK_TILES_OF(4),
#endif
};
/// wide_tiles[rows - 1]
static gemm_tile *const wide_tiles[WIDE_TILE_ROWS] = {
    tile_1x8,
#if CK_LANES > 8
    tile_2x8,
#endif
};

#endif
