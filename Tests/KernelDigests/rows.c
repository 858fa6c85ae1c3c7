// Softmax, its cross entropy, layer norm and rows by place.
#include "digests.h"

static const struct {
  long rows, columns;
} sizes[] = {{1, 1}, {3, 5}, {2, 16}, {5, 31}, {4, 67}, {70, 129}, {3, 4099}};

static void softmax(long rows, long columns) {
  const long n = rows * columns;
  ck_softmax_f32(rows, columns, given_within(n, -20, 20), result(n));
  print_digest("ck_softmax_f32");

  float *weights = given_within(rows, 0, 1);
  weights[rows / 2] = 0;
  ck_softmax_cross_entropy_f32(
      rows, columns, given_within(n, -20, 20), given_places(rows, (int)columns), weights,
      result(rows), result(n));
  print_digest("ck_softmax_cross_entropy_f32");
}

static void layer_norm(long rows, long columns) {
  const long n = rows * columns;
  const float *x = given(n), *gamma = given(columns);
  float *mean = result(rows), *rstd = result(rows);
  ck_layer_norm_f32(rows, columns, x, gamma, given(columns), 1e-5f, result(n), mean, rstd);
  print_digest("ck_layer_norm_f32");
  float *scratch = room((size_t)ck_layer_norm_scratch_size(rows, columns) * sizeof(float));
  ck_layer_norm_backward backward = {
      rows, columns, x, gamma, mean, rstd, given(n), NULL, result(n), result(columns),
      result(columns)};
  ck_layer_norm_backward_f32(&backward, scratch);
  print_digest("ck_layer_norm_backward_f32");
  backward.addend = given(n);
  backward.x_gradient = result(n);
  backward.gamma_gradient = result(columns);
  backward.beta_gradient = result(columns);
  ck_layer_norm_backward_f32(&backward, scratch);
  print_digest("ck_layer_norm_backward_f32, added");
}

static void rotation(long rows, long columns) {
  const long time = rows > 1 ? rows / 2 : 1, half = columns / 4 + 1;
  const ck_rotation r = {
      time * 2, time, 4 * half + 3, 4 * half, half, given(time * 2 * (4 * half + 3)),
      given(time * half), given(time * half), -1, result(time * 2 * (4 * half + 3))};
  ck_rotate_f32(&r);
  print_digest("ck_rotate_f32");
}

static void moved_rows(long rows, long columns) {
  ck_copy_rows_f32(
      rows, columns, given(rows * (columns + 2)), columns + 2, result(rows * columns), columns);
  print_digest("ck_copy_rows_f32");
  long *place = room((size_t)rows * sizeof(long));
  for (long i = 0; i < rows; i++) place[i] = rows - 1 - i;
  ck_gather_rows_f32(rows, columns, given(rows * columns), place, result(rows * columns));
  print_digest("ck_gather_rows_f32");
  ck_scatter_rows_f32(rows, columns, given(rows * columns), place, result(rows * columns));
  print_digest("ck_scatter_rows_f32");
  for (long i = 0; i < rows; i++) place[i] = i * i % 3;
  ck_sum_rows_f32(
      rows, columns, given(rows * (columns + 2)), columns + 2, place, 3, result(3 * columns));
  print_digest("ck_sum_rows_f32");
}

void row_digests(void) {
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    new_case("%ldx%ld", sizes[i].rows, sizes[i].columns);
    softmax(sizes[i].rows, sizes[i].columns);
    layer_norm(sizes[i].rows, sizes[i].columns);
    rotation(sizes[i].rows, sizes[i].columns);
    moved_rows(sizes[i].rows, sizes[i].columns);
  }
}
