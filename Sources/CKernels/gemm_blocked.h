// The fast matrix product on one thread: blocks of a and b are packed into the caches, tiles of c
// run through them. After Goto and van de Geijn, 2008, "Anatomy of High-Performance Matrix
// Multiplication", with b packed panel by panel just before its first use.
//
// Every element of c is one chain over ascending k: a block of k continues from what is in c.
#ifndef CK_GEMM_BLOCKED_H
#define CK_GEMM_BLOCKED_H
#include "gemm.h"
#include "gemm_pack.h"
#include "gemm_reference.h"
#include "gemm_tile.h"
#include "transpose.h"

enum {
  ROW_BLOCK = CK_TILE_ROWS > 6 ? 112 : 108,  // rows of a packed together, at most CK_GEMM_ROW_BLOCK
  // Up to so many rows b is read in place if its rows are contiguous: packing would not pay.
  ROWS_WITHOUT_PACKING = CK_TILE_ROWS,
  GROUP_COLUMNS = 4 * CK_GEMM_PANEL,  // panels of b that are copied together
};

/// Copies rows [first, first + count) of a block of a; element p of row i is at i · A_STRIDE + p.
static void pack_a(const ck_matrix *a, long rows, long k, float *packed) {
  if (a->column_stride == 1)
    for (long i = 0; i < rows; i++)
      __builtin_memcpy(
          packed + i * A_STRIDE, a->at + i * a->row_stride, (size_t)k * sizeof(float));
  else
    transpose(k, rows, a->at, a->column_stride, packed, A_STRIDE);
}

/// Runs one tile on a block of c that is too narrow for it, or whose columns are not contiguous.
static void run_edge_tile(
    gemm_tile *tile, long rows, long columns, long k, const float *a, const float *b,
    long b_stride, float *c, long row_stride, long column_stride, int accumulate) {
  float copy[CK_TILE_ROWS * TILE_COLUMNS];
  __builtin_memset(copy, 0, sizeof copy);
  if (accumulate)
    for (long i = 0; i < rows; i++)
      for (long j = 0; j < columns; j++)
        copy[i * TILE_COLUMNS + j] = c[i * row_stride + j * column_stride];
  tile(k, a, b, b_stride, copy, TILE_COLUMNS, accumulate);
  for (long i = 0; i < rows; i++)
    for (long j = 0; j < columns; j++)
      c[i * row_stride + j * column_stride] = copy[i * TILE_COLUMNS + j];
}

/// c[rows, columns] (+)= a · b for one panel of b and one packed block of a. The rows are shared
/// out evenly over as few tiles as hold them.
static void run_panel(
    const ck_gemm *g, long rows, long columns, long k, const float *a, const float *b,
    long b_stride, float *c, int accumulate) {
  const long tile_count = (rows + CK_TILE_ROWS - 1) / CK_TILE_ROWS;
  for (long j = 0; j < columns; j += TILE_COLUMNS) {
    const long left = columns - j;
    const int narrow = left <= TILE_COLUMNS / 2;
    const long width = narrow ? TILE_COLUMNS / 2 : TILE_COLUMNS;
    for (long t = 0, i = 0; t < tile_count; t++) {
      const long height = rows / tile_count + (t < rows % tile_count);
      gemm_tile *tile = tiles[narrow][height - 1];
      float *corner = c + i * g->c_row_stride + j * g->c_column_stride;
      if (left >= width && g->c_column_stride == 1)
        tile(k, a + i * A_STRIDE, b + j, b_stride, corner, g->c_row_stride, accumulate);
      else
        run_edge_tile(
            tile, height, left < width ? left : width, k, a + i * A_STRIDE, b + j, b_stride, corner,
            g->c_row_stride, g->c_column_stride, accumulate);
      i += height;
    }
  }
}

static long at_most(long value, long limit) { return value < limit ? value : limit; }

/// Where the tiles find rows [p, p + k) of a group of panels of b.
typedef struct panel_view {
  const float *at;
  long row_stride, panel_stride;
} panel_view;

/// Copies a group of panels, row by row where rows are contiguous: rows may be pages apart.
static void pack_group(const ck_matrix *b, long k, long columns, float *packed) {
  const long panel_size = CK_GEMM_PANEL * CK_GEMM_KC;
  if (b->column_stride == 1 && columns == GROUP_COLUMNS) {
    for (long p = 0; p < k; p++)
      for (long j = 0; j < GROUP_COLUMNS; j += CK_GEMM_PANEL)
        __builtin_memcpy(
            packed + j / CK_GEMM_PANEL * panel_size + p * CK_GEMM_PANEL,
            b->at + p * b->row_stride + j, CK_GEMM_PANEL * sizeof(float));
    return;
  }
  for (long j = 0; j < columns; j += CK_GEMM_PANEL) {
    const ck_matrix panel = ck_matrix_from(b, 0, j);
    pack_panel(
        &panel, k, at_most(columns - j, CK_GEMM_PANEL), packed + j / CK_GEMM_PANEL * panel_size);
  }
}

/// A group of panels from column j on: as the caller packed them, in place, or copied to `scratch`.
static panel_view view_group(
    const ck_gemm *g, long p, long k, long j, long columns, int already_copied, float *scratch) {
  if (g->packed_b)
    return (panel_view){
        g->packed_b + j * g->k + p * CK_GEMM_PANEL, CK_GEMM_PANEL, CK_GEMM_PANEL * g->k};
  const ck_matrix b = ck_matrix_from(&g->b, p, j);
  const int whole = columns % CK_GEMM_PANEL == 0;
  if (b.column_stride == 1 && whole && g->m <= ROWS_WITHOUT_PACKING)
    return (panel_view){b.at, b.row_stride, CK_GEMM_PANEL};
  if (!already_copied) pack_group(&b, k, columns, scratch);
  return (panel_view){scratch, CK_GEMM_PANEL, CK_GEMM_PANEL * CK_GEMM_KC};
}

/// c[rows, columns] (+)= a · b for one group of panels and one packed block of a.
static void run_group(
    const ck_gemm *g, long rows, long columns, long k, const float *a, const panel_view *b,
    float *c, int accumulate) {
  const int wide = rows <= WIDE_TILE_ROWS && g->c_column_stride == 1;
  for (long j = 0, width; j < columns; j += width) {
    const float *panel = b->at + j / CK_GEMM_PANEL * b->panel_stride;
    float *corner = c + j * g->c_column_stride;
    if (wide && columns - j >= WIDE_TILE_COLUMNS) {
      width = WIDE_TILE_COLUMNS;
      wide_tiles[rows - 1](
          k, a, panel, b->row_stride, b->panel_stride, corner, g->c_row_stride, accumulate);
    } else {
      width = at_most(columns - j, CK_GEMM_PANEL);
      run_panel(g, rows, width, k, a, panel, b->row_stride, corner, accumulate);
    }
  }
}

static void gemm_blocked(const ck_gemm *g) {
  float *packed_a = ck_gemm_scratch();
  if (!packed_a || g->k <= 0) {
    gemm_reference(g);
    return;
  }
  float *scratch_b = packed_a + CK_GEMM_ROW_BLOCK * A_STRIDE;
  const int one_block = g->m <= ROW_BLOCK;  // then no copy of b is used again

  for (long p = 0; p < g->k; p += CK_GEMM_KC) {
    const long k = at_most(g->k - p, CK_GEMM_KC);
    const int accumulate = g->accumulate || p > 0;
    for (long block = 0; block < g->n; block += CK_GEMM_COLUMN_BLOCK) {
      const long columns = at_most(g->n - block, CK_GEMM_COLUMN_BLOCK);
      for (long i = 0; i < g->m; i += ROW_BLOCK) {
        const long rows = at_most(g->m - i, ROW_BLOCK);
        if (block == 0 || !one_block) {
          const ck_matrix a = ck_matrix_from(&g->a, i, p);
          pack_a(&a, rows, k, packed_a);
        }
        for (long j = 0; j < columns; j += GROUP_COLUMNS) {
          const long width = at_most(columns - j, GROUP_COLUMNS);
          const panel_view b = view_group(
              g, p, k, block + j, width, i > 0, scratch_b + (one_block ? 0 : j * CK_GEMM_KC));
          float *c = g->c + i * g->c_row_stride + (block + j) * g->c_column_stride;
          run_group(g, rows, width, k, packed_a, &b, c, accumulate);
        }
      }
    }
  }
}

#endif
