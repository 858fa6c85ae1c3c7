// Convolution over time as products of overlapping windows: rows of x that a stride apart start, so
// no window is copied. Where a window is not contiguous (dilation, groups), one product per tap.
#include "gemm.h"
#include "kernels.h"

#include <stddef.h>

enum {
  STEPS_PER_PART = CK_GEMM_ROW_BLOCK,
  COLUMNS_PER_PART = 4 * CK_GEMM_PANEL,
  SPARSE = 8,  // a gradient of which at most one in so many elements is not 0
};

typedef struct convolution {
  const ck_kernels *kernels;
  ck_convolution size;
  long group_channels, group_outputs;
  long spans, span;  // contiguous parts of a window, and floats in each
  const float *x, *w, *bias, *packed, *y_gradient;
  float *y, *x_gradient, *w_gradient;
} convolution;

static convolution convolution_of(const ck_convolution *sizes) {
  convolution c = {.kernels = ck_current(), .size = *sizes};
  c.group_channels = sizes->channels / sizes->groups;
  c.group_outputs = sizes->outputs / sizes->groups;
  const int contiguous = sizes->groups == 1 && sizes->dilation == 1;
  c.spans = contiguous ? 1 : sizes->taps;
  c.span = contiguous ? sizes->taps * sizes->channels : c.group_channels;
  return c;
}

/// Where part `s` of the window of step t starts, for a group.
static long window(const convolution *c, long t, long group, long s) {
  return (t * c->size.stride + s * c->size.dilation) * c->size.channels + group * c->group_channels;
}

/// Where the weights of an output for part `s` of its window start.
static long weights(const convolution *c, long output, long s) {
  return output * c->size.taps * c->group_channels + s * c->span;
}

long ck_convolution_scratch_size(const ck_convolution *sizes) {
  const convolution c = convolution_of(sizes);
  const long forward = c.spans * ck_gemm_packed_size(c.group_outputs, c.span);
  const long backward = sizes->taps * ck_gemm_packed_size(c.group_channels, c.group_outputs);
  return sizes->groups * (forward > backward ? forward : backward);
}

// ---- Forward ----------------------------------------------------------------------------------

static void run_forward(void *context, long begin, long end) {
  const convolution *c = context;
  const ck_convolution *size = &c->size;
  const long blocks = (size->steps + STEPS_PER_PART - 1) / STEPS_PER_PART;
  const long packed_size = ck_gemm_packed_size(c->group_outputs, c->span);
  for (long unit = begin; unit < end; unit++) {
    const long b = unit / blocks, t = unit % blocks * STEPS_PER_PART;
    const long rows = at_most(size->steps - t, STEPS_PER_PART);
    const float *x = c->x + b * size->time * size->channels;
    float *y = c->y + (b * size->steps + t) * size->outputs;
    for (long group = 0; group < size->groups; group++)
      for (long s = 0; s < c->spans; s++) {
        float *sums = y + group * c->group_outputs;
        const float *bias = c->bias ? c->bias + group * c->group_outputs : NULL;
        const ck_gemm g = {
            .m = rows, .n = c->group_outputs, .k = c->span,
            .a = {x + window(c, t, group, s), size->stride * size->channels, 1},
            .packed_b = c->packed + (group * c->spans + s) * packed_size,
            .packed_rows = c->span,
            .start = s > 0 ? ck_start_from(1, sums, size->outputs, 1) : (ck_matrix){bias, 0, 1},
            .c = sums,
            .c_row_stride = size->outputs, .c_column_stride = 1};
        c->kernels->gemm(&g);
      }
  }
}

void ck_convolution_f32(
    const ck_convolution *sizes, const float *x, const float *w, const float *bias, float *y,
    float *scratch) {
  convolution c = convolution_of(sizes);
  c.x = x, c.bias = bias, c.y = y, c.packed = scratch;
  const long packed_size = ck_gemm_packed_size(c.group_outputs, c.span);
  for (long group = 0; group < sizes->groups; group++)
    for (long s = 0; s < c.spans; s++)
      ck_gemm_pack_f32(
          1, c.group_outputs, c.span, w + weights(&c, group * c.group_outputs, s),
          sizes->taps * c.group_channels, scratch + (group * c.spans + s) * packed_size);
  const long blocks = (sizes->steps + STEPS_PER_PART - 1) / STEPS_PER_PART;
  ck_parallel_for(sizes->batch * blocks, 1, run_forward, &c);
}

// ---- Backward, every element ------------------------------------------------------------------

static void run_input_gradient(void *context, long begin, long end) {
  const convolution *c = context;
  const ck_convolution *size = &c->size;
  const long packed_size = ck_gemm_packed_size(c->group_channels, c->group_outputs);
  for (long b = begin; b < end; b++) {
    float *to = c->x_gradient + b * size->time * size->channels;
    __builtin_memset(to, 0, (size_t)(size->time * size->channels) * sizeof(float));
    for (long group = 0; group < size->groups; group++)
      for (long tap = 0; tap < size->taps; tap++) {
        float *sums = to + tap * size->dilation * size->channels + group * c->group_channels;
        const ck_gemm g = {
            .m = size->steps, .n = c->group_channels, .k = c->group_outputs,
            .a = {c->y_gradient + b * size->steps * size->outputs + group * c->group_outputs,
                  size->outputs, 1},
            .packed_b = c->packed + (group * size->taps + tap) * packed_size,
            .packed_rows = c->group_outputs,
            .start = ck_start_from(1, sums, size->stride * size->channels, 1),
            .c = sums,
            .c_row_stride = size->stride * size->channels, .c_column_stride = 1};
        c->kernels->gemm(&g);
      }
  }
}

static long column_blocks(const convolution *c) {
  return (c->span + COLUMNS_PER_PART - 1) / COLUMNS_PER_PART;
}

static void run_weight_gradient(void *context, long begin, long end) {
  const convolution *c = context;
  const ck_convolution *size = &c->size;
  const long blocks = column_blocks(c);
  for (long unit = begin; unit < end; unit++) {
    const long column = unit % blocks * COLUMNS_PER_PART;
    const long s = unit / blocks % c->spans, group = unit / blocks / c->spans;
    for (long b = 0; b < size->batch; b++) {
      const long stride = size->taps * c->group_channels;
      float *sums = c->w_gradient + weights(c, group * c->group_outputs, s) + column;
      const ck_gemm g = {
          .m = c->group_outputs, .n = at_most(c->span - column, COLUMNS_PER_PART),
          .k = size->steps,
          .a = {c->y_gradient + b * size->steps * size->outputs + group * c->group_outputs, 1,
                size->outputs},
          .b = {c->x + b * size->time * size->channels + window(c, 0, group, s) + column,
                size->stride * size->channels, 1},
          .start = ck_start_from(b > 0, sums, stride, 1),
          .c = sums,
          .c_row_stride = stride, .c_column_stride = 1};
      c->kernels->gemm(&g);
    }
  }
}

// ---- Backward, the elements that are not 0 ----------------------------------------------------

static void run_sparse_input_gradient(void *context, long begin, long end) {
  const convolution *c = context;
  const ck_convolution *size = &c->size;
  for (long b = begin; b < end; b++) {
    float *to = c->x_gradient + b * size->time * size->channels;
    __builtin_memset(to, 0, (size_t)(size->time * size->channels) * sizeof(float));
    for (long t = 0; t < size->steps; t++) {
      const float *row = c->y_gradient + (b * size->steps + t) * size->outputs;
      for (long o = 0; o < size->outputs; o++)
        for (long s = 0; s < c->spans && row[o] != 0; s++)
          c->kernels->axpy(
              c->span, row[o], c->w + weights(c, o, s),
              to + window(c, t, o / c->group_outputs, s));
    }
  }
}

static void run_sparse_weight_gradient(void *context, long begin, long end) {
  const convolution *c = context;
  const ck_convolution *size = &c->size;
  const long each = size->taps * c->group_channels;
  __builtin_memset(
      c->w_gradient + begin * each, 0, (size_t)((end - begin) * each) * sizeof(float));
  for (long b = 0; b < size->batch; b++)
    for (long t = 0; t < size->steps; t++) {
      const float *row = c->y_gradient + (b * size->steps + t) * size->outputs;
      for (long o = begin; o < end; o++)
        for (long s = 0; s < c->spans && row[o] != 0; s++)
          c->kernels->axpy(
              c->span, row[o],
              c->x + b * size->time * size->channels + window(c, t, o / c->group_outputs, s),
              c->w_gradient + weights(c, o, s));
    }
}

static int is_sparse(const convolution *c) {
  const long count = c->size.batch * c->size.steps * c->size.outputs;
  long others = 0;
  for (long i = 0; i < count; i++) others += c->y_gradient[i] != 0;
  return others <= count / SPARSE;
}

void ck_convolution_backward_f32(
    const ck_convolution *sizes, const float *x, const float *w, const float *y_gradient,
    float *x_gradient, float *w_gradient, float *scratch) {
  convolution c = convolution_of(sizes);
  c.x = x, c.w = w, c.y_gradient = y_gradient, c.packed = scratch;
  c.x_gradient = x_gradient, c.w_gradient = w_gradient;
  if (is_sparse(&c)) {
    ck_parallel_for(sizes->batch, 1, run_sparse_input_gradient, &c);
    ck_parallel_for(sizes->outputs, 8, run_sparse_weight_gradient, &c);
    return;
  }
  const long packed_size = ck_gemm_packed_size(c.group_channels, c.group_outputs);
  for (long group = 0; group < sizes->groups; group++)
    for (long tap = 0; tap < sizes->taps; tap++)
      ck_gemm_pack_f32(
          0, c.group_channels, c.group_outputs,
          w + (group * c.group_outputs * sizes->taps + tap) * c.group_channels,
          sizes->taps * c.group_channels, scratch + (group * sizes->taps + tap) * packed_size);
  ck_parallel_for(sizes->batch, 1, run_input_gradient, &c);
  ck_parallel_for(sizes->groups * c.spans * column_blocks(&c), 1, run_weight_gradient, &c);
}
