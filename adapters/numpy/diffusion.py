"""Euler-Maruyama steps of dX = [u + w^2/2 s] dt + w dB, which keeps the marginals of the flow."""
import numpy as np

from schedules import column


def score_weight(w):
    return 0.5 * w**2


def drift(u, score, w):
    return u + score_weight(w) * score


def drift_increment(drift, dt):
    return drift * dt


def noise_increment(w, dt, noise):
    return w * np.sqrt(dt) * noise


def step(settings, sizes, x, velocity, score, w, dt, noise):
    w = column(w)
    return {"x": x + drift_increment(drift(velocity, score, w), dt) + noise_increment(w, dt, noise)}


OPERATIONS = {"sde.step": step}
