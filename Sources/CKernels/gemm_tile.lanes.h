// The innermost matrix product: a tile of c stays in registers while k runs.
//
// A tile has up to six rows. A machine sets CK_TILE_VECTORS so that rows · vectors sums, one row of b
// and one element of a fit its registers: 6 · 4 for AVX-512 and NEON, 6 · 2 for AVX2. Tall tiles of
// two vectors would fill AVX-512's registers as well, but ask for more loads and instructions per
// multiplication, which shows where two threads share a core. One or two rows would leave the adders
// waiting, or the cache that b comes from, so they get wide tiles: of eight vectors, or, of panels, as many
// as keep the adders busy.
#ifndef CK_GEMM_TILE_H
#define CK_GEMM_TILE_H
#include "lanes.h"

enum {
  TILE_ROWS = 6,
  TILE_COLUMNS = CK_TILE_VECTORS * CK_LANES,
  WIDE_TILE_VECTORS = 8,
  WIDE_TILE_COLUMNS = WIDE_TILE_VECTORS * CK_LANES,  // one or more whole panels
  WIDE_PANEL_COLUMNS = CK_LANES > 8 ? TILE_COLUMNS : WIDE_TILE_COLUMNS,  // where b is panels
  WIDE_TILE_ROWS = CK_LANES > 8 ? 2 : 1,
  STEPS_TOGETHER = 4,  // that a tile takes in one turn
  LINES_AHEAD = CK_TILE_VECTORS / 2,  // fetched in a turn: the wider tiles are, the fewer turns there are
  // Whether the next tile's sums are fetched row by row, a row a turn: so many lines at once would keep what
  // the tile itself reads waiting, for a core can ask for only so many.
  ROW_OF_SUMS_A_TURN = CK_LANES > 8,
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
  const long *start_places;      // see ck_gemm
} tile_operands;

typedef void gemm_tile(const tile_operands *t);

/// What a tile knows of its operands' strides. A stride that is known costs no instruction, and of
/// those a core has few to spare beside the multiplications: the fewer, the less it loses to another
/// thread that shares it.
typedef enum tile_strides {
  B_IN_PLACE,   // b_panel and b_half as in a row, the others as the operands say
  B_COPIED,     // panels: b_row is CK_GEMM_HALF, a_step 1
  BOTH_COPIED,  // panels; a_row is 1, a_step the tile's height
  A_ACROSS,     // panels; a_row is 1: a is transposed and in place
  BOTH_ACROSS,  // b_panel and b_half as in a row; a_row is 1
  TILE_STRIDES,
} tile_strides;

/// Whether the tile reads rows of b where they are.
CK_INLINE int reads_rows_of_b(tile_strides strides) {
  return strides == B_IN_PLACE || strides == BOTH_ACROSS;
}

/// sum += a[rows, 1] · b[1, vectors · lanes]
CK_INLINE void add_step(
    const int rows, const int vectors, const float *a, const long *row_of_a, const float *b,
    long b_panel, long b_half, lanes sum[TILE_ROWS][WIDE_TILE_VECTORS]) {
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
}

CK_INLINE void fetch_row_of_sums(const int vectors, const float *row) {
#pragma clang loop unroll(full)
  for (int j = 0; j < vectors * CK_LANES; j += CK_CACHE_LINE) __builtin_prefetch(row + j, 1, 3);
}

CK_INLINE void run_tile(
    const int rows, const int vectors, const tile_strides strides, const tile_operands *t) {
  lanes sum[TILE_ROWS][WIDE_TILE_VECTORS];
  float *c = t->c;
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    const float *start =
        t->start ? ck_start_of(t->start, t->start_row, t->start_places, i) : NULL;
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
      sum[i][v] = start ? load(start + v * CK_LANES) : splat(0);
  }

  // The next tile's sums are wanted, or written, when this one's are done: the tile below, as a rule.
  const long c_row = t->c_row;
  const float *row_below = c + rows * c_row;
  long rows_below = rows > WIDE_TILE_ROWS ? rows : 0;
  if (!ROW_OF_SUMS_A_TURN)
#pragma clang loop unroll(full)
    for (int i = 0; i < rows_below; i++) fetch_row_of_sums(vectors, row_below + i * c_row);

  const int b_in_place = reads_rows_of_b(strides);
  const long a_step = strides == B_COPIED ? 1 : strides == BOTH_COPIED ? rows : t->a_step;
  const long b_row = b_in_place ? t->b_row : CK_GEMM_HALF;
  const long b_panel = b_in_place ? CK_GEMM_PANEL : t->b_panel;
  const long b_half = b_in_place ? CK_GEMM_HALF : t->b_half;
  // Where b comes row by row from a far cache, to ask for four rows at once is no gain.
  const int together = strides == B_IN_PLACE ? 2 : STEPS_TOGETHER;
  const long ahead_step = together * t->ahead_step / LINES_AHEAD;
  const float *a = t->a, *b = t->b;
  const char *ahead = t->ahead;
  // One register a row, and a and b in theirs: the compiler would add from row to row, and keep the
  // addresses of later steps in memory.
  const int a_step_known = strides == B_COPIED || strides == BOTH_COPIED;
  const int one_apart = strides >= BOTH_COPIED;
  long row_of_a[TILE_ROWS];
#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++) {
    row_of_a[i] = one_apart ? i : i * t->a_row;
    if (!one_apart) __asm__("" : "+r"(row_of_a[i]));
  }
  for (long turn = t->k / together; turn; turn--) {
    if (ROW_OF_SUMS_A_TURN && rows_below) {
      fetch_row_of_sums(vectors, row_below);
      row_below += c_row;
      rows_below--;
    }
#pragma clang loop unroll(full)
    for (int line = 0; line < LINES_AHEAD; line++) {
      __builtin_prefetch(ahead, 0, 2);
      ahead += ahead_step;
    }
#pragma clang loop unroll(full)
    for (int step = 0; step < together; step++) {
      add_step(rows, vectors, a, row_of_a, b, b_panel, b_half, sum);
      a += a_step;
      b += b_row;
      if (!a_step_known) __asm__("" : "+r"(a));
      if (b_in_place) __asm__("" : "+r"(b));
    }
    __asm__("" : "+r"(a), "+r"(b));
  }
  for (long left = t->k % together; left; left--) {
    add_step(rows, vectors, a, row_of_a, b, b_panel, b_half, sum);
    a += a_step;
    b += b_row;
    __asm__("" : "+r"(a), "+r"(b));
  }

#pragma clang loop unroll(full)
  for (int i = 0; i < rows; i++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) store(c + i * c_row + v * CK_LANES, sum[i][v]);
}

#define CK_TILE(rows, vectors, strides)                                     \
  static void tile_##rows##x##vectors##_##strides(const tile_operands *t) { \
    run_tile(rows, vectors, strides, t);                                    \
  }
#define CK_TILES(vectors, strides)                                    \
  CK_TILE(1, vectors, strides) CK_TILE(2, vectors, strides)           \
  CK_TILE(3, vectors, strides) CK_TILE(4, vectors, strides)           \
  CK_TILE(5, vectors, strides) CK_TILE(6, vectors, strides)
#define CK_TILES_OF(vectors, strides)                                 \
  {tile_1x##vectors##_##strides, tile_2x##vectors##_##strides,        \
   tile_3x##vectors##_##strides, tile_4x##vectors##_##strides,        \
   tile_5x##vectors##_##strides, tile_6x##vectors##_##strides}
#if CK_TILE_VECTORS == 4
#define CK_ALL_TILES(strides) \
  CK_TILES(1, strides) CK_TILES(2, strides) CK_TILES(3, strides) CK_TILES(4, strides)
#define CK_ALL_TILES_OF(strides)                            \
  {CK_TILES_OF(1, strides), CK_TILES_OF(2, strides),        \
   CK_TILES_OF(3, strides), CK_TILES_OF(4, strides)}
#else
#define CK_ALL_TILES(strides) CK_TILES(1, strides) CK_TILES(2, strides)
#define CK_ALL_TILES_OF(strides) {CK_TILES_OF(1, strides), CK_TILES_OF(2, strides)}
#endif
CK_ALL_TILES(B_IN_PLACE)
CK_ALL_TILES(B_COPIED)
CK_ALL_TILES(BOTH_COPIED)
#if CK_LANES > 8
CK_ALL_TILES(A_ACROSS)
CK_ALL_TILES(BOTH_ACROSS)
CK_TILE(1, 8, B_IN_PLACE) CK_TILE(2, 8, B_IN_PLACE)
CK_TILE(1, 8, BOTH_ACROSS) CK_TILE(2, 8, BOTH_ACROSS)
#define CK_ALL_TILES_ACROSS CK_ALL_TILES_OF(A_ACROSS), CK_ALL_TILES_OF(BOTH_ACROSS)
#define CK_ALL_WIDE_TILES                        \
  {tile_1x8_B_IN_PLACE, tile_2x8_B_IN_PLACE},    \
  {tile_1x4_B_COPIED, tile_2x4_B_COPIED},        \
  {tile_1x4_BOTH_COPIED, tile_2x4_BOTH_COPIED},  \
  {tile_1x4_A_ACROSS, tile_2x4_A_ACROSS},        \
  {tile_1x8_BOTH_ACROSS, tile_2x8_BOTH_ACROSS}
#else
CK_TILE(1, 8, B_IN_PLACE) CK_TILE(1, 8, B_COPIED) CK_TILE(1, 8, BOTH_COPIED)
#define CK_ALL_TILES_ACROSS
#define CK_ALL_WIDE_TILES {tile_1x8_B_IN_PLACE}, {tile_1x8_B_COPIED}, {tile_1x8_BOTH_COPIED}
#endif

/// tiles[strides][vectors - 1][rows - 1]
static gemm_tile *const tiles[TILE_STRIDES][CK_TILE_VECTORS][TILE_ROWS] = {
    CK_ALL_TILES_OF(B_IN_PLACE), CK_ALL_TILES_OF(B_COPIED), CK_ALL_TILES_OF(BOTH_COPIED),
    CK_ALL_TILES_ACROSS};
/// wide_tiles[strides][rows - 1]
static gemm_tile *const wide_tiles[TILE_STRIDES][WIDE_TILE_ROWS] = {CK_ALL_WIDE_TILES};

#endif
