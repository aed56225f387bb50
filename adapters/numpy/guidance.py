"""Guided velocities."""
from schedules import Moment, column


def combine(conditional, unconditional, scale):
    return unconditional + scale * (conditional - unconditional)


def score_factor(at):
    """The factor of the score in the velocity."""
    return at.sigma * (at.alpha_dot * at.sigma - at.sigma_dot * at.alpha) / at.alpha


def add_gradient(velocity, gradient, factor, scale):
    return velocity + scale * factor * gradient


def classifier_free(settings, sizes, conditional, unconditional, scale):
    return {"velocity": combine(conditional, unconditional, scale)}


def classifier(settings, sizes, velocity, gradient, t, scale):
    factor = score_factor(Moment(settings["schedule"], column(t)))
    return {"velocity": add_gradient(velocity, gradient, factor, scale)}


OPERATIONS = {"guidance.classifier-free": classifier_free, "guidance.classifier": classifier}
