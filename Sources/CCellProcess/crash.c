// Crash signals become a message. The handler runs on a stack of its own, so that a stack overflow can
// be told; it reads memory through the kernel, so that a broken stack cannot make it fault again.
#define _GNU_SOURCE
#include "CCellMessages.h"
#include "CCellProcess.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

enum { MOST = CELL_MOST_ADDRESSES };
static char alternate_stack[65536];

static int read_words(uint64_t address, uint64_t *words, int count) {
  struct iovec local = {words, (size_t)count * 8}, remote = {(void *)address, (size_t)count * 8};
  return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == (ssize_t)(count * 8);
}

static int walk(uint64_t frame, uint64_t *addresses, int used, int capacity) {
  while (used < capacity && frame && frame % 8 == 0) {
    uint64_t words[2];
    if (!read_words(frame, words, 2) || !words[1]) break;
    addresses[used++] = words[1] - 1;
    if (words[0] <= frame) break;
    frame = words[0];
  }
  return used;
}

int cell_backtrace(unsigned long *addresses, int capacity) {
  return walk((uint64_t)__builtin_frame_address(0), (uint64_t *)addresses, 0, capacity);
}

static void on_crash(int number, siginfo_t *info, void *raw) {
  ucontext_t *context = raw;
  uint64_t pc = 0, frame = 0, stack = 0;
#if defined(__x86_64__)
  pc = (uint64_t)context->uc_mcontext.gregs[REG_RIP];
  frame = (uint64_t)context->uc_mcontext.gregs[REG_RBP];
  stack = (uint64_t)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
  pc = context->uc_mcontext.pc;
  frame = context->uc_mcontext.regs[29];
  stack = context->uc_mcontext.sp;
#endif
  struct __attribute__((packed)) {
    int32_t number, flags, count;
  } head;
  head.number = number;
  uint64_t fault = (uint64_t)info->si_addr;
  int overflows = number == SIGSEGV && fault + 65536 > stack && fault < stack + 65536;
  int is_foreign = info->si_code <= 0 && info->si_pid != getpid();
  head.flags = (overflows ? 1 : 0) | (is_foreign ? 2 : 0);
  uint64_t addresses[MOST];
  addresses[0] = pc;
  head.count = walk(frame, addresses, 1, MOST);
  cell_crashes();
  if (ftrylockfile(stdout) == 0) {
    fflush_unlocked(stdout);
    funlockfile(stdout);
  }
  cell_send(CELL_MESSAGE_CRASH, &head, sizeof head, addresses, (long)head.count * 8, 0);
  signal(number, SIG_DFL);
  if (number == SIGTERM) _exit(143);
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, number);
  sigprocmask(SIG_UNBLOCK, &one, NULL);
  kill(getpid(), number);
}

void cell_install_crash_handler(void) {
  stack_t stack = {.ss_sp = alternate_stack, .ss_size = sizeof alternate_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND;
  int numbers[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGTERM};
  for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    sigaction(numbers[i], &action, NULL);
  }
  signal(SIGPIPE, SIG_DFL);
}

static uint64_t throw_addresses[MOST];
static int throw_count;

static void on_throw(void *error) {
  (void)error;
  throw_count = walk((uint64_t)__builtin_frame_address(0), throw_addresses, 0, MOST);
}

void cell_watch_throws(void) {
  void (**hook)(void *) = dlsym(RTLD_DEFAULT, "_swift_willThrow");
  if (hook) __atomic_store_n(hook, on_throw, __ATOMIC_RELEASE);
}

int cell_last_throw(unsigned long *addresses, int capacity) {
  int count = throw_count < capacity ? throw_count : capacity;
  memcpy(addresses, throw_addresses, (size_t)count * 8);
  return count;
}

// The compiler's code for a cell calls this when an error reaches the top level; a definition in the
// executable wins over the runtime's, which would end the process with a message of its own. The one
// argument is passed alike in Swift's calling convention and in C's.
extern void unroll_error_in_main(const void *error);
void swift_errorInMain(void *error);
__attribute__((visibility("default"), used)) void swift_errorInMain(void *error) {
  unroll_error_in_main(error);
}
