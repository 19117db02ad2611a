"""Writes procrustes.json: seeded pairs of maps aligned by SciPy. Run with SciPy installed: python procrustes.py

SciPy centres both maps and scales them to length 1, then turns, mirrors and scales the second onto the first; `aligned` is what becomes of
the second, `disparity` the sum of squared distances that is left.
"""
import json
import pathlib

import numpy as np
import scipy
from scipy.spatial import procrustes


def case(index):
    random = np.random.default_rng(index)
    count = int(random.integers(3, 12))
    reference = random.normal(size=(count, 2)) * (1, 3) + (10, -4)
    angle = random.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    mirror = np.diag([1, -1 if index % 2 else 1])
    noise = (0, 0.1, 1, 10)[index // 2 % 4]
    points = (reference + noise * random.normal(size=(count, 2))) @ mirror @ turn * random.uniform(0.01, 50) + random.normal(size=2) * 20
    reference, points = reference.round(4), points.round(4)
    _, aligned, disparity = procrustes(reference, points)
    return {"reference": reference.tolist(), "points": points.tolist(), "aligned": aligned.round(9).tolist(), "disparity": round(float(disparity), 12)}


out = {"scipy": scipy.__version__, "cases": [case(index) for index in range(24)]}
(pathlib.Path(__file__).parent / "procrustes.json").write_text(json.dumps(out) + "\n")
