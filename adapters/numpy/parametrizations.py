"""What networks predict about X_t = alpha X_1 + sigma X_0, and the pair (E[X_1|x], E[X_0|x]) behind each prediction."""
import paths


def determinant(at):
    return at.alpha_dot * at.sigma - at.alpha * at.sigma_dot


def x1_from_velocity(at, u, x):
    return (at.sigma * u - at.sigma_dot * x) / determinant(at)


def epsilon_from_velocity(at, u, x):
    return (at.alpha_dot * x - at.alpha * u) / determinant(at)


def epsilon_from_x1(at, x1, x):
    return (x - at.alpha * x1) / at.sigma


def x1_from_epsilon(at, epsilon, x):
    return (x - at.sigma * epsilon) / at.alpha


def x1_from_score(at, score, x):
    """Tweedie's formula."""
    return (x + at.sigma**2 * score) / at.alpha


def epsilon_from_score(at, score):
    return -at.sigma * score


def squared_length(at):
    return at.alpha**2 + at.sigma**2


def x1_from_v(at, v, x):
    return (at.alpha * x - at.sigma * v) / squared_length(at)


def epsilon_from_v(at, v, x):
    return (at.sigma * x + at.alpha * v) / squared_length(at)


def velocity_of_pair(at, x1, epsilon):
    return at.alpha_dot * x1 + at.sigma_dot * epsilon


def score_of_pair(at, x1, epsilon):
    return -epsilon / at.sigma


def v_of_pair(at, x1, epsilon):
    return at.alpha * epsilon - at.sigma * x1


def x1_of(kind, at, value, x):
    if kind == "x1":
        return value
    if kind == "epsilon":
        return x1_from_epsilon(at, value, x)
    if kind == "velocity":
        return x1_from_velocity(at, value, x)
    if kind == "score":
        return x1_from_score(at, value, x)
    return x1_from_v(at, value, x)


def epsilon_of(kind, at, value, x):
    if kind == "x1":
        return epsilon_from_x1(at, value, x)
    if kind == "epsilon":
        return value
    if kind == "velocity":
        return epsilon_from_velocity(at, value, x)
    if kind == "score":
        return epsilon_from_score(at, value)
    return epsilon_from_v(at, value, x)


def convert(kind, to, at, value, x):
    if to == "x1":
        return x1_of(kind, at, value, x)
    if to == "epsilon":
        return epsilon_of(kind, at, value, x)
    x1 = x1_of(kind, at, value, x)
    epsilon = epsilon_of(kind, at, value, x)
    if to == "velocity":
        return velocity_of_pair(at, x1, epsilon)
    return score_of_pair(at, x1, epsilon) if to == "score" else v_of_pair(at, x1, epsilon)


def conversion(settings, sizes, value, x, t):
    at = paths.rows(settings, t)
    return {"value": convert(settings["from"], settings["to"], at, value, x)}


OPERATIONS = {"parametrization.convert": conversion}
