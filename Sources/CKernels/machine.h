// The kernels of one machine and its dispatch table, CK_TABLE. See lanes.h.
#include "adam.h"
#include "elementwise.h"
#include "gemm_pack.h"
#include "layer_norm.h"
#include "lstm.h"
#include "pooling.h"
#include "reductions.h"
#include "softmax.h"

const ck_kernels CK_TABLE = {
    .gemm = CK_GEMM,
    .pack_panel = pack_panel,
    .exp = exp_kernel,
    .log = log_kernel,
    .tanh = tanh_kernel,
    .sigmoid = sigmoid_kernel,
    .gelu = gelu_kernel,
    .gelu_backward = gelu_backward_kernel,
    .add = add_kernel,
    .subtract = subtract_kernel,
    .multiply = multiply_kernel,
    .multiply_add = multiply_add_kernel,
    .axpy = axpy_kernel,
    .scale = scale_kernel,
    .sum = sum_kernel,
    .sum_of_squares = sum_of_squares_kernel,
    .max = max_kernel,
    .softmax = softmax_kernel,
    .softmax_cross_entropy = softmax_cross_entropy_kernel,
    .layer_norm = layer_norm_kernel,
    .lstm_step = lstm_step_kernel,
    .lstm_step_backward = lstm_step_backward_kernel,
    .max_over_time = max_over_time_kernel,
    .adam = adam_kernel,
};
