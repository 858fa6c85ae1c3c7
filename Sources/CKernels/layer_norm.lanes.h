// Layer norm on lanes. Ba, Kiros and Hinton, 2016, "Layer Normalization".
#ifndef CK_LAYER_NORM_H
#define CK_LAYER_NORM_H
#include "reductions.lanes.h"

/// (x - mean)², and 0 in the lanes past the end.
CK_INLINE lanes squared_difference(const float *x, long part, float mean) {
  const lanes values = part == CK_LANES ? load(x) : load_part(x, part, splat(mean));
  const lanes difference = values - splat(mean);
  return difference * difference;
}

static void layer_norm_kernel(
    long rows, long columns, const float *x, const float *gamma, const float *beta, float epsilon,
    float *y, float *mean, float *rstd) {
  for (long r = 0; r < rows; r++, x += columns, y += columns) {
    const float m = sum_kernel(columns, x) / (float)columns;
    partials squares = partials_of(0.0f);
    CK_SUM_LANES(squares, columns, squared_difference(x + at, part, m));
    const float variance = fold_sum(squares) / (float)columns;
    const float scale = 1.0f / __builtin_sqrtf(variance + epsilon);
    CK_FOR_LANES(
        columns,
        WRITE(y, fused((READ(x) - splat(m)) * splat(scale), READ(gamma), READ(beta))));
    mean[r] = m;
    rstd[r] = scale;
  }
}

/// With g = ȳ ⊙ γ and x̂ = (x - mean) · rstd:
///     x̄ = rstd · (g - mean(g) - x̂ · mean(g ⊙ x̂)) + addend        γ̄ = Σ ȳ ⊙ x̂        β̄ = Σ ȳ
/// The sums are chains over the rows from the first to the last.
static void layer_norm_backward_kernel(const ck_layer_norm_backward *l) {
  const long columns = l->columns;
  const float *x = l->x, *y_gradient = l->y_gradient, *gamma = l->gamma, *addend = l->addend;
  float *x_gradient = l->x_gradient;
  float *gamma_gradient = l->gamma_gradient, *beta_gradient = l->beta_gradient;
  for (long j = 0; j < columns; j++) gamma_gradient[j] = beta_gradient[j] = 0.0f;
  for (long r = 0; r < l->rows; r++) {
    const lanes mean = splat(l->mean[r]), scale = splat(l->rstd[r]);
    partials sums = partials_of(0.0f), products = partials_of(0.0f);
    CK_SUM_LANES(sums, columns, READ(y_gradient) * READ(gamma));
    CK_SUM_LANES(
        products, columns, READ(y_gradient) * READ(gamma) * ((READ(x) - mean) * scale));
    const lanes average = splat(fold_sum(sums) / (float)columns);
    const lanes slope = splat(fold_sum(products) / (float)columns);
    CK_FOR_LANES(columns, {
      const lanes upstream = READ(y_gradient), normal = (READ(x) - mean) * scale;
      const lanes centred = fused(upstream, READ(gamma), -average);
      const lanes result = scale * fused(-normal, slope, centred);
      WRITE(x_gradient, addend ? READ(addend) + result : result);
      WRITE(gamma_gradient, fused(upstream, normal, READ(gamma_gradient)));
      WRITE(beta_gradient, READ(beta_gradient) + upstream);
    });
    x += columns;
    y_gradient += columns;
    x_gradient += columns;
    if (addend) addend += columns;
  }
}

#endif
