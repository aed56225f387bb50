"""In one kind of schedule."""
import math

import numpy as np

from mistakes import instead_of
from schedules import OT, VE, VP, Cosine, LinearVP, Polynomial


@instead_of(VP, "integral", "schedule.vp-half-missing")
def _(self, t):
    s = 1 - t
    return s**2 * (self.beta_max - self.beta_min) + s * self.beta_min


@instead_of(VP, "__init__", "schedule.vp-rates-swapped")
def _(self, betaMax, betaMin):
    self.beta_min = betaMax
    self.beta_max = betaMin


@instead_of(VP, "alpha", "schedule.vp-alpha-without-half")
def _(self, t):
    return np.exp(-self.integral(t))


@instead_of(VP, "sigma", "schedule.vp-variance-for-deviation")
def _(self, t):
    return 1 - np.exp(-self.integral(t))


@instead_of(VP, "sigma_dot", "schedule.vp-slope-doubled")
def _(self, t):
    return -self.beta(t) * np.exp(-self.integral(t)) / self.sigma(t)


@instead_of(VP, "alpha_dot", "schedule.vp-slopes-in-diffusion-time")
def _(self, t):
    return -0.5 * self.beta(t) * self.alpha(t)


@instead_of(VP, "sigma_dot", "schedule.vp-slopes-in-diffusion-time")
def _(self, t):
    return 0.5 * self.beta(t) * np.exp(-self.integral(t)) / self.sigma(t)


@instead_of(LinearVP, "sigma", "schedule.linear-vp-straight-noise")
def _(self, t):
    return 1 - t


@instead_of(LinearVP, "sigma_dot", "schedule.linear-vp-straight-noise")
def _(self, t):
    return -np.ones_like(t)


@instead_of(LinearVP, "sigma_dot", "schedule.linear-vp-slope-over-variance")
def _(self, t):
    return -t / (1 - t**2)


@instead_of(Cosine, "alpha_dot", "schedule.cosine-half-pi-missing")
def _(self, t):
    return np.cos(math.pi / 2 * t)


@instead_of(Cosine, "sigma_dot", "schedule.cosine-half-pi-missing")
def _(self, t):
    return -np.sin(math.pi / 2 * t)


@instead_of(Cosine, "alpha", "schedule.cosine-squared")
def _(self, t):
    return np.sin(math.pi / 2 * t) ** 2


@instead_of(Cosine, "sigma", "schedule.cosine-squared")
def _(self, t):
    return np.cos(math.pi / 2 * t) ** 2


@instead_of(VE, "sigma", "schedule.ve-ends-swapped")
def _(self, t):
    return self.sigma_min * (self.sigma_max / self.sigma_min) ** t


@instead_of(VE, "sigma_dot", "schedule.ve-ends-swapped")
def _(self, t):
    return self.log_ratio * self.sigma_min * (self.sigma_max / self.sigma_min) ** t


@instead_of(VE, "sigma_dot", "schedule.ve-logarithm-missing")
def _(self, t):
    return -self.sigma_max / self.sigma_min * self.sigma(t)


@instead_of(VE, "sigma_dot", "schedule.ve-slope-unscaled")
def _(self, t):
    return np.full_like(t, -math.log(self.sigma_max / self.sigma_min))


@instead_of(OT, "sigma_dot", "schedule.ot-slope-of-cond-ot")
def _(self, t):
    return -np.ones_like(t)


@instead_of(OT, "sigma", "schedule.ot-sigma-min-added")
def _(self, t):
    return 1 - t + self.sigma_min


@instead_of(Polynomial, "sigma", "schedule.polynomial-noise-power")
def _(self, t):
    return (1 - t) ** self.n


@instead_of(Polynomial, "sigma_dot", "schedule.polynomial-noise-power")
def _(self, t):
    return -self.n * (1 - t) ** (self.n - 1)


@instead_of(Polynomial, "alpha_dot", "schedule.polynomial-exponent-kept")
def _(self, t):
    return self.n * t**self.n


@instead_of(Polynomial, "sigma_dot", "schedule.polynomial-exponent-kept")
def _(self, t):
    return -self.n * t**self.n
