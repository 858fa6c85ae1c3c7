// Attention of one decoder step: each thread takes whole queries or sources.
#include "kernels.h"

typedef struct attention_step_rows {
  void (*kernel)(long begin, long end, const ck_attention_step *attention);
  const ck_attention_step *attention;
} attention_step_rows;

static void run_rows(void *context, long begin, long end) {
  const attention_step_rows *rows = context;
  rows->kernel(begin, end, rows->attention);
}

static void share_rows(attention_step_rows *rows) {
  const ck_attention_step *a = rows->attention;
  const long work = a->time * (a->width + a->size) + 1;
  ck_parallel_for(a->rows, (1 << 14) / work + 1, run_rows, rows);
}

typedef struct attention_step_keys {
  long time, width;
  const float *keys;
  const int *lengths;
  float *powers, *largest;
} attention_step_keys;

static void run_keys(void *context, long begin, long end) {
  const attention_step_keys *k = context;
  ck_current()->attention_step_keys(
      begin, end, k->time, k->width, k->keys, k->lengths, k->powers, k->largest);
}

void ck_attention_step_keys_f32(
    long sources, long time, long width, const float *keys, const int *lengths, float *powers,
    float *largest) {
  attention_step_keys all = {time, width, keys, lengths, powers, largest};
  ck_parallel_for(sources, (1 << 14) / (time * width + 1) + 1, run_keys, &all);
}

void ck_attention_step_f32(const ck_attention_step *attention) {
  attention_step_rows rows = {ck_current()->attention_step, attention};
  share_rows(&rows);
}

void ck_attention_step_backward_f32(const ck_attention_step *attention) {
  attention_step_rows rows = {ck_current()->attention_step_backward, attention};
  share_rows(&rows);
}
