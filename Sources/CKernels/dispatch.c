// Which machine's kernels run: UNROLL_SIMD, or the best this CPU has.
#include "kernels.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const level_names[] = {"scalar", "avx2", "avx512", "neon"};
enum { LEVELS = sizeof level_names / sizeof *level_names };

int ck_simd_available(int level) {
  switch (level) {
    case CK_SIMD_SCALAR:
      return 1;
#if defined(__x86_64__)
    case CK_SIMD_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case CK_SIMD_AVX512:
      return ck_simd_available(CK_SIMD_AVX2) && __builtin_cpu_supports("avx512f")
          && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
          && __builtin_cpu_supports("avx512bw");
#elif defined(__aarch64__)
    case CK_SIMD_NEON:
      return 1;
#endif
    default:
      return 0;
  }
}

static const ck_kernels *table_of(int level) {
  switch (level) {
#if defined(__x86_64__)
    case CK_SIMD_AVX2:
      return &ck_kernels_avx2;
    case CK_SIMD_AVX512:
      return &ck_kernels_avx512;
    default:
      return __builtin_cpu_supports("fma") ? &ck_kernels_scalar_fma : &ck_kernels_scalar;
#elif defined(__aarch64__)
    case CK_SIMD_NEON:
      return &ck_kernels_neon;
    default:
      return &ck_kernels_scalar;
#else
    default:
      return &ck_kernels_scalar;
#endif
  }
}

static int best_level(void) {
  if (ck_simd_available(CK_SIMD_AVX512)) return CK_SIMD_AVX512;
  if (ck_simd_available(CK_SIMD_AVX2)) return CK_SIMD_AVX2;
  if (ck_simd_available(CK_SIMD_NEON)) return CK_SIMD_NEON;
  return CK_SIMD_SCALAR;
}

/// The level that UNROLL_SIMD asks for; a wrong one ends the process with status 2.
static int initial_level(void) {
  const char *wanted = getenv("UNROLL_SIMD");
  if (!wanted || !*wanted) return best_level();
  for (int level = 0; level < LEVELS; level++)
    if (strcmp(wanted, level_names[level]) == 0 && ck_simd_available(level)) return level;
  fprintf(stderr, "error: UNROLL_SIMD=%s: this CPU has", wanted);
  for (int level = 0; level < LEVELS; level++)
    if (ck_simd_available(level)) fprintf(stderr, " %s", level_names[level]);
  fprintf(stderr, "; set it to one of these, or unset it.\n");
  exit(2);
}

static _Atomic int level_in_use = -1;
static _Atomic(const ck_kernels *) table_in_use;

int ck_set_simd_level(int level) {
  if (!ck_simd_available(level)) return -1;
  atomic_store(&level_in_use, level);
  atomic_store(&table_in_use, table_of(level));
  return 0;
}

const ck_kernels *ck_current(void) {
  const ck_kernels *table = atomic_load_explicit(&table_in_use, memory_order_acquire);
  if (table) return table;
  ck_set_simd_level(initial_level());
  return atomic_load(&table_in_use);
}

int ck_simd_level(void) {
  ck_current();
  return atomic_load(&level_in_use);
}
