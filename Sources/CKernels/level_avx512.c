// AVX-512.
#if defined(__x86_64__)
#define CK_LEVEL avx512
#define CK_TARGET __attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,fma"))) 
#define CK_ROWS 12
#define CK_COLUMNS 2
#pragma STDC FP_CONTRACT OFF
#include "level_body.h"
#endif
