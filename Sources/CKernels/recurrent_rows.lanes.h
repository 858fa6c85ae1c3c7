// What the steps of all recurrences share: where a row's h comes from and goes to.
#ifndef CK_RECURRENT_ROWS_H
#define CK_RECURRENT_ROWS_H
#include "elementary.lanes.h"

/// Row r of a packed array.
CK_INLINE float *row_of(float *packed, long r, long width) { return packed + r * width; }

/// Where the next step of row r finds its state, of the layer's `states`; `ended` for a row that has no next
/// step.
CK_INLINE float *next_of(
    const ck_recurrence *layer, float *states, const ck_step_rows *rows, long r, float *ended) {
  const long next = layer->for_inference ? 0 : rows->next;
  return r < rows->living ? states + (next + r) * layer->hidden : ended;
}

/// What row r's next step reads of the inputs, to be fetched meanwhile; NULL if there is nothing.
CK_INLINE const float *coming_inputs(
    const ck_recurrence *layer, const ck_step_rows *rows, long r, long width) {
  const int is_any = layer->inputs && r < rows->living;
  return is_any ? layer->inputs + layer->input_places[rows->next + r] * width : 0;
}

/// Fetches a vector of each gate, from column `at` on, if there is a row.
CK_INLINE void fetch_gates(const int gates, const float *row, long hidden, long at) {
  if (row)
    for (int gate = 0; gate < gates; gate++) __builtin_prefetch(row + gate * hidden + at, 0, 2);
}

/// The gradient that row r's h' has from outside the recurrence, or NULL.
CK_INLINE const float *outer_gradient_of(
    const ck_recurrence *layer, const ck_step_rows *rows, long r) {
  return layer->output_gradient ? layer->output_gradient + rows->place[r] * layer->hidden : NULL;
}

/// A row by place, the one after row r of a step, to be fetched while row r runs: such rows lie far apart,
/// where no machine sees the next one coming.
CK_INLINE const float *coming_row(
    const float *by_place, const ck_step_rows *rows, long r, long width) {
  return by_place ? by_place + rows->place[r + 1 < rows->count ? r + 1 : r] * width : 0;
}
#define FETCH(x) __builtin_prefetch((x) + at, 0, 3)
#define FETCH_TO_WRITE(x) __builtin_prefetch((x) + at, 1, 3)

/// h̄' = that from the next step and that from outside.
#define READ_UPSTREAM(inner, outer) ((outer) ? READ(inner) + READ(outer) : READ(inner))

#endif
