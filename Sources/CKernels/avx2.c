// Eight lanes: AVX2 and FMA.
#if defined(__x86_64__)
#include "kernels.h"

#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define CK_LANES 8
#define CK_TABLE ck_kernels_avx2
#define CK_GEMM gemm_reference
#include "gemm_reference.h"
#include "machine.h"

#pragma clang attribute pop
#endif
