// The largest of each column and the first row that has it, on lanes.
#ifndef CK_POOLING_H
#define CK_POOLING_H
#include "lanes.h"

CK_INLINE void store_places(int *to, long count, lanes_int places) {
  int32_t buffer[CK_LANES];
  __builtin_memcpy(buffer, &places, sizeof places);
  for (long i = 0; i < count; i++) to[i] = buffer[i];
}

static void max_over_time_kernel(
    long steps, long columns, const float *x, float *y, int *first) {
  CK_FOR_LANES(columns, {
    lanes best = READ(x);
    lanes_int place = (lanes_int)0;
    for (long t = 1; t < steps; t++) {
      const lanes next = read_lanes(x + t * columns + at, part);
      const lanes_int larger_here = (next > best) | (next != next);
      best = CK_SELECT(larger_here, next, best);
      place = CK_SELECT(larger_here, (lanes_int)(int32_t)t, place);
    }
    WRITE(y, best);
    store_places(first + at, part, place);
  });
}

#endif
