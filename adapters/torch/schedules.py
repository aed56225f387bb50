"""Schedules (alpha, sigma) of X_t = alpha_t X_1 + sigma_t X_0; t = 0 is noise, t = 1 data. Derivatives in closed form or by autograd."""
import math

import torch

by_autograd = False


class CondOT:
    def alpha(self, t):
        return t

    def sigma(self, t):
        return 1 - t

    def alpha_dot(self, t):
        return torch.ones_like(t)

    def sigma_dot(self, t):
        return -torch.ones_like(t)

    def time_of_snr(self, snr):
        return snr / (1 + snr)


class OT(CondOT):
    def __init__(self, sigmaMin):
        self.slope = 1 - sigmaMin

    def sigma(self, t):
        return 1 - self.slope * t

    def sigma_dot(self, t):
        return torch.full_like(t, -self.slope)

    def time_of_snr(self, snr):
        return snr / (1 + self.slope * snr)


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

    def time_of_snr(self, snr):
        return (snr / (1 + snr)) ** (1 / self.n)


class VP:
    def __init__(self, betaMin, betaMax):
        self.least, self.most = betaMin, betaMax

    def exponent(self, t):
        s = 1 - t
        return 0.5 * s**2 * (self.most - self.least) + s * self.least

    def rate(self, t):
        return self.least + (1 - t) * (self.most - self.least)

    def alpha(self, t):
        return torch.exp(-0.5 * self.exponent(t))

    def sigma(self, t):
        return torch.sqrt(1 - torch.exp(-self.exponent(t)))

    def alpha_dot(self, t):
        return 0.5 * self.rate(t) * torch.exp(-0.5 * self.exponent(t))

    def sigma_dot(self, t):
        decay = torch.exp(-self.exponent(t))
        return -0.5 * self.rate(t) * decay / torch.sqrt(1 - decay)

    def time_of_snr(self, snr):
        T = -torch.log(snr**2 / (snr**2 + 1))
        width = self.most - self.least
        return 1 - (-self.least + torch.sqrt(self.least**2 + 2 * width * T)) / width


class LinearVP:
    def alpha(self, t):
        return t

    def sigma(self, t):
        return (1 - t**2) ** 0.5

    def alpha_dot(self, t):
        return torch.ones_like(t)

    def sigma_dot(self, t):
        return -t / (1 - t**2) ** 0.5

    def time_of_snr(self, snr):
        return torch.sqrt(snr**2 / (1 + snr**2))


class Cosine:
    def alpha(self, t):
        return torch.sin(math.pi / 2 * t)

    def sigma(self, t):
        return torch.cos(math.pi / 2 * t)

    def alpha_dot(self, t):
        return math.pi / 2 * torch.cos(math.pi / 2 * t)

    def sigma_dot(self, t):
        return -math.pi / 2 * torch.sin(math.pi / 2 * t)

    def time_of_snr(self, snr):
        return 2 * torch.atan(snr) / math.pi


class VE:
    def __init__(self, sigmaMin, sigmaMax):
        self.least, self.ratio = sigmaMin, sigmaMax / sigmaMin

    def alpha(self, t):
        return torch.ones_like(t)

    def sigma(self, t):
        return self.least * self.ratio ** (1 - t)

    def alpha_dot(self, t):
        return torch.zeros_like(t)

    def sigma_dot(self, t):
        return -self.least * self.ratio ** (1 - t) * math.log(self.ratio)

    def time_of_snr(self, snr):
        return 1 + torch.log(snr * self.least) / math.log(self.ratio)


KINDS = {
    "cond-ot": CondOT,
    "ot": OT,
    "polynomial": Polynomial,
    "vp": VP,
    "linear-vp": LinearVP,
    "cosine": Cosine,
    "ve": VE,
}


def derivative(f, t):
    """df/dt for a function that acts on each element."""
    t = t.detach().requires_grad_()
    with torch.enable_grad():
        y = f(t)
        return torch.autograd.grad(y.sum(), t)[0] if y.requires_grad else torch.zeros_like(t)


class Moment:
    """A schedule at the times of a batch; each coefficient is computed when it is asked for, as some are infinite at the ends."""

    def __init__(self, spec, t):
        parameters = {name: value for name, value in spec.items() if name != "kind"}
        self.schedule = KINDS[spec["kind"]](**parameters)
        self.t = t

    @property
    def alpha(self):
        return self.schedule.alpha(self.t)

    @property
    def sigma(self):
        return self.schedule.sigma(self.t)

    @property
    def alpha_dot(self):
        return derivative(self.schedule.alpha, self.t) if by_autograd else self.schedule.alpha_dot(self.t)

    @property
    def sigma_dot(self):
        return derivative(self.schedule.sigma, self.t) if by_autograd else self.schedule.sigma_dot(self.t)


def per_row(settings, t):
    """The schedule at the times of rows, beside a batch [rows, dim]."""
    return Moment(settings["schedule"], t[:, None])


def evaluate(settings, sizes, t):
    at = Moment(settings["schedule"], t)
    return {"alpha": at.alpha, "sigma": at.sigma, "alpha_dot": at.alpha_dot, "sigma_dot": at.sigma_dot}


def levels(settings, sizes, t):
    at = Moment(settings["schedule"], t)
    snr = at.alpha / at.sigma
    return {"log_snr": 2 * torch.log(snr), "snr": snr}


def change(settings, sizes, r, x, velocity):
    """From the schedule of training to another, by the chain rule on x_bar(r) = s x(t(r))."""
    new = per_row({"schedule": settings["to"]}, r)
    old = Moment(settings["schedule"], new.t)
    t = old.schedule.time_of_snr(new.alpha / new.sigma)
    at = Moment(settings["schedule"], t)
    s = new.sigma / at.sigma
    scaled = x / s
    numerator = (new.alpha_dot * at.sigma - new.sigma_dot * at.alpha) * velocity
    numerator = numerator + (new.sigma_dot * at.alpha_dot - new.alpha_dot * at.sigma_dot) * scaled
    return {
        "time": t[:, 0],
        "scaled": scaled,
        "velocity": numerator / (at.alpha_dot * at.sigma - at.alpha * at.sigma_dot),
    }


OPERATIONS = {"schedule.evaluate": evaluate, "schedule.log-snr": levels, "schedule.change": change}
