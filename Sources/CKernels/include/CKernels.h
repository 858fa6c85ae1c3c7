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

enum { CK_MAX_THREADS = 256 };

/// How many threads share work: UNROLL_THREADS (1 to CK_MAX_THREADS) if it is set, otherwise one per
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

// ---- Memory -----------------------------------------------------------------------------------

/// Memory that starts at a cache line, NULL if there is none; from 128 KiB on in large pages (2 MiB) where
/// the system has them, since a walk down the columns of a matrix meets a page at each row. Given back
/// with ck_release.
void *_Nullable ck_allocate(long bytes);
/// Gives back what ck_allocate gave for so many bytes.
void ck_release(void *_Nullable memory, long bytes);

// ---- Matrix product ---------------------------------------------------------------------------

/// The fast products run over k in blocks of at most this length, or twice that; between blocks the sum
/// rests in c, which changes no bit of it.
enum { CK_GEMM_KC = 512 };

/// c[m,n] = op(a)[m,k] · op(b)[k,n]   (+ c where accumulate is 1)
///
/// op transposes where the flag is 1: a is then stored [k,m] with lda >= m, b [n,k] with ldb >= k.
/// Each element is one chain of fused multiply-adds over ascending k, started from 0 or from c.
/// c may not overlap a or b. k = 0 gives 0 (or leaves c).
void ck_gemm_f32(
    int transpose_a, int transpose_b, long m, long n, long k,
    const float *_Nonnull a, long lda, const float *_Nonnull b, long ldb,
    int accumulate, float *_Nonnull c, long ldc);

/// c[m,n] = a[m,k] · op(b)[k,n] + bias[n] in every row: the chain of each element starts from the bias,
/// or from 0 where that is NULL. An addend, of c's shape and stride, is added to the finished sums: the
/// bits are those of ck_add_f32 after the product.
void ck_affine_f32(
    int transpose_b, long m, long n, long k, const float *_Nonnull a, long lda,
    const float *_Nonnull b, long ldb, const float *_Nullable bias, const float *_Nullable addend,
    float *_Nonnull c, long ldc);

/// The gradients of a linear layer y[rows,n] = x[rows,k] · wᵀ + bias:
///
///     w̄[n,k] = ȳᵀ · x        b̄[n] = Σ ȳ, or not wanted where bias_gradient is NULL
///
/// Each element is one chain over the rows, from the first to the last.
void ck_linear_gradients_f32(
    long rows, long n, long k, const float *_Nonnull y_gradient, long y_stride,
    const float *_Nonnull x, long x_stride, float *_Nonnull w_gradient,
    float *_Nullable bias_gradient);

/// sums[columns] = Σ x over the rows, each one chain from the first row to the last.
void ck_column_sums_f32(
    long rows, long columns, const float *_Nonnull x, long stride, float *_Nonnull sums);

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
void ck_affine_packed_f32(
    long m, long n, long k, const float *_Nonnull a, long lda, const float *_Nonnull packed_b,
    const float *_Nullable bias, const float *_Nullable addend, float *_Nonnull c, long ldc);

// ---- Elementwise and reductions ---------------------------------------------------------------
// n elements; y may be the same array as x (not partly overlapping).
//
// Largest errors over all floats, in units in the last place of the correctly rounded result, as
// `unroll-bench --accuracy` measures them: exp 1.02, log 0.92, tanh 2.54, sigmoid 2.41, GELU 5.8.
// A finite x gives an infinity or NaN just where the rounded result is one.

void ck_exp_f32(long n, const float *_Nonnull x, float *_Nonnull y);
void ck_log_f32(long n, const float *_Nonnull x, float *_Nonnull y);
void ck_tanh_f32(long n, const float *_Nonnull x, float *_Nonnull y);
void ck_sigmoid_f32(long n, const float *_Nonnull x, float *_Nonnull y);
/// x · Φ(x), exact: PyTorch's default (approximate='none').
void ck_gelu_f32(long n, const float *_Nonnull x, float *_Nonnull y);
/// y = gelu(x), and its derivative: slope = Φ(x) + x φ(x).
void ck_gelu_with_slope_f32(
    long n, const float *_Nonnull x, float *_Nonnull y, float *_Nonnull slope);
/// x = value
void ck_fill_f32(long n, float value, float *_Nonnull x);
/// z = x + y. x has `parts` parts of n elements; each meets all of y, which has n. z may be x, and y
/// where there is one part.
void ck_add_f32(
    long parts, long n, const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull z);
/// z = x - y, with parts as in ck_add_f32.
void ck_subtract_f32(
    long parts, long n, const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull z);
/// z = x ⊙ y, with parts as in ck_add_f32.
void ck_multiply_f32(
    long parts, long n, const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull z);
/// z += x ⊙ y (fused)
void ck_multiply_add_f32(
    long n, const float *_Nonnull x, const float *_Nonnull y, float *_Nonnull z);
/// y += alpha · x (fused)
void ck_axpy_f32(long n, float alpha, const float *_Nonnull x, float *_Nonnull y);
void ck_scale_f32(long n, float alpha, const float *_Nonnull x, float *_Nonnull y);
/// Fixed order: sixteen partial sums over index mod 16 per block of 4096, folded pairwise, and the
/// blocks' sums as a binary tree. With u = 2⁻²⁴ the error is at most
/// (min(n, 4096)/16 + 4 + ⌈log₂⌈n/4096⌉⌉) u Σ|x|.
float ck_sum_f32(long n, const float *_Nonnull x);
/// Σ x² in double, blocks in order.
double ck_sum_of_squares_f32(long n, const float *_Nonnull x);
/// The largest element, NaN if there is one, -∞ for n = 0.
float ck_max_f32(long n, const float *_Nonnull x);

/// y[r,:] = softmax(x[r,:]) for every row. With u = 2⁻²⁴, n columns and D = max x - x[j] the relative
/// error of y[j] is at most (D + ln n + n/16 + 11) u, as long as it is not below 2⁻¹²⁶.
void ck_softmax_f32(long rows, long columns, const float *_Nonnull x, float *_Nonnull y);
/// losses[r] = logsumexp(x[r,:]) - x[r,target], not scaled; gradient[r,:] is
/// (softmax(x) - onehot(target)) · weights[r], and may be the same array as x. Rows with weight 0
/// (padding) give loss 0 and zeros, whatever their target. With u, n and D as above and p the softmax the
/// loss is off by at most (ln n + n/16 + 7 + 4 loss) u, the gradient by ((D + ln n + n/16 + 12) p + 1) u
/// times the weight.
void ck_softmax_cross_entropy_f32(
    long rows, long columns, const float *_Nonnull x, const int *_Nonnull targets,
    const float *_Nonnull weights, float *_Nonnull losses, float *_Nonnull gradient);

// ---- Layer norm -------------------------------------------------------------------------------

/// y = (x - mean) · rstd · gamma + beta per row; mean and rstd are kept for backward.
///
/// With u = 2⁻²⁴, n columns, c = n/16 + 5, A the largest |x| and z = (x - mean) · rstd the error of y is at
/// most u (|gamma| (c A rstd + |z| (c + 12)/2) + |y|), as long as (c A rstd)² u is small beside c.
void ck_layer_norm_f32(
    long rows, long columns, const float *_Nonnull x, const float *_Nonnull gamma,
    const float *_Nonnull beta, float epsilon, float *_Nonnull y, float *_Nonnull mean,
    float *_Nonnull rstd);

/// Layer norm's backward: of x [rows, columns] and of gamma and beta [columns].
typedef struct ck_layer_norm_backward {
  long rows, columns;
  const float *_Nonnull x, *_Nonnull gamma, *_Nonnull mean, *_Nonnull rstd;
  const float *_Nonnull y_gradient;
  const float *_Nullable addend;  // [rows, columns], added to x̄: what else reaches x; may be x_gradient
  float *_Nonnull x_gradient, *_Nonnull gamma_gradient, *_Nonnull beta_gradient;
} ck_layer_norm_backward;

/// Floats that ck_layer_norm_backward_f32 works in.
long ck_layer_norm_scratch_size(long rows, long columns);

/// x̄ of every row, and γ̄ and β̄ summed over blocks of rows, whose number depends on that of the rows
/// alone: in a block from the first row to the last, then from block to block.
void ck_layer_norm_backward_f32(
    const ck_layer_norm_backward *_Nonnull arguments, float *_Nonnull scratch);

// ---- Two linear layers ------------------------------------------------------------------------

/// The sizes of a position-wise network: x [rows, inputs], hidden [rows, hidden], y [rows, outputs].
typedef struct ck_feed_forward {
  long rows, inputs, hidden, outputs;
} ck_feed_forward;

/// hidden = gelu(x W₁ᵀ + b₁), y = hidden W₂ᵀ + b₂ (+ addend, [rows, outputs], where it is not NULL), and
/// where slope is not NULL, [rows, hidden], gelu's slope at x W₁ᵀ + b₁. Weights are packed by
/// ck_gemm_pack_f32 as W₁ᵀ and W₂ᵀ. The bits are those of ck_affine_f32 and ck_gelu_f32 one after the
/// other.
void ck_feed_forward_f32(
    const ck_feed_forward *_Nonnull sizes, const float *_Nonnull x, const float *_Nonnull packed1,
    const float *_Nonnull bias1, const float *_Nonnull packed2, const float *_Nonnull bias2,
    const float *_Nullable addend, float *_Nonnull hidden, float *_Nullable slope, float *_Nonnull y);

/// Backward: the gradient of x W₁ᵀ + b₁ is (ȳ W₂) ⊙ slope, that of x this times W₁, where it is not
/// NULL. Weights are packed as W₂ and W₁.
void ck_feed_forward_backward_f32(
    const ck_feed_forward *_Nonnull sizes, const float *_Nonnull y_gradient,
    const float *_Nonnull packed2, const float *_Nonnull slope, const float *_Nonnull packed1,
    float *_Nonnull hidden_gradient, float *_Nullable x_gradient);

// ---- Attention --------------------------------------------------------------------------------

/// A batch of sequences of queries, keys and values for several heads. Query (b, t) starts at
/// queries + b · (time · query_stride) + t · query_stride, its head h at h · size from there; keys and
/// values alike with key_time and their strides, outputs with output_stride.
typedef struct ck_attention {
  long batch, heads, size;  // size: of one head
  long query_time, key_time;
  const float *_Nonnull queries;
  long query_stride;
  const float *_Nonnull keys;
  long key_stride;
  const float *_Nonnull values;
  long value_stride;
  /// 1: query t sees the keys up to t + key_time - query_time.
  int causal;
  /// How many keys of each sequence there are, at least 1; NULL: all.
  const int *_Nullable key_lengths;
  /// What dropout multiplies the weights by, [batch, heads, query_time, key_time]; NULL: nothing.
  const float *_Nullable mask;
  float scale;
} ck_attention;

/// Floats of scratch space that the attention kernels need.
long ck_attention_scratch_size(const ck_attention *_Nonnull attention);

/// y = softmax(scale · q kᵀ) v for every head; keys that a query does not see have weight 0.
///
/// statistics [batch, heads, query_time, 2] are kept for backward. weights [batch, heads, query_time,
/// key_time], if not NULL, gets the softmax before dropout. Vaswani et al., 2017.
void ck_attention_f32(
    const ck_attention *_Nonnull attention, float *_Nonnull outputs, long output_stride,
    float *_Nonnull statistics, float *_Nullable weights, float *_Nonnull scratch);

/// Backward: gradients of queries, keys and values, with the strides of these. Weights are computed
/// again from the statistics, so that no [query_time, key_time] matrix is kept.
void ck_attention_backward_f32(
    const ck_attention *_Nonnull attention, const float *_Nonnull outputs,
    const float *_Nonnull output_gradient, long output_stride, const float *_Nonnull statistics,
    float *_Nonnull query_gradient, float *_Nonnull key_gradient, float *_Nonnull value_gradient, float *_Nonnull scratch);

// ---- Rotary positions ---------------------------------------------------------------------------

/// Pairs of columns turn by an angle of their place: of x [rows, columns], `time` rows a sequence, the
/// first `width` columns in heads of 2 · half. A direction of -1 turns them back.
typedef struct ck_rotation {
  long rows, time, columns, width, half;
  const float *_Nonnull x, *_Nonnull sine, *_Nonnull cosine;  // the latter two [time, half]
  float direction;
  float *_Nonnull y;
} ck_rotation;

/// (y₂ᵢ, y₂ᵢ₊₁) = (x₂ᵢ cos - x₂ᵢ₊₁ sin, x₂ᵢ sin + x₂ᵢ₊₁ cos); the other columns are copied.
void ck_rotate_f32(const ck_rotation *_Nonnull rotation);

// ---- Attention of one decoder step --------------------------------------------------------------

/// One query per row attends to the steps of a source sequence.
///     e[s] = score · tanh(query + key[s])    or, without a score vector, scale · query · key[s]
///     weights = softmax(e) over the source's length, exactly 0 behind it
///     context = sum over s of weights[s] · value[s]
/// queries[rows, width], keys[sources, time, width], values[sources, time, size], weights[rows, time],
/// contexts[rows, size]; row r asks source sources[r], of lengths[source] >= 1 steps.
typedef struct ck_attention_step {
  long rows, time, width, size;
  const float *_Nonnull queries, *_Nonnull keys, *_Nonnull values;
  const float *_Nullable score;  // [width], or NULL
  float scale;
  // With a score vector: what ck_attention_step_keys_f32 found, and forward scratch [rows, width].
  const float *_Nullable key_powers, *_Nullable largest_keys;
  float *_Nullable query_powers;
  const int *_Nonnull sources, *_Nonnull lengths;
  float *_Nonnull weights;
  float *_Nullable contexts;
  // Backward: gradients of the outputs (one of them may be NULL), scratch [rows, time], and the
  // gradients of each row apart: [rows, width], [rows, time, width], [rows, time, size] (not wanted:
  // NULL), [rows, width].
  const float *_Nullable context_gradients, *_Nullable weight_gradients;
  float *_Nullable score_gradients, *_Nullable query_gradients, *_Nullable key_gradients;
  float *_Nullable value_gradients, *_Nullable vector_gradients;
  /// 1: gradients of keys and score vector are added to what is there.
  int accumulate;
} ck_attention_step;

/// What additive scores need of the keys: powers e^(2 key) [sources, time, width] and, for each source,
/// the largest |key| within its length. tanh(q + k) = 1 - 2 / (1 + e^2q e^2k) then costs one division;
/// where |q| or |k| is above 20 it is computed without them. Within 2.5e-7 of the exact value.
void ck_attention_step_keys_f32(
    long sources, long time, long width, const float *_Nonnull keys, const int *_Nonnull lengths,
    float *_Nonnull powers, float *_Nonnull largest);
void ck_attention_step_f32(const ck_attention_step *_Nonnull attention);
/// From the weights of the forward pass.
void ck_attention_step_backward_f32(const ck_attention_step *_Nonnull attention);

// ---- Recurrences ------------------------------------------------------------------------------

/// y[i,:] = x[i,:] for `rows` rows, each a stride from the one before it.
void ck_copy_rows_f32(
    long rows, long columns, const float *_Nonnull x, long x_stride, float *_Nonnull y,
    long y_stride);
/// y[i,:] = x[place[i],:] for `rows` rows.
void ck_gather_rows_f32(
    long rows, long columns, const float *_Nonnull x, const long *_Nonnull place,
    float *_Nonnull y);
/// y[place[i],:] = x[i,:] for `rows` rows; no place occurs twice.
void ck_scatter_rows_f32(
    long rows, long columns, const float *_Nonnull x, const long *_Nonnull place,
    float *_Nonnull y);

/// y[place[i],:] += x[i,:] for i from 0 to rows - 1, where y[count,:] starts at 0: each element is
/// summed in the order of i. Rows of x are `stride` apart.
void ck_sum_rows_f32(
    long rows, long columns, const float *_Nonnull x, long stride, const long *_Nonnull place,
    long count, float *_Nonnull y);

/// The steps of a padded batch without its padding. Sequences are sorted by falling length, so at
/// step t the first alive[t] of them run. "Packed" arrays hold these rows step by step, N in all.
typedef struct ck_sequence {
  long steps;
  const long *_Nonnull alive;  // [steps], falling; alive[0] sequences in all
  const long *_Nonnull place;  // [N]: where each packed row is in output and output_gradient
} ck_sequence;

enum {
  CK_RNN_TANH = 0,         // h' = tanh(a)
  CK_RNN_RELU = 1,         // h' = max(a, 0)
  CK_GRU_RESET_AFTER = 2,  // n = tanh(W x + b + r ⊙ (U h + b_h)), as PyTorch's
  CK_GRU_RESET_BEFORE = 3, // n = tanh(W x + b + U (r ⊙ h)), as Cho et al., 2014
  CK_LSTM = 4,
};

/// A recurrent layer with G gates over a whole sequence; a = W x + b + U h are the pre-activations.
///
///     RNN, G = 1:  h' as above
///     GRU, G = 3:  r, z = σ(a)       n as above         h' = n + z ⊙ (h - n)
///     LSTM, G = 4: i, f, o = σ(a)    g = tanh(a)        c' = f ⊙ c + i ⊙ g    h' = o ⊙ tanh c'
///
/// Gates are in PyTorch's order (r, z, n; i, f, g, o). A field is only used by the kinds it names.
typedef struct ck_recurrence {
  int kind;
  long hidden;
  /// By ck_gemm_pack_f32: forward Uᵀ [hidden, G·hidden], backward U [G·hidden, hidden];
  /// for CK_GRU_RESET_BEFORE only the two gates' part, and the candidate's by itself.
  const float *_Nullable weights, *_Nullable candidate_weights;
  const float *_Nullable bias;         // forward: [G·hidden], added to a
  const float *_Nullable hidden_bias;  // forward, CK_GRU_RESET_AFTER: b_h, [hidden]
  float *_Nullable gates;      // packed [N, G·hidden]: W x, replaced by the activations
  /// Forward: rows of W x that were made before, [_, G·hidden], and which of them each packed row of gates
  /// starts from, [N]. They are read where they are, only attention copies them. NULL: gates holds them.
  const float *_Nullable inputs;
  const long *_Nullable input_places;
  /// Forward: whether no backward follows. Then what is kept for it holds nothing afterwards: before and
  /// memory are those of one step, [alive[0], hidden], and so is gates, [alive[0], G·hidden], if there are
  /// inputs; cell_tanh may be NULL, and so may memory of a GRU whose reset comes after the product. The same
  /// bits.
  int for_inference;
  float *_Nullable before;     // packed [N, hidden]: h before each step; the first step's is given
  float *_Nullable memory;     // packed [N, hidden]: LSTM: c before each step, the first given;
                               // GRU: U h + b_h of the candidate (reset after), r ⊙ h (before)
  float *_Nullable cell_tanh;  // packed [N, hidden]: LSTM: tanh c'
  float *_Nullable last_cell;  // [alive[0], hidden]: LSTM: c' of each sequence's last step
  float *_Nullable output;     // h', rows by place
  float *_Nullable scratch;    // GRU: [alive[0], 3·hidden]
  // Backward.
  const float *_Nullable output_gradient;  // rows by place; NULL is 0
  /// Packed [N, G·hidden]: the gradient of a. CK_GRU_RESET_AFTER: [N, 4·hidden], n̄ | r̄ | z̄ | r ⊙ n̄:
  /// the first three belong to W x, the last three to U h.
  float *_Nullable gates_gradient;
  /// [alive[0], hidden]: the gradient of each sequence's last h (LSTM: and c), replaced by that of
  /// its first.
  float *_Nullable hidden_gradient, *_Nullable cell_gradient;
} ck_recurrence;

/// All steps forward: fills gates, before, memory, cell_tanh (see for_inference), last_cell and output.
void ck_recurrence_f32(const ck_sequence *_Nonnull sequence, const ck_recurrence *_Nonnull layer);
/// All steps backward: fills gates_gradient; what forward filled is only read.
void ck_recurrence_backward_f32(
    const ck_sequence *_Nonnull sequence, const ck_recurrence *_Nonnull layer);

/// Attention inside a recurrence (Bahdanau, Cho and Bengio, 2014): what the h before each step finds in
/// a source is a part of the step's input.
///
///     q = Q h (or h itself)      context = attention(q)      a = W x + C context + b + U h'
///
/// For all kinds but CK_GRU_RESET_BEFORE, and sequences that all run to the last step, so that
/// sequence r is row r of every step and asks attention.sources[r].
typedef struct ck_attending {
  /// By ck_gemm_pack_f32: forward Qᵀ [hidden, width], backward Q [width, hidden]; NULL: q is h.
  const float *_Nullable query_weights;
  /// Forward Cᵀ [size, G·hidden], backward C [G·hidden, size]; with CK_GRU_RESET_AFTER its rows stand
  /// n, r, z backward, as gates_gradient does.
  const float *_Nonnull context_weights;
  /// Keys, values, score, scale, sources and lengths are given; the others are packed, a row per step
  /// of each sequence: queries (with query_weights), weights, contexts and query_gradients are filled,
  /// weight_gradients given. Backward those of keys and values [sequences, time, …] and of the score
  /// vector [sequences, width] are filled, whatever accumulate is; score_gradients [sequences, time]
  /// and context_scratch [steps of all sequences, size] are scratch.
  ck_attention_step attention;
  float *_Nullable queries, *_Nullable context_scratch;
} ck_attending;

/// ck_recurrence_f32 with attention; gates hold W x of the rest of the input before.
void ck_attending_recurrence_f32(
    const ck_sequence *_Nonnull sequence, const ck_recurrence *_Nonnull layer,
    const ck_attending *_Nonnull attending);
/// layer.before is read where there are no query_weights.
void ck_attending_recurrence_backward_f32(
    const ck_sequence *_Nonnull sequence, const ck_recurrence *_Nonnull layer,
    const ck_attending *_Nonnull attending);

/// One step of an LSTM layer without what backward needs, for decoding: the bits of
/// ck_recurrence_f32. x[rows, inputs]; h, c, h_next, c_next[rows, hidden], which do not overlap; hidden
/// is a multiple of CK_LSTM_STEP_UNITS. Weights are packed by ck_gemm_pack_f32 as Wᵀ[inputs, 4·hidden]
/// and Uᵀ[hidden, 4·hidden].
typedef struct ck_lstm_step {
  long rows, inputs, hidden;
  const float *_Nonnull x, *_Nonnull h, *_Nonnull c;
  const float *_Nonnull input_weights, *_Nonnull hidden_weights;
  const float *_Nonnull input_bias, *_Nonnull hidden_bias;
  float *_Nonnull h_next, *_Nonnull c_next;
} ck_lstm_step;
enum { CK_LSTM_STEP_UNITS = 32 };
void ck_lstm_step_f32(const ck_lstm_step *_Nonnull step);

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

// ---- Word vectors -----------------------------------------------------------------------------

/// Examples for word2vec: the mean of some input rows predicts the labels of some output rows.
/// Example i has inputs[input_starts[i] ..< input_starts[i + 1]], at least one, and outputs likewise,
/// each row << 1 | label.
typedef struct ck_word_examples {
  long count;
  const long *_Nonnull input_starts;
  const int *_Nonnull inputs;
  const long *_Nonnull output_starts;
  const int *_Nonnull outputs;
} ck_word_examples;

/// Rows of `width` floats, a multiple of 16, in sections of CK_WORD_SECTION, of which the last may be shorter:
/// first the first section of every row, then the second of every row, …. Threads take sections, and a core
/// that fetches what lies next to a section does not take it from another.
typedef struct ck_word_weights {
  long width, input_rows, output_rows;
  float *_Nonnull inputs, *_Nonnull outputs;
} ck_word_weights;

enum { CK_WORD_SECTION = 32 };

/// Examples whose predictions are all made before the first of them changes a weight.
enum { CK_WORD_BLOCK = 128 };

/// One pass over the examples, block by block. With h the mean of the inputs and w an output's row:
///
///     g = rate · (label - σ(h · w))          from the weights before the block
///     inputs += Σ g · w      w += g · h      example by example, from the weights as they are then
///
/// h · w is the sum, in their order, of what its sections add. steps, one float per output, is left holding
/// every g; scratch holds ck_word2vec_scratch_size floats.
void ck_word2vec_f32(
    const ck_word_examples *_Nonnull examples, const ck_word_weights *_Nonnull weights, float rate,
    float *_Nonnull steps, float *_Nonnull scratch);
long ck_word2vec_scratch_size(const ck_word_examples *_Nonnull examples, long width);

// ---- Optimisers -------------------------------------------------------------------------------

// PyTorch's rules, each over n elements. In all of them g is first g + penalty · p (weight decay in
// the loss), and missing gradients are zeros: rows of an embedding that no token asked for. Sums,
// products (with a sum after them fused), quotients and roots are those of IEEE 754, each correctly
// rounded; nothing is approximated.

typedef struct ck_sgd {
  float rate, momentum, dampening, penalty;
  int nesterov;
  /// 1 in the first step, in which the buffer becomes g.
  int first;
} ck_sgd;
/// b = momentum · b + (1 - dampening) · g; p -= rate · (nesterov ? g + momentum · b : b).
/// Without a buffer p -= rate · g.
void ck_sgd_step_f32(
    long n, float *_Nonnull parameters, const float *_Nullable gradients, float *_Nullable buffer,
    const ck_sgd *_Nonnull rule);

typedef struct ck_adagrad {
  float rate, epsilon, penalty;
} ck_adagrad;
/// s += g²; p -= rate · g / (√s + ε)
void ck_adagrad_step_f32(
    long n, float *_Nonnull parameters, const float *_Nullable gradients, float *_Nonnull sums,
    const ck_adagrad *_Nonnull rule);

typedef struct ck_rmsprop {
  float rate, alpha, epsilon, momentum, penalty;
} ck_rmsprop;
/// s = α s + (1-α) g²; with means a += (1-α)(g - a) and s - a² in the place of s below;
/// u = g / (√s + ε); with a buffer b = momentum · b + u in the place of u; p -= rate · u
void ck_rmsprop_step_f32(
    long n, float *_Nonnull parameters, const float *_Nullable gradients, float *_Nonnull squares,
    float *_Nullable means, float *_Nullable buffer, const ck_rmsprop *_Nonnull rule);

typedef struct ck_adam {
  float rate, beta1, beta2, epsilon, penalty;
  /// AdamW: p is first scaled by 1 - rate · decay.
  float decay;
  /// 1 for PyTorch's SparseAdam: ε is added to √v before its correction.
  int sparse;
} ck_adam;
/// The rule of ck_adam_f32 below; with `largest` (AMSGrad) v is replaced by its largest so far.
void ck_adam_step_f32(
    long n, float *_Nonnull parameters, const float *_Nullable gradients, float *_Nonnull m,
    float *_Nonnull v, float *_Nullable largest, const ck_adam *_Nonnull rule, long step);

/// PyTorch's Adam: m = β₁m + (1-β₁)g, v = β₂v + (1-β₂)g²,
/// p -= rate / (1-β₁ᵗ) · m / (√v / √(1-β₂ᵗ) + ε). decay > 0 is AdamW's decoupled weight decay.
void ck_adam_f32(
    long n, float *_Nonnull parameters, const float *_Nonnull gradients, float *_Nonnull m,
    float *_Nonnull v, float rate, float beta1, float beta2, float epsilon, float decay, long step);
/// p -= rate · g
void ck_sgd_f32(long n, float *_Nonnull parameters, const float *_Nonnull gradients, float rate);

// ---- Files ------------------------------------------------------------------------------------

/// Reads a whole file; the bytes are given back with ck_free. Returns 0 or the system's error.
int ck_read_file(
    const char *_Nonnull path, void *_Nullable *_Nonnull bytes, long *_Nonnull size);
void ck_free(void *_Nullable bytes);
/// Writes a whole file, or leaves the old one as it is. Returns 0 or the system's error.
int ck_write_file(const char *_Nonnull path, const void *_Nonnull bytes, long size);
/// What the system calls an error.
const char *_Nonnull ck_error_text(int error);

#ifdef __cplusplus
}
#endif
#endif
