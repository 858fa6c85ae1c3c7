// The fast matrix product on one thread: blocks of a and b are brought into the caches, tiles of c
// run through them. After Goto and van de Geijn, 2008, "Anatomy of High-Performance Matrix
// Multiplication", with b packed panel by panel just before its first use. A tile is so low that the
// few rows of a that it reads are streams by themselves: a is copied only where its rows meet in the same few
// sets of the first cache, row by row, or run across the steps of tiles that are too narrow to wait, tile by
// tile.
//
// Every element of c is one chain over ascending k: a block of k continues from what is in c.
#ifndef CK_GEMM_BLOCKED_H
#define CK_GEMM_BLOCKED_H
#include "gemm.h"
#include "gemm_pack.lanes.h"
#include "gemm_reference.lanes.h"
#include "gemm_thin.lanes.h"
#include "gemm_tile.lanes.h"

enum {
  // b is read in place, if its rows are contiguous, for up to so many rows of a, for which packing
  // would not pay.
  ROWS_WITHOUT_PACKING = 2 * TILE_ROWS,
  COLUMNS_FOR_COPYING = 256,  // of b: they pay for copying rows of a that collide
  // Rows that run across steps are read in place where steps lie no farther apart, of b only beside such a:
  // wide tiles take so long for a step that several lines of the second cache arrive in it.
  STEP_OF_A_IN_PLACE = CK_LANES > 8 ? CK_COLLIDING_FLOATS : 0,
  STEP_OF_B_IN_PLACE = CK_LANES > 8 ? CK_COLLIDING_FLOATS / 2 : 0,
  STEPS_AHEAD = 16,  // of those that are copied, to be fetched
  STEP_FLOATS = 8,   // copied of a tile's step, at least its rows
  GROUP_COLUMNS = 4 * CK_GEMM_PANEL,  // panels of b that are copied together
  SHORT_BLOCK = 256,  // of k, if there are few columns
  FLOATS_NEARBY = 1 << 15,  // of a: no more than these are likely to be in the second cache already
  HALVES_AHEAD = TILE_COLUMNS / CK_GEMM_HALF,  // of panels: those of the next tile
  HALF_STEP_BYTES = CK_GEMM_HALF * sizeof(float),
};

/// Where the tiles find rows [p, p + k) of a group of panels of b.
typedef struct panel_view {
  const float *at;
  long row_stride, panel_stride, half_stride;
} panel_view;

static const float *half_at(const panel_view *b, long half) {
  return b->at + half / 2 * b->panel_stride + half % 2 * b->half_stride;
}

/// Whether a tile can write c, and read what it starts from, vector by vector.
static int has_contiguous_rows(const ck_gemm *g, const tile_operands *t) {
  return g->c_column_stride == 1 && (!t->start || t->start_column == 1);
}

/// Runs one tile on a block of c that is too narrow for it, or whose columns are not contiguous.
static void run_edge_tile(
    gemm_tile *tile, const ck_gemm *g, long rows, long columns, const tile_operands *t) {
  float copy[TILE_ROWS * TILE_COLUMNS];
  tile_operands on_copy = *t;
  on_copy.c = copy;
  on_copy.c_row = TILE_COLUMNS;
  if (t->start) {
    __builtin_memset(copy, 0, sizeof copy);
    for (long i = 0; i < rows; i++) {
      const float *start = ck_start_of(t->start, t->start_row, t->start_places, i);
      for (long j = 0; j < columns; j++)
        copy[i * TILE_COLUMNS + j] = start[j * t->start_column];
    }
    on_copy.start_places = NULL;
    on_copy.start = copy;
    on_copy.start_row = TILE_COLUMNS;
  }
  tile(&on_copy);
  for (long i = 0; i < rows; i++) {
    float *row = t->c + i * g->c_row_stride;
    if (g->c_column_stride == 1)
      __builtin_memcpy(row, copy + i * TILE_COLUMNS, (size_t)columns * sizeof(float));
    else
      for (long j = 0; j < columns; j++)
        row[j * g->c_column_stride] = copy[i * TILE_COLUMNS + j];
  }
}

/// Whether rows of a run across the steps that a tile takes, and are read in place.
static int reads_across(const ck_matrix *a) {
  return a->row_stride == 1 && a->column_stride > 1 && a->column_stride <= STEP_OF_A_IN_PLACE;
}

/// Which tiles suit: only panels have so short a step.
static tile_strides strides_of(const ck_gemm *g, const panel_view *b) {
  const int across = reads_across(&g->a);
  if (b->row_stride != CK_GEMM_HALF) return across ? BOTH_ACROSS : B_IN_PLACE;
  return across ? A_ACROSS : g->a.column_stride == 1 ? B_COPIED : BOTH_COPIED;
}

/// The tiles, as few as hold them, over which a block's rows are shared out evenly: `low` rows each, the
/// first `tall` tiles one more.
typedef struct tile_heights {
  long count, low, tall;
  long ahead_step;  // bytes of the half panel that a tile fetches per step, if together they fetch all
} tile_heights;

static tile_heights heights_for(long rows) {
  const long count = (rows + TILE_ROWS - 1) / TILE_ROWS;
  const long sharing = count > HALVES_AHEAD ? count / HALVES_AHEAD : 1;  // tiles that fetch one half
  return (tile_heights){
      count, rows / count, rows % count, (HALF_STEP_BYTES + sharing - 1) / sharing};
}

static long height_of(const tile_heights *heights, long part) {
  return heights->low + (part < heights->tall);
}

/// Rows that are fetched while tiles run. Each tile fetches one cache line of LINES_AHEAD rows per turn.
typedef struct fetching {
  ck_rows rows;
  long row, column;  // the next to be fetched
} fetching;

/// In the order in which they are wanted; last what the caller wants next.
enum { OF_ADDEND, OF_A, OF_B, OF_B_AFTER, OF_CALLER, FETCHINGS = OF_CALLER + CK_COMING };

typedef struct fetchings {
  fetching all[FETCHINGS];
  int now, end;  // those before `now` are fetched, from `end` on there are none
} fetchings;

/// What the caller wants, and nothing else yet.
static void begin_fetching(const ck_gemm *g, fetchings *coming) {
  coming->now = OF_CALLER;
  coming->end = OF_CALLER + g->coming_count;
  for (int i = 0; i < g->coming_count; i++)
    coming->all[OF_CALLER + i] = (fetching){g->coming[i], 0, 0};
}

/// Lets a tile fetch its share of the first rows that are not all fetched; returns whether there are any.
static int fetch_coming(fetchings *coming, tile_operands *t) {
  fetching *f;
  do {
    if (coming->now >= coming->end) return 0;
    f = &coming->all[coming->now];
  } while (f->row >= f->rows.rows && ++coming->now);
  t->ahead = (const char *)(f->rows.at + f->row * f->rows.stride + f->column);
  t->ahead_step = LINES_AHEAD * f->rows.stride * (long)sizeof(float) / STEPS_TOGETHER;
  f->column += CK_CACHE_LINE;
  if (f->column >= f->rows.columns) {
    f->column = 0;
    f->row += LINES_AHEAD * (t->k / STEPS_TOGETHER);
  }
  return 1;
}

/// All rows of a block of c, `columns` wide, at most a tile's. Together the tiles fetch what is
/// coming, and after that the halves of panels that the next tiles to the right will want, from half
/// `next` on.
static void run_column_of_tiles(
    const ck_gemm *g, const tile_heights *heights, long columns, tile_strides strides,
    tile_operands *t, const panel_view *b, long next, fetchings *coming) {
  const long vectors = (columns + CK_LANES - 1) / CK_LANES;
  gemm_tile *const *tile_of = tiles[strides][vectors - 1];
  const int whole = columns == vectors * CK_LANES && has_contiguous_rows(g, t);
  const int copied = g->a.column_stride != 1 && !reads_across(&g->a);
  const float *a = t->a, *start = t->start;
  const long *places = t->start_places;
  float *c = t->c;
  for (long part = 0; part < heights->count; part++) {
    const long height = height_of(heights, part);
    if (copied) t->a_step = height;
    gemm_tile *tile = tile_of[height - 1];
    if (!fetch_coming(coming, t)) {
      t->ahead = (const char *)half_at(b, next + part % HALVES_AHEAD)
               + part / HALVES_AHEAD * t->k * heights->ahead_step;
      t->ahead_step = heights->ahead_step;
    }
    if (whole)
      tile(t);
    else
      run_edge_tile(tile, g, height, columns, t);
    t->a += copied ? height * t->k + CK_GEMM_GAP : height * t->a_row;
    t->c += height * g->c_row_stride;
    if (t->start_places)
      t->start_places += height;
    else if (t->start)
      t->start += height * t->start_row;
  }
  // Back to the top. A copy of all operands would be read before it is written out to the cache.
  t->a = a;
  t->c = c;
  t->start = start;
  t->start_places = places;
}

/// Copies a group of panels, row by row where rows are contiguous: rows may be pages apart.
static void pack_group(const ck_matrix *b, long k, long columns, float *packed) {
  const long panel_size = CK_GEMM_PANEL * CK_GEMM_KC;
  if (b->column_stride == 1 && columns == GROUP_COLUMNS) {
    for (long p = 0; p < k; p++)
      for (long j = 0; j < GROUP_COLUMNS; j += CK_GEMM_HALF)
        __builtin_memcpy(
            packed + j / CK_GEMM_PANEL * panel_size + j % CK_GEMM_PANEL * k + p * CK_GEMM_HALF,
            b->at + p * b->row_stride + j, CK_GEMM_HALF * sizeof(float));
    return;
  }
  for (long j = 0; j < columns; j += CK_GEMM_PANEL) {
    const ck_matrix panel = ck_matrix_from(b, 0, j);
    pack_panel(
        &panel, k, at_most(columns - j, CK_GEMM_PANEL), packed + j / CK_GEMM_PANEL * panel_size);
  }
}

/// Whether `columns` of b are read where they are.
static int reads_in_place(const ck_gemm *g, long columns) {
  const int near = reads_across(&g->a) && g->b.row_stride <= STEP_OF_B_IN_PLACE;
  return g->b.column_stride == 1 && columns % CK_LANES == 0
      && (near || g->m <= ROWS_WITHOUT_PACKING);
}

/// A group of panels from column j on: as the caller packed them, in place, or copied to `scratch`.
static panel_view view_group(
    const ck_gemm *g, long p, long k, long j, long columns, int already_copied, float *scratch) {
  if (g->packed_b)
    return (panel_view){
        g->packed_b + j * g->packed_rows + p * CK_GEMM_HALF, CK_GEMM_HALF,
        CK_GEMM_PANEL * g->packed_rows, CK_GEMM_HALF * g->packed_rows};
  const ck_matrix b = ck_matrix_from(&g->b, p, j);
  if (reads_in_place(g, columns))
    return (panel_view){b.at, b.row_stride, CK_GEMM_PANEL, CK_GEMM_HALF};
  if (!already_copied) pack_group(&b, k, columns, scratch);
  return (panel_view){
      scratch, CK_GEMM_HALF, CK_GEMM_PANEL * CK_GEMM_KC, CK_GEMM_HALF * k};
}

/// c[rows, columns] += addend
static void add_rows(
    const ck_gemm *g, long rows, long columns, const ck_matrix *addend, float *c) {
  const int contiguous = g->c_column_stride == 1 && addend->column_stride == 1;
  for (long i = 0; i < rows; i++) {
    float *row = c + i * g->c_row_stride;
    const float *x = addend->at + i * addend->row_stride;
    if (contiguous)
      CK_FOR_LANES(columns, WRITE(row, READ(row) + READ(x)));
    else
      for (long j = 0; j < columns; j++)
        row[j * g->c_column_stride] += x[j * addend->column_stride];
  }
}

/// c[rows, columns] = start + a · b (+ addend) for one group of panels; `t` has everything but b.
static void run_group(
    const ck_gemm *g, const tile_heights *heights, long rows, long columns, tile_operands *t,
    const panel_view *b, const ck_matrix *addend, fetchings *coming) {
  t->b_row = b->row_stride;
  const int wide = rows <= WIDE_TILE_ROWS && has_contiguous_rows(g, t);
  const tile_strides strides = strides_of(g, b);
  const long wide_columns = reads_rows_of_b(strides) ? WIDE_TILE_COLUMNS : WIDE_PANEL_COLUMNS;
  t->b_panel = b->panel_stride;
  t->b_half = b->half_stride;
  for (long j = 0, width; j < columns; j += width) {
    t->b = half_at(b, j / CK_GEMM_HALF);
    if (wide && columns - j >= wide_columns) {
      width = wide_columns;
      t->ahead = (const char *)t->b;
      t->ahead_step = HALF_STEP_BYTES;
      wide_tiles[strides][rows - 1](t);
    } else {
      width = at_most(columns - j, TILE_COLUMNS);
      // Panels that were packed long ago may have to come from memory.
      run_column_of_tiles(
          g, heights, width, strides, t, b, (j + TILE_COLUMNS) / CK_GEMM_HALF, coming);
    }
    if (addend->at) {
      const ck_matrix columns_of_addend = ck_matrix_from(addend, 0, j);
      add_rows(g, rows, width, &columns_of_addend, t->c);
    }
    t->c += width * g->c_column_stride;
    if (t->start) t->start += width * t->start_column;
  }
}

/// Copies rows of a, each contiguous, so that they no longer collide.
static void copy_rows(const ck_matrix *a, long rows, long k, float *copy) {
  for (long i = 0; i < rows; i++)
    __builtin_memcpy(
        copy + i * (k + CK_GEMM_GAP), a->at + i * a->row_stride, (size_t)k * sizeof(float));
}

/// Copies one step of `count` tiles, all of the same height, at least the height's floats: the next step
/// is copied over what is more, or it falls into the gap.
CK_INLINE void copy_step(
    const long height, const long floats, long count, long k, const float *a, float *copy) {
  for (long part = 0; part < count; part++)
    __builtin_memcpy(
        copy + part * (height * k + CK_GEMM_GAP), a + part * height,
        (size_t)floats * sizeof(float));
}

/// Copies the rows of all tiles of a transposed a, of which each line holds rows of several. Of the
/// heights `low` is known where this is compiled.
CK_INLINE void copy_transposed(
    const ck_matrix *a, const long low, const tile_heights *heights, long k, float *copy) {
  const long tall = heights->tall, last = heights->count - tall - 1;
  const long rows = heights->count * low + tall;
  const int whole = 2 * low >= STEP_FLOATS;  // vectors may be read, for they end within the next tile
  float *low_tiles = copy + tall * ((low + 1) * k + CK_GEMM_GAP);
  for (long p = 0; p < k; p++) {
    const float *step = a->at + p * a->column_stride;
    // Steps lie too far apart for the machine to see them coming.
    for (long line = 0; line < rows; line += CK_CACHE_LINE)
      __builtin_prefetch(step + STEPS_AHEAD * a->column_stride + line, 0, 2);
    copy_step(low + 1, whole ? STEP_FLOATS : low + 1, tall, k, step, copy + p * (low + 1));
    copy_step(
        low, whole ? STEP_FLOATS : low, last, k, step + tall * (low + 1), low_tiles + p * low);
    // Nothing may follow the last tile.
    copy_step(
        low, low, 1, k, step + rows - low, low_tiles + last * (low * k + CK_GEMM_GAP) + p * low);
  }
}

/// Rows [i, i + rows) of a for steps [p, p + k): in place, or copied to `scratch`, row by row or, if a is
/// transposed, tile by tile of k · height floats, with gaps between.
static void view_rows(
    const ck_gemm *g, long i, long rows, const tile_heights *heights, long p, long k, float *scratch,
    tile_operands *t) {
  const ck_matrix a = ck_matrix_from(&g->a, i, p);
  const int collides = a.row_stride % CK_COLLIDING_FLOATS == 0 && g->n >= COLUMNS_FOR_COPYING
                    && g->m > CK_GEMM_ROW_BLOCK;
  *t = (tile_operands){
      .k = k, .a = a.at, .a_row = a.row_stride, .a_step = a.column_stride, .c_row = g->c_row_stride};
  if (reads_across(&a) || (a.column_stride == 1 && !collides)) return;
  t->a = scratch;
  if (a.column_stride == 1) {
    copy_rows(&a, rows, k, scratch);
    t->a_row = k + CK_GEMM_GAP;
    return;
  }
  if (heights->low == TILE_ROWS)
    copy_transposed(&a, TILE_ROWS, heights, k, scratch);
  else if (heights->low == TILE_ROWS - 1)
    copy_transposed(&a, TILE_ROWS - 1, heights, k, scratch);
  else
    copy_transposed(&a, heights->low, heights, k, scratch);
  t->a_row = 1;
  t->a_step = heights->low;  // of a single tile; run_column_of_tiles sets each tile's
}

/// Whether rows of a and of b both run across the steps that a tile takes: a block of either is read from
/// all over it, in place or to be copied.
static int both_across(const ck_gemm *g) {
  return !g->packed_b && g->a.column_stride != 1 && g->b.column_stride == 1
      && g->m > ROWS_WITHOUT_PACKING;
}

/// How far a block of rows of a reaches, and a block of k, at most.
typedef struct block_sizes {
  long rows, steps;
} block_sizes;

/// Shares `count` out to as few blocks of at most `most` as there can be, all alike, in whole units.
static long even_block(long count, long most, long unit) {
  if (count <= most) return count;
  const long blocks = (count + most - 1) / most;
  return ((count + blocks - 1) / blocks + unit - 1) / unit * unit;
}

/// Half a panel of the longest block of k does not fit the first cache beside a tile's rows of a, but it
/// is read from one end to the other, which machines see coming; shorter blocks would read and write c more
/// often. Few rows in place and panels of the caller need no room for copies, and may be longer still.
/// Where both operands come from all over and few columns use them, that takes long: blocks are short, so
/// that the next one, fetched meanwhile, finds room beside this one.
static block_sizes sizes_of_blocks(const ck_gemm *g) {
  const int copies = !g->packed_b || g->a.column_stride != 1 || g->m > CK_GEMM_ROW_BLOCK;
  const int narrow = both_across(g) && g->n <= CK_GEMM_COLUMN_BLOCK / 2;
  const long most = narrow ? SHORT_BLOCK : copies ? CK_GEMM_KC : 2 * CK_GEMM_KC;
  const long row_unit = g->a.column_stride != 1 ? CK_CACHE_LINE : TILE_ROWS;  // of what is next to it
  return (block_sizes){
      even_block(g->m, CK_GEMM_ROW_BLOCK, row_unit), even_block(g->k, most, STEPS_TOGETHER)};
}

/// One group of panels of b, beside one block of rows of a.
typedef struct position {
  long p, block, i, j;  // first step, column of a block, row, and column of a group in the block
  long k, rows, columns;
} position;

static long columns_of_block(const ck_gemm *g, long block) {
  return at_most(g->n - block, CK_GEMM_COLUMN_BLOCK);
}

static position position_at(const ck_gemm *g, const block_sizes *sizes, position at) {
  at.k = at_most(g->k - at.p, sizes->steps);
  at.rows = at_most(g->m - at.i, sizes->rows);
  at.columns = at_most(columns_of_block(g, at.block) - at.j, GROUP_COLUMNS);
  return at;
}

/// The next group: of the same rows, for the next rows, in the next block of columns, for the next steps.
static position position_after(const ck_gemm *g, const block_sizes *sizes, position at) {
  at.j += GROUP_COLUMNS;
  if (at.j >= columns_of_block(g, at.block)) {
    at.j = 0;
    at.i += sizes->rows;
  }
  if (at.i >= g->m) {
    at.i = 0;
    at.block += CK_GEMM_COLUMN_BLOCK;
  }
  if (at.block >= g->n) {
    at.block = 0;
    at.p += sizes->steps;
  }
  return position_at(g, sizes, at);
}

/// The rows of b that are new at a position, if any are and they lie apart.
static ck_rows rows_of_b(const ck_gemm *g, const position *at) {
  if (at->p >= g->k || at->i > 0 || !both_across(g)) return (ck_rows){0};
  const ck_matrix b = ck_matrix_from(&g->b, at->p, at->block + at->j);
  return (ck_rows){b.at, b.row_stride, at->k, at->columns};
}

/// Sets what the group at `next` will read from far, to be fetched while the one before it runs, what that
/// one adds, and what is new at `after`: few rows would not take long enough to fetch it all at once.
static void look_ahead(
    const ck_gemm *g, const position *next, const position *after, const ck_rows *addend,
    fetchings *coming) {
  fetching *all = coming->all;
  const fetching begun = all[OF_B_AFTER];
  const ck_rows rows = rows_of_b(g, next);
  all[OF_ADDEND] = (fetching){*addend, 0, 0};
  all[OF_A] = (fetching){{0}, 0, 0};
  all[OF_B] = begun.rows.at == rows.at ? begun : (fetching){rows, 0, 0};
  all[OF_B_AFTER] = (fetching){rows_of_b(g, after), 0, 0};
  coming->now = 0;
  if (next->p >= g->k) return;
  const ck_matrix a = ck_matrix_from(&g->a, next->i, next->p);
  if (next->j == 0 && a.column_stride != 1)
    all[OF_A].rows = (ck_rows){a.at, a.column_stride, next->k, next->rows};
  else if (next->j == 0 && g->m > CK_GEMM_ROW_BLOCK && g->m * g->k > FLOATS_NEARBY)
    all[OF_A].rows = (ck_rows){a.at, a.row_stride, next->rows, next->k};
}

/// Whether one block of rows and of steps is the whole product, read in place, with nothing but sums to
/// write: of such attention and recurrences ask for many.
static int is_one_block(const ck_gemm *g, const block_sizes *sizes) {
  return g->m <= sizes->rows && 0 < g->k && g->k <= sizes->steps && !g->addend.at && !g->a_sums
      && (g->a.column_stride == 1 || reads_across(&g->a))
      && (g->packed_b || (reads_in_place(g, g->n) && g->n <= GROUP_COLUMNS));
}

static void gemm_one_block(const ck_gemm *g) {
  const tile_heights heights = heights_for(g->m);
  tile_operands t = {
      .k = g->k, .a = g->a.at, .a_row = g->a.row_stride, .a_step = g->a.column_stride, .c = g->c,
      .c_row = g->c_row_stride, .start = g->start.at, .start_row = g->start.row_stride,
      .start_column = g->start.column_stride, .start_places = g->start_places};
  const panel_view b = view_group(g, 0, g->k, 0, g->n, 1, NULL);
  fetchings coming;
  begin_fetching(g, &coming);
  run_group(g, &heights, g->m, g->n, &t, &b, &(ck_matrix){0}, &coming);
}

static void gemm_blocked(const ck_gemm *g) {
  if (is_thin(g)) {
    gemm_thin(g);
    return;
  }
  const block_sizes sizes = sizes_of_blocks(g);
  if (is_one_block(g, &sizes)) {
    gemm_one_block(g);
    return;
  }
  float *scratch_a = ck_gemm_scratch();
  if (!scratch_a || g->k <= 0) {
    gemm_reference(g);
    return;
  }
  float *scratch_b = scratch_a + CK_GEMM_ROW_BLOCK * (CK_GEMM_KC + CK_GEMM_GAP);
  const int one_block = g->m <= CK_GEMM_ROW_BLOCK;  // then no copy of b is used again
  tile_operands t;
  tile_heights heights;
  fetchings coming;
  begin_fetching(g, &coming);

  position now = position_at(g, &sizes, (position){0});
  position next = position_after(g, &sizes, now), after;
  for (; now.p < g->k; now = next, next = after) {
    after = position_after(g, &sizes, next);
    const long column = now.block + now.j;
    const ck_matrix addend = g->addend.at && now.p + now.k >= g->k
                               ? ck_matrix_from(&g->addend, now.i, column)
                               : (ck_matrix){0};
    const ck_rows added = {addend.at, addend.row_stride, addend.at ? now.rows : 0, now.columns};
    look_ahead(g, &next, &after, &added, &coming);
    if (now.j == 0 && (now.block == 0 || !one_block)) {
      heights = heights_for(now.rows);
      view_rows(g, now.i, now.rows, &heights, now.p, now.k, scratch_a, &t);
    }
    if (now.j == 0 && now.block == 0) add_to_sums(g, now.i, now.rows, now.p, now.k);
    const panel_view b = view_group(
        g, now.p, now.k, column, now.columns, now.i > 0,
        scratch_b + (one_block ? 0 : now.j * CK_GEMM_KC));

    const ck_matrix start =
        now.p > 0 ? ck_start_from(1, g->c, g->c_row_stride, g->c_column_stride) : g->start;
    t.c = g->c + now.i * g->c_row_stride + column * g->c_column_stride;
    t.start_places = now.p == 0 && g->start_places ? g->start_places + now.i : NULL;
    t.start = start.at ? ck_matrix_from(&start, t.start_places ? 0 : now.i, column).at : NULL;
    t.start_row = start.row_stride;
    t.start_column = start.column_stride;
    run_group(g, &heights, now.rows, now.columns, &t, &b, &addend, &coming);
  }
}

#endif
