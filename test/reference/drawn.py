"""Numbers that Python and TypeScript draw alike (test/support/drawn.ts), so that golden files hold results only."""
import math
import re

import numpy as np
import torch


def fnv1a(name):
    h = 2166136261
    for byte in name.encode():
        h = (h ^ byte) * 16777619 % 2**32
    return h


def unit(name, shape):
    """Element i: an integer hash of (name, i), spread over [-1, 1). float64."""
    mask = np.uint64(0xFFFFFFFF)
    x = (np.uint64(fnv1a(name)) + np.arange(math.prod(shape), dtype=np.uint64) * np.uint64(2654435769)) & mask
    x ^= x >> np.uint64(16)
    x = x * np.uint64(0x7FEB352D) & mask
    x ^= x >> np.uint64(15)
    x = x * np.uint64(0x846CA68B) & mask
    x ^= x >> np.uint64(16)
    return (2 * (x / 2**32) - 1).reshape(shape)


def drawn(name, shape, scale=1.0, offset=0.0):
    """offset + scale u, rounded to float32 and given as float64."""
    return torch.from_numpy((offset + scale * unit(name, shape)).astype(np.float32).astype(np.float64))


def drawn_parameter(name, shape):
    """Norm weights about 1, small biases; matrices keep the variance of their input, but for those that make attention, which raise it so that no map is
    near uniform, and the ends of residual branches, which lower it so that rounding does not grow from block to block."""
    if len(shape) == 1:
        return drawn(name, shape, 0.1, 1.0 if name.endswith(".weight") else 0.0)
    if "pos_embed" in name or "cls_token" in name:
        return drawn(name, shape, 0.5)
    gain = 1.5 if re.search(r"(\.q|\.kv|query|key)\.weight$", name) else 0.3 if re.search(r"(attn\.proj|fc2)\.weight$", name) else 1
    return drawn(name, shape, gain * math.sqrt(3 / math.prod(shape[1:])))


def drawn_quiet_parameter(name, shape):
    """The same, with a tenth of everything that is added up or normalised: activations small enough for the epsilons of norms to show."""
    quiet = re.search(r"patch_embed|pos_embed|cls_token|attn\.(proj|sr|out)\.|fc2\.", name)
    return drawn_parameter(name, shape) if not quiet else (drawn_parameter(name, shape) * 0.1).float().double()


def drawn_labels(name, count, classes):
    return torch.from_numpy(np.floor((unit(name, (count,)) + 1) / 2 * classes).astype(np.int64))
