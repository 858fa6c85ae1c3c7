// The plain level: whatever the compiler assumes of the platform; fma by the C library.
#define CK_LEVEL scalar
#define CK_TARGET 
#define CK_ROWS 3
#define CK_COLUMNS 1
#pragma STDC FP_CONTRACT OFF
#include "level_body.h"

