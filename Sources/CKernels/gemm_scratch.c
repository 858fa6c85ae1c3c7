// Room for packed blocks, one per thread, made at its first product and freed when it ends.
#include "gemm.h"

#include "CKernels.h"

#include <pthread.h>
#include <stddef.h>

static pthread_key_t key;
static int key_exists;

enum {
  SCRATCH_FLOATS = CK_GEMM_ROW_BLOCK * (CK_GEMM_KC + CK_GEMM_GAP) + CK_GEMM_COLUMN_BLOCK * CK_GEMM_KC,
  SCRATCH_BYTES = SCRATCH_FLOATS * sizeof(float),
};

static void release(void *memory) { ck_release(memory, SCRATCH_BYTES); }
static void make_key(void) { key_exists = pthread_key_create(&key, release) == 0; }

float *ck_gemm_scratch(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  static _Thread_local float *scratch;
  if (scratch) return scratch;
  pthread_once(&once, make_key);
  if (!key_exists) return NULL;

  void *memory = ck_allocate(SCRATCH_BYTES);
  if (!memory) return NULL;
  if (pthread_setspecific(key, memory) != 0) {
    release(memory);
    return NULL;
  }
  return scratch = memory;
}
