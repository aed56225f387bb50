"""A model trained on one schedule, asked on another: t and s with alpha(t)/sigma(t) = alpha'(r)/sigma'(r) and s = sigma'(r)/sigma(t).

The velocity at (t, x/s) stands for a pair (x_1, x_0); the velocity on the new schedule is alpha'_dot x_1 + sigma'_dot x_0.
"""
import parametrizations
from schedules import Moment, column, snr


def old_time(old, new, r):
    """r is the time on the new schedule; `new` is that schedule at r."""
    return old.time_of_snr(snr(new))


def scale(at, new):
    return new.sigma / at.sigma


def scaled_point(x, s):
    return x / s


def changed_velocity(at, new, s, u, y):
    x1 = parametrizations.x1_from_velocity(at, u, y)
    epsilon = parametrizations.epsilon_from_velocity(at, u, y)
    return parametrizations.velocity_of_pair(new, x1, epsilon)


def change(settings, sizes, r, x, velocity):
    new = Moment(settings["to"], column(r))
    old = Moment(settings["schedule"], None)
    old.t = old_time(old.schedule, new, new.t)
    s = scale(old, new)
    y = scaled_point(x, s)
    return {"time": old.t[:, 0], "scaled": y, "velocity": changed_velocity(old, new, s, velocity, y)}


OPERATIONS = {"schedule.change": change}
