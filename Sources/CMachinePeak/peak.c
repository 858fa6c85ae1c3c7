// Independent chains of fused multiply-adds, enough of them to hide the latency of each.
#include "CMachinePeak.h"

#pragma STDC FP_CONTRACT OFF

enum { CHAINS = 12 };  // two a cycle, four or five cycles each; twelve fit sixteen registers

/// What the chains gave, so that no compiler leaves them out.
volatile float machine_peak_sink;

#define PEAK(name, vector, features)                                              \
  features static double name(long iterations) {                                  \
    volatile float seed = 0.5f;                                                   \
    const vector factor = (vector)(seed), addend = (vector)(seed);                \
    vector sum[CHAINS];                                                           \
    for (int i = 0; i < CHAINS; i++) sum[i] = (vector)(seed + (float)i);          \
    for (long n = 0; n < iterations; n++)                                         \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++)         \
        sum[i] = __builtin_elementwise_fma(sum[i], factor, addend);               \
    float total = 0;                                                              \
    for (int i = 0; i < CHAINS; i++)                                              \
      for (unsigned j = 0; j < sizeof(vector) / sizeof(float); j++) total += sum[i][j]; \
    machine_peak_sink = total;                                                    \
    return 2.0 * CHAINS * (double)(sizeof(vector) / sizeof(float)) * (double)iterations; \
  }

typedef float one __attribute__((ext_vector_type(1)));
typedef float four __attribute__((ext_vector_type(4)));

#if defined(__x86_64__)
typedef float eight __attribute__((ext_vector_type(8)));
typedef float sixteen __attribute__((ext_vector_type(16)));
PEAK(peak_of_one, one, __attribute__((target("fma"))))
PEAK(peak_of_eight, eight, __attribute__((target("avx2,fma"))))
PEAK(peak_of_sixteen, sixteen, __attribute__((target("avx512f"))))
#else
PEAK(peak_of_one, one, )
PEAK(peak_of_four, four, )
#endif

double machine_peak_run(int lanes, long iterations) {
  switch (lanes) {
#if defined(__x86_64__)
    case 16:
      return peak_of_sixteen(iterations);
    case 8:
      return peak_of_eight(iterations);
#else
    case 4:
      return peak_of_four(iterations);
#endif
    default:
      return peak_of_one(iterations);
  }
}
