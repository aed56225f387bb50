"""Schedules (alpha, sigma) of X_t = alpha_t X_1 + sigma_t X_0; t = 0 is noise, t = 1 data. Derivatives in closed form or by autograd."""
import math
from collections import namedtuple

import torch

from derivatives import slope

by_autograd = False

Moment = namedtuple("Moment", "alpha sigma alpha_dot sigma_dot")


def cond_ot(t):
    return t, 1 - t, torch.ones_like(t), -torch.ones_like(t)


def ot(t, sigmaMin):
    fall = 1 - sigmaMin
    return t, 1 - fall * t, torch.ones_like(t), torch.full_like(t, -fall)


def polynomial(t, n):
    alpha, alpha_dot = t**n, n * t ** (n - 1)
    return alpha, 1 - alpha, alpha_dot, -alpha_dot


def vp(t, betaMin, betaMax):
    s, width = 1 - t, betaMax - betaMin
    integral, beta = 0.5 * s**2 * width + s * betaMin, betaMin + s * width
    alpha, square = torch.exp(-0.5 * integral), torch.exp(-integral)
    sigma = torch.sqrt(1 - square)
    return alpha, sigma, 0.5 * beta * alpha, -0.5 * beta * square / sigma


def linear_vp(t):
    sigma = (1 - t**2) ** 0.5
    return t, sigma, torch.ones_like(t), -t / sigma


def cosine(t):
    quarter = math.pi / 2
    alpha, sigma = torch.sin(quarter * t), torch.cos(quarter * t)
    return alpha, sigma, quarter * sigma, -quarter * alpha


def ve(t, sigmaMin, sigmaMax):
    ratio = sigmaMax / sigmaMin
    sigma = sigmaMin * ratio ** (1 - t)
    return torch.ones_like(t), sigma, torch.zeros_like(t), -sigma * math.log(ratio)


def vp_time(rho, betaMin, betaMax):
    integral, width = -torch.log(rho**2 / (rho**2 + 1)), betaMax - betaMin
    return 1 - (-betaMin + torch.sqrt(betaMin**2 + 2 * width * integral)) / width


# Coefficients and slopes at t, and the time at which alpha/sigma is rho.
KINDS = {
    "cond-ot": (cond_ot, lambda rho: rho / (1 + rho)),
    "ot": (ot, lambda rho, sigmaMin: rho / (1 + (1 - sigmaMin) * rho)),
    "polynomial": (polynomial, lambda rho, n: (rho / (1 + rho)) ** (1 / n)),
    "vp": (vp, vp_time),
    "linear-vp": (linear_vp, lambda rho: torch.sqrt(rho**2 / (1 + rho**2))),
    "cosine": (cosine, lambda rho: 2 * torch.atan(rho) / math.pi),
    "ve": (ve, lambda rho, sigmaMin, sigmaMax: 1 + torch.log(rho * sigmaMin) / math.log(sigmaMax / sigmaMin)),
}


def parameters(spec):
    return {name: value for name, value in spec.items() if name != "kind"}


def moment(spec, t):
    coefficients, given = KINDS[spec["kind"]][0], parameters(spec)
    alpha, sigma, *slopes = coefficients(t, **given)
    if by_autograd:
        slopes = [slope(lambda time: coefficients(time, **given)[part], t) for part in (0, 1)]
    return Moment(alpha, sigma, *slopes)


def per_row(settings, t):
    """The schedule at the times of rows, beside a batch [rows, dim]."""
    return moment(settings["schedule"], t[:, None])


def evaluate(settings, sizes, t):
    return moment(settings["schedule"], t)._asdict()


def levels(settings, sizes, t):
    at = moment(settings["schedule"], t)
    snr = at.alpha / at.sigma
    return {"log_snr": 2 * torch.log(snr), "snr": snr}


def change(settings, sizes, r, x, velocity):
    """From the schedule of training to another, by the chain rule on x_bar(r) = s x(t(r))."""
    spec = settings["schedule"]
    new = moment(settings["to"], r[:, None])
    t = KINDS[spec["kind"]][1](new.alpha / new.sigma, **parameters(spec))
    at = moment(spec, t)
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
