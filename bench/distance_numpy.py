"""Distances between covariances as one writes them down with NumPy and SciPy; prints one JSON object.

distance_numpy.py STATES --texts N --tokens T --dim D --pairs P [--metrics js,logdet,...]

STATES is a file of float32 hidden states, N texts of T tokens each. Times the first P of all pairs, and says the seconds
that all would take at that rate: `dense` from d x d covariances, `gram` (js alone) from slogdet of each pair's joint Gram.
"""

import argparse
import itertools
import json
import time

import numpy as np
import scipy
import scipy.linalg

GAMMA, DELTA = 100.0, 1e-6


def logarithm(A):
    """log(A + dI)."""
    values, Q = np.linalg.eigh(A + DELTA * np.eye(len(A)))
    return Q * np.log(values) @ Q.T


def jensen(A, B, gamma):
    """sqrt(logdet(I + g(A + B)/2) - logdet(I + gA)/2 - logdet(I + gB)/2)."""
    logdet = lambda M: np.linalg.slogdet(np.eye(len(M)) + gamma * M)[1]
    return np.sqrt(max(0.0, logdet((A + B) / 2) - logdet(A) / 2 - logdet(B) / 2))


def riemann(A, B):
    """Root of the summed squared logarithms of generalised eigenvalues."""
    I = DELTA * np.eye(len(A))
    return np.sqrt(np.sum(np.log(scipy.linalg.eigh(A + I, B + I, eigvals_only=True)) ** 2))


DENSE = {
    "js": lambda A, B: jensen(A, B, GAMMA),
    "logdet": lambda A, B: jensen(A, B, 1 / DELTA),
    "riemann": riemann,
    "logeuclidean": lambda A, B: np.linalg.norm(logarithm(A) - logarithm(B)),
    "frobenius": lambda A, B: np.linalg.norm(A - B),
}


def gram_js(Z, Y):
    """The JS distance from the joint Gram of both texts."""
    rows = np.vstack([Z / np.sqrt(len(Z)), Y / np.sqrt(len(Y))])
    K = rows @ rows.T
    n = len(Z)
    logdet = lambda M, scale: np.linalg.slogdet(np.eye(len(M)) + scale * M)[1]
    squared = logdet(K, GAMMA / 2) - logdet(K[:n, :n], GAMMA) / 2 - logdet(K[n:, n:], GAMMA) / 2
    return np.sqrt(max(0.0, squared))


def timed(pairs, total, distance):
    """Seconds that all pairs would take, and the distances found."""
    started = time.perf_counter()
    found = [float(distance(a, b)) for a, b in pairs]
    return (time.perf_counter() - started) * total / len(pairs), found


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("states")
    for name in ("texts", "tokens", "dim", "pairs"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--metrics", default="js")
    args = parser.parse_args()
    H = np.fromfile(args.states, "<f4").reshape(-1, args.tokens, args.dim).astype(np.float64)
    Z = H / np.linalg.norm(H, axis=2, keepdims=True)
    total = args.texts * (args.texts - 1) // 2
    chosen = list(itertools.islice(itertools.combinations(range(len(Z)), 2), args.pairs))
    covariances = {i: Z[i].T @ Z[i] / args.tokens for i in {i for pair in chosen for i in pair}}
    result = {"numpy": np.__version__, "scipy": scipy.__version__, "pairs": len(chosen), "dense": {}}
    for metric in args.metrics.split(","):
        seconds, found = timed(chosen, total, lambda a, b: DENSE[metric](covariances[a], covariances[b]))
        result["dense"][metric] = {"seconds": seconds, "distances": found}
    if "js" in args.metrics.split(","):
        many = list(itertools.islice(itertools.combinations(range(len(Z)), 2), 500 * args.pairs))
        seconds, found = timed(many, total, lambda a, b: gram_js(Z[a], Z[b]))
        result["gram"] = {"seconds": seconds, "pairs": len(many), "distances": found[: len(chosen)]}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
