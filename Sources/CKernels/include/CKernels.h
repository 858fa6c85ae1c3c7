// The engine's numeric kernels: C11, float32, row-major, no hidden state but the thread pool, each
// thread's room for packed blocks and the chosen SIMD level. Every result has the same bits at every
// SIMD level and with any number of threads (a NaN stays a NaN, but its payload may differ).
#ifndef CKERNELS_H
#define CKERNELS_H

#ifdef __cplusplus
extern "C" {
#endif

// ---- SIMD level -------------------------------------------------------------------------------

enum { CK_SIMD_SCALAR = 0, CK_SIMD_AVX2 = 1, CK_SIMD_AVX512 = 2, CK_SIMD_NEON = 3 };

/// The level in use: UNROLL_SIMD (scalar, avx2, avx512 or neon) if it is set, otherwise the best
/// one this CPU has. A level that it has not got ends the process with status 2 and a message.
int ck_simd_level(void);
/// 1 if this CPU has the level, otherwise 0.
int ck_simd_available(int level);
/// Use a level from now on. Returns 0, or -1 if this CPU has not got it.
int ck_set_simd_level(int level);

// ---- Threads ----------------------------------------------------------------------------------

/// How many threads share work: UNROLL_THREADS (1 to 256) if it is set, otherwise one per
/// online CPU.
int ck_thread_count(void);
void ck_set_thread_count(int count);
/// Joins all pool threads (before a fork); the pool starts again at its next use. The child of
/// a fork that did not stop them has none, and starts its own.
void ck_stop_threads(void);
/// Runs body(context, begin, end) over [0, count) in parts of at least `grain`, on the pool.
/// Nested calls run on the calling thread.
void ck_parallel_for(
    long count, long grain, void (*_Nonnull body)(void *_Nullable context, long begin, long end),
    void *_Nullable context);

// ---- Matrix product ---------------------------------------------------------------------------

/// The fast products run over k in blocks of this length; between blocks the sum rests in c, which
/// changes no bit of it.
enum { CK_GEMM_KC = 256 };

/// c[m,n] = op(a)[m,k] · op(b)[k,n]   (+ c where accumulate is 1)
///
/// op transposes where the flag is 1: a is then stored [k,m] with lda >= m, b [n,k] with ldb >= k.
/// Each element is one chain of fused multiply-adds over ascending k, started from 0 or from c.
/// c may not overlap a or b. k = 0 gives 0 (or leaves c).
void ck_gemm_f32(
    int transpose_a, int transpose_b, long m, long n, long k,
    const float *_Nonnull a, long lda, const float *_Nonnull b, long ldb,
    int accumulate, float *_Nonnull c, long ldc);

/// Floats that a packed b[k,n] takes.
long ck_gemm_packed_size(long n, long k);
/// Packs op(b)[k,n] for products that use it again and again, such as the steps of a recurrence.
/// The layout is the same at every SIMD level: panels of 32 columns, [k, 32] each.
void ck_gemm_pack_f32(
    int transpose_b, long n, long k, const float *_Nonnull b, long ldb, float *_Nonnull packed);
/// The same bits as ck_gemm_f32, from a packed b of the same n and k.
void ck_gemm_packed_f32(
    int transpose_a, long m, long n, long k, const float *_Nonnull a, long lda,
    const float *_Nonnull packed_b, int accumulate, float *_Nonnull c, long ldc);

// ---- Elementwise and reductions ---------------------------------------------------------------
// n elements; y may be the same array as x (not partly overlapping).

void ck_exp_f32(long n, const float *_Nonnull x, float *_Nonnull y);
void ck_log_f32(long n, const float *_Nonnull x, float *_Nonnull y);
void ck_tanh_f32(long n, const float *_Nonnull x, float *_Nonnull y);
void ck_sigmoid_f32(long n, const float *_Nonnull x, float *_Nonnull y);
/// x · Φ(x), exact: PyTorch's default (approximate='none').
void ck_gelu_f32(long n, const float *_Nonnull x, float *_Nonnull y);
/// x̄ += ȳ ⊙ gelu'(x)
void ck_gelu_backward_f32(
    long n, const float *_Nonnull x, const float *_Nonnull y_gradient, float *_Nonnull x_gradient);
void ck_add_f32(long n, const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull z);
void ck_subtract_f32(long n, const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull z);
void ck_multiply_f32(long n, const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull z);
/// z += x ⊙ y (fused)
void ck_multiply_add_f32(
    long n, const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull z);
/// y += alpha · x (fused)
void ck_axpy_f32(long n, float alpha, const float *_Nonnull x, float *_Nonnull y);
void ck_scale_f32(long n, float alpha, const float *_Nonnull x, float *_Nonnull y);
/// Fixed order: sixteen partial sums over index mod 16 per block of 4096, folded pairwise, and the
/// blocks' sums as a binary tree.
float ck_sum_f32(long n, const float *_Nonnull x);
/// Σ x² in double, blocks in order.
double ck_sum_of_squares_f32(long n, const float *_Nonnull x);
/// The largest element, NaN if there is one, -∞ for n = 0.
float ck_max_f32(long n, const float *_Nonnull x);

/// y[r,:] = softmax(x[r,:]) for every row.
void ck_softmax_f32(long rows, long columns, const float *_Nonnull x, float *_Nonnull y);
/// losses[r] = logsumexp(x[r,:]) - x[r,target], not scaled; x is replaced by
/// (softmax(x) - onehot(target)) · weights[r]. Rows with weight 0 (padding) give loss 0 and zeros,
/// whatever their target.
void ck_softmax_cross_entropy_f32(
    long rows, long columns, float *_Nonnull x, const int *_Nonnull targets,
    const float *_Nonnull weights, float *_Nonnull losses);

// ---- Layer norm -------------------------------------------------------------------------------

/// y = (x - mean) · rstd · gamma + beta per row; mean and rstd are kept for backward.
void ck_layer_norm_f32(
    long rows, long columns, const float *_Nonnull x, const float *_Nonnull gamma,
    const float *_Nonnull beta, float epsilon, float *_Nonnull y, float *_Nonnull mean,
    float *_Nonnull rstd);

// ---- Recurrent gates --------------------------------------------------------------------------

/// One LSTM step for `rows` sequences. gates[r, 4h] holds pre-activations in PyTorch's order
/// i, f, g, o (row stride gate_stride) and is replaced by the activations.
///     c = f ⊙ c_previous + i ⊙ g        h = o ⊙ tanh(c)
/// cell_tanh keeps tanh(c) for backward.
void ck_lstm_step_f32(
    long rows, long hidden, float *_Nonnull gates, long gate_stride,
    const float *_Nonnull c_previous, long c_previous_stride, float *_Nonnull c, long c_stride,
    float *_Nonnull cell_tanh, long cell_tanh_stride, float *_Nonnull h, long h_stride);

/// Backward of one LSTM step: from h̄ and c̄ (c̄ is replaced by the gradient of c_previous) to the
/// gradient of the pre-activations, written over the gates.
void ck_lstm_step_backward_f32(
    long rows, long hidden, float *_Nonnull gates, long gate_stride,
    const float *_Nonnull c_previous, long c_previous_stride,
    const float *_Nonnull cell_tanh, long cell_tanh_stride,
    const float *_Nonnull h_gradient, long h_gradient_stride,
    float *_Nonnull c_gradient, long c_gradient_stride);

// ---- Convolution over time --------------------------------------------------------------------

/// The sizes of a convolution of x[batch, time, channels] with w[outputs, taps, channels / groups]
/// to y[batch, steps, outputs]:
///
///     y[b,t,o] = bias[o] + Σ_k Σ_c x[b, t · stride + k · dilation, c] · w[o,k,c]
///
/// An output of group g sees the channels of group g alone. x holds its padding already, so that
/// (steps - 1) · stride + (taps - 1) · dilation < time. w's last two axes are swapped against
/// PyTorch's.
typedef struct ck_convolution {
  long batch, time, channels, steps, outputs, taps, stride, dilation, groups;
} ck_convolution;

/// Floats of scratch space that the functions below take.
long ck_convolution_scratch_size(const ck_convolution *_Nonnull sizes);
/// Each y is one chain of fused multiply-adds over taps and channels, started from the bias (or 0).
void ck_convolution_f32(
    const ck_convolution *_Nonnull sizes, const float *_Nonnull x, const float *_Nonnull w,
    const float *_Nullable bias, float *_Nonnull y, float *_Nonnull scratch);
/// The gradients of x and w from that of y. A gradient that is 0 nearly everywhere, as after a
/// maximum over time, is worked through by its other elements alone.
void ck_convolution_backward_f32(
    const ck_convolution *_Nonnull sizes, const float *_Nonnull x, const float *_Nonnull w,
    const float *_Nonnull y_gradient, float *_Nonnull x_gradient, float *_Nonnull w_gradient,
    float *_Nonnull scratch);

/// y[b,c] = max over t < lengths[b] of x[b,t,c], and the first t that has it. Lengths are at least
/// 1; a NaN is larger than all.
void ck_max_over_time_f32(
    long batch, long time, long columns, const float *_Nonnull x, const int *_Nonnull lengths,
    float *_Nonnull y, int *_Nonnull first);

// ---- Optimisers -------------------------------------------------------------------------------

/// PyTorch's Adam: m = β₁m + (1-β₁)g, v = β₂v + (1-β₂)g²,
/// p -= rate / (1-β₁ᵗ) · m / (√v / √(1-β₂ᵗ) + ε). decay > 0 is AdamW's decoupled weight decay.
void ck_adam_f32(
    long n, float *_Nonnull parameters, const float *_Nonnull gradients, float *_Nonnull m,
    float *_Nonnull v, float rate, float beta1, float beta2, float epsilon, float decay, long step);
/// p -= rate · g
void ck_sgd_f32(long n, float *_Nonnull parameters, const float *_Nonnull gradients, float rate);

#ifdef __cplusplus
}
#endif
#endif
