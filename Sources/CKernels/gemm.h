// A matrix product as its kernels see it: c[m,n] = start + a[m,k] · b[k,n] with any strides.
#ifndef CK_GEMM_H
#define CK_GEMM_H

/// Of a matrix's two strides one is 1; the other may be negative. A row that stands for all rows has the
/// row stride 0.
typedef struct ck_matrix {
  const float *at;
  long row_stride, column_stride;
} ck_matrix;

/// Rows of `columns` floats, `stride` apart, that will be wanted soon from memory.
typedef struct ck_rows {
  const float *at;
  long stride, rows, columns;
} ck_rows;

enum { CK_COMING = 4 };  // pieces that a caller may have fetched

typedef struct ck_gemm {
  long m, n, k;
  ck_matrix a, b;
  const float *packed_b;  // panels by ck_gemm_pack_f32, instead of b; or NULL
  long packed_rows;       // of which the first k are multiplied
  ck_matrix start;  // c itself, a bias, or at NULL for zeros
  const long *start_places;  // which row of start each row of c begins with, or NULL: its own
  ck_matrix addend;  // added to the finished sums, or at NULL
  float *c;
  long c_row_stride, c_column_stride;
  const ck_rows *coming;  // what the caller will use next, fetched meanwhile:
  int coming_count;       // so many pieces, at most CK_COMING
  float *a_sums;   // of each row of a transposed a its sum, a chain over ascending k; or NULL
} ck_gemm;

enum {
  CK_GEMM_PANEL = 32,           // columns of b packed together, in
  CK_GEMM_HALF = 16,            // two halves one after the other, each with one cache line a step
  CK_GEMM_COLUMN_BLOCK = 1024,  // columns of b that stay packed for all rows of a
  CK_GEMM_ROW_BLOCK = 96,       // rows of a that stay in the second cache; copied tile by tile, with
  CK_GEMM_GAP = 16,             // floats between, lest tiles meet in the same sets of a cache

  CK_CACHE_LINE = 16,  // floats
  CK_COLLIDING_FLOATS = 1024,  // a page: rows a multiple of it apart meet in few sets of the first cache

  CK_MULTIPLICATIONS_PER_PART = 1 << 19,  // are worth a thread: some ten microseconds
};

static inline long at_most(long value, long limit) { return value < limit ? value : limit; }

/// The matrix from (row, column) on.
static inline ck_matrix ck_matrix_from(const ck_matrix *x, long row, long column) {
  return (ck_matrix){
      x->at + row * x->row_stride + column * x->column_stride, x->row_stride, x->column_stride};
}

/// Where the sums start: from c, or from 0.
static inline ck_matrix ck_start_from(
    int accumulate, const float *c, long row_stride, long column_stride) {
  return (ck_matrix){accumulate ? c : 0, row_stride, column_stride};
}

/// Where row i of a product starts, of `start`'s rows from column 0 on.
static inline const float *ck_start_of(
    const float *start, long row_stride, const long *places, long i) {
  return start + (places ? places[i] : i) * row_stride;
}

/// Shares a product out among threads, whatever it starts from.
void ck_gemm_share(const ck_gemm *product);

/// Packs b[k, n] on the calling thread.
void ck_gemm_pack_panels(const ck_matrix *b, long k, long n, float *packed);

/// This thread's room for packed blocks of a and then b, kept until the thread ends.
/// NULL if there is no memory.
float *ck_gemm_scratch(void);

#endif
