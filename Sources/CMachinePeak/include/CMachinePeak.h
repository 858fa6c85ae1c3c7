// The machine's own limit: how many multiply-adds a second its registers allow.
#ifndef CMACHINEPEAK_H
#define CMACHINEPEAK_H

/// Runs chains of fused multiply-adds that touch no memory, in vectors of `lanes` floats (1, 4, 8 or
/// 16, of which this CPU must have the instructions). Returns the floating-point operations done.
double machine_peak_run(int lanes, long iterations);

#endif
