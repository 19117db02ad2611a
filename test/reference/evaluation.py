"""Writes evaluation.json: what scikit-learn, SciPy and statsmodels say of drawn predictions, votes and differences.

Run with scikit-learn and statsmodels installed: python evaluation.py

A prediction case: labels, predictions, probabilities (to 6 digits, as they are scored), confusion matrix, Cohen's kappa (null where it
is 0/0), the Brier score and the calibration in 15 bins. A bootstrap case: labels, predictions, the indices that each resample drew and
NumPy's percentiles of the resamples' scores by scikit-learn. Scores themselves are in metrics.json.
"""
import json
import math
import pathlib
import warnings

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy.stats import bootstrap
from sklearn.metrics import accuracy_score, brier_score_loss, cohen_kappa_score, confusion_matrix, precision_recall_fscore_support
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

warnings.filterwarnings("ignore")
number = lambda value: None if math.isnan(value) else float(value)


def scores(labels, predictions, classes):
    """-> accuracy, macro and weighted [precision, recall, F1], one list of three a class"""
    every = list(range(classes))
    of = lambda average: precision_recall_fscore_support(labels, predictions, labels=every, average=average, zero_division=0)[:3]
    perClass = np.array(of(None)).T
    return accuracy_score(labels, predictions), [float(one) for one in of("macro")], [float(one) for one in of("weighted")], perClass.tolist()


def calibration(labels, probabilities, bins=15):
    """Guo et al. 2017; bins [from, to), 1 in the last one"""
    confidence = probabilities.max(1)
    right = probabilities.argmax(1) == labels
    edges = np.linspace(0, 1, bins + 1)
    place = np.clip(np.digitize(confidence, edges) - 1, 0, bins - 1)
    rows = [(int((place == one).sum()), confidence[place == one], right[place == one]) for one in range(bins)]
    rows = [[count, float(sure.mean()) if count else 0.0, float(hits.mean()) if count else 0.0] for count, sure, hits in rows]
    gaps = [abs(hits - sure) for _, sure, hits in rows]
    return {"bins": rows, "expected": sum(gap * row[0] for gap, row in zip(gaps, rows)) / len(labels), "maximum": max(gaps)}


def draw(seed, count, classes, right, absent=()):
    """Labels and probabilities; `right` is the share that is right, `absent` classes have no support."""
    random = np.random.default_rng(seed)
    present = [one for one in range(classes) if one not in absent]
    labels = random.choice(present, count)
    predictions = np.where(random.random(count) < right, labels, (labels + random.integers(1, max(2, classes), count)) % classes)
    probabilities = random.dirichlet(np.full(classes, 0.7), count)
    for row, prediction in enumerate(predictions):
        top = probabilities[row].argmax()
        probabilities[row, [top, prediction]] = probabilities[row, [prediction, top]]
    probabilities = np.round(probabilities, 6)
    return labels, probabilities.argmax(1), probabilities


def predictionCase(name, *drawn):
    labels, predictions, probabilities = draw(*drawn)
    classes = probabilities.shape[1]
    every = list(range(classes))
    onehot = np.eye(classes)[labels]
    brier = float(((probabilities - onehot) ** 2).sum(1).mean())
    # scikit-learn refuses rows that rounding left off 1, and one class.
    if classes > 2 and np.allclose(probabilities.sum(1), 1, atol=1e-9):
        assert math.isclose(brier, brier_score_loss(labels, probabilities, labels=every, scale_by_half=False), rel_tol=1e-9)
    return {
        "name": name, "labels": labels.tolist(), "predictions": predictions.tolist(), "probabilities": probabilities.tolist(),
        "confusion": confusion_matrix(labels, predictions, labels=every).tolist(),
        "kappa": number(cohen_kappa_score(labels, predictions, labels=every)), "brier": brier, "calibration": calibration(labels, probabilities),
    }


def interval(values):
    return [float(one) for one in np.percentile(values, [2.5, 97.5])]


def bootstrapCase(name, seed, count, classes, right, absent=(), resamples=100):
    labels, predictions, _ = draw(seed, count, classes, right, absent)
    indices = np.random.default_rng(seed + 1000).integers(0, count, (resamples, count))
    drawn = [scores(labels[rows], predictions[rows], classes) for rows in indices]
    perClass = np.array([one[3] for one in drawn])
    return {
        "name": name, "classes": classes, "labels": labels.tolist(), "predictions": predictions.tolist(), "indices": indices.tolist(),
        "accuracy": interval([one[0] for one in drawn]), "macroF1": interval([one[1][2] for one in drawn]), "weightedF1": interval([one[2][2] for one in drawn]),
        # [precision, recall, F1] of each class with support
        "perClass": [None if (labels == one).sum() == 0 else [interval(perClass[:, one, score]) for score in range(3)] for one in range(classes)],
    }


def drawnCase(seed, count, classes, right, resamples=2000):
    """Draws of SciPy's own: ours may differ from these by chance alone."""
    labels, predictions, _ = draw(seed, count, classes, right)
    of = lambda statistic: [float(end) for end in bootstrap((labels, predictions), statistic, paired=True, vectorized=False, n_resamples=resamples, method="percentile", rng=np.random.default_rng(seed)).confidence_interval]
    f1 = lambda average: lambda a, b: precision_recall_fscore_support(a, b, labels=list(range(classes)), average=average, zero_division=0)[2]
    return {
        "labels": labels.tolist(), "predictions": predictions.tolist(), "classes": classes,
        "accuracy": of(lambda a, b: (a == b).mean()), "weightedF1": of(f1("weighted")), "macroF1": of(f1("macro")),
    }


def mcnemarCase(first, second):
    exact = first + second < 25
    # Equal counts leave nothing to correct, as R's mcnemar.test has it; statsmodels takes 1 off 0.
    found = mcnemar([[0, first], [second, 0]], exact=exact, correction=first != second)
    return [first, second, float(found.pvalue), None if exact else float(found.statistic)]


def fleissCase(seed, count, raters, classes, agreement):
    random = np.random.default_rng(seed)
    common = random.integers(0, classes, (count, 1))
    votes = np.where(random.random((count, raters)) < agreement, common, random.integers(0, classes, (count, raters)))
    return {"votes": votes.tolist(), "kappa": number(fleiss_kappa(aggregate_raters(votes, n_cat=classes)[0]))}


predictions = [
    predictionCase("seven classes", 1, 120, 7, 0.7),
    predictionCase("a class without support", 2, 60, 5, 0.6, (3,)),
    predictionCase("one sticker, right", 3, 1, 3, 1),
    predictionCase("one sticker, wrong", 4, 1, 3, 0),
    predictionCase("all right", 5, 40, 4, 1),
    predictionCase("all wrong", 6, 40, 4, 0),
    predictionCase("all of one class, all right", 7, 20, 3, 1, (0, 2)),
    predictionCase("two classes", 8, 50, 2, 0.8),
    predictionCase("worse than chance", 9, 90, 3, 0.1),
]
bootstraps = [
    bootstrapCase("three classes", 11, 60, 3, 0.7),
    bootstrapCase("a class without support", 12, 50, 4, 0.6, (1,)),
    bootstrapCase("one sticker", 13, 1, 3, 1),
    bootstrapCase("all right", 14, 30, 3, 1),
    bootstrapCase("all wrong", 15, 30, 3, 0),
]
differences = [(0, 0), (0, 1), (1, 0), (0, 24), (12, 12), (3, 9), (9, 15), (20, 4), (0, 25), (12, 13), (13, 13), (5, 30), (40, 41), (100, 60), (300, 180), (1000, 1000), (500, 650), (200, 20)]
fleiss = [fleissCase(seed, count, raters, classes, agreement) for seed, (count, raters, classes, agreement) in enumerate(
    [(50, 3, 7, 0.6), (30, 5, 4, 0), (20, 2, 3, 0.9), (10, 3, 2, 1), (1, 3, 4, 0.3), (15, 3, 1, 0.5), (200, 3, 7, 0.8)])]

content = {
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "numpy": np.__version__},
    "predictions": predictions, "bootstraps": bootstraps, "drawn": [drawnCase(21, 300, 5, 0.7), drawnCase(22, 60, 3, 0.4)],
    "mcnemar": [mcnemarCase(*one) for one in differences], "fleiss": fleiss,
}
file = pathlib.Path(__file__).with_suffix(".json")
lines = [f"{json.dumps(key)}:" + (json.dumps(value) if key == "versions" else "[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in value) + "\n]") for key, value in content.items()]
file.write_text("{" + ",\n".join(lines) + "}\n")
