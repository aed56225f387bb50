"""In guidance."""
import guidance
from mistakes import instead_of


@instead_of(guidance, "combine", "guidance.one-plus-scale")
def _(conditional, unconditional, scale):
    return (1 + scale) * conditional - scale * unconditional


@instead_of(guidance, "combine", "guidance.sides-exchanged")
def _(conditional, unconditional, scale):
    return conditional + scale * (unconditional - conditional)


@instead_of(guidance, "combine", "guidance.difference-sign")
def _(conditional, unconditional, scale):
    return unconditional + scale * (unconditional - conditional)


@instead_of(guidance, "combine", "guidance.difference-missing")
def _(conditional, unconditional, scale):
    return unconditional + scale * conditional


@instead_of(guidance, "add_gradient", "guidance.classifier-unscaled")
def _(velocity, gradient, factor, scale):
    return velocity + scale * gradient


@instead_of(guidance, "add_gradient", "guidance.classifier-sign")
def _(velocity, gradient, factor, scale):
    return velocity - scale * factor * gradient


@instead_of(guidance, "score_factor", "guidance.classifier-twice")
def _(at):
    diffusion_squared = 2 * at.sigma**2 * at.alpha_dot / at.alpha - 2 * at.sigma * at.sigma_dot
    return diffusion_squared


@instead_of(guidance, "score_factor", "guidance.classifier-variance")
def _(at):
    return at.sigma**2


@instead_of(guidance, "score_factor", "guidance.classifier-without-alpha")
def _(at):
    return at.sigma * (at.alpha_dot * at.sigma - at.sigma_dot * at.alpha)
