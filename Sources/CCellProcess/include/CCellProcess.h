// What the process that runs cells needs from the system and Swift cannot say: fork, signal handlers
// on a stack of their own, safe backtraces, whole writes.
#ifndef CCELLPROCESS_H
#define CCELLPROCESS_H

/// The descriptors to the runner and from it; without them nothing is sent.
void cell_open_channel(int to_runner, int from_runner);

/// Whether messages reach a runner: not in a process that a cell forked by itself.
int cell_has_channel(void);

/// Whether the next fork's child keeps the channel, as a snapshot's does.
void cell_keep_channel(int keeps);

/// Sends a message of a kind whose payload is `head` and then `bytes`; from any thread. Waits for the
/// runner's acknowledgement if `waits`. Ends the process if the runner is gone.
void cell_send(int kind, const void *_Nullable head, long head_count,
               const void *_Nullable bytes, long count, int waits);

/// Before and after another process is started that may write to the outputs: until all such have ended,
/// each message waits for the runner.
void cell_start_other(void);
void cell_other_started(void);

/// The process is about to end by a signal: sending waits only a moment for other threads.
void cell_crashes(void);

/// The step that runs, or -1.
void cell_set_step(int step);
int cell_step(void);

/// The step in which this thread began, where a watcher knows it; -1 elsewhere.
void cell_set_birth(int step);
int cell_birth(void);

/// fork(2). Returns 0 in the child, the child's number in the parent, -1 on failure.
int cell_fork(void);

/// The process becomes the reaper of its orphaned descendants.
void cell_become_subreaper(void);

/// How many threads this process has; those that end just now are given a moment.
int cell_thread_count(void);

/// Waits for `child`, reaping others on the way. Returns its wait status; -1 if `control` was closed
/// at the other end meanwhile.
int cell_wait(int child, int control);

/// Kills every descendant of this process and reaps it.
void cell_kill_descendants(void);

/// After a fork, in the child: a process group of its own.
void cell_own_group(void);

/// Crash signals, and SIGTERM, send a message and end the process.
void cell_install_crash_handler(void);

/// Remembers where each Swift error is thrown.
void cell_watch_throws(void);

/// The addresses of the newest throw; returns how many.
int cell_last_throw(unsigned long *_Nonnull addresses, int capacity);

/// The addresses of the calls above, newest first; returns how many.
int cell_backtrace(unsigned long *_Nonnull addresses, int capacity);

/// Reads exactly `count` bytes; 0, or -1 at the end of the stream.
int cell_read_exactly(int descriptor, void *_Nonnull bytes, long count);

/// Writes out what stdout and stderr hold.
void cell_flush(void);

/// dlopen; NULL on success and *base set to the load address, or the message.
const char *_Nullable cell_load(const char *_Nonnull path, const char *_Nonnull entry,
                               void *_Nullable *_Nonnull function, unsigned long *_Nonnull base);

/// Calls a cell's entry point: int main(int, char **). Returns as well where that awaits, and so would
/// drain the main queue for ever: when `cell_call_finished` was called on it.
void cell_call(void *_Nonnull function);

/// The cell that awaits has run to its end.
void cell_call_finished(void);

/// _exit(2).
_Noreturn void cell_exit_now(int status);

/// At most this much private memory, in bytes.
void cell_limit_memory(unsigned long long bytes);

/// Programs that a cell starts do not inherit this descriptor.
void cell_close_on_exec(int descriptor);

/// chdir(2).
void cell_change_folder(const char *_Nonnull path);

/// getenv.
const char *_Nullable cell_environment(const char *_Nonnull name);

/// This process's number.
int cell_process(void);

/// When exit() is called, `report` is called first.
void cell_at_exit(void (*_Nonnull report)(int status));

/// A file's bytes (freed by cell_free), or NULL with *error set to errno.
unsigned char *_Nullable cell_read_file(const char *_Nonnull path, long *_Nonnull count,
                                       int *_Nonnull error);
void cell_free(void *_Nullable memory);

/// The same without a watcher's notice, for what the runtime keeps for itself: NULL where it is not there.
unsigned char *_Nullable cell_recall(const char *_Nonnull path, long *_Nonnull count);

/// Writes a file whole or not at all, in a folder that is made if it is not there, without a watcher's
/// notice. 0 on success.
int cell_keep(const char *_Nonnull folder, const char *_Nonnull name, const void *_Nonnull bytes,
              long count);
const char *_Nonnull cell_error_text(int error);

#endif
