// What the steps of all recurrences share: where a row's h comes from and goes to.
#ifndef CK_RECURRENT_ROWS_H
#define CK_RECURRENT_ROWS_H
#include "elementary.h"

/// Row r of a packed array.
CK_INLINE float *row_of(float *packed, long r, long width) { return packed + r * width; }

/// Where the next step of row r finds its state; `ended` for a row that has no next step.
CK_INLINE float *next_of(
    float *packed, const ck_step_rows *rows, long r, long hidden, float *ended) {
  return r < rows->living ? packed + (rows->next + r) * hidden : ended;
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
