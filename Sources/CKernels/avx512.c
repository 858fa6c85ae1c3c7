// Sixteen lanes: AVX-512.
#if defined(__x86_64__)
#include "kernels.h"

#include <stddef.h>
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)

#define CK_LANES 16
#define CK_TABLE ck_kernels_avx512
#define CK_TILE_VECTORS 4
#define CK_GEMM gemm_blocked
#include "gemm_blocked.lanes.h"
#include "machine.lanes.h"

#pragma clang attribute pop
#endif
