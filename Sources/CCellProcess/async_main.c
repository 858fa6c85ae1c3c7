// Cells that await at their top level. Their entry point starts a task and drains the main queue until the
// program exits; here the queue is drained until the cell has ended, and then left by a jump over the entry
// point's frame, which has nothing left to do.
#define _GNU_SOURCE
#include "CCellProcess.h"

#include <dlfcn.h>
#include <poll.h>
#include <setjmp.h>
#include <stddef.h>
#include <sys/eventfd.h>

static jmp_buf caller;
static int finished;
static int (*queue_handle)(void);
static void (*run_queue)(void *);

void cell_call_finished(void) { finished = 1; }

// Libdispatch gives its main queue to a run loop by a handle that becomes readable and a function that
// runs what waits. The hook's two arguments are pointers, which Swift's calling convention passes as C does.
static void drain(void *original, void *other) {
  (void)original, (void)other;
  int handle = queue_handle();
  for (;;) {
    run_queue(NULL);
    if (finished) break;
    struct pollfd watched = {.fd = handle, .events = POLLIN};
    if (poll(&watched, 1, -1) > 0) {
      eventfd_t count;
      eventfd_read(handle, &count);
    }
  }
  longjmp(caller, 1);
}

static void take_main_queue(void) {
  void (**hook)(void *, void *) = dlsym(RTLD_DEFAULT, "swift_task_asyncMainDrainQueue_hook");
  queue_handle = (int (*)(void))dlsym(RTLD_DEFAULT, "_dispatch_get_main_queue_handle_4CF");
  run_queue = (void (*)(void *))dlsym(RTLD_DEFAULT, "_dispatch_main_queue_callback_4CF");
  if (hook && queue_handle && run_queue) *hook = drain;
}

void cell_call(void *function) {
  static char name[] = "cell";
  static char *arguments[] = {name, NULL};
  finished = 0;
  take_main_queue();
  if (setjmp(caller) == 0) ((int (*)(int, char **))function)(1, arguments);
}
