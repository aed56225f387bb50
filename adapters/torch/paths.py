"""Conditional paths x_t = alpha_t x_1 + sigma_t x_0 and what follows from them, on batches [rows, dim]."""
import torch
from torch.distributions import Normal

from schedules import per_row


def sample(settings, sizes, x0, x1, t):
    at = per_row(settings, t)
    return {"x": at.sigma * x0 + at.alpha * x1}


def velocity(settings, sizes, x0, x1, t):
    at = per_row(settings, t)
    return {"velocity": at.sigma_dot * x0 + at.alpha_dot * x1}


def conditional_velocity(settings, sizes, x, x1, t):
    at = per_row(settings, t)
    return {"velocity": at.sigma_dot / at.sigma * (x - at.alpha * x1) + at.alpha_dot * x1}


def conditional_score(settings, sizes, x, x1, t):
    at = per_row(settings, t)
    return {"score": -(x - at.alpha * x1) / at.sigma**2}


def conditional_log_density(settings, sizes, x, x1, t):
    at = per_row(settings, t)
    return {"log_density": Normal(at.alpha * x1, at.sigma.expand_as(x)).log_prob(x).sum(-1)}


def data_and_noise(kind, at, value, x):
    """E[X_1 | x] and E[X_0 | x] from a prediction of any kind."""
    a, s = at.alpha, at.sigma
    if kind == "score":
        kind, value = "epsilon", -s * value
    if kind == "x1":
        return value, (x - a * value) / s
    if kind == "epsilon":
        return (x - s * value) / a, value
    if kind == "v-prediction":
        size = a**2 + s**2
        return (a * x - s * value) / size, (s * x + a * value) / size
    across = at.alpha_dot * s - a * at.sigma_dot
    return (s * value - at.sigma_dot * x) / across, (at.alpha_dot * x - a * value) / across


def convert(settings, sizes, value, x, t):
    at = per_row(settings, t)
    data, noise = data_and_noise(settings["from"], at, value, x)
    wanted = {
        "velocity": lambda: at.alpha_dot * data + at.sigma_dot * noise,
        "x1": lambda: data,
        "epsilon": lambda: noise,
        "score": lambda: -noise / at.sigma,
        "v-prediction": lambda: at.alpha * noise - at.sigma * data,
    }
    return {"value": wanted[settings["to"]]()}


def classifier_free(settings, sizes, conditional, unconditional, scale):
    return {"velocity": torch.lerp(unconditional, conditional, scale.item())}


def classifier(settings, sizes, velocity, gradient, t, scale):
    at = per_row(settings, t)
    factor = at.sigma * (at.alpha_dot * at.sigma - at.sigma_dot * at.alpha) / at.alpha
    return {"velocity": velocity + scale * factor * gradient}


def euler_maruyama(settings, sizes, x, velocity, score, w, dt, noise):
    w = w[:, None]
    return {"x": x + (velocity + w**2 / 2 * score) * dt + w * torch.sqrt(dt) * noise}


OPERATIONS = {
    "path.sample": sample,
    "path.velocity": velocity,
    "path.conditional-velocity": conditional_velocity,
    "path.conditional-score": conditional_score,
    "path.conditional-log-density": conditional_log_density,
    "parametrization.convert": convert,
    "guidance.classifier-free": classifier_free,
    "guidance.classifier": classifier,
    "sde.step": euler_maruyama,
}
