#!/usr/bin/env python3
"""Fits the polynomials of gelu and of its derivative in io.gridproof.kernel.Functions.

    python3 src/test/python/gelu_polynomials.py

prints the coefficients, highest power first, rounded to float32 one by one from the lowest power on;
each rounding is made good by a new fit of the powers above. Needs NumPy and mpmath.
"""

import numpy as np
from mpmath import cos, erfc, exp, mp, mpf, ncdf, npdf, pi, sqrt

mp.prec = 120
NODES = 800


def minimax(x, y, powers, iterations):
    """Coefficients of the least largest relative error, by Lawson's weights."""
    basis = np.stack([x**p for p in powers], 1)
    share, best = np.full(len(x), 1 / len(x)), (np.inf, None)
    for _ in range(iterations):
        s = np.sqrt(share) / scale(x)
        c = np.linalg.lstsq(basis * s[:, None], y * s, rcond=None)[0]
        error = np.abs((basis @ c - y) / scale(x))
        best = min(best, (error.max(), c), key=lambda b: b[0])
        share = share * (error + 1e-300)
        share /= share.sum()
    return best[1]


def fit(name, f, low, high, degree):
    global scale
    low, high = mpf(low), mpf(high)
    nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * NODES))
             for i in range(NODES)]
    x, y = (np.array([float(v) for v in values]) for values in (nodes, map(f, nodes)))
    scale = lambda at: y
    rest, fixed = y, []
    for first in range(degree + 1):
        fixed.append(float(np.float32(minimax(x, rest, range(first, degree + 1), 120)[0])))
        rest = y - sum(c * x**p for p, c in enumerate(fixed))
    print(f"{name}: relative error {np.abs(rest / y).max():.1e}")
    print(*(f"  {c:.10e}" for c in reversed(fixed)), sep="\n")


def tail(q):
    """t (1 - Phi(t)) e^(t^2 / 2) at q = (t - 1.5) / (t + 1.5)."""
    t = mpf("1.5") * (1 + q) / (1 - q)
    return t * erfc(t / sqrt(2)) / 2 * exp(t * t / 2)


def small(u):
    """(Phi(x) - 1/2) / x at u = x^2."""
    return (ncdf(sqrt(u)) - mpf(1) / 2) / sqrt(u)


def small_derivative(u):
    """(gelu'(x) - 1/2) / x at u = x^2."""
    return small(u) + npdf(sqrt(u))


fit("tail, 0.5 <= t <= 15", tail, -0.5, 13.5 / 16.5, 10)
fit("gelu, |x| < 0.6875", small, 1e-9, 0.6875**2 + 0.0005, 4)
fit("derivative, |x| < 0.6875", small_derivative, 1e-9, 0.6875**2 + 0.0005, 4)
