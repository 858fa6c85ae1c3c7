// Attention over whole sequences: each thread takes whole heads of whole sequences, and of these
// blocks of queries, so that the scores of a block stay in the cache.
#include "kernels.h"

#include <stdatomic.h>
#include <stddef.h>

enum {
  QUERY_BLOCK = 32,
  WORK_PER_THREAD = 1 << 15,  // multiplications that are worth a thread
};

static long at_most(long value, long limit) { return value < limit ? value : limit; }
/// Rows of scores are whole panels long.
static long rounded_up(long value) { return (value + CK_GEMM_PANEL - 1) / CK_GEMM_PANEL * CK_GEMM_PANEL; }

typedef struct attention_job {
  const ck_kernels *kernels;
  ck_attention a;
  float *outputs;                // backward: only read
  long output_stride;
  float *statistics, *weights;
  float *query_gradient, *key_gradient, *value_gradient;
  float *scratch;
  _Atomic long next;             // the next head that nobody has taken
} attention_job;

/// Scratch of one thread: packed keys and values, scores and their gradients.
static long slot_size(const ck_attention *a) {
  return (2 * a->size + 2 * QUERY_BLOCK) * rounded_up(a->key_time);
}

static long slot_count(const ck_attention *a) {
  const double work = (double)a->batch * (double)a->heads * (double)a->query_time
                    * (double)a->key_time * (double)a->size;
  const long worth = 1 + (long)at_most((long)(work / WORK_PER_THREAD), 1 << 20);
  return at_most(at_most(worth, a->batch * a->heads), ck_thread_count());
}

long ck_attention_scratch_size(const ck_attention *a) { return slot_count(a) * slot_size(a); }

/// One head of one sequence.
typedef struct head {
  long keys;                    // how many there are
  const float *q, *k, *v;
  float *y;
  float *statistics, *weights;
  const float *mask;
  float *q_gradient, *k_gradient, *v_gradient;
} head;

static head head_at(const attention_job *job, long index) {
  const ck_attention *a = &job->a;
  const long b = index / a->heads, column = index % a->heads * a->size;
  const long q = b * a->query_time * a->query_stride + column;
  const long k = b * a->key_time * a->key_stride + column;
  const long v = b * a->key_time * a->value_stride + column;
  const long matrix = index * a->query_time * a->key_time;
  return (head){
      .keys = a->key_lengths ? at_most(a->key_lengths[b], a->key_time) : a->key_time,
      .q = a->queries + q,
      .k = a->keys + k,
      .v = a->values + v,
      .y = job->outputs + b * a->query_time * job->output_stride + column,
      .statistics = job->statistics + index * a->query_time * 2,
      .weights = job->weights ? job->weights + matrix : NULL,
      .mask = a->mask ? a->mask + matrix : NULL,
      .q_gradient = job->query_gradient ? job->query_gradient + q : NULL,
      .k_gradient = job->key_gradient ? job->key_gradient + k : NULL,
      .v_gradient = job->value_gradient ? job->value_gradient + v : NULL,
  };
}

/// Packs xᵀ [size, rows] for x [rows, size] as the right side of products.
static void pack_transposed(
    const attention_job *job, long rows, const float *x, long stride, float *packed) {
  const long size = job->a.size;
  for (long j = 0; j < rows; j += CK_GEMM_PANEL) {
    const ck_matrix b = {x + j * stride, 1, stride};
    job->kernels->pack_panel(&b, size, at_most(rows - j, CK_GEMM_PANEL), packed + j * size);
  }
}

/// The block of queries from `first` on, and how many keys its last query sees.
static ck_attention_block block_at(
    const attention_job *job, const head *h, long first, long *keys) {
  const ck_attention *a = &job->a;
  const long rows = at_most(QUERY_BLOCK, a->query_time - first);
  const long seen = a->causal ? first + 1 + a->key_time - a->query_time : h->keys;
  *keys = at_most(a->causal ? seen + rows - 1 : seen, h->keys);
  return (ck_attention_block){
      .rows = rows,
      .width = rounded_up(*keys),
      .visible = seen,
      .step = a->causal ? 1 : 0,
      .limit = h->keys,
      .scale = a->scale,
      .mask = h->mask ? h->mask + first * a->key_time : NULL,
      .mask_stride = a->key_time,
      .statistics = h->statistics + first * 2,
  };
}

/// c[rows, width] = a[rows, size] · packed
static void product_of_packed(
    const attention_job *job, const ck_attention_block *block, const float *a, long stride,
    const float *packed, float *c) {
  const ck_gemm g = {
      block->rows, block->width, job->a.size, {a, stride, 1}, {0}, packed, {0}, c,
      block->width, 1};
  job->kernels->gemm(&g);
}

/// c[m, size] (+)= op(a) · b[k, size]
static void product(
    const attention_job *job, long m, long k, ck_matrix a, const float *b, long b_stride,
    int accumulate, float *c, long c_stride) {
  const ck_gemm g = {
      m, job->a.size, k, a, {b, b_stride, 1}, NULL, ck_start_from(accumulate, c, c_stride, 1),
      c, c_stride, 1};
  job->kernels->gemm(&g);
}

static void multiply_by_mask(const attention_job *job, const ck_attention_block *block, long keys) {
  for (long i = 0; i < block->rows; i++) {
    float *row = block->scores + i * block->width;
    job->kernels->multiply(keys, row, block->mask + i * block->mask_stride, row);
  }
}

static void run_head(const attention_job *job, long index, float *scratch) {
  const ck_attention *a = &job->a;
  const head h = head_at(job, index);
  float *packed_keys = scratch, *scores = scratch + 2 * a->size * rounded_up(a->key_time);
  pack_transposed(job, h.keys, h.k, a->key_stride, packed_keys);
  for (long first = 0; first < a->query_time; first += QUERY_BLOCK) {
    long keys;
    ck_attention_block block = block_at(job, &h, first, &keys);
    block.scores = scores;
    product_of_packed(
        job, &block, h.q + first * a->query_stride, a->query_stride, packed_keys, scores);
    job->kernels->attention_weights(&block);
    for (long i = 0; h.weights && i < block.rows; i++) {
      float *row = h.weights + (first + i) * a->key_time;
      for (long j = 0; j < a->key_time; j++) row[j] = j < keys ? scores[i * block.width + j] : 0;
    }
    if (block.mask) multiply_by_mask(job, &block, keys);
    product(
        job, block.rows, keys, (ck_matrix){scores, block.width, 1}, h.v, a->value_stride, 0,
        h.y + first * job->output_stride, job->output_stride);
  }
}

static void clear_rows(long rows, long size, float *x, long stride) {
  for (long i = 0; i < rows; i++)
    for (long j = 0; j < size; j++) x[i * stride + j] = 0.0f;
}

static void run_head_backward(const attention_job *job, long index, float *scratch) {
  const ck_attention *a = &job->a;
  const head h = head_at(job, index);
  const long columns = rounded_up(a->key_time);
  float *packed_keys = scratch, *packed_values = packed_keys + a->size * columns;
  float *scores = packed_values + a->size * columns, *gradients = scores + QUERY_BLOCK * columns;
  pack_transposed(job, h.keys, h.k, a->key_stride, packed_keys);
  pack_transposed(job, h.keys, h.v, a->value_stride, packed_values);
  clear_rows(a->key_time, a->size, h.k_gradient, a->key_stride);
  clear_rows(a->key_time, a->size, h.v_gradient, a->value_stride);
  for (long first = 0; first < a->query_time; first += QUERY_BLOCK) {
    long keys;
    ck_attention_block block = block_at(job, &h, first, &keys);
    block.scores = scores;
    block.gradients = gradients;
    const float *q = h.q + first * a->query_stride;
    const float *upstream = h.y + first * job->output_stride;
    product_of_packed(job, &block, q, a->query_stride, packed_keys, scores);
    product_of_packed(job, &block, upstream, job->output_stride, packed_values, gradients);
    job->kernels->attention_backward(&block);
    product(
        job, block.rows, keys, (ck_matrix){gradients, block.width, 1}, h.k, a->key_stride, 0,
        h.q_gradient + first * a->query_stride, a->query_stride);
    product(
        job, keys, block.rows, (ck_matrix){gradients, 1, block.width}, q, a->query_stride, 1,
        h.k_gradient, a->key_stride);
    product(
        job, keys, block.rows, (ck_matrix){scores, 1, block.width}, upstream, job->output_stride, 1,
        h.v_gradient, a->value_stride);
  }
}

/// Each slot has its own scratch and takes heads until none is left.
static void run_slots(void *context, long begin, long end) {
  attention_job *job = context;
  for (long slot = begin; slot < end; slot++) {
    float *scratch = job->scratch + slot * slot_size(&job->a);
    for (;;) {
      const long index = atomic_fetch_add(&job->next, 1);
      if (index >= job->a.batch * job->a.heads) break;
      if (job->query_gradient)
        run_head_backward(job, index, scratch);
      else
        run_head(job, index, scratch);
    }
  }
}

void ck_attention_f32(
    const ck_attention *attention, float *outputs, long output_stride, float *statistics,
    float *weights, float *scratch) {
  attention_job job = {
      .kernels = ck_current(),
      .a = *attention,
      .outputs = outputs,
      .output_stride = output_stride,
      .statistics = statistics,
      .weights = weights,
      .scratch = scratch,
  };
  ck_parallel_for(slot_count(attention), 1, run_slots, &job);
}

void ck_attention_backward_f32(
    const ck_attention *attention, const float *output_gradient, long output_stride,
    const float *statistics, float *query_gradient, float *key_gradient, float *value_gradient,
    float *scratch) {
  // The job's struct serves both directions; backward only reads these two.
  attention_job job = {
      .kernels = ck_current(),
      .a = *attention,
      .outputs = (float *)output_gradient,
      .output_stride = output_stride,
      .statistics = (float *)statistics,
      .query_gradient = query_gradient,
      .key_gradient = key_gradient,
      .value_gradient = value_gradient,
      .scratch = scratch,
  };
  ck_parallel_for(slot_count(attention), 1, run_slots, &job);
}
