// Attention over whole sequences: each thread takes whole heads of whole sequences, and of these
// blocks of queries, so that the scores of a block stay in the cache. Sequences that follow each other
// go to one thread, as their rows do in other operations, so that it finds what its core wrote.
#include "kernels.h"

#include <stdatomic.h>
#include <stddef.h>

enum {
  QUERY_BLOCK = CK_ATTENTION_ROWS,
  HALF_BLOCK = QUERY_BLOCK / 2,  // rows that are multiplied together where each sees one key more
  WORK_PER_THREAD = 1 << 15,  // multiplications that are worth a thread
};

/// Rows of scores are whole panels long.
static long rounded_up(long value) { return (value + CK_GEMM_PANEL - 1) / CK_GEMM_PANEL * CK_GEMM_PANEL; }

typedef struct attention_job {
  const ck_kernels *kernels;
  ck_attention a;
  float *outputs;                // backward: only read
  const float *output_gradient;  // NULL: forward
  long output_stride;
  float *statistics, *weights;
  float *query_gradient, *key_gradient, *value_gradient;
  float *scratch;
  long slots;
  _Atomic long next[CK_MAX_THREADS];  // of each slot's heads the next that nobody has taken
} attention_job;

/// Scratch of one thread: keys and values transposed, rows of one of them, scores, their gradients.
static long slot_size(const ck_attention *a) {
  return (2 * a->size + rounded_up(a->size) + 2 * QUERY_BLOCK) * rounded_up(a->key_time);
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
  const float *y_gradient;
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
  const long y = b * a->query_time * job->output_stride + column;
  const long matrix = index * a->query_time * a->key_time;
  return (head){
      .keys = a->key_lengths ? at_most(a->key_lengths[b], a->key_time) : a->key_time,
      .q = a->queries + q,
      .k = a->keys + k,
      .v = a->values + v,
      .y = job->outputs + y,
      .y_gradient = job->output_gradient ? job->output_gradient + y : NULL,
      .statistics = job->statistics + index * a->query_time * 2,
      .weights = job->weights ? job->weights + matrix : NULL,
      .mask = a->mask ? a->mask + matrix : NULL,
      .q_gradient = job->query_gradient ? job->query_gradient + q : NULL,
      .k_gradient = job->key_gradient ? job->key_gradient + k : NULL,
      .v_gradient = job->value_gradient ? job->value_gradient + v : NULL,
  };
}

/// The same for a head that may not exist: then nothing is anywhere.
static head next_head(const attention_job *job, long index) {
  return index < job->a.batch * job->a.heads ? head_at(job, index) : (head){0};
}

/// The block of queries from `first` on.
static ck_attention_block block_at(const attention_job *job, const head *h, long first) {
  const ck_attention *a = &job->a;
  const long rows = at_most(QUERY_BLOCK, a->query_time - first);
  const long seen = a->causal ? first + 1 + a->key_time - a->query_time : h->keys;
  return (ck_attention_block){
      .rows = rows,
      .width = rounded_up(at_most(a->causal ? seen + rows - 1 : seen, h->keys)),
      .visible = seen,
      .step = a->causal ? 1 : 0,
      .limit = h->keys,
      .together = a->causal ? HALF_BLOCK : QUERY_BLOCK,
      .scale = a->scale,
      .mask = h->mask ? h->mask + first * a->key_time : NULL,
      .mask_stride = a->key_time,
      .statistics = h->statistics + first * 2,
  };
}

/// How many of `time` rows are fetched before the block from `first` on. Blocks that see more keys have
/// more time to fetch.
static long fetched_before(const ck_attention *a, long time, long first) {
  const long queries = a->query_time, at = at_most(first, queries);
  return a->causal ? time * at / queries * at / queries : time * at / queries;
}

/// What a thread uses of the head that it is likely to take next: the share of one block of queries.
static ck_rows share_of(
    const attention_job *job, const float *x, long stride, long time, long first) {
  if (!x) return (ck_rows){0};
  const long begin = fetched_before(&job->a, time, first);
  const long end = fetched_before(&job->a, time, first + QUERY_BLOCK);
  return (ck_rows){x + begin * stride, stride, end - begin, job->a.size};
}

static ck_rows share_of_keys(
    const attention_job *job, const float *x, long stride, long first) {
  return share_of(job, x, stride, job->a.key_time, first);
}

static ck_rows share_of_queries(
    const attention_job *job, const float *x, long stride, long first) {
  return share_of(job, x, stride, job->a.query_time, first);
}

/// What is fetched during a block's product: the first while its first rows are multiplied, the other
/// while its last are.
typedef struct coming_rows {
  ck_rows rows[2];
} coming_rows;

/// Lets a product of rows [i, i + rows) of a block fetch what it is to fetch.
static void fetch_with(
    ck_gemm *g, const ck_attention_block *block, long i, const coming_rows *coming) {
  const int is_first = i == 0, is_last = i + block->together >= block->rows;
  g->coming = is_first ? coming->rows : coming->rows + 1;
  g->coming_count = is_first + is_last;
}

/// c[rows, width] = a[rows, size] · packed, as far as rows see keys
static void scores_of(
    const attention_job *job, const ck_attention_block *block, const float *a, long stride,
    const float *packed, float *c, coming_rows coming) {
  for (long i = 0, rows; i < block->rows; i += rows) {
    rows = at_most(block->rows - i, block->together);
    const long seen = (ck_keys_seen(block, i + rows - 1) + CK_GEMM_HALF - 1) / CK_GEMM_HALF;
    ck_gemm g = {
        .m = rows, .n = seen * CK_GEMM_HALF, .k = job->a.size, .a = {a + i * stride, stride, 1},
        .packed_b = packed, .packed_rows = job->a.size, .c = c + i * block->width,
        .c_row_stride = block->width, .c_column_stride = 1};
    fetch_with(&g, block, i, &coming);
    job->kernels->gemm(&g);
  }
}

/// c[rows, size] = a[rows, keys] · packed[keys, size], of which there are `packed_rows`
static void sums_over_keys(
    const attention_job *job, const ck_attention_block *block, const float *a, const float *packed,
    long packed_rows, float *c, long c_stride, coming_rows coming) {
  for (long i = 0, rows; i < block->rows; i += rows) {
    rows = at_most(block->rows - i, block->together);
    ck_gemm g = {
        .m = rows, .n = job->a.size, .k = ck_keys_seen(block, i + rows - 1),
        .a = {a + i * block->width, block->width, 1}, .packed_b = packed,
        .packed_rows = packed_rows, .c = c + i * c_stride, .c_row_stride = c_stride,
        .c_column_stride = 1};
    fetch_with(&g, block, i, &coming);
    job->kernels->gemm(&g);
  }
}

/// c[keys, size] += aᵀ[keys, rows] · b[rows, size], over the rows that see a key. Of c only the first
/// `written` keys hold sums; the others begin here.
static void add_over_queries(
    const attention_job *job, const ck_attention_block *block, const float *a, const float *b,
    long b_stride, long written, float *c, long c_stride, ck_rows coming) {
  for (long i = 0, key = 0; i < block->rows; i += block->together) {
    const long seen = ck_keys_seen(block, at_most(i + block->together, block->rows) - 1);
    for (long end; key < seen; key = end) {
      const int begins = key >= written;
      end = begins ? seen : at_most(seen, written);
      float *at = c + key * c_stride;
      const ck_gemm g = {
          .m = end - key, .n = job->a.size, .k = block->rows - i,
          .a = {a + i * block->width + key, 1, block->width},
          .b = {b + i * b_stride, b_stride, 1}, .start = ck_start_from(!begins, at, c_stride, 1),
          .c = at, .c_row_stride = c_stride, .c_column_stride = 1,
          .coming = &coming, .coming_count = key == 0};
      job->kernels->gemm(&g);
    }
  }
}

static void multiply_by_mask(const attention_job *job, const ck_attention_block *block) {
  for (long i = 0; i < block->rows; i++) {
    float *row = block->scores + i * block->width;
    job->kernels->multiply(ck_keys_seen(block, i), row, block->mask + i * block->mask_stride, row);
  }
}

/// Writes a block's weights: its exponentials over their sums.
static void keep_weights(
    const ck_attention *a, const ck_attention_block *block, float *weights) {
  for (long i = 0; i < block->rows; i++) {
    const float *row = block->scores + i * block->width;
    const long keys = ck_keys_seen(block, i);
    const float inverse = block->statistics[2 * i + 1];
    for (long j = 0; j < a->key_time; j++)
      weights[i * a->key_time + j] = j < keys ? row[j] * inverse : 0.0f;
  }
}

static void run_head(const attention_job *job, long index, long likely_next, float *scratch) {
  const ck_attention *a = &job->a;
  const head h = head_at(job, index), next = next_head(job, likely_next);
  const long columns = rounded_up(a->key_time);
  float *transposed_keys = scratch, *values = transposed_keys + a->size * columns;
  float *scores = values + rounded_up(a->size) * columns;
  ck_gemm_pack_panels(&(ck_matrix){h.k, 1, a->key_stride}, a->size, h.keys, transposed_keys);
  ck_gemm_pack_panels(&(ck_matrix){h.v, a->value_stride, 1}, h.keys, a->size, values);
  for (long first = 0; first < a->query_time; first += QUERY_BLOCK) {
    ck_attention_block block = block_at(job, &h, first);
    block.scores = scores;
    scores_of(
        job, &block, h.q + first * a->query_stride, a->query_stride, transposed_keys, scores,
        (coming_rows){{
            share_of_keys(job, next.k, a->key_stride, first),
            share_of_queries(job, next.q, a->query_stride, first)}});
    job->kernels->attention_weights(&block);
    if (h.weights) keep_weights(a, &block, h.weights + first * a->key_time);
    if (block.mask) multiply_by_mask(job, &block);
    float *y = h.y + first * job->output_stride;
    sums_over_keys(
        job, &block, scores, values, h.keys, y, job->output_stride,
        (coming_rows){{
            share_of_keys(job, next.v, a->value_stride, first),
            share_of_queries(job, next.y, job->output_stride, first)}});
    for (long i = 0; i < block.rows; i++, y += job->output_stride)
      job->kernels->scale(a->size, block.statistics[2 * i + 1], y, y);
  }
}

static void clear_rows(long rows, long size, float *x, long stride) {
  for (long i = 0; i < rows; i++)
    for (long j = 0; j < size; j++) x[i * stride + j] = 0.0f;
}

static void run_head_backward(
    const attention_job *job, long index, long likely_next, float *scratch) {
  const ck_attention *a = &job->a;
  const head h = head_at(job, index), next = next_head(job, likely_next);
  const long columns = rounded_up(a->key_time);
  float *transposed_keys = scratch, *transposed_values = transposed_keys + a->size * columns;
  float *key_rows = transposed_values + a->size * columns;
  float *scores = key_rows + rounded_up(a->size) * columns;
  float *gradients = scores + QUERY_BLOCK * columns;
  ck_gemm_pack_panels(&(ck_matrix){h.k, 1, a->key_stride}, a->size, h.keys, transposed_keys);
  ck_gemm_pack_panels(&(ck_matrix){h.v, 1, a->value_stride}, a->size, h.keys, transposed_values);
  ck_gemm_pack_panels(&(ck_matrix){h.k, a->key_stride, 1}, h.keys, a->size, key_rows);
  long written = 0;  // keys whose gradients hold sums
  for (long first = 0; first < a->query_time; first += QUERY_BLOCK) {
    ck_attention_block block = block_at(job, &h, first);
    block.scores = scores;
    block.gradients = gradients;
    block.outputs = h.y + first * job->output_stride;
    block.output_gradient = h.y_gradient + first * job->output_stride;
    block.output_stride = job->output_stride;
    block.size = a->size;
    const float *q = h.q + first * a->query_stride;
    scores_of(
        job, &block, q, a->query_stride, transposed_keys, scores,
        (coming_rows){{
            share_of_keys(job, next.k, a->key_stride, first),
            share_of_keys(job, next.k_gradient, a->key_stride, first)}});
    scores_of(
        job, &block, block.output_gradient, job->output_stride, transposed_values, gradients,
        (coming_rows){{
            share_of_keys(job, next.v, a->value_stride, first),
            share_of_keys(job, next.v_gradient, a->value_stride, first)}});
    job->kernels->attention_backward(&block);
    sums_over_keys(
        job, &block, gradients, key_rows, h.keys, h.q_gradient + first * a->query_stride,
        a->query_stride,
        (coming_rows){{
            share_of_queries(job, next.q, a->query_stride, first),
            share_of_queries(job, next.q_gradient, a->query_stride, first)}});
    add_over_queries(
        job, &block, gradients, q, a->query_stride, written, h.k_gradient, a->key_stride,
        share_of_queries(job, next.y_gradient, job->output_stride, first));
    add_over_queries(
        job, &block, scores, block.output_gradient, job->output_stride, written, h.v_gradient,
        a->value_stride, share_of_queries(job, next.y, job->output_stride, first));
    written = ck_keys_seen(&block, block.rows - 1);
  }
  const long unseen = a->key_time - written;
  clear_rows(unseen, a->size, h.k_gradient + written * a->key_stride, a->key_stride);
  clear_rows(unseen, a->size, h.v_gradient + written * a->value_stride, a->value_stride);
}

/// Where a slot's heads begin; those of the last end where those of one more would begin.
static long first_head(const attention_job *job, long slot) {
  return job->a.batch * job->a.heads * slot / job->slots;
}

/// Each slot has its own scratch and takes its heads, then those that others have left.
static void run_slots(void *context, long begin, long end) {
  attention_job *job = context;
  for (long slot = begin; slot < end; slot++) {
    float *scratch = job->scratch + slot * slot_size(&job->a);
    for (long other = 0; other < job->slots; other++) {
      const long owner = (slot + other) % job->slots, last = first_head(job, owner + 1);
      for (;;) {
        const long index = atomic_fetch_add(&job->next[owner], 1);
        if (index >= last) break;
        // What follows the last belongs to another thread, as does what follows another's.
        const long next = other == 0 && index + 1 < last ? index + 1 : job->a.batch * job->a.heads;
        if (job->output_gradient)
          run_head_backward(job, index, next, scratch);
        else
          run_head(job, index, next, scratch);
      }
    }
  }
}

static void share_heads(attention_job *job) {
  job->slots = slot_count(&job->a);
  for (long slot = 0; slot < job->slots; slot++) atomic_init(&job->next[slot], first_head(job, slot));
  ck_parallel_for(job->slots, 1, run_slots, job);
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
  share_heads(&job);
}

void ck_attention_backward_f32(
    const ck_attention *attention, const float *outputs, const float *output_gradient,
    long output_stride, const float *statistics, float *query_gradient, float *key_gradient,
    float *value_gradient, float *scratch) {
  // The job's struct serves both directions; backward only reads these two.
  attention_job job = {
      .kernels = ck_current(),
      .a = *attention,
      .outputs = (float *)outputs,
      .output_gradient = output_gradient,
      .output_stride = output_stride,
      .statistics = (float *)statistics,
      .query_gradient = query_gradient,
      .key_gradient = key_gradient,
      .value_gradient = value_gradient,
      .scratch = scratch,
  };
  share_heads(&job);
}
