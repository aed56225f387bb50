#!/usr/bin/python3
"""Solutions of the problems of src/problems to 20 digits, from their formulas alone: another integrator, another arithmetic.

    /usr/bin/python3 scripts/problem-digits.py [NAME ...]    writes spec/problems/golden.json, of those names or of all
    /usr/bin/python3 scripts/problem-digits.py --check       compares it with a new computation of all

Extrapolated midpoint rule (Gragg, Bulirsch & Stoer) of order 20 in decimal arithmetic of 36 digits, steps controlled at 1e-24. Constants
and starts are the floats that the project has, exactly. Half a minute; needs mpmath (for erf).
"""
import json
import math
import re
import struct
import sys
from decimal import Decimal as D, getcontext
from pathlib import Path

import mpmath

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / 'spec' / 'problems' / 'golden.json'
DIGITS = 36
getcontext().prec = DIGITS
mpmath.mp.dps = 44
COLUMNS = 10
TOLERANCE = D('1e-24')
PI = D(mpmath.nstr(mpmath.pi, 44))


def sin(x):
    x = x % (2 * PI)
    if x > PI:
        x -= 2 * PI
    term = total = x
    n = 1
    while abs(term) > D('1e-40'):
        term *= -x * x / ((n + 1) * (n + 2))
        n += 2
        total += term
    return total


def cos(x):
    return sin(x + PI / 2)


def midpoint(f, t, y, slope, H, n):
    h = H / n
    before, here = y, [a + h * b for a, b in zip(y, slope)]
    for i in range(1, n):
        k = f(t + i * h, here)
        before, here = here, [a + 2 * h * b for a, b in zip(before, k)]
    k = f(t + H, here)
    return [(a + b + h * c) / 2 for a, b, c in zip(before, here, k)]


def integrate(f, y, start, end, one=D(1)):
    """y(end) from y(start); numbers of the type of `one`."""
    t, H = one * 0 + start, (end - start) / 16
    tolerance = one * 0 + TOLERANCE if one == D(1) and isinstance(one, D) else mpmath.mpf('1e-24')
    while t < end:
        H = min(H, end - t)
        slope = f(t, y)
        rows = []
        for j in range(COLUMNS):
            row = [midpoint(f, t, y, slope, H, 2 * (j + 1))]
            for m in range(j):
                ratio = one * (j + 1) * (j + 1) / ((j - m) * (j - m)) - 1
                row.append([a + (a - b) / ratio for a, b in zip(row[m], rows[j - 1][m])])
            rows.append(row)
        best, other = rows[-1][-1], rows[-1][-2]
        error = max(abs(a - b) / (1 + abs(a)) for a, b in zip(best, other))
        if error <= tolerance:
            t, y = (end if end - t <= H else t + H), best
        growth = 4.0 if error == 0 else 0.8 * float(tolerance / error) ** (1 / 19)
        H *= one * 1 * type(one)(min(4.0, max(0.1, growth)))
    return y


def exactly(values):
    return [D(v) for v in values]


# Classic tests: rate f(t, y), starts and lengths as floats.
def chain(rates):
    def f(_, y):
        flow = [r * v for r, v in zip(rates, y)]
        return [-flow[0]] + [flow[i - 1] - flow[i] for i in range(1, 9)] + [flow[8]]
    return f


def heat(n):
    def f(_, y):
        return [(y[i - 1] if i else 0) - 2 * y[i] + (y[i + 1] if i < n - 1 else 0) for i in range(n)]
    return f


def kepler(_, y):
    r = (y[0] * y[0] + y[1] * y[1]).sqrt()
    return [y[2], y[3], -y[0] / r ** 3, -y[1] / r ** 3]


def torus(_, y):
    r = (y[0] * y[0] + y[1] * y[1]).sqrt()
    return [-y[1] - y[0] * y[2] / r, y[0] - y[1] * y[2] / r, y[0] / r]


K2, SUN = D(2.95912208286), D(1.00000597682)
MASSES = exactly([.000954786104043, .000285583733151, .0000437273164546, .0000517759138449, .00000277777777778])
PLANETS = [3.42947415189, 3.35386959711, 1.35494901715, 6.64145542550, 5.97156957878, 2.18231499728, 11.2630437207,
           14.6952576794, 6.27960525067, -30.1552268759, 1.65699966404, 1.43785752721, -21.1238353380, 28.4465098142,
           15.3882659679, -.557160570446, .505696783289, .230578543901, -.415570776342, .365682722812, .169143213293,
           -.325325669158, .189706021964, .0877265322780, -.0240476254170, -.287659532608, -.117219543175,
           -.176860753121, -.216393453025, -.0148647893090]


def planets(_, y):
    place = [y[3 * j:3 * j + 3] for j in range(5)]
    cube = [sum(c * c for c in p).sqrt() ** 3 for p in place]
    out = list(y[15:])
    for j in range(5):
        pull = [-(SUN + MASSES[j]) * c / cube[j] for c in place[j]]
        for k in range(5):
            if k != j:
                apart = [a - b for a, b in zip(place[k], place[j])]
                distance = sum(c * c for c in apart).sqrt() ** 3
                pull = [p + MASSES[k] * (a / distance - b / cube[k]) for p, a, b in zip(pull, apart, place[k])]
        out += [K2 * p for p in pull]
    return out


MOON = D(0.012277471)
EARTH = D(1 - 0.012277471)


def arenstorf(_, y):
    d1 = ((y[0] + MOON) ** 2 + y[1] ** 2).sqrt() ** 3
    d2 = ((y[0] - EARTH) ** 2 + y[1] ** 2).sqrt() ** 3
    return [y[2], y[3], y[0] + 2 * y[3] - EARTH * (y[0] + MOON) / d1 - MOON * (y[0] - EARTH) / d2,
            y[1] - 2 * y[2] - EARTH * y[1] / d1 - MOON * y[1] / d2]


def unit(n):
    return [1.0] + [0.0] * (n - 1)


CLASSICS = {
    'arenstorf': (17.0652165601579625588917206249, [0.994, 0, 0, -2.00158510637908252240537862224], arenstorf),
    'brusselator': (20, [1.5, 3], lambda t, y: [1 + y[0] ** 2 * y[1] - 4 * y[0], 3 * y[0] - y[0] ** 2 * y[1]]),
    'van-der-pol': (20, [2, 0], lambda t, y: [y[1], 5 * (1 - y[0] ** 2) * y[1] - y[0]]),
    'lotka-volterra': (15, [10, 5], lambda t, y: [D('1.5') * y[0] - y[0] * y[1], y[0] * y[1] - 3 * y[1]]),
    'detest-a1': (20, [1], lambda t, y: [-y[0]]),
    'detest-a2': (20, [1], lambda t, y: [-y[0] ** 3 / 2]),
    'detest-a3': (20, [1], lambda t, y: [y[0] * cos(t)]),
    'detest-a4': (20, [1], lambda t, y: [y[0] / 4 * (1 - y[0] / 20)]),
    'detest-a5': (20, [4], lambda t, y: [(y[0] - t) / (y[0] + t)]),
    'detest-b1': (20, [1, 3], lambda t, y: [2 * (y[0] - y[0] * y[1]), -(y[1] - y[0] * y[1])]),
    'detest-b2': (20, [2, 0, 1], lambda t, y: [-y[0] + y[1], y[0] - 2 * y[1] + y[2], y[1] - y[2]]),
    'detest-b3': (20, [1, 0, 0], lambda t, y: [-y[0], y[0] - y[1] ** 2, y[1] ** 2]),
    'detest-b4': (20, [3, 0, 0], torus),
    'detest-b5': (20, [0, 1, 1], lambda t, y: [y[1] * y[2], -y[0] * y[2], -D(0.51) * y[0] * y[1]]),
    'detest-c1': (20, unit(10), chain([D(1)] * 9)),
    'detest-c2': (20, unit(10), chain([D(i + 1) for i in range(9)])),
    'detest-c3': (20, unit(10), heat(10)),
    'detest-c4': (20, unit(51), heat(51)),
    'detest-c5': (20, PLANETS, planets),
    **{f'detest-d{i + 1}': (20, [1 - e, 0, 0, math.sqrt((1 + e) / (1 - e))], kepler)
       for i, e in enumerate([0.1, 0.3, 0.5, 0.7, 0.9])},
    'detest-e1': (20, [.6713967071418030, .09540051444747446],
                  lambda t, y: [y[1], -(y[1] / (t + 1) + (1 - D('.25') / (t + 1) ** 2) * y[0])]),
    'detest-e2': (20, [2, 0], lambda t, y: [y[1], (1 - y[0] ** 2) * y[1] - y[0]]),
    'detest-e3': (20, [0, 0], lambda t, y: [y[1], y[0] ** 3 / 6 - y[0] + 2 * sin(D(2.78535) * t)]),
    'detest-e4': (20, [30, 0], lambda t, y: [y[1], D(0.032) - D(0.4) * y[1] ** 2]),
    'detest-e5': (20, [0, 0], lambda t, y: [y[1], (1 + y[1] ** 2).sqrt() / (25 - t)]),
}


# Flows under cond-ot: α = t, σ = 1 − t.
def mixture(weights, means, variance):
    weights, means, variance = exactly(weights), [exactly(m) for m in means], D(variance)

    def f(t, x):
        v = t * t * variance + (1 - t) ** 2
        offsets = [[a - t * b for a, b in zip(x, m)] for m in means]
        logs = [-sum(c * c for c in o) / (2 * v) for o in offsets]
        top = max(logs)
        parts = [w * (g - top).exp() for w, g in zip(weights, logs)]
        total = sum(parts)
        gain = (t * variance - (1 - t)) / v
        return [sum(p * (m[i] + gain * o[i]) for p, m, o in zip(parts, means, offsets)) / total
                for i in range(len(x))]
    return f


def gaussian(mean, target, source):
    """u = m + ½ V̇ V⁻¹ (x − t m) in two dimensions."""
    mean, target, source = exactly(mean), [exactly(r) for r in target], [exactly(r) for r in source]

    def f(t, x):
        s = 1 - t
        V = [[t * t * target[i][j] + s * s * source[i][j] for j in (0, 1)] for i in (0, 1)]
        half = [[t * target[i][j] - s * source[i][j] for j in (0, 1)] for i in (0, 1)]
        det = V[0][0] * V[1][1] - V[0][1] * V[1][0]
        y = [x[i] - t * mean[i] for i in (0, 1)]
        z = [(V[1][1] * y[0] - V[0][1] * y[1]) / det, (V[0][0] * y[1] - V[1][0] * y[0]) / det]
        return [mean[i] + half[i][0] * z[0] + half[i][1] * z[1] for i in (0, 1)]
    return f


def boxes(cells, half_width, sigma_min):
    """The checkerboard under ot(σ_min), in mpmath: X₁ given x in a cell is a truncated normal."""
    mp = mpmath.mpf
    low = mp(sigma_min)
    edges = [mp(half_width) * (2 * i - cells) / cells for i in range(cells + 1)]

    def part(t, sigma, x, i):
        if t == 0:
            return (edges[i] + edges[i + 1]) / 2, x, edges[i + 1] - edges[i]
        a, b = (t * edges[i] - x) / sigma, (t * edges[i + 1] - x) / sigma
        flip = a + b > 0
        if flip:
            a, b = -b, -a
        mass = (mpmath.erfc(-b / mpmath.sqrt(2)) - mpmath.erfc(-a / mpmath.sqrt(2))) / 2
        slope = (mpmath.exp(-a * a / 2) - mpmath.exp(-b * b / 2)) / mpmath.sqrt(2 * mpmath.pi) / mass
        if flip:
            slope = -slope
        # E[Z | cell] for x = t X₁ + σ Z is −slope.
        return (x + sigma * slope) / t, -slope, mass / t

    def f(t, x):
        sigma = 1 - t + low * t
        columns = [[part(t, sigma, x[d], i) for i in range(cells)] for d in (0, 1)]
        total, u = mp(0), [mp(0), mp(0)]
        for i in range(cells):
            for j in range(i % 2, cells, 2):
                pick = (columns[0][i], columns[1][j])
                p = pick[0][2] * pick[1][2]
                total += p
                for d in (0, 1):
                    u[d] += p * (pick[d][0] + (low - 1) * pick[d][1])
        return [c / total for c in u]
    return f


def network():
    text = (ROOT / 'src' / 'problems' / 'learned-parameters.ts').read_text()
    words = ''.join(re.findall(r"'([0-9a-f]{8,})'", text))
    theta = [D(struct.unpack('>f', bytes.fromhex(words[i:i + 8]))[0]) for i in range(0, len(words), 8)]
    sizes = [(3, 32), (32, 32), (32, 2)]

    def f(t, x):
        here, at = list(x) + [t], 0
        for layer, (inputs, outputs) in enumerate(sizes):
            bias = at + inputs * outputs
            z = [theta[bias + o] + sum(theta[at + o * inputs + i] * here[i] for i in range(inputs))
                 for o in range(outputs)]
            here = [a / (1 + (-a).exp()) for a in z] if layer < 2 else z
            at = bias + outputs
        return here
    return f


CORRELATED = [[1, 0.9], [0.9, 1]]
PLANE = [[-1.5, 0.25], [0.125, -0.5], [2, 1]]
FLOWS = {
    'anchor': ([[-2.75], [-1], [-0.5], [-0.375], [0], [1.25], [3]],
               mixture([0.3, 0.7], [[-2], [1.5]], 0.25)),
    'collinear-8d': ([[1, -0.5, 0.25, 0, 1.5, -2, 0.75, -1], [-0.125] * 8, [-1, 2] * 4],
                     mixture([0.25, 0.5, 0.25], [[p] * 8 for p in (-1, 0.25, 1)], 0.25)),
    # The median of the source near the weight of the left one: there the flow magnifies rounding by 10⁹.
    'gap': ([[-0.53125], [-0.5244140625], [-0.5244005127080407], [-0.5], [-0.25]],
            mixture([0.3, 0.7], [[-2], [1.5]], 0.0625)),
    'gap-2d': ([[-0.5244005127080407, 0.25], [-0.5244140625, -1], [-0.5, 3]],
               mixture([0.3, 0.7], [[-2, 0.5], [1.5, 0.5]], 0.0625)),
    'gaussian-2d': (PLANE, gaussian([1, -0.5], CORRELATED, [[1, 0], [0, 1]])),
    'gaussian-pair-2d': (PLANE, gaussian([1, -0.5], CORRELATED, [[2, -0.5], [-0.5, 0.25]])),
    # Flat to 2⁻³¹: the square root of the small eigenvalue loses half of its digits.
    'flat': (PLANE, gaussian([0, 0], [[1, 1 - 2 ** -30], [1 - 2 ** -30, 1]], [[2, -0.5], [-0.5, 0.25]])),
    'eight-gaussians': (PLANE[:2], mixture([1] * 8, [
        [2 * math.cos(0), 0.0], [math.sqrt(2), math.sqrt(2)], [0.0, 2.0], [-math.sqrt(2), math.sqrt(2)],
        [-2.0, 0.0], [-math.sqrt(2), -math.sqrt(2)], [0.0, -2.0], [math.sqrt(2), -math.sqrt(2)]], 0.2 * 0.2)),
    'learned': (PLANE[:1], network()),
    'checkerboard': (PLANE[:1], boxes(4, 2, 0.05)),
}


def digits(y):
    return [mpmath.nstr(mpmath.mpf(str(v)), 20) for v in y]


def solutions(f, start, length):
    """States at a quarter and the whole of the length."""
    if isinstance(length, D):
        quarter = integrate(f, exactly(start), D(0), length / 4)
        return [digits(y) for y in (quarter, integrate(f, quarter, length / 4, length))]
    one = mpmath.mpf(1)
    quarter = integrate(f, [mpmath.mpf(v) for v in start], one * 0, one / 4, one)
    return [digits(y) for y in (quarter, integrate(f, quarter, one / 4, one, one))]


def compute(name):
    if name in CLASSICS:
        length, start, f = CLASSICS[name]
        return {'points': [start], 'states': [solutions(f, start, D(length))]}
    points, f = FLOWS[name]
    length = mpmath.mpf(1) if name == 'checkerboard' else D(1)
    return {'points': points, 'states': [solutions(f, p, length) for p in points]}


def main():
    check = sys.argv[1:] == ['--check']
    golden = json.loads(GOLDEN.read_text()) if GOLDEN.exists() else {}
    fresh = {name: compute(name) for name in ([] if check else sys.argv[1:]) or [*CLASSICS, *FLOWS]}
    if check:
        wrong = [name for name in {**golden, **fresh} if golden.get(name) != fresh.get(name)]
        if wrong:
            sys.exit(f'golden.json differs: {", ".join(wrong)}')
        print(f'golden.json holds: {len(fresh)} problems')
        return
    golden.update(fresh)
    ordered = {key: golden[key] for key in [*CLASSICS, *FLOWS] if key in golden}
    GOLDEN.write_text(json.dumps(ordered, indent=1) + '\n')


main()
