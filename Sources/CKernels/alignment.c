// Attention of one decoder step: each thread takes whole queries or sources.
#include "kernels.h"

typedef struct alignment_rows {
  void (*kernel)(long begin, long end, const ck_alignment *alignment);
  const ck_alignment *alignment;
} alignment_rows;

static void run_alignment(void *context, long begin, long end) {
  const alignment_rows *rows = context;
  rows->kernel(begin, end, rows->alignment);
}

static void share_alignment(alignment_rows *rows) {
  const ck_alignment *a = rows->alignment;
  const long work = a->time * (a->width + a->size) + 1;
  ck_parallel_for(a->rows, (1 << 14) / work + 1, run_alignment, rows);
}

typedef struct alignment_keys {
  long time, width;
  const float *keys;
  const int *lengths;
  float *powers, *largest;
} alignment_keys;

static void run_keys(void *context, long begin, long end) {
  const alignment_keys *k = context;
  ck_current()->alignment_keys(
      begin, end, k->time, k->width, k->keys, k->lengths, k->powers, k->largest);
}

void ck_alignment_keys_f32(
    long sources, long time, long width, const float *keys, const int *lengths, float *powers,
    float *largest) {
  alignment_keys all = {time, width, keys, lengths, powers, largest};
  ck_parallel_for(sources, (1 << 14) / (time * width + 1) + 1, run_keys, &all);
}

void ck_alignment_f32(const ck_alignment *alignment) {
  alignment_rows rows = {ck_current()->alignment, alignment};
  share_alignment(&rows);
}

void ck_alignment_backward_f32(const ck_alignment *alignment) {
  alignment_rows rows = {ck_current()->alignment_backward, alignment};
  share_alignment(&rows);
}
