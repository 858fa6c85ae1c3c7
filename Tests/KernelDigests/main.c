// Prints all digests; with an argument, the SIMD levels that this machine has.
#include "digests.h"

#include <stdio.h>

static void print_levels(void) {
  const char *const names[] = {"scalar", "avx2", "avx512", "neon"};
  for (int level = CK_SIMD_SCALAR; level <= CK_SIMD_NEON; level++)
    if (ck_simd_available(level)) puts(names[level]);
}

int main(int argument_count, char **arguments) {
  (void)arguments;
  if (argument_count > 1) {
    print_levels();
    return 0;
  }
  elementwise_digests();
  row_digests();
  product_digests();
  recurrence_digests();
  feed_forward_digests();
  attention_digests();
  attention_step_digests();
  convolution_digests();
  word_digests();
  optimiser_digests();
  system_digests();
  return 0;
}
