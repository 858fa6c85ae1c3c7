// The plain reference: one float at a time.
#include "kernels.h"

#include <stddef.h>

#pragma STDC FP_CONTRACT OFF

#define CK_LANES 1
#define CK_TABLE ck_kernels_scalar
#define CK_GEMM gemm_reference
#include "gemm_reference.lanes.h"
#include "machine.lanes.h"
