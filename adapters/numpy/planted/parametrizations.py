"""Between parametrizations."""
import parametrizations
from mistakes import instead_of


@instead_of(parametrizations, "determinant", "parametrization.determinant-sign")
def _(at):
    return at.alpha_dot * at.sigma + at.alpha * at.sigma_dot


@instead_of(parametrizations, "x1_from_velocity", "parametrization.x1-from-velocity-sign")
def _(at, u, x):
    return (at.sigma * u + at.sigma_dot * x) / (at.alpha_dot * at.sigma - at.alpha * at.sigma_dot)


@instead_of(parametrizations, "x1_from_velocity", "parametrization.straight-velocity")
def _(at, u, x):
    return x + at.sigma * u


@instead_of(parametrizations, "epsilon_from_velocity", "parametrization.straight-velocity")
def _(at, u, x):
    return x - at.alpha * u


@instead_of(parametrizations, "x1_from_velocity", "parametrization.determinant-missing")
def _(at, u, x):
    return at.sigma * u - at.sigma_dot * x


@instead_of(parametrizations, "epsilon_from_velocity", "parametrization.determinant-missing")
def _(at, u, x):
    return at.alpha_dot * x - at.alpha * u


@instead_of(parametrizations, "x1_from_epsilon", "parametrization.x1-from-epsilon-undivided")
def _(at, epsilon, x):
    return x - at.sigma * epsilon


@instead_of(parametrizations, "x1_from_epsilon", "parametrization.x1-from-epsilon-by-variance")
def _(at, epsilon, x):
    return (x - at.sigma**2 * epsilon) / at.alpha


@instead_of(parametrizations, "epsilon_from_x1", "parametrization.epsilon-from-x1-unscaled")
def _(at, x1, x):
    return (x - x1) / at.sigma


@instead_of(parametrizations, "x1_from_score", "parametrization.tweedie-sign")
def _(at, score, x):
    return (x - at.sigma**2 * score) / at.alpha


@instead_of(parametrizations, "x1_from_score", "parametrization.tweedie-by-deviation")
def _(at, score, x):
    return (x + at.sigma * score) / at.alpha


@instead_of(parametrizations, "x1_from_score", "parametrization.tweedie-undivided")
def _(at, score, x):
    return x + at.sigma**2 * score


@instead_of(parametrizations, "epsilon_from_score", "parametrization.epsilon-from-score-sign")
def _(at, score):
    return at.sigma * score


@instead_of(parametrizations, "score_of_pair", "parametrization.score-sign")
def _(at, x1, epsilon):
    return epsilon / at.sigma


@instead_of(parametrizations, "score_of_pair", "parametrization.score-undivided")
def _(at, x1, epsilon):
    return -epsilon


@instead_of(parametrizations, "score_of_pair", "parametrization.score-by-variance")
def _(at, x1, epsilon):
    return -epsilon / at.sigma**2


@instead_of(parametrizations, "v_of_pair", "parametrization.v-sign")
def _(at, x1, epsilon):
    return at.sigma * x1 - at.alpha * epsilon


@instead_of(parametrizations, "v_of_pair", "parametrization.v-coefficients-swapped")
def _(at, x1, epsilon):
    return at.sigma * epsilon - at.alpha * x1


@instead_of(parametrizations, "x1_from_v", "parametrization.v-assumes-preserved-variance")
def _(at, v, x):
    return at.alpha * x - at.sigma * v


@instead_of(parametrizations, "epsilon_from_v", "parametrization.v-assumes-preserved-variance")
def _(at, v, x):
    return at.sigma * x + at.alpha * v


@instead_of(parametrizations, "velocity_of_pair", "parametrization.velocity-noise-sign")
def _(at, x1, epsilon):
    return at.alpha_dot * x1 - at.sigma_dot * epsilon


@instead_of(parametrizations, "velocity_of_pair", "parametrization.velocity-slopes-swapped")
def _(at, x1, epsilon):
    return at.sigma_dot * x1 + at.alpha_dot * epsilon
