#define _GNU_SOURCE
#include "CCellProcess.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int cell_fork(void) {
  cell_keep_channel(1);
  int child = fork();
  cell_keep_channel(0);
  return child;
}
int cell_process(void) { return getpid(); }
void cell_own_group(void) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

static int count_threads(void) {
  DIR *folder = opendir("/proc/self/task");
  if (!folder) return 1;
  int count = 0;
  for (struct dirent *entry; (entry = readdir(folder));) count += entry->d_name[0] != '.';
  closedir(folder);
  return count;
}

int cell_thread_count(void) {
  // A joined thread may be listed for a moment longer.
  for (int round = 0; round < 20 && count_threads() > 1; round++) usleep(200);
  return count_threads();
}

static void on_child(int signal) { (void)signal; }

void cell_become_subreaper(void) { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

int cell_wait(int child, int control) {
  struct sigaction action = {.sa_handler = on_child};
  struct sigaction before;
  sigset_t block, old;
  sigemptyset(&block);
  sigaddset(&block, SIGCHLD);
  sigprocmask(SIG_BLOCK, &block, &old);
  sigaction(SIGCHLD, &action, &before);
  int result = -1;
  for (;;) {
    int status = 0;
    pid_t ended = waitpid(-1, &status, WNOHANG);
    if (ended == child) {
      result = status;
      break;
    }
    if (ended > 0) continue;
    if (ended < 0 && errno == ECHILD) break;
    struct pollfd watched = {.fd = control, .events = 0};
    sigset_t open_mask = old;
    sigdelset(&open_mask, SIGCHLD);
    int ready = ppoll(&watched, 1, NULL, &open_mask);
    if (ready > 0 && (watched.revents & (POLLHUP | POLLERR | POLLNVAL))) break;
  }
  sigaction(SIGCHLD, &before, NULL);
  sigprocmask(SIG_SETMASK, &old, NULL);
  return result;
}

// Children of a process, from /proc: the first level only, the reaper sees the others come up.
static int kill_children(pid_t parent) {
  DIR *folder = opendir("/proc");
  if (!folder) return 0;
  int found = 0;
  struct dirent *entry;
  while ((entry = readdir(folder))) {
    char *end = NULL;
    long number = strtol(entry->d_name, &end, 10);
    if (number <= 0 || *end) continue;
    char path[64];
    snprintf(path, sizeof path, "/proc/%ld/stat", number);
    FILE *file = fopen(path, "re");
    if (!file) continue;
    char line[512];
    size_t count = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[count] = 0;
    char *after = NULL;
    for (char *c = line; *c; c++) {
      if (*c == ')') after = c;
    }
    int of = 0;
    char state = 0;
    if (after && sscanf(after + 1, " %c %d", &state, &of) == 2 && of == parent) {
      if (state != 'Z') {
        kill((pid_t)number, SIGKILL);
        found++;
      }
    }
  }
  closedir(folder);
  return found;
}

void cell_kill_descendants(void) {
  for (int round = 0; round < 200; round++) {
    int found = kill_children(getpid());
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
    if (!found) {
      if (waitpid(-1, NULL, WNOHANG) < 0) return;
    }
    usleep(1000);
  }
}
