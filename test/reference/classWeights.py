"""Writes classWeights.json: seeded batches scored by PyTorch's weighted and smoothed cross entropy. Run with torch installed: python classWeights.py"""
import json
import pathlib

import torch
import torch.nn.functional as F


def case(index):
    torch.manual_seed(index)
    classes, count, batch = 3 + index % 4, 40, 5
    labels = torch.multinomial(torch.tensor([0.6, 0.25] + [0.15 / (classes - 2)] * (classes - 2)), count, replacement=True)
    counts = torch.bincount(labels, minlength=classes)
    # Balanced weights; a class without examples never asks for its own.
    weights = torch.where(counts > 0, count / (classes * counts.clamp(min=1)), torch.ones(classes))
    logits = 2 * torch.randn(batch, classes)
    rows = labels[:batch]
    smoothing = 0.2 * (index % 2)
    loss = F.cross_entropy(logits.double(), rows, weight=weights.double(), label_smoothing=smoothing)
    return {"classes": classes, "labels": labels.tolist(), "logits": [[round(x, 6) for x in row] for row in logits.tolist()], "weights": weights.tolist(), "smoothing": smoothing, "loss": loss.item()}


file = pathlib.Path(__file__).with_suffix(".json")
cases = ",\n".join(json.dumps(case(index)) for index in range(8))
file.write_text(f'{{"torch": "{torch.__version__}", "cases": [\n{cases}\n]}}\n')
