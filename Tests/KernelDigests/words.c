// Word vectors: blocks of examples with one input or several.
#include "digests.h"

static void run(long count, long width, long rows, int most_inputs) {
  enum { MOST_OUTPUTS = 6 };
  new_case("%ld examples, %ld rows of %ld, up to %d inputs", count, rows, width, most_inputs);
  long *input_starts = room((size_t)(count + 1) * sizeof(long));
  long *output_starts = room((size_t)(count + 1) * sizeof(long));
  const int *input_counts = given_places(count, most_inputs);
  const int *output_counts = given_places(count, MOST_OUTPUTS);
  input_starts[0] = output_starts[0] = 0;
  for (long i = 0; i < count; i++) {
    input_starts[i + 1] = input_starts[i] + 1 + input_counts[i];
    output_starts[i + 1] = output_starts[i] + 1 + output_counts[i];
  }
  const ck_word_examples examples = {
      count, input_starts, given_places(input_starts[count], (int)rows), output_starts,
      given_places(output_starts[count], 2 * (int)rows)};
  const ck_word_weights weights = {
      width, rows, rows, result(rows * width), result(rows * width)};
  ck_word2vec_f32(
      &examples, &weights, 0.1f, result(output_starts[count]),
      room((size_t)ck_word2vec_scratch_size(&examples, width) * sizeof(float)));
  print_digest("ck_word2vec_f32");
}

void word_digests(void) {
  run(1, 16, 1, 1);
  run(300, 48, 19, 1);
  run(300, 48, 19, 5);
  run(131, 112, 40, 3);
}
