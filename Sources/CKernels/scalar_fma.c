// The plain reference where the CPU has fused multiply-add: the same results as scalar.c, which
// without the instruction calls libm's exact and slow fmaf.
#if defined(__x86_64__)
#include "kernels.h"

#include <stddef.h>
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#pragma clang attribute push(__attribute__((target("fma"))), apply_to = function)

#define CK_LANES 1
#define CK_TABLE ck_kernels_scalar_fma
#define CK_GEMM gemm_reference
#include "gemm_reference.lanes.h"
#include "machine.lanes.h"

#pragma clang attribute pop
#endif
