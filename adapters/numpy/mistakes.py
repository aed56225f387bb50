"""Known mistakes, planted by hand in the numpy adapter as people make them.

A mistake replaces the function that it is about; whatever calls that function is wrong with it.
"""
import contextlib
import importlib

MISTAKES = {}
"""Patches (owner, name, right, wrong) by the id of the mistake."""

GROUPS = [
    "schedules", "schedule_kinds", "schedule_changes", "paths", "gaussian", "parametrizations", "marginals", "losses",
    "activations", "mlp", "optimizers", "solvers", "densities", "diffusion", "guidance", "couplings", "discrete",
    "sphere", "torus",
]  # fmt: skip


def instead_of(owner, name, mistake):
    """Decorates what stands in the place of owner.name, or of owner[name] in a table, while a mistake is planted."""

    def plant(wrong):
        right = owner[name] if isinstance(owner, dict) else getattr(owner, name)
        MISTAKES.setdefault(mistake, []).append((owner, name, right, wrong))
        return wrong

    return plant


def put(owner, name, value):
    if isinstance(owner, dict):
        owner[name] = value
    else:
        setattr(owner, name, value)


@contextlib.contextmanager
def planted(mistake):
    if mistake not in MISTAKES:
        raise SystemExit(f"no mistake is called {mistake}")
    try:
        for owner, name, _, wrong in MISTAKES[mistake]:
            put(owner, name, wrong)
        yield
    finally:
        for owner, name, right, _ in MISTAKES[mistake]:
            put(owner, name, right)


for group in GROUPS:
    importlib.import_module(f"planted.{group}")
