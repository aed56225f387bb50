"""Flow matching losses: the mean over rows of the sum over dims of the squared error, and its gradient."""
import numpy as np

import paths
from schedules import Moment, column


def count(rows, dim):
    """What the sum of all squares is divided by."""
    return rows


def value(residuals):
    return np.divide(np.sum(residuals**2), count(*residuals.shape), dtype=residuals.dtype)


def gradient(residuals):
    return 2 * residuals / count(*residuals.shape)


def cfm_target(spec, t, x0, x1):
    at = Moment(spec, column(t))
    return paths.pair_velocity(at.alpha_dot, at.sigma_dot, x0, x1)


def answer(residuals):
    return {"loss": value(residuals), "gradient": gradient(residuals)}


def fm(settings, sizes, prediction, velocity):
    return answer(prediction - velocity)


def cfm(settings, sizes, prediction, x0, x1, t):
    return answer(prediction - cfm_target(settings["schedule"], t, x0, x1))


OPERATIONS = {"loss.fm": fm, "loss.cfm": cfm}
