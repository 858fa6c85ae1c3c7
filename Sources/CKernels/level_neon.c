// Advanced SIMD, which every 64-bit ARM has.
#if defined(__aarch64__)
#define CK_LEVEL neon
#define CK_TARGET 
#define CK_ROWS 6
#define CK_COLUMNS 1
#pragma STDC FP_CONTRACT OFF
#include "level_body.h"
#endif
