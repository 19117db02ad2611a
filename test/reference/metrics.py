"""Writes metrics.json: 30 seeded cases scored by scikit-learn. Run with scikit-learn installed: python metrics.py"""
import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support as scores

warnings.filterwarnings("ignore")


def case(index):
    random = np.random.default_rng(index)
    classes = int(random.integers(2, 9))
    count = int(random.integers(1, 60))
    # Every third case draws labels and predictions from part of the classes, so that some have no support or no prediction.
    seen = classes if index % 3 else max(1, classes - 2)
    labels = random.integers(0, seen, count)
    guesses = random.integers(0, classes if index % 2 else seen, count)
    predictions = np.where(random.random(count) < 0.5, labels, guesses)
    every = list(range(classes))

    def mean(average):
        result = scores(labels, predictions, labels=every, average=average, zero_division=0)
        return dict(zip(("precision", "recall", "f1"), map(float, result[:3])))

    precision, recall, f1, support = scores(labels, predictions, labels=every, zero_division=0)
    return {
        "classes": classes,
        "labels": labels.tolist(),
        "predictions": predictions.tolist(),
        "accuracy": float(accuracy_score(labels, predictions)),
        "weighted": mean("weighted"),
        "macro": mean("macro"),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "confusion": confusion_matrix(labels, predictions, labels=every).tolist(),
    }


file = pathlib.Path(__file__).with_suffix(".json")
cases = ",\n".join(json.dumps(case(index)) for index in range(30))
file.write_text(f'{{"scikitLearn": "{sklearn.__version__}", "cases": [\n{cases}\n]}}\n')
