// Memory for tensors.
#define _DEFAULT_SOURCE  // for madvise
#include "CKernels.h"

#include <stdlib.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

enum { LINE = 64, LARGE_PAGE = 1 << 21 };

void *ck_allocate(long bytes) {
  const size_t alignment = bytes < LARGE_PAGE ? LINE : LARGE_PAGE;
  void *memory = NULL;
  if (posix_memalign(&memory, alignment, bytes > 0 ? (size_t)bytes : 1) != 0) return NULL;
#ifdef MADV_HUGEPAGE
  // Only whole pages: a part of one would take more memory than was asked for. If the system refuses,
  // small pages do.
  if (bytes >= LARGE_PAGE)
    (void)madvise(memory, (size_t)bytes / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
#endif
  return memory;
}
