// The dispatch table: one entry per kernel, one table per machine.
#ifndef CK_KERNELS_H
#define CK_KERNELS_H

#include "CKernels.h"
#include "gemm.h"

typedef void ck_unary(long n, const float *x, float *y);
typedef void ck_binary(long n, const float *x, const float *y, float *z);

/// The arguments of one LSTM step, forward and backward, as in CKernels.h.
typedef struct ck_lstm_step {
  long hidden;
  float *gates;
  long gate_stride;
  const float *c_previous;
  long c_previous_stride;
  float *c;  // backward: the gradient of c, replaced by that of c_previous
  long c_stride;
  float *cell_tanh;
  long cell_tanh_stride;
  float *h;  // backward: the gradient of h, only read
  long h_stride;
} ck_lstm_step;

/// The constants of one Adam step that do not depend on the element.
typedef struct ck_adam_step {
  float beta1, one_minus_beta1, beta2, one_minus_beta2;
  float step_size, inverse_root_correction, epsilon, keep;
} ck_adam_step;

/// Every function works on the calling thread alone.
typedef struct ck_kernels {
  void (*gemm)(const ck_gemm *product);
  void (*pack_panel)(const ck_matrix *b, long k, long columns, float *packed);

  ck_unary *exp, *log, *tanh, *sigmoid, *gelu;
  void (*gelu_backward)(long n, const float *x, const float *y_gradient, float *x_gradient);
  ck_binary *add, *subtract, *multiply, *multiply_add;
  void (*axpy)(long n, float alpha, const float *x, float *y);
  void (*scale)(long n, float alpha, const float *x, float *y);

  /// Sums of one block of at most CK_SUM_BLOCK elements.
  float (*sum)(long n, const float *x);
  double (*sum_of_squares)(long n, const float *x);
  float (*max)(long n, const float *x);

  void (*softmax)(long rows, long columns, const float *x, float *y);
  void (*softmax_cross_entropy)(
      long rows, long columns, float *x, const int *targets, const float *weights, float *losses);
  void (*layer_norm)(
      long rows, long columns, const float *x, const float *gamma, const float *beta,
      float epsilon, float *y, float *mean, float *rstd);

  void (*lstm_step)(long rows, const ck_lstm_step *step);
  void (*lstm_step_backward)(long rows, const ck_lstm_step *step);

  void (*max_over_time)(long steps, long columns, const float *x, float *y, int *first);

  void (*adam)(
      long n, float *parameters, const float *gradients, float *m, float *v,
      const ck_adam_step *step);
} ck_kernels;

/// Sums run over blocks of this many elements; block sums are folded as a binary tree.
enum { CK_SUM_BLOCK = 4096 };

extern const ck_kernels ck_kernels_scalar;
#if defined(__x86_64__)
extern const ck_kernels ck_kernels_scalar_fma, ck_kernels_avx2, ck_kernels_avx512;
#elif defined(__aarch64__)
extern const ck_kernels ck_kernels_neon;
#endif

/// The table of the level in use.
const ck_kernels *ck_current(void);

#endif
