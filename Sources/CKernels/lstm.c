// LSTM steps: each thread takes whole rows (sequences).
#include "kernels.h"

typedef struct lstm_rows {
  void (*kernel)(long rows, const ck_lstm_step *step);
  ck_lstm_step step;
} lstm_rows;

static void run_lstm(void *context, long begin, long end) {
  const lstm_rows *l = context;
  ck_lstm_step step = l->step;
  step.gates += begin * step.gate_stride;
  step.c_previous += begin * step.c_previous_stride;
  step.c += begin * step.c_stride;
  step.cell_tanh += begin * step.cell_tanh_stride;
  step.h += begin * step.h_stride;
  l->kernel(end - begin, &step);
}

/// About 1024 cells are worth a thread.
static void share_rows(long rows, lstm_rows *l) {
  ck_parallel_for(rows, 1024 / (l->step.hidden + 1) + 1, run_lstm, l);
}

void ck_lstm_step_f32(
    long rows, long hidden, float *gates, long gate_stride, const float *c_previous,
    long c_previous_stride, float *c, long c_stride, float *cell_tanh, long cell_tanh_stride,
    float *h, long h_stride) {
  lstm_rows l = {
      ck_current()->lstm_step,
      {hidden, gates, gate_stride, c_previous, c_previous_stride, c, c_stride, cell_tanh,
       cell_tanh_stride, h, h_stride}};
  share_rows(rows, &l);
}

void ck_lstm_step_backward_f32(
    long rows, long hidden, float *gates, long gate_stride, const float *c_previous,
    long c_previous_stride, const float *cell_tanh, long cell_tanh_stride, const float *h_gradient,
    long h_gradient_stride, float *c_gradient, long c_gradient_stride) {
  // The step's struct serves both directions; backward only reads these two.
  lstm_rows l = {
      ck_current()->lstm_step_backward,
      {hidden, gates, gate_stride, c_previous, c_previous_stride, c_gradient, c_gradient_stride,
       (float *)cell_tanh, cell_tanh_stride, (float *)h_gradient, h_gradient_stride}};
  share_rows(rows, &l);
}
