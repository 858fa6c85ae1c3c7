// The one sender of messages. A lock keeps messages of several threads whole; while other processes
// may write to the same outputs, each message waits until the runner has taken it, so that what they
// write before and after stands before and after.
#define _GNU_SOURCE
#include "CCellMessages.h"
#include "CCellProcess.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static __thread int is_sending;
static __thread int birth = -1;
static int messages = -1, acknowledgements = -1;
static atomic_int others_may_write, others_starting;
static atomic_int running_step = -1;
static atomic_int is_crashing;
static int keeps_channel;

// A fork must not find the lock held by a thread that it leaves behind. A child that a cell forks by
// itself has no channel: what it writes is another process's.
static void before_fork(void) { pthread_mutex_lock(&lock); }
static void in_parent(void) { pthread_mutex_unlock(&lock); }
static void in_child(void) {
  pthread_mutex_unlock(&lock);
  if (!keeps_channel) messages = acknowledgements = -1;
}

void cell_open_channel(int to_runner, int from_runner) {
  messages = to_runner;
  acknowledgements = from_runner;
  pthread_atfork(before_fork, in_parent, in_child);
}

int cell_has_channel(void) { return messages >= 0; }
void cell_keep_channel(int keeps) { keeps_channel = keeps; }
void cell_crashes(void) { atomic_store(&is_crashing, 1); }

void cell_set_step(int step) { atomic_store(&running_step, step); }
int cell_step(void) { return atomic_load(&running_step); }
void cell_set_birth(int step) { birth = step; }
int cell_birth(void) { return birth; }

static void wait_for_runner(void) {
  char byte;
  for (;;) {
    ssize_t got = read(acknowledgements, &byte, 1);
    if (got == 1) return;
    if (got < 0 && errno == EINTR) continue;
    _exit(0);
  }
}

static void write_parts(struct iovec *parts, int count) {
  while (count > 0) {
    ssize_t written = writev(messages, parts, count);
    if (written < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) {
        struct pollfd watched = {.fd = messages, .events = POLLOUT};
        poll(&watched, 1, -1);
        continue;
      }
      _exit(1);
    }
    while (count > 0 && (size_t)written >= parts->iov_len) {
      written -= (ssize_t)parts->iov_len;
      parts++;
      count--;
    }
    if (count > 0) {
      parts->iov_base = (char *)parts->iov_base + written;
      parts->iov_len -= (size_t)written;
    }
  }
}

static void send_frame(int kind, const void *head, long head_count, const void *bytes,
                       long count) {
  uint32_t size = (uint32_t)(head_count + count);
  unsigned char header[CELL_FRAME_HEADER] = {
      (unsigned char)size, (unsigned char)(size >> 8), (unsigned char)(size >> 16),
      (unsigned char)(size >> 24), (unsigned char)kind};
  struct iovec parts[3] = {{header, sizeof header},
                           {(void *)(uintptr_t)head, (size_t)head_count},
                           {(void *)(uintptr_t)bytes, (size_t)count}};
  write_parts(parts, 3);
}

void cell_start_other(void) {
  atomic_fetch_add(&others_starting, 1);
  if (messages < 0 || atomic_exchange(&others_may_write, 1)) return;
  cell_send(CELL_MESSAGE_DRAIN, NULL, 0, NULL, 0, 1);
}
void cell_other_started(void) { atomic_fetch_sub(&others_starting, 1); }

// Whether no child is left that could still write. What a child has written before it ended is read
// by the runner before it acknowledges the message that was just sent.
static int is_childless(void) {
  siginfo_t info;
  return atomic_load(&others_starting) == 0
         && waitid(P_ALL, 0, &info, WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT) < 0
         && errno == ECHILD;
}

// A thread that crashed while another one was sending waits a moment for it, not forever.
static int take_lock(void) {
  if (!atomic_load(&is_crashing)) return pthread_mutex_lock(&lock) == 0;
  for (int round = 0; round < 200; round++) {
    if (pthread_mutex_trylock(&lock) == 0) return 1;
    struct timespec moment = {0, 1000000};
    nanosleep(&moment, NULL);
  }
  return 0;
}

void cell_send(int kind, const void *head, long head_count, const void *bytes, long count,
               int waits) {
  if (messages < 0 || is_sending) return;
  int error = errno;
  is_sending = 1;
  if (take_lock()) {
    int shared = atomic_load(&others_may_write) && !atomic_load(&is_crashing);
    int childless = shared && is_childless();
    int awaits = waits || shared;
    send_frame(awaits ? kind | CELL_AWAITS : kind, head, head_count, bytes, count);
    if (awaits) wait_for_runner();
    if (childless) atomic_store(&others_may_write, 0);
    pthread_mutex_unlock(&lock);
  }
  is_sending = 0;
  errno = error;
}
