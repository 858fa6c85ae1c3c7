// Rotary positions: each thread takes whole rows.
#include "kernels.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

static void turn_row(const ck_rotation *r, long row) {
  const long half = r->half, place = row % r->time * half;
  const float *x = r->x + row * r->columns, *sine = r->sine + place, *cosine = r->cosine + place;
  float *y = r->y + row * r->columns;
  for (long head = 0; head < r->width; head += 2 * half)
    for (long i = 0; i < half; i++) {
      const float even = x[head + 2 * i], odd = x[head + 2 * i + 1];
      const float s = r->direction * sine[i], c = cosine[i];
      y[head + 2 * i] = even * c - odd * s;
      y[head + 2 * i + 1] = even * s + odd * c;
    }
  memcpy(y + r->width, x + r->width, (size_t)(r->columns - r->width) * sizeof(float));
}

static void run(void *context, long begin, long end) {
  for (long row = begin; row < end; row++) turn_row(context, row);
}

void ck_rotate_f32(const ck_rotation *rotation) {
  const long worth = (1 << 13) / (rotation->columns + 1) + 1;
  ck_parallel_for(rotation->rows, worth, run, (void *)rotation);
}
