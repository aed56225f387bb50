"""Schedules (alpha, sigma) of X_t = alpha_t X_1 + sigma_t X_0 and their time derivatives; t = 0 is noise, t = 1 data.

Everything is computed in the dtype of t. Python numbers beside an array take its dtype, so that no float64 enters a float32 run.
"""
import math

import numpy as np


class CondOT:
    def alpha(self, t):
        return t

    def sigma(self, t):
        return 1 - t

    def alpha_dot(self, t):
        return np.ones_like(t)

    def sigma_dot(self, t):
        return -np.ones_like(t)

    def time_of_snr(self, rho):
        return rho / (1 + rho)


class OT(CondOT):
    def __init__(self, sigmaMin):
        self.sigma_min = sigmaMin

    def sigma(self, t):
        return 1 - (1 - self.sigma_min) * t

    def sigma_dot(self, t):
        return np.full_like(t, self.sigma_min - 1)

    def time_of_snr(self, rho):
        return rho / (1 + (1 - self.sigma_min) * rho)


class Polynomial:
    def __init__(self, n):
        self.n = n

    def alpha(self, t):
        return t**self.n

    def sigma(self, t):
        return 1 - t**self.n

    def alpha_dot(self, t):
        return self.n * t ** (self.n - 1)

    def sigma_dot(self, t):
        return -self.n * t ** (self.n - 1)

    def time_of_snr(self, rho):
        return (rho / (1 + rho)) ** (1 / self.n)


class VP:
    def __init__(self, betaMin, betaMax):
        self.beta_min = betaMin
        self.beta_max = betaMax

    def beta(self, t):
        s = 1 - t
        return self.beta_min + s * (self.beta_max - self.beta_min)

    def integral(self, t):
        """The integral T of beta from the data to the time s = 1 - t of the diffusion."""
        s = 1 - t
        return 0.5 * s**2 * (self.beta_max - self.beta_min) + s * self.beta_min

    def alpha(self, t):
        return np.exp(-0.5 * self.integral(t))

    def sigma(self, t):
        return np.sqrt(-np.expm1(-self.integral(t)))

    def alpha_dot(self, t):
        return 0.5 * self.beta(t) * self.alpha(t)

    def sigma_dot(self, t):
        return -0.5 * self.beta(t) * np.exp(-self.integral(t)) / self.sigma(t)

    def time_of_snr(self, rho):
        T = np.log1p(1 / rho**2)
        root = np.sqrt(self.beta_min**2 + 2 * (self.beta_max - self.beta_min) * T)
        return 1 - 2 * T / (self.beta_min + root)


class LinearVP:
    def alpha(self, t):
        return t

    def sigma(self, t):
        return np.sqrt((1 - t) * (1 + t))

    def alpha_dot(self, t):
        return np.ones_like(t)

    def sigma_dot(self, t):
        return -t / self.sigma(t)

    def time_of_snr(self, rho):
        return rho / np.sqrt(1 + rho**2)


class Cosine:
    def alpha(self, t):
        return np.sin(math.pi / 2 * t)

    def sigma(self, t):
        return np.cos(math.pi / 2 * t)

    def alpha_dot(self, t):
        return math.pi / 2 * np.cos(math.pi / 2 * t)

    def sigma_dot(self, t):
        return -math.pi / 2 * np.sin(math.pi / 2 * t)

    def time_of_snr(self, rho):
        return 2 / math.pi * np.arctan(rho)


class VE:
    def __init__(self, sigmaMin, sigmaMax):
        self.sigma_min = sigmaMin
        self.sigma_max = sigmaMax
        self.log_ratio = math.log(sigmaMax / sigmaMin)

    def alpha(self, t):
        return np.ones_like(t)

    def sigma(self, t):
        return self.sigma_min * (self.sigma_max / self.sigma_min) ** (1 - t)

    def alpha_dot(self, t):
        return np.zeros_like(t)

    def sigma_dot(self, t):
        return -self.log_ratio * self.sigma(t)

    def time_of_snr(self, rho):
        return 1 + np.log(rho * self.sigma_min) / self.log_ratio


KINDS = {
    "cond-ot": CondOT,
    "ot": OT,
    "polynomial": Polynomial,
    "vp": VP,
    "linear-vp": LinearVP,
    "cosine": Cosine,
    "ve": VE,
}


def schedule(spec):
    """The schedule that a setting such as {"kind": "ot", "sigmaMin": 0.1} describes."""
    return KINDS[spec["kind"]](**{name: value for name, value in spec.items() if name != "kind"})


class Moment:
    """A schedule at given times; each coefficient is computed when it is asked for, as some are infinite at the ends."""

    def __init__(self, spec, t):
        self.schedule = schedule(spec)
        self.t = t

    @property
    def alpha(self):
        return self.schedule.alpha(self.t)

    @property
    def sigma(self):
        return self.schedule.sigma(self.t)

    @property
    def alpha_dot(self):
        return self.schedule.alpha_dot(self.t)

    @property
    def sigma_dot(self):
        return self.schedule.sigma_dot(self.t)


def column(t):
    """Times of the rows, beside a batch [rows, dim]."""
    return t[:, None]


def snr(at):
    return at.alpha / at.sigma


def log_snr(at):
    return 2 * np.log(at.alpha / at.sigma)


def evaluate(settings, sizes, t):
    at = Moment(settings["schedule"], t)
    return {"alpha": at.alpha, "sigma": at.sigma, "alpha_dot": at.alpha_dot, "sigma_dot": at.sigma_dot}


def levels(settings, sizes, t):
    at = Moment(settings["schedule"], t)
    return {"log_snr": log_snr(at), "snr": snr(at)}


OPERATIONS = {"schedule.evaluate": evaluate, "schedule.log-snr": levels}
