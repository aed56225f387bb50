"""In the closed form of a Gaussian mixture."""
import numpy as np

import marginals
from mistakes import instead_of


@instead_of(marginals, "logit", "marginal.weights-ignored")
def _(weights, log_density):
    return log_density


@instead_of(marginals, "responsibilities", "marginal.prior-for-posterior")
def _(logits, weights):
    return np.broadcast_to(weights, logits.shape)


@instead_of(marginals, "responsibilities", "marginal.nearest-component")
def _(logits, weights):
    return np.eye(logits.shape[1], dtype=logits.dtype)[np.argmax(logits, axis=1)]


@instead_of(marginals, "variance", "marginal.deviation-as-variance")
def _(alpha, sigma, std):
    return alpha**2 * std + sigma**2


@instead_of(marginals, "variance", "marginal.variance-alpha-once")
def _(alpha, sigma, std):
    return alpha * std**2 + sigma**2


@instead_of(marginals, "variance", "marginal.deviations-added")
def _(alpha, sigma, std):
    return (alpha * std + sigma) ** 2


@instead_of(marginals, "deviation", "marginal.means-unscaled")
def _(alpha, x, mean):
    return np.broadcast_to(x - mean, np.broadcast_shapes(alpha.shape, mean.shape))


@instead_of(marginals, "expected_target", "marginal.component-as-point")
def _(row):
    return np.broadcast_to(row.means, row.y.shape)


@instead_of(marginals, "expected_target", "marginal.gain-alpha-missing")
def _(row):
    return row.means + row.stds**2 / row.variance * row.y


@instead_of(marginals, "expected_source", "marginal.noise-of-point")
def _(row):
    return row.y / row.at.sigma


@instead_of(marginals, "expected_source", "marginal.noise-by-variance")
def _(row):
    return row.at.sigma**2 / row.variance * row.y


@instead_of(marginals, "component_score", "marginal.score-sign")
def _(row):
    return row.y / row.variance


@instead_of(marginals, "component_score", "marginal.score-of-point")
def _(row):
    return -row.y / row.at.sigma**2


@instead_of(marginals, "component_score", "marginal.score-by-deviation")
def _(row):
    return -row.y / np.sqrt(row.variance)


@instead_of(marginals, "divergence_of", "marginal.divergence-without-posterior")
def _(r, dim, expansions, scores, velocities, score):
    return dim * np.sum(r * expansions, axis=1)


@instead_of(marginals, "divergence_of", "marginal.divergence-score-missing")
def _(r, dim, expansions, scores, velocities, score):
    return np.sum(r * (dim * expansions + np.sum(scores * velocities, axis=2)), axis=1)


@instead_of(marginals, "divergence_of", "marginal.divergence-per-dimension")
def _(r, dim, expansions, scores, velocities, score):
    turned = np.sum((scores - score[:, None, :]) * velocities, axis=2)
    return np.sum(r * (expansions + turned), axis=1)


@instead_of(marginals, "log_total", "marginal.log-density-averaged")
def _(logits, weights):
    return logits @ weights


@instead_of(marginals, "log_total", "marginal.log-density-of-nearest")
def _(logits, weights):
    return logits.max(axis=1)
