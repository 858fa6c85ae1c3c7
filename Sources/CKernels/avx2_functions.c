// The functions of arrays for AVX2, two vectors side by side: of one alone each step would wait for the
// step before.
#if defined(__x86_64__)
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF
#pragma clang diagnostic ignored "-Wpsabi"  // all that takes such wide values is inlined
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define CK_LANES 16
#define CK_FUNCTION(name) ck_avx2_##name
#define CK_FUNCTION_LINKAGE
#include "functions.lanes.h"

#pragma clang attribute pop
#endif
