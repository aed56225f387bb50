"""The Gaussian conditional path x_t = alpha x_1 + sigma x_0: points, velocities, scores, densities."""
import gaussian
from schedules import Moment, column


def interpolate(alpha, sigma, x0, x1):
    return alpha * x1 + sigma * x0


def pair_velocity(alpha_dot, sigma_dot, x0, x1):
    return alpha_dot * x1 + sigma_dot * x0


def residual(alpha, x, x1):
    """How far x is from the mean of the path to x1."""
    return x - alpha * x1


def conditional_velocity(at, x, x1):
    return at.alpha_dot * x1 + at.sigma_dot / at.sigma * residual(at.alpha, x, x1)


def conditional_score(at, x, x1):
    return -residual(at.alpha, x, x1) / at.sigma**2


def rows(settings, t):
    """The schedule at the time of each row."""
    return Moment(settings["schedule"], times(t))


def times(t):
    return column(t)


def sample(settings, sizes, x0, x1, t):
    at = rows(settings, t)
    return {"x": interpolate(at.alpha, at.sigma, x0, x1)}


def velocity(settings, sizes, x0, x1, t):
    at = rows(settings, t)
    return {"velocity": pair_velocity(at.alpha_dot, at.sigma_dot, x0, x1)}


def velocity_at_point(settings, sizes, x, x1, t):
    return {"velocity": conditional_velocity(rows(settings, t), x, x1)}


def score_at_point(settings, sizes, x, x1, t):
    return {"score": conditional_score(rows(settings, t), x, x1)}


def log_density_at_point(settings, sizes, x, x1, t):
    at = rows(settings, t)
    return {"log_density": gaussian.log_density(residual(at.alpha, x, x1), (at.sigma**2)[:, 0])}


OPERATIONS = {
    "path.sample": sample,
    "path.velocity": velocity,
    "path.conditional-velocity": velocity_at_point,
    "path.conditional-score": score_at_point,
    "path.conditional-log-density": log_density_at_point,
}
