// Room for packed blocks, one per thread, made at its first product and freed when it ends.
#include "gemm.h"

#include "CKernels.h"

#include <pthread.h>
#include <stdlib.h>

static pthread_key_t key;
static int key_exists;

static void make_key(void) { key_exists = pthread_key_create(&key, free) == 0; }

float *ck_gemm_scratch(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  static _Thread_local float *scratch;
  if (scratch) return scratch;
  pthread_once(&once, make_key);
  if (!key_exists) return NULL;

  const size_t floats = (size_t)CK_GEMM_ROW_BLOCK * (CK_GEMM_KC + CK_GEMM_GAP)
                      + (size_t)CK_GEMM_COLUMN_BLOCK * CK_GEMM_KC;
  void *memory = aligned_alloc(64, floats * sizeof(float));
  if (!memory) return NULL;
  if (pthread_setspecific(key, memory) != 0) {
    free(memory);
    return NULL;
  }
  return scratch = memory;
}
