"""In the conditional path."""
import numpy as np

import paths
from mistakes import instead_of


@instead_of(paths, "interpolate", "path.coefficients-swapped")
def _(alpha, sigma, x0, x1):
    return sigma * x1 + alpha * x0


@instead_of(paths, "interpolate", "path.noise-by-variance")
def _(alpha, sigma, x0, x1):
    return alpha * x1 + sigma**2 * x0


@instead_of(paths, "interpolate", "path.noise-by-root")
def _(alpha, sigma, x0, x1):
    return alpha * x1 + np.sqrt(np.maximum(sigma, 0)) * x0


@instead_of(paths, "interpolate", "path.noise-from-alpha")
def _(alpha, sigma, x0, x1):
    return alpha * x1 + np.sqrt(1 - alpha**2) * x0


@instead_of(paths, "interpolate", "path.noise-unscaled")
def _(alpha, sigma, x0, x1):
    return alpha * x1 + x0


@instead_of(paths, "pair_velocity", "path.velocity-reversed")
def _(alpha_dot, sigma_dot, x0, x1):
    return -alpha_dot * x1 - sigma_dot * x0


@instead_of(paths, "pair_velocity", "path.velocity-ends-swapped")
def _(alpha_dot, sigma_dot, x0, x1):
    return alpha_dot * x0 + sigma_dot * x1


@instead_of(paths, "pair_velocity", "path.velocity-straight")
def _(alpha_dot, sigma_dot, x0, x1):
    return x1 - x0


@instead_of(paths, "pair_velocity", "path.velocity-noise-term-missing")
def _(alpha_dot, sigma_dot, x0, x1):
    return alpha_dot * x1


@instead_of(paths, "pair_velocity", "path.velocity-noise-sign")
def _(alpha_dot, sigma_dot, x0, x1):
    return alpha_dot * x1 - sigma_dot * x0


@instead_of(paths, "residual", "path.residual-unscaled")
def _(alpha, x, x1):
    return x - x1


@instead_of(paths, "conditional_velocity", "path.conditional-velocity-mean-missing")
def _(at, x, x1):
    return at.sigma_dot / at.sigma * (x - at.alpha * x1)


@instead_of(paths, "conditional_velocity", "path.conditional-velocity-logarithm-doubled")
def _(at, x, x1):
    variance_dot = 2 * at.sigma * at.sigma_dot
    return at.alpha_dot * x1 + variance_dot / at.sigma**2 * (x - at.alpha * x1)


@instead_of(paths, "conditional_velocity", "path.conditional-velocity-unnormalized")
def _(at, x, x1):
    return at.alpha_dot * x1 + at.sigma_dot * (x - at.alpha * x1)


@instead_of(paths, "conditional_velocity", "path.conditional-velocity-straight")
def _(at, x, x1):
    return (x1 - x) / at.sigma


@instead_of(paths, "conditional_score", "path.score-sign")
def _(at, x, x1):
    return (x - at.alpha * x1) / at.sigma**2


@instead_of(paths, "conditional_score", "path.score-by-deviation")
def _(at, x, x1):
    return -(x - at.alpha * x1) / at.sigma
