// Memory for tensors, in large pages where the system has them: a step of training walks through all of
// its tensors, and with small pages looking up where they are takes some of its time.
//
// Tensors of at least one large page have their own. Smaller ones lie side by side in regions, each of
// buffers of one size; the smallest come from malloc.
#define _DEFAULT_SOURCE  // for madvise
#include "CKernels.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

enum {
  LINE = 64,
  LARGE_PAGE = 1 << 21,
  REGION = 4 * LARGE_PAGE,
  SHARING = 1 << 17,  // bytes from which on tensors lie in regions
  UNIT = 1 << 14,     // of which their sizes are made multiples, so that nearly equal ones share regions
  SHIFT = 17 * LINE,  // that buffers are longer by, lest tensors all meet in the same sets of a cache
};

/// Large pages for whole ones only: a part of one would take more memory than was asked for. If the system
/// refuses, small pages do.
static void *allocate_pages(size_t bytes) {
  void *memory = NULL;
  if (posix_memalign(&memory, LARGE_PAGE, bytes) != 0) return NULL;
#ifdef MADV_HUGEPAGE
  (void)madvise(memory, bytes / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
#endif
  return memory;
}

typedef struct region {
  char *memory;
  size_t buffer;  // bytes of each
  uint64_t unused;  // a bit for each buffer
} region;

/// A bit for each buffer of that size in a region.
static uint64_t all_buffers(size_t buffer) { return ((uint64_t)2 << (REGION / buffer - 1)) - 1; }

// Guarded by `sharing`, as is what is in it.
static region *regions;
static size_t region_count, region_room;
static pthread_mutex_t sharing = PTHREAD_MUTEX_INITIALIZER;

static void lock(void) { pthread_mutex_lock(&sharing); }
static void unlock(void) { pthread_mutex_unlock(&sharing); }
/// So that the child of a fork finds everything in order.
static void register_fork_handlers(void) { pthread_atfork(lock, unlock, unlock); }

/// A region of unused buffers, or NULL.
static region *new_region(size_t buffer) {
  if (region_count == region_room) {
    const size_t room = region_room ? 2 * region_room : 16;
    region *more = realloc(regions, room * sizeof *more);
    if (!more) return NULL;
    regions = more;
    region_room = room;
  }
  char *memory = allocate_pages(REGION);
  if (!memory) return NULL;
  regions[region_count] = (region){memory, buffer, all_buffers(buffer)};
  return &regions[region_count++];
}

static void *take_buffer(size_t buffer) {
  region *from = NULL;
  for (size_t i = 0; i < region_count && !from; i++)
    if (regions[i].buffer == buffer && regions[i].unused) from = &regions[i];
  if (!from) from = new_region(buffer);
  if (!from) return NULL;
  const int first = __builtin_ctzll(from->unused);
  from->unused &= from->unused - 1;
  return from->memory + (size_t)first * buffer;
}

/// Gives a region back to the system with the last of its buffers.
static void give_back(const char *memory) {
  size_t i = 0;
  while ((uintptr_t)memory - (uintptr_t)regions[i].memory >= REGION) i++;
  region *from = &regions[i];
  from->unused |= (uint64_t)1 << ((size_t)(memory - from->memory) / from->buffer);
  if (from->unused != all_buffers(from->buffer)) return;
  free(from->memory);
  *from = regions[--region_count];
}

static int is_shared(long bytes) { return bytes >= SHARING && bytes < LARGE_PAGE; }

void *ck_allocate(long bytes) {
  if (bytes >= LARGE_PAGE) return allocate_pages((size_t)bytes);
  if (!is_shared(bytes)) {
    void *memory = NULL;
    return posix_memalign(&memory, LINE, bytes > 0 ? (size_t)bytes : 1) == 0 ? memory : NULL;
  }
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, register_fork_handlers);
  lock();
  void *memory = take_buffer(((size_t)bytes + UNIT - 1) / UNIT * UNIT + SHIFT);
  unlock();
  return memory;
}

void ck_release(void *memory, long bytes) {
  if (!memory || !is_shared(bytes)) {
    free(memory);
    return;
  }
  lock();
  give_back(memory);
  unlock();
}
