"""The straightforward script that bench/lasso.mjs is measured against: scikit-learn's Lasso for every token of a text.

lasso_sklearn.py FILE ROWS DIM ALPHA [--gram]    FILE: the states, float64, row-major; prints one JSON line

Without --gram every fit sees the rows alone; with it, their Gram matrix too (`precompute`), computed once.
"""

import argparse
import json
import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Lasso

TOLERANCE = 5e-11  # of scikit-learn's gap, which is half of that of |z - Zb|^2 + lambda |b|_1, for z of length 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("rows", type=int)
    parser.add_argument("dim", type=int)
    parser.add_argument("alpha", type=float)
    parser.add_argument("--gram", action="store_true")
    args = parser.parse_args()
    H = np.fromfile(args.file, "<f8").reshape(args.rows, args.dim)
    warnings.simplefilter("ignore", ConvergenceWarning)
    picks = []
    started = time.perf_counter()
    Z = H / np.linalg.norm(H, axis=1, keepdims=True)
    K = Z @ Z.T
    for t in range(1, args.rows):
        gram = np.ascontiguousarray(K[:t, :t]) if args.gram else False
        model = Lasso(args.alpha, fit_intercept=False, precompute=gram, tol=TOLERANCE, max_iter=100_000)
        coefficients = model.fit(np.asfortranarray(Z[:t].T), Z[t]).coef_
        picks.append(np.flatnonzero(coefficients > 0.01).tolist())
    print(json.dumps({"seconds": time.perf_counter() - started, "picks": picks}))


if __name__ == "__main__":
    main()
