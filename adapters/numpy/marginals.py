"""The marginal path of a Gaussian mixture target sum w_k N(m_k, s_k^2 I): velocity, score, divergence and log-density.

Arrays are [rows, components] or [rows, components, dim].
"""
import numpy as np

import gaussian
import parametrizations
import paths


class Row:
    """What the formulas below need of a batch: the schedule beside [rows, 1, 1], components along the second axis."""

    def __init__(self, settings, weights, means, stds, x, t):
        self.at = paths.rows(settings, t)
        self.at.t = self.at.t[:, :, None]
        self.weights = weights
        self.means = means[None]
        self.stds = stds[None, :, None]
        self.variance = variance(self.at.alpha, self.at.sigma, self.stds)
        self.y = deviation(self.at.alpha, x[:, None, :], self.means)
        self.dim = x.shape[1]


def variance(alpha, sigma, std):
    return alpha**2 * std**2 + sigma**2


def deviation(alpha, x, mean):
    return x - alpha * mean


def logits(row):
    return logit(row.weights, gaussian.log_density(row.y, row.variance[..., 0]))


def logit(weights, log_density):
    return np.log(weights) + log_density


def responsibilities(logits, weights):
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def log_total(logits, weights):
    top = logits.max(axis=1, keepdims=True)
    return top[:, 0] + np.log(np.exp(logits - top).sum(axis=1))


def expected_target(row):
    """E[X_1 | x, k]."""
    return row.means + row.at.alpha * row.stds**2 / row.variance * row.y


def expected_source(row):
    """E[X_0 | x, k]."""
    return row.at.sigma / row.variance * row.y


def component_velocity(row):
    return parametrizations.velocity_of_pair(row.at, expected_target(row), expected_source(row))


def component_score(row):
    return -row.y / row.variance


def expansion(row):
    """The derivative c_k of the velocity of a component along every coordinate, [rows, components]."""
    at = row.at
    rate = at.alpha_dot * at.alpha * row.stds**2 + at.sigma_dot * at.sigma
    return (rate / row.variance)[..., 0]


def average(r, values):
    """Over the components."""
    return np.sum(r[..., None] * values, axis=1)


def divergence_of(r, dim, expansions, scores, velocities, score):
    turned = np.sum((scores - score[:, None, :]) * velocities, axis=-1)
    return np.sum(r * (dim * expansions + turned), axis=1)


def velocity(settings, sizes, **inputs):
    row = Row(settings, **inputs)
    r = responsibilities(logits(row), row.weights)
    return {"velocity": average(r, component_velocity(row))}


def score(settings, sizes, **inputs):
    row = Row(settings, **inputs)
    r = responsibilities(logits(row), row.weights)
    return {"score": average(r, component_score(row))}


def divergence(settings, sizes, **inputs):
    row = Row(settings, **inputs)
    r = responsibilities(logits(row), row.weights)
    scores = component_score(row)
    total = divergence_of(r, row.dim, expansion(row), scores, component_velocity(row), average(r, scores))
    return {"divergence": total}


def log_density(settings, sizes, **inputs):
    row = Row(settings, **inputs)
    return {"log_density": log_total(logits(row), row.weights)}


OPERATIONS = {
    "marginal.velocity": velocity,
    "marginal.score": score,
    "marginal.divergence": divergence,
    "marginal.log-density": log_density,
}
