"""When a model trained on one schedule is asked on another."""
import numpy as np

import schedule_change
from mistakes import instead_of
from schedules import VP


@instead_of(schedule_change, "old_time", "schedule-change.time-kept")
def _(old, new, r):
    return r


@instead_of(schedule_change, "old_time", "schedule-change.level-of-powers")
def _(old, new, r):
    return old.time_of_snr(new.alpha**2 / new.sigma**2)


@instead_of(VP, "time_of_snr", "schedule-change.diffusion-time")
def _(self, rho):
    T = np.log(1 + 1 / rho**2)
    root = np.sqrt(self.beta_min**2 + 2 * (self.beta_max - self.beta_min) * T)
    return 2 * T / (self.beta_min + root)


@instead_of(schedule_change, "scaled_point", "schedule-change.point-scaled-up")
def _(x, s):
    return x * s


@instead_of(schedule_change, "scaled_point", "schedule-change.point-unscaled")
def _(x, s):
    return x


def rates(at, new):
    """The derivatives of t and ln s in r."""
    speed = (new.alpha_dot / new.alpha - new.sigma_dot / new.sigma) / (
        at.alpha_dot / at.alpha - at.sigma_dot / at.sigma
    )
    return speed, new.sigma_dot / new.sigma - speed * at.sigma_dot / at.sigma


@instead_of(schedule_change, "changed_velocity", "schedule-change.time-rate-missing")
def _(at, new, s, u, y):
    _, growth = rates(at, new)
    return growth * s * y + s * u


@instead_of(schedule_change, "changed_velocity", "schedule-change.scale-rate-missing")
def _(at, new, s, u, y):
    speed, _ = rates(at, new)
    return s * speed * u


@instead_of(schedule_change, "changed_velocity", "schedule-change.velocity-unscaled")
def _(at, new, s, u, y):
    speed, growth = rates(at, new)
    return growth * s * y + speed * u
