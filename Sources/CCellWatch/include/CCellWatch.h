// Sees what cells print, which files they use, what they take from outside, which programs and threads
// they start. The program that runs cells defines the functions of the C library for that, and exports
// them: libraries and cells then call these. Calls that are not a cell's pass through unseen.
#ifndef CCELLWATCH_H
#define CCELLWATCH_H

/// Starts watching: standard output and error become messages. To be called once, with the channel open.
void cell_watch(void);

#endif
