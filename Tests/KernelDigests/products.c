// Matrix products, from plain and packed operands.
#include "digests.h"

enum { PADDING = 3 };  // of rows

typedef struct product {
  int transpose_a, transpose_b, accumulate;
  long m, n, k;
} product;

static float *matrix(int transposed, long rows, long columns, long *stride) {
  *stride = (transposed ? rows : columns) + PADDING;
  return given((transposed ? columns : rows) * *stride);
}

static void plain(const product *p) {
  long a_stride, b_stride;
  const float *a = matrix(p->transpose_a, p->m, p->k, &a_stride);
  const float *b = matrix(p->transpose_b, p->k, p->n, &b_stride);
  const long c_stride = p->n + PADDING;
  ck_gemm_f32(
      p->transpose_a, p->transpose_b, p->m, p->n, p->k, a, a_stride, b, b_stride, p->accumulate,
      result(p->m * c_stride), c_stride);
}

static void packed(const product *p) {
  long a_stride, b_stride;
  const float *a = matrix(p->transpose_a, p->m, p->k, &a_stride);
  const float *b = matrix(p->transpose_b, p->k, p->n, &b_stride);
  const long c_stride = p->n + PADDING, size = ck_gemm_packed_size(p->n, p->k);
  float *panels = result(size);
  returned((double)size);
  ck_gemm_pack_f32(p->transpose_b, p->n, p->k, b, b_stride, panels);
  print_digest("ck_gemm_pack_f32");
  ck_gemm_packed_f32(
      p->transpose_a, p->m, p->n, p->k, a, a_stride, panels, p->accumulate,
      result(p->m * c_stride), c_stride);
  print_digest("ck_gemm_packed_f32");
}

/// From a bias; a is never transposed.
static void affine(const product *p) {
  long a_stride, b_stride;
  const float *a = matrix(0, p->m, p->k, &a_stride);
  const float *b = matrix(p->transpose_b, p->k, p->n, &b_stride);
  const float *bias = given(p->n);
  const long c_stride = p->n + PADDING, size = ck_gemm_packed_size(p->n, p->k);
  const float *addend = given(p->m * c_stride);
  ck_affine_f32(
      p->transpose_b, p->m, p->n, p->k, a, a_stride, b, b_stride, bias, addend,
      result(p->m * c_stride), c_stride);
  print_digest("ck_affine_f32");
  float *panels = result(size);
  returned((double)size);
  ck_gemm_pack_f32(p->transpose_b, p->n, p->k, b, b_stride, panels);
  ck_affine_packed_f32(
      p->m, p->n, p->k, a, a_stride, panels, bias, addend, result(p->m * c_stride), c_stride);
  print_digest("ck_affine_packed_f32");
}

/// The gradients of a linear layer from m to n units over k rows, together and the sums alone.
static void linear_gradients(const product *p) {
  long y_stride, x_stride;
  const float *y_gradient = matrix(0, p->k, p->n, &y_stride);
  const float *x = matrix(0, p->k, p->m, &x_stride);
  ck_linear_gradients_f32(
      p->k, p->n, p->m, y_gradient, y_stride, x, x_stride, result(p->n * p->m), result(p->n));
  print_digest("ck_linear_gradients_f32");
  ck_column_sums_f32(p->k, p->n, y_gradient, y_stride, result(p->n));
  print_digest("ck_column_sums_f32");
}

/// Edges of tiles, panels (32), row blocks (96), column blocks (1024) and blocks of k (512, or 1024).
static const struct {
  long m, n, k;
} shapes[] = {
    {1, 1, 1},    {1, 33, 7},    {2, 65, 300},   {3, 5, 0},      {3, 129, 257}, {7, 31, 13},
    {33, 8, 41},  {61, 3, 270},  {13, 130, 19},  {115, 37, 259}, {5, 1061, 9},  {113, 1030, 3},
    {20, 512, 5}, {131, 101, 83}, {9, 33, 515},  {99, 35, 1027}, {14, 65, 1033},
};

static void every_layout(void) {
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    for (int layout = 0; layout < 8; layout++) {
      const product p = {
          layout & 1, layout >> 1 & 1, layout >> 2, shapes[i].m, shapes[i].n, shapes[i].k};
      new_case(
          "%ldx%ldx%ld%s%s%s", p.m, p.n, p.k, p.transpose_a ? " at" : "",
          p.transpose_b ? " bt" : "", p.accumulate ? " +=" : "");
      plain(&p);
      print_digest("ck_gemm_f32");
      packed(&p);
      if (!p.transpose_a && !p.accumulate) affine(&p);
      if (layout == 0) linear_gradients(&p);
    }
}

/// Every height of a tile with every width of a panel.
static void every_edge(void) {
  for (long m = 1; m <= 16; m++) {
    new_case("%ldx1to67x5", m);
    for (long n = 1; n <= 67; n++) {
      const product p = {.m = m, .n = n, .k = 5, .accumulate = 1};
      plain(&p);
    }
    print_digest("ck_gemm_f32");
  }
}

void product_digests(void) {
  every_layout();
  every_edge();
}
