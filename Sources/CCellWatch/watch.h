// What the watchers share.
#ifndef CELL_WATCH_H
#define CELL_WATCH_H

#include "CCellMessages.h"
#include "CCellProcess.h"

#include <dlfcn.h>

/// The C library's own function behind the one that is defined here under its name.
#define REAL(name) ((__typeof__(&name))cell_real(&real_##name, #name))
#define HAS_REAL(name) static void *real_##name;

void *cell_real(void **place, const char *name);

/// Set while a watcher itself calls the C library, and so not to be watched.
extern __thread int cell_is_unwatched;

/// Whether this is a cell's call: a step runs, and no watcher is at work in this thread.
int cell_is_watching(void);

/// Tells once in each step that something was used which need not give the same again.
void cell_tell_source(unsigned char source, const char *name);

/// Whether an address of a caller lies in one of the libraries named, by the start of their file names.
int cell_is_called_by(const void *address, const char *const *libraries);

/// Sets up the streams of standard output and error.
void cell_watch_outputs(void);

#endif
