"""Writes metrics.json: 1,000 seeded cases scored by scikit-learn. Run with scikit-learn installed: python metrics.py

A case is [labels and predictions as digits, confusion matrix row by row, precision, recall, F1 and support of every class,
the same of the macro and the weighted average without the support, accuracy]. Scores are places in `numbers`, which holds
each different one once, to 14 decimals.
"""
import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn.metrics import classification_report, confusion_matrix

warnings.filterwarnings("ignore")

numbers = {}
place = lambda value: numbers.setdefault(round(float(value), 14), len(numbers))


def draw(index):
    """-> classes, labels, predictions: every kind of trouble comes up again and again."""
    random = np.random.default_rng(index)
    classes = 1 if index % 50 == 0 else int(random.integers(2, 9))
    count = 1 if index % 40 == 1 else int(random.integers(2, 50))
    # A Dirichlet with few concentration makes the classes unequal, up to those that never come up.
    shares = lambda: random.dirichlet(np.full(classes, (0.1, 0.5, 3, 30)[index % 4]))
    labels = random.choice(classes, count, p=shares())
    guesses = random.choice(classes, count, p=shares())
    # From never right to always right.
    right = (0, 0.2, 0.5, 0.9, 1)[index // 4 % 5]
    return classes, labels, np.where(random.random(count) < right, labels, guesses)


def case(index):
    classes, labels, predictions = draw(index)
    every = list(range(classes))
    report = classification_report(labels, predictions, labels=every, target_names=[str(one) for one in every], output_dict=True, zero_division=0)
    scores = lambda name: [place(report[name][key]) for key in ("precision", "recall", "f1-score")]
    perClass = [[*scores(str(one)), int(report[str(one)]["support"])] for one in every]
    digits = lambda values: "".join(map(str, values))
    return [digits(labels), digits(predictions), confusion_matrix(labels, predictions, labels=every).tolist(), perClass, scores("macro avg"), scores("weighted avg"), place(report["accuracy"])]


file = pathlib.Path(__file__).with_suffix(".json")
cases = ",\n".join(json.dumps(case(index), separators=(",", ":")) for index in range(1000))
file.write_text(f'{{"scikitLearn":"{sklearn.__version__}",\n"numbers":{json.dumps(list(numbers), separators=(",", ":"))},\n"cases":[\n{cases}\n]}}\n')
