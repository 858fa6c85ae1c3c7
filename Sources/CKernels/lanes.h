// CK_LANES floats side by side, as one value: a plain float (1 lane) or a vector of 4, 8 or 16.
//
// The kernels are written once against these few operations and compiled once per machine, so all
// machines do the same operations on each element in the same order: the same bits.
//
// They stand in the files called x.lanes.h, which are no one's header. Each machine's file (scalar.c,
// avx2.c, ...) defines CK_LANES and includes them all, through machine.lanes.h, for a dispatch table of its
// own (kernels.h). The file x.c, where there is one, looks up the table and shares the work out to threads.
#ifndef CK_LANES_H
#define CK_LANES_H
#include <stdint.h>

#define CK_INLINE static inline __attribute__((always_inline, unused))

#if CK_LANES == 1
typedef float lanes;
typedef int32_t lanes_int;
#define CK_SQRT(x) __builtin_sqrtf(x)
#else
typedef float lanes __attribute__((ext_vector_type(CK_LANES)));
typedef int32_t lanes_int __attribute__((ext_vector_type(CK_LANES)));
#define CK_SQRT(x) __builtin_elementwise_sqrt(x)
#endif

/// x · y + z, rounded once.
CK_INLINE lanes fused(lanes x, lanes y, lanes z) {
#if CK_LANES == 1
  return __builtin_fmaf(x, y, z);
#else
  return __builtin_elementwise_fma(x, y, z);
#endif
}

CK_INLINE lanes splat(float x) { return (lanes)x; }
CK_INLINE lanes square_root(lanes x) { return CK_SQRT(x); }

CK_INLINE lanes_int bits(lanes x) {
  lanes_int result;
  __builtin_memcpy(&result, &x, sizeof x);
  return result;
}

CK_INLINE lanes from_bits(lanes_int x) {
  lanes result;
  __builtin_memcpy(&result, &x, sizeof x);
  return result;
}

/// condition ? x : y in every lane. A macro, for a condition is an int in one lane, a mask in many.
#define CK_SELECT(condition, x, y) ((condition) ? (x) : (y))

CK_INLINE lanes absolute(lanes x) { return from_bits(bits(x) & (lanes_int)0x7fffffff); }

/// The magnitude of x with the sign of y.
CK_INLINE lanes with_sign(lanes x, lanes y) {
  return from_bits(
      (bits(x) & (lanes_int)0x7fffffff) | (bits(y) & (lanes_int)(int32_t)0x80000000u));
}

CK_INLINE lanes load(const float *x) {
  lanes result;
  __builtin_memcpy(&result, x, sizeof result);
  return result;
}

CK_INLINE void store(float *x, lanes value) { __builtin_memcpy(x, &value, sizeof value); }

/// The first `count` lanes (fewer than CK_LANES) from memory, the others from `filler`.
CK_INLINE lanes load_part(const float *x, long count, lanes filler) {
  float buffer[CK_LANES];
  store(buffer, filler);
  for (long i = 0; i < count; i++) buffer[i] = x[i];
  return load(buffer);
}

CK_INLINE void store_part(float *x, long count, lanes value) {
  float buffer[CK_LANES];
  store(buffer, value);
  for (long i = 0; i < count; i++) x[i] = buffer[i];
}

/// Runs the body for each full vector, then for the remainder, with READ and WRITE to match:
///
///     CK_FOR_LANES(n, WRITE(y, f(READ(x))))
#define CK_FOR_LANES(n, ...)                                    \
  do {                                                          \
    long at = 0;                                                \
    for (; at + CK_LANES <= (n); at += CK_LANES) {              \
      const long part = CK_LANES;                               \
      __VA_ARGS__;                                              \
    }                                                           \
    if (CK_LANES > 1 && at < (n)) {                             \
      const long part = (n) - at;                               \
      __VA_ARGS__;                                              \
    }                                                           \
  } while (0)
#define READ(x) read_lanes((x) + at, part)
#define WRITE(x, value) write_lanes((x) + at, part, (value))

CK_INLINE lanes read_lanes(const float *x, long part) {
  return part == CK_LANES ? load(x) : load_part(x, part, splat(0));
}

CK_INLINE void write_lanes(float *x, long part, lanes value) {
  if (part == CK_LANES)
    store(x, value);
  else
    store_part(x, part, value);
}

#endif
