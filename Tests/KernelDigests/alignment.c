// Attention of one decoder step, forward and backward.
#include "digests.h"

enum { CONTEXT = 1, WEIGHTS = 2 };  // what has a gradient

static const struct {
  long rows, sources, time, width, size;
} sizes[] = {{1, 1, 1, 1, 1}, {5, 3, 7, 9, 5}, {4, 4, 33, 16, 20}, {41, 7, 19, 35, 67}};

static void run(size_t i, int has_score, int gradients) {
  const long rows = sizes[i].rows, sources = sizes[i].sources, time = sizes[i].time;
  const long width = sizes[i].width, size = sizes[i].size;
  new_case(
      "%ld of %ld sources, %ld steps of %ld and %ld%s%s%s", rows, sources, time, width, size,
      has_score ? " score" : "", gradients & CONTEXT ? " context" : "",
      gradients & WEIGHTS ? " weights" : "");
  int *lengths = given_places(sources, (int)time);
  for (long s = 0; s < sources; s++) lengths[s]++;
  ck_alignment alignment = {
      .rows = rows, .time = time, .width = width, .size = size,
      .queries = given(rows * width),
      .keys = given(sources * time * width),
      .values = given(sources * time * size),
      .score = has_score ? given(width) : NULL,
      .scale = 0.6f,
      .sources = given_places(rows, (int)sources),
      .lengths = lengths,
      .weights = result(rows * time),
      .contexts = result(rows * size),
  };
  ck_alignment_f32(&alignment);
  print_digest("ck_alignment_f32");

  alignment.context_gradients = gradients & CONTEXT ? given(rows * size) : NULL;
  alignment.weight_gradients = gradients & WEIGHTS ? given(rows * time) : NULL;
  alignment.score_gradients = room((size_t)(rows * time) * sizeof(float));
  alignment.query_gradients = result(rows * width);
  alignment.key_gradients = result(rows * time * width);
  alignment.value_gradients = result(rows * time * size);
  alignment.vector_gradients = has_score ? result(rows * width) : NULL;
  ck_alignment_backward_f32(&alignment);
  print_digest("ck_alignment_backward_f32");
}

void alignment_digests(void) {
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    for (int has_score = 0; has_score < 2; has_score++)
      for (int gradients = CONTEXT; gradients <= (CONTEXT | WEIGHTS); gradients++)
        run(i, has_score, gradients);
}
