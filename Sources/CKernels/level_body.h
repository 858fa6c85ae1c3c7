// The kernels of one SIMD level. The including file defines CK_LEVEL (a suffix), CK_TARGET (a function
// attribute) and CK_COLUMNS (vectors per panel row) and CK_ROWS (rows of a register block).
#pragma clang diagnostic ignored "-Wpsabi"  // vectors never cross a real call: all is inlined
#include "internal.h"

#include <string.h>

#define NAME(x) CK_JOIN(x##_, CK_LEVEL)
#define INLINE static inline __attribute__((always_inline)) CK_TARGET
#define KERNEL static CK_TARGET

INLINE v16 NAME(load)(const float *p) { return *(const v16u *)p; }
INLINE void NAME(store)(float *p, v16 x) { *(v16u *)p = x; }
INLINE v16 NAME(all)(float x) { return (v16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }
INLINE v16 NAME(fma)(v16 a, v16 b, v16 c) { return __builtin_elementwise_fma(a, b, c); }
INLINE v16 NAME(pick)(i16 mask, v16 yes, v16 no) {
  return (v16)((mask & (i16)yes) | (~mask & (i16)no));
}
INLINE v16 NAME(load_tail)(const float *p, long n) {
  float t[16] = {0};
  memcpy(t, p, (size_t)n * 4);
  return NAME(load)(t);
}
INLINE void NAME(store_tail)(float *p, v16 x, long n) {
  float t[16];
  NAME(store)(t, x);
  memcpy(p, t, (size_t)n * 4);
}

// ---- exp, log, tanh, sigmoid, GELU

// exp x = 2^j · e^r with x = j ln 2 + r, |r| <= ln 2 / 2; e^r by a polynomial of degree 6.
INLINE v16 NAME(exp16)(v16 x) {
  const v16 high = NAME(all)(88.72283935546875f), low = NAME(all)(-103.97208404541016f);
  v16 clamped = NAME(pick)(x > high, high, x);
  clamped = NAME(pick)(clamped < low, low, clamped);
  const v16 magic = NAME(all)(12582912.0f);  // 1.5 · 2^23: rounds to the nearest integer
  v16 j = NAME(fma)(clamped, NAME(all)(1.44269504088896341f), magic) - magic;
  v16 r = NAME(fma)(j, NAME(all)(-0.693145751953125f), clamped);
  r = NAME(fma)(j, NAME(all)(-1.42860677e-6f), r);
  v16 p = NAME(all)(1.37805939e-3f);
  p = NAME(fma)(p, r, NAME(all)(8.37312452e-3f));
  p = NAME(fma)(p, r, NAME(all)(4.16695364e-2f));
  p = NAME(fma)(p, r, NAME(all)(1.66664720e-1f));
  p = NAME(fma)(p, r, NAME(all)(4.99999851e-1f));
  p = NAME(fma)(p, r, NAME(all)(1.0f));
  p = NAME(fma)(p, r, NAME(all)(1.0f));
  // 2^j in two factors, so that results below 2^-126 are rounded once and right.
  i16 i = __builtin_convertvector(j, i16);
  i16 half = i >> 1, rest = i - half;
  v16 y = p * (v16)((half + 127) << 23) * (v16)((rest + 127) << 23);
  y = NAME(pick)(x > high, NAME(all)(__builtin_inff()), y);
  y = NAME(pick)(x < low, NAME(all)(0.0f), y);
  return NAME(pick)(x != x, x, y);
}

// log x = j ln 2 + log m, m in [sqrt(1/2), sqrt 2); log m by a polynomial (Cephes' logf).
INLINE v16 NAME(log16)(v16 x) {
  i16 small = (x < NAME(all)(1.17549435e-38f)) & (x > NAME(all)(0.0f));
  v16 scaled = NAME(pick)(small, x * NAME(all)(8388608.0f), x);
  i16 bits = (i16)scaled;
  i16 exponent = ((bits >> 23) & 255) - 126;
  v16 m = (v16)((bits & 0x007fffff) | 0x3f000000);  // [0.5, 1)
  i16 below = m < NAME(all)(0.70710678118654752f);
  exponent = exponent + below - (small & 23);
  m = NAME(pick)(below, m + m, m) - NAME(all)(1.0f);
  v16 z = m * m;
  v16 p = NAME(all)(7.0376836292e-2f);
  p = NAME(fma)(p, m, NAME(all)(-1.1514610310e-1f));
  p = NAME(fma)(p, m, NAME(all)(1.1676998740e-1f));
  p = NAME(fma)(p, m, NAME(all)(-1.2420140846e-1f));
  p = NAME(fma)(p, m, NAME(all)(1.4249322787e-1f));
  p = NAME(fma)(p, m, NAME(all)(-1.6668057665e-1f));
  p = NAME(fma)(p, m, NAME(all)(2.0000714765e-1f));
  p = NAME(fma)(p, m, NAME(all)(-2.4999993993e-1f));
  p = NAME(fma)(p, m, NAME(all)(3.3333331174e-1f));
  v16 e = __builtin_convertvector(exponent, v16);
  v16 y = p * m * z;
  y = NAME(fma)(e, NAME(all)(-2.12194440e-4f), y);
  y = NAME(fma)(z, NAME(all)(-0.5f), y);
  y = NAME(fma)(e, NAME(all)(0.693359375f), m + y);
  y = NAME(pick)(x == NAME(all)(__builtin_inff()), x, y);
  y = NAME(pick)(x == NAME(all)(0.0f), NAME(all)(-__builtin_inff()), y);
  return NAME(pick)((x < NAME(all)(0.0f)) | (x != x), NAME(all)(__builtin_nanf("")), y);
}

// tanh x: an odd polynomial below 0.625 (Cephes), otherwise 1 - 2 / (e^(2|x|) + 1), signed.
INLINE v16 NAME(tanh16)(v16 x) {
  i16 sign = (i16)x & (int32_t)0x80000000;
  v16 a = (v16)((i16)x & 0x7fffffff);
  v16 z = a * a;
  v16 p = NAME(all)(-5.70498872745e-3f);
  p = NAME(fma)(p, z, NAME(all)(2.06390887954e-2f));
  p = NAME(fma)(p, z, NAME(all)(-5.37397155531e-2f));
  p = NAME(fma)(p, z, NAME(all)(1.33314422036e-1f));
  p = NAME(fma)(p, z, NAME(all)(-3.33332819422e-1f));
  v16 near = NAME(fma)(p * z, a, a);
  v16 e = NAME(exp16)(a + a);
  v16 far = NAME(all)(1.0f) - NAME(all)(2.0f) / (e + NAME(all)(1.0f));
  v16 y = NAME(pick)(a < NAME(all)(0.625f), near, far);
  y = (v16)((i16)y | sign);
  return NAME(pick)(x != x, x, y);
}

// σ(x) = 1 / (1 + e^-|x|) for x >= 0, e^-|x| / (1 + e^-|x|) below: never overflows.
INLINE v16 NAME(sigmoid16)(v16 x) {
  v16 e = NAME(exp16)((v16)((i16)x | (int32_t)0x80000000));
  v16 one = NAME(all)(1.0f);
  return NAME(pick)(x < NAME(all)(0.0f), e, one) / (one + e);
}

// GELU by its tanh form: x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³)))
INLINE v16 NAME(gelu16)(v16 x) {
  v16 u = NAME(all)(0.79788456080286536f) * NAME(fma)(NAME(all)(0.044715f) * x * x, x, x);
  return NAME(all)(0.5f) * x * (NAME(all)(1.0f) + NAME(tanh16)(u));
}
INLINE v16 NAME(gelu_slope16)(v16 x) {
  v16 u = NAME(all)(0.79788456080286536f) * NAME(fma)(NAME(all)(0.044715f) * x * x, x, x);
  v16 t = NAME(tanh16)(u);
  v16 du = NAME(all)(0.79788456080286536f)
      * NAME(fma)(NAME(all)(0.134145f) * x, x, NAME(all)(1.0f));
  v16 one = NAME(all)(1.0f);
  return NAME(all)(0.5f) * (one + t) + NAME(all)(0.5f) * x * (one - t * t) * du;
}

#define ELEMENTWISE(name, expression)                                                              \
  KERNEL void NAME(name)(long n, const float *x, float *y) {                                        \
    long i = 0;                                                                                    \
    for (; i + 16 <= n; i += 16) {                                                                 \
      v16 a = NAME(load)(x + i);                                                                   \
      NAME(store)(y + i, expression);                                                              \
    }                                                                                              \
    if (i < n) {                                                                                   \
      v16 a = NAME(load_tail)(x + i, n - i);                                                       \
      NAME(store_tail)(y + i, expression, n - i);                                                  \
    }                                                                                              \
  }
ELEMENTWISE(exp, NAME(exp16)(a))
ELEMENTWISE(log, NAME(log16)(a))
ELEMENTWISE(tanh, NAME(tanh16)(a))
ELEMENTWISE(sigmoid, NAME(sigmoid16)(a))
ELEMENTWISE(gelu, NAME(gelu16)(a))

#define PAIRWISE(name, expression)                                                                 \
  KERNEL void NAME(name)(long n, const float *x, const float *y, float *z) {                        \
    long i = 0;                                                                                    \
    for (; i + 16 <= n; i += 16) {                                                                 \
      v16 a = NAME(load)(x + i), b = NAME(load)(y + i), c = NAME(load)(z + i);                      \
      (void)c;                                                                                     \
      NAME(store)(z + i, expression);                                                              \
    }                                                                                              \
    if (i < n) {                                                                                   \
      v16 a = NAME(load_tail)(x + i, n - i), b = NAME(load_tail)(y + i, n - i);                     \
      v16 c = NAME(load_tail)(z + i, n - i);                                                       \
      (void)c;                                                                                     \
      NAME(store_tail)(z + i, expression, n - i);                                                  \
    }                                                                                              \
  }
PAIRWISE(add, a + b)
PAIRWISE(subtract, a - b)
PAIRWISE(multiply, a *b)
PAIRWISE(multiply_add, NAME(fma)(a, b, c))
PAIRWISE(gelu_backward, NAME(fma)(b, NAME(gelu_slope16)(a), c))

KERNEL void NAME(axpy)(long n, float alpha, const float *x, float *y) {
  long i = 0;
  v16 k = NAME(all)(alpha);
  for (; i + 16 <= n; i += 16)
    NAME(store)(y + i, NAME(fma)(k, NAME(load)(x + i), NAME(load)(y + i)));
  for (; i < n; i++) y[i] = __builtin_fmaf(alpha, x[i], y[i]);
}
KERNEL void NAME(scale)(long n, float alpha, const float *x, float *y) {
  for (long i = 0; i < n; i++) y[i] = alpha * x[i];
}

// ---- Sums: sixteen partial sums, folded pairwise

INLINE float NAME(fold)(v16 s) {
  float t[16];
  NAME(store)(t, s);
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; i++) t[i] += t[i + width];
  return t[0];
}
KERNEL float NAME(sum)(long n, const float *x) {
  v16 s = NAME(all)(0.0f);
  long i = 0;
  for (; i + 16 <= n; i += 16) s += NAME(load)(x + i);
  if (i < n) s += NAME(load_tail)(x + i, n - i);
  return NAME(fold)(s);
}
KERNEL double NAME(sum_of_squares)(long n, const float *x) {
  double s[16] = {0};
  long i = 0;
  for (; i + 16 <= n; i += 16)
    for (int j = 0; j < 16; j++) s[j] += (double)x[i + j] * (double)x[i + j];
  for (int j = 0; i + j < n; j++) s[j] += (double)x[i + j] * (double)x[i + j];
  for (int width = 8; width > 0; width /= 2)
    for (int j = 0; j < width; j++) s[j] += s[j + width];
  return s[0];
}
KERNEL float NAME(max)(long n, const float *x) {
  float m = -__builtin_inff();
  for (long i = 0; i < n; i++) m = x[i] > m ? x[i] : m;
  return m;
}
// y = exp(x - shift); returns the sum of y
KERNEL float NAME(exp_sum)(long n, const float *x, float shift, float *y) {
  v16 s = NAME(all)(0.0f), k = NAME(all)(shift);
  long i = 0;
  for (; i + 16 <= n; i += 16) {
    v16 e = NAME(exp16)(NAME(load)(x + i) - k);
    NAME(store)(y + i, e);
    s += e;
  }
  if (i < n) {
    v16 e = NAME(exp16)(NAME(load_tail)(x + i, n - i) - k);
    float t[16] = {0};
    NAME(store_tail)(y + i, e, n - i);
    memcpy(t, y + i, (size_t)(n - i) * 4);
    s += NAME(load)(t);
  }
  return NAME(fold)(s);
}

// ---- LSTM, one sequence, one step; gates i, f, g, o

#define LSTM_BODY(L, S)                                                                            \
  v16 i = NAME(sigmoid16)(L(gates + j)), f = NAME(sigmoid16)(L(gates + hidden + j));                \
  v16 g = NAME(tanh16)(L(gates + 2 * hidden + j)), o = NAME(sigmoid16)(L(gates + 3 * hidden + j));  \
  v16 cell = NAME(fma)(f, L(c_previous + j), i * g);                                               \
  v16 t = NAME(tanh16)(cell);                                                                      \
  S(gates + j, i);                                                                                 \
  S(gates + hidden + j, f);                                                                        \
  S(gates + 2 * hidden + j, g);                                                                    \
  S(gates + 3 * hidden + j, o);                                                                    \
  S(c + j, cell);                                                                                  \
  S(cell_tanh + j, t);                                                                             \
  S(h + j, o *t);
#define TAIL_LOAD(p) NAME(load_tail)(p, hidden - j)
#define TAIL_STORE(p, x) NAME(store_tail)(p, x, hidden - j)
KERNEL void NAME(lstm_row)(
    long hidden, float *gates, const float *c_previous, float *c, float *cell_tanh, float *h) {
  long j = 0;
  for (; j + 16 <= hidden; j += 16) {
    LSTM_BODY(NAME(load), NAME(store))
  }
  if (j < hidden) {
    LSTM_BODY(TAIL_LOAD, TAIL_STORE)
  }
}
#define LSTM_BACKWARD_BODY(L, S)                                                                   \
  v16 one = NAME(all)(1.0f);                                                                       \
  v16 i = L(gates + j), f = L(gates + hidden + j), g = L(gates + 2 * hidden + j);                   \
  v16 o = L(gates + 3 * hidden + j), t = L(cell_tanh + j), dh = L(h_gradient + j);                  \
  v16 dc = NAME(fma)(dh * o, one - t * t, L(c_gradient + j));                                      \
  S(gates + j, dc *g *i *(one - i));                                                               \
  S(gates + hidden + j, dc *L(c_previous + j) * f * (one - f));                                    \
  S(gates + 2 * hidden + j, dc *i *(one - g * g));                                                 \
  S(gates + 3 * hidden + j, dh *t *o *(one - o));                                                  \
  S(c_gradient + j, dc *f);
KERNEL void NAME(lstm_row_backward)(
    long hidden, float *gates, const float *c_previous, const float *cell_tanh,
    const float *h_gradient, float *c_gradient) {
  long j = 0;
  for (; j + 16 <= hidden; j += 16) {
    LSTM_BACKWARD_BODY(NAME(load), NAME(store))
  }
  if (j < hidden) {
    LSTM_BACKWARD_BODY(TAIL_LOAD, TAIL_STORE)
  }
}

KERNEL void NAME(adam)(
    long n, float *p, const float *g, float *m, float *v, float beta1, float beta2, float rate,
    float epsilon, float root2, float keep) {
  long i = 0;
  for (; i < n; i += 16) {
    long left = n - i < 16 ? n - i : 16;
    int whole = left == 16;
    v16 pp = whole ? NAME(load)(p + i) : NAME(load_tail)(p + i, left);
    v16 gg = whole ? NAME(load)(g + i) : NAME(load_tail)(g + i, left);
    v16 mm = whole ? NAME(load)(m + i) : NAME(load_tail)(m + i, left);
    v16 vv = whole ? NAME(load)(v + i) : NAME(load_tail)(v + i, left);
    mm = NAME(fma)(NAME(all)(1.0f - beta1), gg - mm, mm);
    vv = NAME(fma)(NAME(all)(beta2), vv, NAME(all)(1.0f - beta2) * gg * gg);
    v16 root = __builtin_elementwise_sqrt(vv);
    v16 q = root / NAME(all)(root2) + NAME(all)(epsilon);
    pp = pp * NAME(all)(keep) - NAME(all)(rate) * mm / q;
    if (whole) {
      NAME(store)(p + i, pp);
      NAME(store)(m + i, mm);
      NAME(store)(v + i, vv);
    } else {
      NAME(store_tail)(p + i, pp, left);
      NAME(store_tail)(m + i, mm, left);
      NAME(store_tail)(v + i, vv, left);
    }
  }
}

// ---- Matrix product: a block of rows against one packed panel of b

enum { NAME(PANEL) = 16 * CK_COLUMNS };

// ROWS x COLUMNS vectors of c in registers; each element is one chain of fma over k.
#define BLOCK(ROWS)                                                                                \
  INLINE void CK_JOIN(NAME(block), ROWS)(                                                          \
      long k, const float *a, long a_row, long a_column, const float *b, int accumulate,            \
      float *c, long ldc) {                                                                        \
    v16 sum[ROWS][CK_COLUMNS];                                                                     \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++)                              \
        _Pragma("clang loop unroll(full)") for (int q = 0; q < CK_COLUMNS; q++)                    \
            sum[r][q] = accumulate ? NAME(load)(c + r * ldc + 16 * q) : NAME(all)(0.0f);            \
    for (long p = 0; p < k; p++) {                                                                 \
      v16 right[CK_COLUMNS];                                                                       \
      _Pragma("clang loop unroll(full)") for (int q = 0; q < CK_COLUMNS; q++)                      \
          right[q] = NAME(load)(b + p * NAME(PANEL) + 16 * q);                                     \
      _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++) {                          \
        v16 left = NAME(all)(a[r * a_row + p * a_column]);                                         \
        _Pragma("clang loop unroll(full)") for (int q = 0; q < CK_COLUMNS; q++)                    \
            sum[r][q] = NAME(fma)(left, right[q], sum[r][q]);                                      \
      }                                                                                            \
    }                                                                                              \
    _Pragma("clang loop unroll(full)") for (int r = 0; r < ROWS; r++)                              \
        _Pragma("clang loop unroll(full)") for (int q = 0; q < CK_COLUMNS; q++)                    \
            NAME(store)(c + r * ldc + 16 * q, sum[r][q]);                                          \
  }
BLOCK(1)
BLOCK(2)
BLOCK(4)
BLOCK(CK_ROWS)

KERNEL void NAME(gemm_block)(
    long m, long n, long k, const float *a, long a_row, long a_column, const float *packed,
    long panel, int accumulate, float *c, long ldc) {
  (void)panel;
  float edge[CK_ROWS * NAME(PANEL)];
  for (long r = 0; r < m;) {
    long rows = m - r >= CK_ROWS ? CK_ROWS : m - r >= 4 ? 4 : m - r >= 2 ? 2 : 1;
    float *target = c + r * ldc;
    long stride = ldc;
    if (n < NAME(PANEL)) {  // the last panel: through a full-width copy
      target = edge;
      stride = NAME(PANEL);
      memset(edge, 0, sizeof edge);
      if (accumulate)
        for (long i = 0; i < rows; i++)
          memcpy(edge + i * stride, c + (r + i) * ldc, (size_t)n * 4);
    }
    const float *left = a + r * a_row;
    if (rows == CK_ROWS)
      CK_JOIN(NAME(block), CK_ROWS)(k, left, a_row, a_column, packed, accumulate, target, stride);
    else if (rows == 4)
      CK_JOIN(NAME(block), 4)(k, left, a_row, a_column, packed, accumulate, target, stride);
    else if (rows == 2)
      CK_JOIN(NAME(block), 2)(k, left, a_row, a_column, packed, accumulate, target, stride);
    else
      CK_JOIN(NAME(block), 1)(k, left, a_row, a_column, packed, accumulate, target, stride);
    if (target == edge)
      for (long i = 0; i < rows; i++) memcpy(c + (r + i) * ldc, edge + i * stride, (size_t)n * 4);
    r += rows;
  }
}

const ck_table *CK_JOIN(ck_table_, CK_LEVEL)(void) {
  static const ck_table table = {
      .gemm_block = NAME(gemm_block), .panel = NAME(PANEL), .exp = NAME(exp), .log = NAME(log),
      .tanh = NAME(tanh), .sigmoid = NAME(sigmoid), .gelu = NAME(gelu),
      .gelu_backward = NAME(gelu_backward), .add = NAME(add), .subtract = NAME(subtract),
      .multiply = NAME(multiply), .multiply_add = NAME(multiply_add), .axpy = NAME(axpy),
      .scale = NAME(scale), .sum = NAME(sum), .sum_of_squares = NAME(sum_of_squares),
      .max = NAME(max), .exp_sum = NAME(exp_sum), .lstm_row = NAME(lstm_row),
      .lstm_row_backward = NAME(lstm_row_backward), .adam = NAME(adam),
  };
  return &table;
}
