"""In any schedule, in its level, and in what belongs to which row."""
import numpy as np

import paths
import schedules
from mistakes import instead_of
from schedules import Moment

REVERSED = "schedule.time-reversed"


@instead_of(Moment, "alpha", REVERSED)
@property
def _(self):
    return self.schedule.alpha(1 - self.t)


@instead_of(Moment, "sigma", REVERSED)
@property
def _(self):
    return self.schedule.sigma(1 - self.t)


@instead_of(Moment, "alpha_dot", REVERSED)
@property
def _(self):
    return -self.schedule.alpha_dot(1 - self.t)


@instead_of(Moment, "sigma_dot", REVERSED)
@property
def _(self):
    return -self.schedule.sigma_dot(1 - self.t)


@instead_of(schedules, "snr", "schedule.snr-inverted")
def _(at):
    return at.sigma / at.alpha


@instead_of(schedules, "log_snr", "schedule.snr-inverted")
def _(at):
    return np.log(at.sigma**2 / at.alpha**2)


@instead_of(schedules, "log_snr", "schedule.log-snr-of-amplitudes")
def _(at):
    return np.log(at.alpha / at.sigma)


@instead_of(schedules, "snr", "schedule.snr-of-powers")
def _(at):
    return at.alpha**2 / at.sigma**2


@instead_of(schedules, "log_snr", "schedule.log-snr-in-decibels")
def _(at):
    return np.log10(at.alpha**2 / at.sigma**2)


@instead_of(paths, "times", "batch.time-of-first-row")
def _(t):
    return np.broadcast_to(t[0], (len(t), 1))
