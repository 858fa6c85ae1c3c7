// The thread pool: workers sleep until there is work. It belongs to one process; after a fork the child
// starts its own.
#include "internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST = 64 };
static pthread_t workers[MOST];
static int worker_count, wanted, stopping;
static pid_t owner;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER, done = PTHREAD_COND_INITIALIZER;
static unsigned long round_number;
// The round before each worker's first: a new worker must not take up a round that is over.
static unsigned long born[MOST];
static int running;
// 1 while a thread shares out work; another caller then does its work alone.
static int busy;
static __thread int inside;

static struct {
  long count, chunk;
  int parts;
  void (*body)(void *, long, long);
  void *context;
} work;

static void run_part(int part) {
  long begin = work.chunk * part, end = begin + work.chunk;
  if (end > work.count) end = work.count;
  if (begin < end) work.body(work.context, begin, end);
}

static void *worker(void *argument) {
  int part = (int)(long)argument;
  unsigned long seen = born[part - 1];
  inside = 1;
  pthread_mutex_lock(&lock);
  for (;;) {
    while (!stopping && seen == round_number) pthread_cond_wait(&wake, &lock);
    if (stopping) break;
    seen = round_number;
    if (part >= work.parts) continue;
    pthread_mutex_unlock(&lock);
    run_part(part);
    pthread_mutex_lock(&lock);
    if (--running == 0) pthread_cond_signal(&done);
  }
  pthread_mutex_unlock(&lock);
  return NULL;
}

int ck_thread_count(void) {
  if (wanted > 0) return wanted;
  const char *text = getenv("UNROLL_THREADS");
  long count = text ? strtol(text, NULL, 10) : 0;
  if (count <= 0) count = sysconf(_SC_NPROCESSORS_ONLN);
  wanted = count < 1 ? 1 : count > MOST ? MOST : (int)count;
  return wanted;
}

void ck_set_thread_count(int count) {
  ck_stop_threads();
  wanted = count < 1 ? 1 : count > MOST ? MOST : count;
}

void ck_stop_threads(void) {
  if (owner != getpid()) return;
  pthread_mutex_lock(&lock);
  stopping = 1;
  pthread_cond_broadcast(&wake);
  pthread_mutex_unlock(&lock);
  for (int i = 0; i < worker_count; i++) pthread_join(workers[i], NULL);
  worker_count = 0;
  stopping = 0;
}

static void start(int threads) {
  if (owner != getpid()) {  // a fork: the threads are not in this process
    owner = getpid();
    worker_count = 0;
    stopping = 0;
    round_number = 0;
    pthread_mutex_init(&lock, NULL);
    pthread_cond_init(&wake, NULL);
    pthread_cond_init(&done, NULL);
  }
  while (worker_count < threads - 1) {
    pthread_mutex_lock(&lock);
    born[worker_count] = round_number;
    int failed = pthread_create(
        &workers[worker_count], NULL, worker, (void *)(long)(worker_count + 1));
    pthread_mutex_unlock(&lock);
    if (failed) return;
    worker_count++;
  }
}

void ck_parallel_for(
    long count, long grain, void (*body)(void *context, long begin, long end), void *context) {
  int threads = ck_thread_count();
  if (grain < 1) grain = 1;
  long most = (count + grain - 1) / grain;
  if (threads > most) threads = (int)most;
  if (threads <= 1 || inside) {
    if (count > 0) body(context, 0, count);
    return;
  }
  if (__atomic_exchange_n(&busy, 1, __ATOMIC_ACQUIRE)) {
    body(context, 0, count);
    return;
  }
  start(threads);
  if (threads > worker_count + 1) threads = worker_count + 1;
  inside = 1;
  pthread_mutex_lock(&lock);
  work.count = count;
  work.parts = threads;
  work.chunk = (count + threads - 1) / threads;
  work.body = body;
  work.context = context;
  running = threads - 1;
  round_number++;
  pthread_cond_broadcast(&wake);
  pthread_mutex_unlock(&lock);
  run_part(0);
  pthread_mutex_lock(&lock);
  while (running > 0) pthread_cond_wait(&done, &lock);
  pthread_mutex_unlock(&lock);
  inside = 0;
  __atomic_store_n(&busy, 0, __ATOMIC_RELEASE);
}
