// Four lanes: NEON, which every 64-bit Arm has.
#if defined(__aarch64__)
#include "kernels.h"

#include <stddef.h>
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF

#define CK_LANES 4
#define CK_TABLE ck_kernels_neon
#define CK_TILE_VECTORS 4
#define CK_GEMM gemm_blocked
#include "gemm_blocked.lanes.h"
#include "machine.lanes.h"

#endif
