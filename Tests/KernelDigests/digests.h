// Digests of what the kernels compute, one line per case, to compare between machines: levels by
// UNROLL_SIMD, threads by UNROLL_THREADS. A case takes seeded inputs and results, calls kernels, and
// prints a hash of the results' bits; a NaN counts as one, whatever its payload.
#ifndef DIGESTS_H
#define DIGESTS_H
#include "CKernels.h"

#include <stddef.h>
#include <stdint.h>

/// Begins a case of that name (as for printf), which seeds its numbers.
void new_case(const char *format, ...) __attribute__((format(printf, 1, 2)));
/// Prints a line: the function, the case, and a digest of the results since the last line.
void print_digest(const char *function);

// Arrays live until the next case.

/// n numbers in [-1, 1).
float *given(long n);
/// n numbers in [low, high).
float *given_within(long n, float low, float high);
/// n numbers of any bits: subnormals, infinities and NaNs among them.
float *given_any(long n);
/// n whole numbers in [0, end).
int *given_places(long n, int end);
/// n numbers in [-1, 1) for a kernel to replace or add to; the digest takes them, and some behind
/// them which no kernel may touch.
float *result(long n);
/// The same for whole numbers, which start as 0.
int *result_places(long n);
/// Uninitialised room for what no digest takes.
void *room(size_t bytes);
/// A number that a kernel returned, for the digest.
void returned(double value);
/// What a score vector needs beside the keys, as a case's first line.
void find_key_powers(ck_attention_step *attention, long sources);

// Each prints the digests of some kernels.
void elementwise_digests(void);
void row_digests(void);
void product_digests(void);
void recurrence_digests(void);
void feed_forward_digests(void);
void attention_digests(void);
void attention_step_digests(void);
void convolution_digests(void);
void word_digests(void);
void optimiser_digests(void);
void system_digests(void);

#endif
