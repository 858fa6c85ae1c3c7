// The thread pool behind ck_parallel_for.
//
// A job is cut into parts; the caller takes them from the front, the pool's threads from the back,
// until none is left. So the same part of the next such job goes to the same core, as far as it goes,
// and finds its data in that core's cache. What is left of which job is one atomic word, the ticket, so
// a thread that comes late takes nothing.
#include "CKernels.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
  PARTS_PER_THREAD = 4,  // so that a thread that lost its core delays the others by little
  // Before a thread sleeps it spins for about 50 µs, for the steps of a recurrence follow closely,
  // and then yields some hundred µs more, for waking it costs the caller that much: whoever else
  // wants the core gets it meanwhile.
  SPINS = 4000,
  YIELDS = 1000,
  APART = 128,  // bytes: cores also fetch the line next to the one they want
};

typedef struct job {
  long count, part_length;
  void (*body)(void *context, long begin, long end);
  void *context;
} job;

// generation (32 bits) | end of the parts left (16) | first of them (16). A job's fields stay as they
// are while any of its parts is taken but not finished, so whoever took one may read them.
//
// What a waiting thread reads again and again lies apart from what others write meanwhile: a core that
// writes to a line has to take it from all that read it.
static struct {
  _Alignas(APART) _Atomic uint64_t ticket;
  _Atomic int stopping;
  _Alignas(APART) job current_job;
  _Atomic long finished_parts;
} shared;

static pthread_mutex_t publishing = PTHREAD_MUTEX_INITIALIZER;  // held by the one running caller
static pthread_mutex_t sleeping = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static _Atomic int sleepers;

static pthread_t pool[CK_MAX_THREADS];
static int pool_size;  // threads running besides the caller's; guarded by `publishing`
static _Atomic int wanted_threads;
static _Thread_local int inside_job;

enum { FIRST = 1, END = 1 << 16 };  // what taking a part adds to the ticket, or takes from it

static uint64_t pack(uint64_t generation, uint64_t end, uint64_t first) {
  return generation << 32 | end << 16 | first;
}
static uint64_t generation_of(uint64_t value) { return value >> 32; }
static uint64_t end_of(uint64_t value) { return value >> 16 & 0xffff; }
static uint64_t first_of(uint64_t value) { return value & 0xffff; }

static void pause_core(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void run_part(const job *job, long part) {
  const long begin = part * job->part_length;
  const long rest = job->count - begin;
  job->body(job->context, begin, begin + (rest < job->part_length ? rest : job->part_length));
}

/// Takes and runs parts until the current job has none left; returns how many.
static long run_parts(int from_the_front) {
  long count = 0;
  uint64_t seen = atomic_load(&shared.ticket);
  while (first_of(seen) < end_of(seen)) {
    const uint64_t left = from_the_front ? seen + FIRST : seen - END;
    if (!atomic_compare_exchange_weak(&shared.ticket, &seen, left)) continue;
    run_part(&shared.current_job, (long)(from_the_front ? first_of(seen) : end_of(left)));
    count++;
    // The caller counts its own: to write here it would have to take the line from the others.
    if (!from_the_front) atomic_fetch_add(&shared.finished_parts, 1);
    seen = atomic_load(&shared.ticket);
  }
  return count;
}

static int has_news(uint64_t generation) {
  return atomic_load(&shared.stopping) || generation_of(atomic_load(&shared.ticket)) != generation;
}

static void *pool_thread(void *unused) {
  (void)unused;
  inside_job = 1;
  // A job published before this thread ran may still have parts.
  uint64_t generation = generation_of(atomic_load(&shared.ticket));
  run_parts(0);
  while (!atomic_load(&shared.stopping)) {
    for (int spin = 0; spin < SPINS + YIELDS && !has_news(generation); spin++)
      if (spin < SPINS) pause_core(); else sched_yield();
    if (!has_news(generation)) {
      pthread_mutex_lock(&sleeping);
      atomic_fetch_add(&sleepers, 1);
      while (!has_news(generation)) pthread_cond_wait(&wake, &sleeping);
      atomic_fetch_sub(&sleepers, 1);
      pthread_mutex_unlock(&sleeping);
    }
    generation = generation_of(atomic_load(&shared.ticket));
    run_parts(0);
  }
  return NULL;
}

static void wake_sleepers(void) {
  if (atomic_load(&sleepers) == 0) return;
  pthread_mutex_lock(&sleeping);
  pthread_cond_broadcast(&wake);
  pthread_mutex_unlock(&sleeping);
}

static void stop_pool(void) {
  if (pool_size == 0) return;
  atomic_store(&shared.stopping, 1);
  wake_sleepers();
  for (int i = 0; i < pool_size; i++) pthread_join(pool[i], NULL);
  pool_size = 0;
  atomic_store(&shared.stopping, 0);
}

/// In the child of a fork only the forking thread lives: forget the others, whatever they held.
static void forget_pool(void) {
  pthread_mutex_init(&publishing, NULL);
  pthread_mutex_init(&sleeping, NULL);
  pthread_cond_init(&wake, NULL);
  atomic_store(&shared.ticket, 0);
  atomic_store(&sleepers, 0);
  atomic_store(&shared.stopping, 0);
  pool_size = 0;
}

static void register_fork_handler(void) { pthread_atfork(NULL, NULL, forget_pool); }

/// Grows or shrinks the pool to `size` threads; fewer if the system refuses.
static void resize_pool(int size) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, register_fork_handler);
  if (pool_size > size) stop_pool();
  while (pool_size < size && pthread_create(&pool[pool_size], NULL, pool_thread, NULL) == 0)
    pool_size++;
}

/// The count that UNROLL_THREADS asks for; a wrong one ends the process with status 2.
static int initial_thread_count(void) {
  const char *wanted = getenv("UNROLL_THREADS");
  if (wanted && *wanted) {
    char *end;
    const long count = strtol(wanted, &end, 10);
    if (*end == 0 && count >= 1 && count <= CK_MAX_THREADS) return (int)count;
    fprintf(
        stderr, "error: UNROLL_THREADS=%s: set it to a whole number from 1 to %d, or unset it.\n",
        wanted, CK_MAX_THREADS);
    exit(2);
  }
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online < 1 ? 1 : online > CK_MAX_THREADS ? CK_MAX_THREADS : (int)online;
}

int ck_thread_count(void) {
  int count = atomic_load_explicit(&wanted_threads, memory_order_relaxed);
  if (count == 0) {
    count = initial_thread_count();
    atomic_store(&wanted_threads, count);
  }
  return count;
}

void ck_set_thread_count(int count) {
  atomic_store(&wanted_threads, count < 1 ? 1 : count > CK_MAX_THREADS ? CK_MAX_THREADS : count);
}

void ck_stop_threads(void) {
  if (inside_job) return;
  pthread_mutex_lock(&publishing);
  stop_pool();
  pthread_mutex_unlock(&publishing);
}

static void run_on_pool(const job *new_job, long parts) {
  shared.current_job = *new_job;
  atomic_store_explicit(&shared.finished_parts, 0, memory_order_relaxed);
  const uint64_t generation = (generation_of(atomic_load(&shared.ticket)) + 1) & 0xffffffff;
  atomic_store(&shared.ticket, pack(generation, (uint64_t)parts, 1));
  wake_sleepers();

  inside_job = 1;
  run_part(new_job, 0);  // the first is the caller's already
  const long others = parts - 1 - run_parts(1);
  inside_job = 0;
  for (int spin = 0; atomic_load(&shared.finished_parts) < others; spin++)
    if (spin < SPINS) pause_core(); else sched_yield();
}

void ck_parallel_for(
    long count, long grain, void (*body)(void *context, long begin, long end), void *context) {
  if (count <= 0) return;
  if (grain < 1) grain = 1;
  const int threads = ck_thread_count();
  // Nested, too small to share, or another caller has the pool: all of it here.
  if (threads == 1 || inside_job || count < 2 * grain || pthread_mutex_trylock(&publishing) != 0) {
    body(context, 0, count);
    return;
  }
  long parts = count / grain;
  if (parts > (long)threads * PARTS_PER_THREAD) parts = (long)threads * PARTS_PER_THREAD;
  const long part_length = (count + parts - 1) / parts;
  parts = (count + part_length - 1) / part_length;

  resize_pool(threads - 1);
  const job new_job = {count, part_length, body, context};
  run_on_pool(&new_job, parts);
  pthread_mutex_unlock(&publishing);
}
