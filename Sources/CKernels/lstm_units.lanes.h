// One LSTM step of a few rows, for decoding: product and gates of 32 units at a time, so that a thread
// needs no one else's results, and nothing is kept for backward.
//
// A unit block's columns are panel u of each gate: four panels, hidden / 32 apart.
#ifndef CK_LSTM_UNITS_H
#define CK_LSTM_UNITS_H
#include "lstm.lanes.h"

enum { UNITS = CK_GEMM_PANEL, UNIT_COLUMNS = 4 * CK_GEMM_PANEL };

#ifdef CK_TILE_VECTORS
enum { UNIT_ROWS = TILE_ROWS };

/// sums[rows, 4 · 32] (+)= x[rows, k] · the block's panels.
static void multiply_units(
    long rows, long k, const float *x, const float *panels, long gate, int accumulate,
    float *sums) {
  const int wide = rows <= WIDE_TILE_ROWS;
  const long width = wide ? WIDE_PANEL_COLUMNS : TILE_COLUMNS;
  gemm_tile *tile = wide ? wide_tiles[B_COPIED][rows - 1]
                         : tiles[B_COPIED][CK_TILE_VECTORS - 1][rows - 1];
  tile_operands t = {
      .a_row = k, .a_step = 1, .b_row = CK_GEMM_HALF, .b_panel = gate, .b_half = CK_GEMM_HALF * k,
      .ahead_step = 64, .c_row = UNIT_COLUMNS, .start_row = UNIT_COLUMNS, .start_column = 1};
  for (long p = 0; p < k; p += CK_GEMM_KC) {
    t.k = at_most(k - p, CK_GEMM_KC);
    t.a = x + p;
    for (long j = 0; j < UNIT_COLUMNS; j += width) {
      t.b = panels + j / CK_GEMM_PANEL * gate + j % CK_GEMM_PANEL * k + p * CK_GEMM_HALF;
      t.ahead = (const char *)t.b;
      t.c = sums + j;
      t.start = accumulate || p > 0 ? t.c : NULL;
      tile(&t);
    }
  }
}
#else
enum { UNIT_ROWS = 1 };

static void multiply_units(
    long rows, long k, const float *x, const float *panels, long gate, int accumulate,
    float *sums) {
  for (long i = 0; i < rows; i++)
    for (long j = 0; j < UNIT_COLUMNS; j++) {
      const float *column = panels + j / CK_GEMM_PANEL * gate
                            + j % CK_GEMM_PANEL / CK_GEMM_HALF * CK_GEMM_HALF * k
                            + j % CK_GEMM_HALF;
      float sum = accumulate ? sums[i * UNIT_COLUMNS + j] : 0.0f;
      for (long p = 0; p < k; p++)
        sum = __builtin_fmaf(x[i * k + p], column[p * CK_GEMM_HALF], sum);
      sums[i * UNIT_COLUMNS + j] = sum;
    }
}
#endif

/// Unit blocks begin ..< end.
static void lstm_units_kernel(long begin, long end, const ck_lstm_step *s) {
  const long hidden = s->hidden;
  const long input_gate = hidden * s->inputs, hidden_gate = hidden * hidden;
  float sums[UNIT_ROWS * UNIT_COLUMNS];
  for (long first = 0; first < s->rows; first += UNIT_ROWS) {
    const long left = s->rows - first, rows = left < UNIT_ROWS ? left : UNIT_ROWS;
    for (long unit = begin * UNITS; unit < end * UNITS; unit += UNITS) {
      multiply_units(
          rows, s->inputs, s->x + first * s->inputs, s->input_weights + unit * s->inputs, input_gate,
          0, sums);
      multiply_units(
          rows, hidden, s->h + first * hidden, s->hidden_weights + unit * hidden, hidden_gate, 1,
          sums);
      for (long r = 0; r < rows; r++) {
        const float *i = sums + r * UNIT_COLUMNS, *f = i + UNITS, *g = f + UNITS, *o = g + UNITS;
        const long place = (first + r) * hidden + unit;
        const float *c = s->c + place;
        float *h_next = s->h_next + place, *c_next = s->c_next + place;
        const float *bias = s->input_bias + unit, *other = s->hidden_bias + unit;
#define SUMMED(gate, number) \
  (READ(gate) + (READ(bias + number * hidden) + READ(other + number * hidden)))
        CK_FOR_LANES(UNITS, {
          const lstm_gates gates =
              lstm_gates_of(SUMMED(i, 0), SUMMED(f, 1), SUMMED(g, 2), SUMMED(o, 3), READ(c));
          WRITE(c_next, gates.cell);
          WRITE(h_next, gates.hidden);
        });
#undef SUMMED
      }
    }
  }
}

#endif
