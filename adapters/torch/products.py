"""Matrix products, as the machine computes them or with factors rounded to TF32 first, as tensor cores do; sums in any order.

TF32: the factors of products of float32 are rounded to 11 significant bits, the sums stay float32; forwards and backwards alike.
"""
import torch
import torch.nn.functional as F

tf32 = False
# Of the terms of a product: natural, reversed or shuffled.
order = "natural"


def reordered(a, b):
    """Two matrices whose last axis is summed over, with its terms in another order."""
    n = a.shape[-1]
    if order == "natural":
        return a, b
    terms = torch.randperm(n) if order == "shuffled" else torch.arange(n - 1, -1, -1)
    return a[:, terms], b[:, terms]


def rounded(x):
    """To 11 significant bits, ties to even."""
    bits = x.contiguous().view(torch.int32)
    bits = (bits + 0xFFF + ((bits >> 13) & 1)) & ~0x1FFF
    return bits.view(torch.float32)


class RoundedProduct(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return rounded(a) @ rounded(b)

    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        return product(g, b.T), product(a.T, g)


def product(a, b):
    """a b, of matrices."""
    a, columns = reordered(a, b.T)
    b = columns.T
    return RoundedProduct.apply(a, b) if tf32 and a.dtype == torch.float32 else a @ b


def linear(a, weight, bias):
    """a Wᵀ + b."""
    if tf32 and a.dtype == torch.float32:
        return product(a, weight.T) + bias
    return F.linear(*reordered(a, weight), bias)
