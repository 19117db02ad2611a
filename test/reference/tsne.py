"""scikit-learn's t-SNE of the points that the benchmark hands over, and the quality of both layouts by one measure.

python3 test/reference/tsne.py POINTS N WIDTH OURS: float32 files [N, WIDTH] and our layout [N, 2]; prints one JSON document.
Needs numpy and scikit-learn. Called by `npm run bench -- tsne` where the environment variable PYTHON names such a Python.
"""
import json
import sys
import time

import numpy as np
from sklearn.manifold import TSNE
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.neighbors import NearestNeighbors

points_file, count, width, ours_file = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
points = np.fromfile(points_file, dtype=np.float32).reshape(count, width)
ours = np.fromfile(ours_file, dtype=np.float32).reshape(count, 2)

started = time.perf_counter()
theirs = TSNE(perplexity=30, init="pca", learning_rate="auto", random_state=1, n_jobs=-1).fit_transform(points)
seconds = time.perf_counter() - started

distances = NearestNeighbors(n_neighbors=91).fit(points).kneighbors_graph(mode="distance")
distances.data **= 2
affinities = _joint_probabilities_nn(distances, 30, 0).tocoo()


def divergence(layout):
    """Exact Kullback-Leibler divergence in nats of the layout from the affinities of the 91 nearest neighbours."""
    layout = layout.astype(np.float64)
    normaliser = 0.0
    for start in range(0, count, 500):
        part = layout[start : start + 500]
        squared = ((part[:, None, :] - layout[None, :, :]) ** 2).sum(-1)
        normaliser += (1 / (1 + squared)).sum() - len(part)
    gaps = ((layout[affinities.row] - layout[affinities.col]) ** 2).sum(-1)
    kept = affinities.data > 0
    p = affinities.data[kept]
    return float((p * (np.log(p) + np.log(1 + gaps[kept]) + np.log(normaliser))).sum())


def trustworthiness(layout, k=12, queries=1500):
    """Venna and Kaski 2001 over some of the points as queries, ranks among all points."""
    chosen = np.random.RandomState(0).choice(count, min(count, queries), replace=False)
    near = NearestNeighbors(n_neighbors=k + 1).fit(layout).kneighbors(layout[chosen], return_distance=False)
    penalty = 0.0
    for query, found in zip(chosen, near):
        order = np.argsort(((points - points[query]) ** 2).sum(-1), kind="stable")
        rank = np.empty(count, dtype=np.int64)
        rank[order] = np.arange(count)
        others = [other for other in found if other != query][:k]
        penalty += np.maximum(0, rank[others] - k).sum()
    return float(1 - 2 / (len(chosen) * k * (2 * count - 3 * k - 1)) * penalty)


print(json.dumps({
    "seconds": seconds,
    "kl": {"ours": divergence(ours), "scikit-learn": divergence(theirs)},
    "trustworthiness": {"ours": trustworthiness(ours), "scikit-learn": trustworthiness(theirs)},
}))
