// Eight lanes: AVX2 and FMA.
#if defined(__x86_64__)
#include "kernels.h"

#include <stddef.h>
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define CK_LANES 8
#define CK_TABLE ck_kernels_avx2
#define CK_TILE_VECTORS 2
#define CK_GEMM gemm_blocked
#define CK_FUNCTION(name) ck_avx2_##name  // of avx2_functions.c
#include "gemm_blocked.lanes.h"
#include "machine.lanes.h"

#pragma clang attribute pop
#endif
