"""Derivatives by autograd."""
import torch


def slope(f, t):
    """df/dt for a function that acts on each element."""
    t = t.detach().requires_grad_()
    with torch.enable_grad():
        y = f(t)
        return torch.autograd.grad(y.sum(), t)[0] if y.requires_grad else torch.zeros_like(t)


def divergence(v, x):
    """div_x v by rows, of v(x) [rows, dim] that depends on its own row alone."""
    columns = range(x.shape[1])
    return torch.stack([torch.autograd.grad(v[:, i].sum(), x, retain_graph=True)[0][:, i] for i in columns]).sum(0)
