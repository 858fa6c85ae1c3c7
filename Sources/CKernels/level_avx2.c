// AVX2 and FMA.
#if defined(__x86_64__)
#define CK_LEVEL avx2
#define CK_TARGET __attribute__((target("avx2,fma")))
#define CK_ROWS 6
#define CK_COLUMNS 1
#pragma STDC FP_CONTRACT OFF
#include "level_body.h"
#endif
