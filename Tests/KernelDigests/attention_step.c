// Attention of one decoder step, forward and backward.
#include "digests.h"

enum { CONTEXT = 1, WEIGHTS = 2 };  // what has a gradient

static const struct {
  long rows, sources, time, width, size;
} sizes[] = {{1, 1, 1, 1, 1}, {5, 3, 7, 9, 5}, {4, 4, 33, 16, 20}, {41, 7, 19, 35, 67},
             {3, 2, 6, 150, 139}};

/// How a query and a key are compared; the tanh of large sums is computed without powers.
enum { BY_PRODUCT, SMALL_SUMS, LARGE_SUMS, SCORES };

void find_key_powers(ck_attention_step *attention, long sources) {
  const long time = attention->time, width = attention->width;
  float *powers = result(sources * time * width), *largest = result(sources);
  ck_attention_step_keys_f32(
      sources, time, width, attention->keys, attention->lengths, powers, largest);
  print_digest("ck_attention_step_keys_f32");
  attention->key_powers = powers;
  attention->largest_keys = largest;
  attention->query_powers = room((size_t)(attention->rows * width) * sizeof(float));
}

static void run(size_t i, int kind, int gradients) {
  const int has_score = kind != BY_PRODUCT;
  const float reach = kind == LARGE_SUMS ? 21.0f : 1.0f;
  const long rows = sizes[i].rows, sources = sizes[i].sources, time = sizes[i].time;
  const long width = sizes[i].width, size = sizes[i].size;
  new_case(
      "%ld of %ld sources, %ld steps of %ld and %ld%s%s%s", rows, sources, time, width, size,
      kind == LARGE_SUMS ? " large sums" : has_score ? " score" : "",
      gradients & CONTEXT ? " context" : "", gradients & WEIGHTS ? " weights" : "");
  int *lengths = given_places(sources, (int)time);
  for (long s = 0; s < sources; s++) lengths[s]++;
  ck_attention_step attention = {
      .rows = rows, .time = time, .width = width, .size = size,
      .queries = given_within(rows * width, -reach, reach),
      .keys = given(sources * time * width),
      .values = given(sources * time * size),
      .score = has_score ? given(width) : NULL,
      .scale = 0.6f,
      .sources = given_places(rows, (int)sources),
      .lengths = lengths,
      .weights = result(rows * time),
      .contexts = result(rows * size),
  };
  if (has_score) find_key_powers(&attention, sources);
  ck_attention_step_f32(&attention);
  print_digest("ck_attention_step_f32");

  attention.context_gradients = gradients & CONTEXT ? given(rows * size) : NULL;
  attention.weight_gradients = gradients & WEIGHTS ? given(rows * time) : NULL;
  attention.score_gradients = room((size_t)(rows * time) * sizeof(float));
  attention.query_gradients = result(rows * width);
  attention.key_gradients = result(rows * time * width);
  attention.value_gradients = result(rows * time * size);
  attention.vector_gradients = has_score ? result(rows * width) : NULL;
  ck_attention_step_backward_f32(&attention);
  print_digest("ck_attention_step_backward_f32");
}

void attention_step_digests(void) {
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    for (int kind = BY_PRODUCT; kind < SCORES; kind++)
      for (int gradients = CONTEXT; gradients <= (CONTEXT | WEIGHTS); gradients++)
        run(i, kind, gradients);
}
