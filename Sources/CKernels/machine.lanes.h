// The kernels of one machine and its dispatch table, CK_TABLE. See lanes.h.
#include "attention_step.lanes.h"
#include "attention.lanes.h"
#include "column_sums.lanes.h"
#include "elementwise.lanes.h"
#include "functions.lanes.h"
#include "gemm_pack.lanes.h"
#include "gru.lanes.h"
#include "layer_norm.lanes.h"
#include "lstm.lanes.h"
#include "lstm_units.lanes.h"
#include "optimisers.lanes.h"
#include "pooling.lanes.h"
#include "reductions.lanes.h"
#include "rnn.lanes.h"
#include "softmax.lanes.h"
#include "word2vec.lanes.h"

const ck_kernels CK_TABLE = {
    .gemm = CK_GEMM,
    .pack_panel = pack_panel,
    .exp = CK_FUNCTION(exp),
    .log = CK_FUNCTION(log),
    .tanh = CK_FUNCTION(tanh),
    .sigmoid = CK_FUNCTION(sigmoid),
    .gelu = CK_FUNCTION(gelu),
    .gelu_with_slope = CK_FUNCTION(gelu_with_slope),
    .add = add_kernel,
    .subtract = subtract_kernel,
    .multiply = multiply_kernel,
    .multiply_add = multiply_add_kernel,
    .axpy = axpy_kernel,
    .scale = scale_kernel,
    .sum = sum_kernel,
    .sum_of_squares = sum_of_squares_kernel,
    .column_sums = column_sums_kernel,
    .max = max_kernel,
    .softmax = softmax_kernel,
    .softmax_cross_entropy = softmax_cross_entropy_kernel,
    .layer_norm = layer_norm_kernel,
    .layer_norm_backward = layer_norm_backward_kernel,
    .attention_weights = attention_weights_kernel,
    .attention_backward = attention_backward_kernel,
    .attention_step_keys = attention_step_keys_kernel,
    .attention_step = attention_step_kernel,
    .attention_step_backward = attention_step_backward_kernel,
    .lstm_step = lstm_step_kernel,
    .lstm_units = lstm_units_kernel,
    .lstm_step_backward = lstm_step_backward_kernel,
    .sgd = sgd_kernel,
    .adagrad = adagrad_kernel,
    .rmsprop = rmsprop_kernel,
    .rnn_step = rnn_step_kernel,
    .rnn_step_backward = rnn_step_backward_kernel,
    .gru_step = gru_step_kernel,
    .gru_step_backward = gru_step_backward_kernel,
    .gru_gates = gru_gates_kernel,
    .gru_candidate = gru_candidate_kernel,
    .gru_candidate_backward = gru_candidate_backward_kernel,
    .gru_gates_backward = gru_gates_backward_kernel,
    .max_over_time = max_over_time_kernel,
    .adam = adam_kernel,
    .word_dots = word_dots_kernel,
    .word_steps = word_steps_kernel,
    .word_updates = word_updates_kernel,
};
