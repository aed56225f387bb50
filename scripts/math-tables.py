#!/usr/bin/python3
"""Tables of correctly rounded values, computed with mpmath at 200 bits or more.

    /usr/bin/python3 scripts/math-tables.py            writes spec/math/tables/*.f64.gz
    /usr/bin/python3 scripts/math-tables.py --check    compares them with a new computation and writes nothing
    /usr/bin/python3 scripts/math-tables.py erf Phi    only these

Each table holds pairs of little-endian float64 (input, output), gzipped. An output is the value at 200 bits rounded
once, to nearest even, by integer arithmetic, subnormals included; both ends of an interval of 2^-180 relative around it must
round to the same float64, or the precision is raised. Inputs come from a fixed linear congruential generator and from
constructions of hard cases: see spec/math/tables/README.md.
"""
import gzip
import math
import struct
import sys
from fractions import Fraction
from pathlib import Path

from mpmath import mp, mpf

FOLDER = Path(__file__).resolve().parent.parent / 'spec' / 'math' / 'tables'
PRECISION = 200
COUNT = 20480
CANDIDATES = 24000
HARDEST = 1500


class Lcg:
    """Knuth's MMIX generator, top 53 bits: x -> 6364136223846793005 x + 1442695040888963407 mod 2^64."""

    def __init__(self, seed):
        self.state = seed

    def bits(self):
        self.state = (6364136223846793005 * self.state + 1442695040888963407) % 2**64
        return self.state >> 11

    def unit(self):
        return self.bits() / 2**53

    def uniform(self, low, high):
        return low + (high - low) * self.unit()

    def exponents(self, low, high):
        """Uniform exponent in low .. high, uniform significand."""
        e = low + self.bits() % (high - low + 1)
        return math.ldexp(1 + self.unit(), e)

    def signed(self, low, high):
        x = self.exponents(low, high)
        return -x if self.bits() % 2 else x


def round_scaled(man, exp):
    """man * 2**exp as the nearest float64, ties to even: its bits as an unsigned integer."""
    sign = 1 << 63 if man < 0 else 0
    man = abs(man)
    if man == 0:
        return sign
    last = max(man.bit_length() + exp - 53, -1074)
    drop = last - exp
    if drop > 0:
        kept, rest = divmod(man, 1 << drop)
        half = 1 << (drop - 1)
        if rest > half or (rest == half and kept & 1):
            kept += 1
    else:
        kept = man << -drop
    if kept.bit_length() + last > 1024:
        return sign | (0x7FF << 52)
    return sign | (kept + ((last + 1074) << 52) if last > -1074 else kept)


def to_float(bits):
    return struct.unpack('<d', struct.pack('<Q', bits))[0]


def man_exp(value):
    sign, man, exp, _ = value._mpf_
    return (-man if sign else man), exp


def rounded(function, x):
    """The correctly rounded float64 of function(x), and how close to a midpoint it came (in ulp, at most 1/2)."""
    precision = PRECISION
    while True:
        mp.prec = precision
        value = function(mpf(x))
        if not mp.isfinite(value):
            return float(value), 0.5
        man, exp = man_exp(value)
        if man == 0:
            return 0.0, 0.5
        # The error interval: 20 bits wider than the working precision.
        widen = max(0, precision - man.bit_length())
        wide = man << widen
        slack = 1 << 20
        low, high = round_scaled(wide - slack, exp - widen), round_scaled(wide + slack, exp - widen)
        if low == high:
            drop = max(wide.bit_length() - 53, -1074 - (exp - widen))
            fraction = (abs(wide) & ((1 << drop) - 1)) / (1 << drop) if drop > 0 else 0.0
            return to_float(low), abs(fraction - 0.5)
        precision *= 2


def neighbours(x, count):
    out = [x]
    up = down = x
    for _ in range(count):
        up = next_float(up, 1)
        down = next_float(down, -1)
        out += [up, down]
    return out


def next_float(x, direction):
    bits = struct.unpack('<q', struct.pack('<d', x))[0]
    ordinal = bits if bits >= 0 else -(bits & (2**63 - 1))
    ordinal += direction
    return to_float(ordinal if ordinal >= 0 else (-ordinal) | (1 << 63))


def subnormals(lcg, count):
    return [to_float(1 + lcg.bits() % (2**52 - 1)) for _ in range(count)] + [5e-324, to_float(2**52 - 1), to_float(2**52)]


def quarter_turns(lcg):
    """float64 near multiples of pi/2: neighbours of random ones, and the best approximations of every exponent."""
    mp.prec = 1400
    out = []
    for _ in range(1500):
        k = int(lcg.exponents(0, 50))
        for x in neighbours(float(k * mp.pi / 2), 1):
            out.append(x)
    two_over_pi = 2 / mp.pi
    man, exp = man_exp(two_over_pi)
    for e in range(-52, 971):
        # Convergents p/q of 2^e * 2/pi: q * 2^e is near a multiple of pi/2.
        ratio = Fraction(man) * Fraction(2) ** (exp + e)
        numerator, denominator = ratio.numerator % ratio.denominator, ratio.denominator
        q0, q1 = 0, 1
        best = None
        while numerator:
            a, remainder = divmod(denominator, numerator)
            denominator, numerator = numerator, remainder
            q0, q1 = q1, a * q1 + q0
            if q1 >= 2**53:
                break
            best = q1
        if best:
            out.append(math.ldexp(best, e))
    return out


def near(lcg, centre, count, low, high):
    return [centre + lcg.signed(low, high) for _ in range(count)]


def preimages(inverse, values):
    """The float64 nearest to the inverse image of the midpoint just above each value.

    Where the function is flat, float64 inputs lie far denser than outputs, and these are hard to round: down to 2^-50 ulp.
    """
    out = []
    for y in values:
        mp.prec = 400
        middle = (mpf(y) + mpf(next_float(y, 1))) / 2
        out.append(to_float(round_scaled(*man_exp(inverse(middle)))))
    return out


def exp_inputs(lcg):
    xs = [lcg.uniform(-746, 710) for _ in range(6000)]
    xs += [lcg.signed(-60, 9) for _ in range(6000)]
    xs += [lcg.uniform(-745.2, -708.3) for _ in range(2500)]
    xs += [lcg.uniform(709.7, 709.79) for _ in range(300)]
    for edge in (709.782712893384, -745.1332191019412, -708.3964185322641, -744.4400719213812):
        xs += neighbours(edge, 40)
    mp.prec = PRECISION
    xs += [y for k in range(-1074, 1024, 8) for y in neighbours(float(k * mp.log(2)), 1)]
    xs += preimages(mp.log, near(lcg, 1.0, 1200, -45, -8))
    return xs + subnormals(lcg, 200), lambda: lcg.signed(-25, 8)


def expm1_inputs(lcg):
    xs = [lcg.uniform(-60, 710) for _ in range(5000)] + [lcg.uniform(-1, 1) for _ in range(3000)]
    xs += [lcg.signed(-60, 9) for _ in range(6000)] + [lcg.uniform(-40, -35) for _ in range(800)]
    xs += [lcg.signed(-1022, -60) for _ in range(500)] + [lcg.uniform(709.7, 709.79) for _ in range(300)]
    for edge in (709.782712893384, -37.42994775023705, -38.2, 0.00541521234812457, 40.0):
        xs += neighbours(edge, 40)
    xs += preimages(mp.log1p, [-1 + lcg.exponents(-50, -10) for _ in range(800)])
    return xs + subnormals(lcg, 300), lambda: lcg.signed(-25, 8)


def tanh_inputs(lcg):
    xs = [lcg.uniform(-20, 20) for _ in range(6000)] + [lcg.uniform(-1, 1) for _ in range(3000)]
    xs += [lcg.signed(-60, 5) for _ in range(6000)] + [lcg.signed(-1022, 1023) for _ in range(500)]
    xs += [lcg.uniform(18.5, 19.2) for _ in range(500)]
    for edge in (19.06154746539849, 19.1, 3.725290298461914e-9):
        xs += neighbours(edge, 40)
    xs += preimages(mp.atanh, [1 - lcg.exponents(-50, -8) for _ in range(800)])
    return xs + subnormals(lcg, 300), lambda: lcg.signed(-25, 4)


def log_inputs(lcg):
    xs = [lcg.exponents(-1022, 1023) for _ in range(6000)] + [lcg.uniform(0, 4) for _ in range(4000)]
    xs += [x for x in near(lcg, 1.0, 4500, -52, -3) if x > 0] + [lcg.exponents(-3, 3) for _ in range(1500)]
    xs += neighbours(1.0, 300) + [1.7976931348623157e308, 2.2250738585072014e-308]
    xs += [math.ldexp(1.0, e) for e in range(-1074, 1024, 8)] + [float(k) for k in range(2, 300)]
    # The worst case of log over all float64 (Lefevre & Muller, Worst cases for correct rounding, 2001).
    xs.append(math.ldexp(0b10110001010101000100001100001001101100010100110110110, 678 - 52))
    xs += preimages(mp.exp, [lcg.uniform(200, 709) for _ in range(400)])
    return [x for x in xs if x > 0] + subnormals(lcg, 1000), lambda: lcg.exponents(-4, 4)


def log1p_inputs(lcg):
    xs = [lcg.exponents(-60, 1023) for _ in range(4000)] + [lcg.uniform(-1, 3) for _ in range(4000)]
    xs += [lcg.signed(-60, -1) for _ in range(6000)] + [-1 + lcg.exponents(-53, -2) for _ in range(1500)]
    xs += neighbours(-0.5, 50) + [next_float(-1.0, 1)]
    xs += [lcg.signed(-1022, -60) for _ in range(500)] + neighbours(2.0**-54, 20) + neighbours(-(2.0**-54), 20)
    xs += preimages(mp.expm1, [lcg.uniform(200, 709) for _ in range(400)])
    return [x for x in xs if x > -1] + subnormals(lcg, 300), lambda: lcg.signed(-25, -1)


def sin_inputs(lcg):
    xs = quarter_turns(lcg)
    xs += [lcg.uniform(-4, 4) for _ in range(4500)] + [lcg.signed(-60, 18) for _ in range(4500)]
    xs += [lcg.signed(18, 1023) for _ in range(3500)] + neighbours(262144.0, 40) + neighbours(7.450580596923828e-9, 40)
    xs += [1.7976931348623157e308, math.ldexp(6381956970095103, 797)]
    xs += preimages(mp.asin, [1 - lcg.exponents(-45, -8) for _ in range(600)])
    xs += preimages(mp.acos, [1 - lcg.exponents(-45, -8) for _ in range(600)])
    return xs + subnormals(lcg, 200), lambda: lcg.signed(-20, 10)


def erf_inputs(lcg):
    xs = [lcg.uniform(-6, 6) for _ in range(8000)] + [lcg.uniform(-1, 1) for _ in range(4000)]
    xs += [lcg.signed(-60, 2) for _ in range(6000)] + [lcg.signed(-1022, 1023) for _ in range(500)]
    xs += neighbours(5.9215871957945065, 40) + neighbours(0.5, 40) + neighbours(0.46875, 40)
    xs += preimages(mp.erfinv, [1 - lcg.exponents(-50, -8) for _ in range(300)])
    return xs + subnormals(lcg, 300), lambda: lcg.signed(-12, 2)


def erfc_inputs(lcg):
    xs = [lcg.uniform(-6, 28) for _ in range(8000)] + [lcg.uniform(-1, 2) for _ in range(4000)]
    xs += [lcg.signed(-60, 4) for _ in range(5000)] + [lcg.uniform(26.5, 27.3) for _ in range(1200)]
    xs += neighbours(26.54325845425098, 40) + neighbours(27.226017111108366, 40) + neighbours(-5.8635847487551677, 40)
    xs += preimages(lambda m: mp.erfinv(1 - m), near(lcg, 1.0, 300, -50, -8))
    return xs + subnormals(lcg, 200), lambda: lcg.uniform(-3, 26)


def cdf_inputs(lcg):
    xs = [lcg.uniform(-38.6, 8.5) for _ in range(8000)] + [lcg.uniform(-5, 5) for _ in range(4000)]
    xs += [lcg.signed(-60, 5) for _ in range(5000)] + [lcg.uniform(-38.6, -37.5) for _ in range(1200)]
    xs += neighbours(-37.51937934714550, 40) + neighbours(-38.485408335567335, 40) + neighbours(8.2923610758136, 40)
    xs += preimages(lambda m: mp.sqrt(2) * mp.erfinv(2 * m - 1), near(lcg, 0.5, 300, -50, -9))
    return xs + subnormals(lcg, 200), lambda: lcg.uniform(-36, 6)


def quantile_inputs(lcg):
    xs = [lcg.unit() for _ in range(7000)] + [lcg.exponents(-1022, -2) for _ in range(5500)]
    xs += [1 - lcg.exponents(-53, -2) for _ in range(2500)] + near(lcg, 0.5, 2500, -54, -3)
    xs += neighbours(0.5, 300) + neighbours(0.075, 40) + neighbours(0.925, 40) + [5e-324, 1 - 2.0**-53]
    return [x for x in xs if 0 < x < 1] + subnormals(lcg, 1000), lambda: lcg.unit()


def cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def erf(x):
    # For subnormal x the series of mpmath is slow; two terms are exact to far more than 200 bits there.
    if abs(x) < mpf(2) ** -200:
        return 2 * x / mp.sqrt(mp.pi)
    return mp.erf(x)


def quantile(p):
    """Newton's method on Phi(x) = p from a bracketed start, 80 bits wider, because p may be within 2^-54 of 1/2."""
    if p == 0.5:
        return mpf(0)
    precision = mp.prec
    if p > 0.5:
        return -quantile_below(1 - p, precision)
    return quantile_below(p, precision)


def quantile_below(p, precision):
    mp.prec = 53
    if p > 0.1:
        x = -mp.sqrt(2 * mp.pi) * (mpf(0.5) - p)
    else:
        x = -mp.sqrt(-2 * mp.log(p) - mp.log(-2 * mp.log(p) * 2 * mp.pi * 0.9 + 1e-9))
    for bits in (53, 53, 53, 64, 128, precision + 80, precision + 80):
        mp.prec = bits + 60
        value = cdf(x)
        ratio = value / p
        density = mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
        # On the logarithm of Phi the iteration converges from far away in the tail.
        x = x - mp.log(ratio) * value / density if p < 0.1 else x - (value - p) / density
    mp.prec = precision
    return +x


FUNCTIONS = {
    'exp': (lambda x: mp.exp(x), exp_inputs),
    'expm1': (lambda x: mp.expm1(x), expm1_inputs),
    'log': (lambda x: mp.log(x), log_inputs),
    'log1p': (lambda x: mp.log1p(x), log1p_inputs),
    'tanh': (lambda x: mp.tanh(x), tanh_inputs),
    'sin': (lambda x: mp.sin(x), sin_inputs),
    'cos': (lambda x: mp.cos(x), sin_inputs),
    'erf': (erf, erf_inputs),
    'erfc': (lambda x: mp.erfc(x), erfc_inputs),
    'Phi': (cdf, cdf_inputs),
    'quantile': (quantile, quantile_inputs),
}


def table(name):
    function, inputs = FUNCTIONS[name]
    lcg = Lcg(20261122 + 1000 * list(FUNCTIONS).index(name))
    xs, candidate = inputs(lcg)
    cheap = name not in ('erf', 'erfc', 'Phi', 'quantile')
    hardest = []
    for _ in range(CANDIDATES if cheap else 6000):
        x = candidate()
        hardest.append((rounded(function, x)[1], x))
    hardest.sort()
    xs += [x for _, x in hardest[: HARDEST if cheap else 500]]
    distinct = set(xs)
    while len(distinct) < COUNT:
        distinct.add(candidate())
    pairs = [(x, rounded(function, x)[0]) for x in sorted(distinct)]
    return b''.join(struct.pack('<dd', x, y) for x, y in pairs)


def main():
    check = '--check' in sys.argv
    names = [a for a in sys.argv[1:] if not a.startswith('--')] or list(FUNCTIONS)
    different = False
    for name in names:
        data = table(name)
        path = FOLDER / f'{name}.f64.gz'
        if check:
            same = gzip.decompress(path.read_bytes()) == data
            different |= not same
            print(f'{name}: {len(data) // 16} pairs, {"same" if same else "DIFFERENT"}', flush=True)
        else:
            path.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
            print(f'{name}: {len(data) // 16} pairs, {path.stat().st_size} bytes', flush=True)
    sys.exit(1 if different else 0)


if __name__ == '__main__':
    main()
