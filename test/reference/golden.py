"""Writes golden/*.safetensors: what the engine must compute, by the PyTorch of mghft.py in float64 (stored as float32).

Run with torch, numpy and safetensors installed: python golden.py [part of a file's name ...]
Weights and inputs are not stored; both sides draw them (drawn.py, test/support/drawn.ts). Choices of key tokens are discrete, so pictures are taken from a
numbered series until no choice is near a tie: `margin` is the least relative gap of importance that decides one.
References are in double precision; PyTorch's own single precision must come close to them, or the next picture is tried.
"""
import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch import nn
from torch.optim import lr_scheduler

import mghft
from drawn import drawn, drawn_labels, drawn_parameter, drawn_quiet_parameter

torch.set_default_dtype(torch.float64)
FOLDER = pathlib.Path(__file__).with_name("golden")

MICRO = {
    "imageSize": 64, "positionSize": 32, "classes": 5, "widths": [8, 8, 8, 8], "depths": [3, 4, 1, 2], "heads": [1, 2, 2, 2], "mlpRatios": [2, 2, 2, 2],
    "reductions": [2, 2, 2, 1], "keyTokenAlpha": 2, "textWidth": 10, "fusionWidth": 12, "fusionHeads": 3, "fusionMlpRatio": 2,
    "modules": {"alignment": True, "globalFusion": True, "localFusion": True, "textGuidedAttention": True}, "fusion": "soft", "fusionDropout": 0,
}
PVT_SMALL = MICRO | {
    "positionSize": 224, "widths": [64, 128, 320, 512], "depths": [3, 4, 6, 3], "heads": [1, 2, 5, 8], "mlpRatios": [8, 8, 4, 4], "reductions": [8, 4, 2, 1], "keyTokenAlpha": 8,
}
PAPER = {"lastStageText": "own", "sharedKeyValue": True, "preNorm": False}
RELEASED = {"lastStageText": "previous", "sharedKeyValue": True, "preNorm": True}
LOSS = {"temperature": 0.07, "mlceTemperature": 1, "mlceWeight": 30, "alignmentWeight": 0.5}
BATCH = 3


def save(name, tensors, **metadata):
    FOLDER.mkdir(exist_ok=True)
    contiguous = {key: value.detach().to(torch.float32).contiguous() for key, value in tensors.items()}
    # One entry: their order in the file is left to chance.
    save_file(contiguous, FOLDER / f"{name}.safetensors", {"golden": json.dumps(metadata)})
    print(f"{name}: {(FOLDER / f'{name}.safetensors').stat().st_size} bytes", {key: value for key, value in metadata.items() if key not in ("model", "loss", "cases")})


def draw_parameters(module, draw=drawn_parameter):
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(draw(name, parameter.shape))
    return module


def gradients(loss, named):
    """grad.<name> of all that influence the loss."""
    named = dict(named)
    slopes = torch.autograd.grad(loss, named.values(), allow_unused=True, retain_graph=True)
    return {f"grad.{name}": slope for name, slope in zip(named, slopes) if slope is not None}


def margin(importances, config, ordered=True):
    """The least relative gap between the last token taken and the first left out; with `ordered`, also between those taken."""
    least = 1.0
    for stage, importance in enumerate(importances):
        count = config["keyTokenAlpha"] * config["reductions"][stage] ** 2
        ranked = importance.sort(-1, descending=True).values[..., : count + 1]
        gaps = (ranked[..., :-1] - ranked[..., 1:]) / ranked[..., 1:]
        least = min(least, (gaps if ordered or gaps.shape[-1] < count else gaps[..., -1]).min().item())
    return least


def without_ties(run, least):
    """The first of the numbered pictures whose choices all keep the margin: (name, margin, what `run` gave)."""
    for number in range(100):
        name = f"picture {number}"
        kept, result = run(name)
        if kept >= least:
            return name, kept, result
    raise SystemExit("every picture comes near a tie")


def pvt_small(side):
    config = PVT_SMALL | {"imageSize": side}
    model = draw_parameters(mghft.Pvt(config), drawn_quiet_parameter)

    def run(name):
        with torch.no_grad():
            stages = model.stages(drawn(name, (1, 3, side, side), 2))
        return margin([importance for *_, importance in stages], config, ordered=False), stages

    name, kept, stages = without_ties(run, 1e-4)
    tensors = {}
    for number, (cls, local, picks, importance) in enumerate(stages, 1):
        tensors[f"global.{number}"] = cls
        tensors[f"tokens.{number}"] = picks
        tensors[f"importance.{number}"] = importance.gather(-1, picks.unflatten(1, (importance.shape[1], -1)))
        # Every key token, but as one number: its product with a drawn vector.
        tensors[f"local.{number}"] = local @ drawn("local", local.shape[-1:])
    save(f"pvt-small-{side}", tensors, model=config, picture=name, margin=kept)


def key_tokens():
    tensors, cases = {}, []
    for depth, n, m in [(1, 17, 5), (2, 17, 5), (3, 17, 5), (4, 65, 17), (6, 65, 17), (1, 17, 17), (3, 17, 17)]:
        case = {"name": f"{depth} of {n}x{m}", "depth": depth, "n": n, "m": m, "heads": 2, "count": 6}
        maps = [torch.softmax(drawn(f"{case['name']} map {i}", (2, 2, n, m), 5), -1) for i in range(depth)]
        row = mghft.full_product(maps)[:, :, 0]
        values, picks, importance = mghft.key_tokens(drawn(f"{case['name']} tokens", (2, n, 3)), maps, 6)
        case["margin"] = margin([importance], {"keyTokenAlpha": 6, "reductions": [1]})
        assert case["margin"] > 1e-4, case
        cases.append(case)
        tensors |= {f"{case['name']} importance": row, f"{case['name']} indices": picks, f"{case['name']} values": values}
    save("key-tokens", tensors, cases=cases)


def text_pooling():
    layers = [drawn(f"layer {i}", (3, 12, 10)) for i in range(5)]
    mask = torch.zeros(3, 12)
    for row, length in enumerate([12, 7, 2]):
        mask[row, :length] = 1
    save("text-pooling", {"mask": mask, "pieces": mghft.pool_text(layers, mask, padding=False), "positions": mghft.pool_text(layers, mask, padding=True)})


class Named(nn.Module):
    """Gives a module's parameters the prefix they have in the whole model."""

    def __init__(self, **modules):
        super().__init__()
        for name, module in modules.items():
            setattr(self, name, module)


def block_case(tensors, case, module, call, draw=drawn_parameter, **inputs):
    """A block's output and the gradients of its product with drawn weights."""
    draw_parameters(module, draw)
    for value in inputs.values():
        value.requires_grad_()
    output = call(**inputs)
    loss = (output * drawn(f"{case} weights", output.shape)).sum()
    results = {"output": output} | gradients(loss, inputs | dict(module.named_parameters()))
    tensors |= {f"{case} {key}": value for key, value in results.items()}


def fusion():
    tensors, cases = {}, []
    for case, texts in [("soft local", 1), ("soft global", 4)]:
        visual, text = drawn(f"{case} visual", (2, 4, 6)), drawn(f"{case} text", (2, texts, 6))
        call = lambda visual, text: mghft.soft_fusion(visual, text.expand_as(visual))
        block_case(tensors, case, nn.Module(), call, visual=visual, text=text)
    for case, name, texts in [("cross-attention local", "local_fusion2", 1), ("cross-attention global", "global_fusion", 4)]:
        block = Named(**{name: mghft.CrossAttention(6, 2)})
        visual, text = drawn(f"{case} visual", (2, 4, 6)), drawn(f"{case} text", (2, texts, 6))
        block_case(tensors, case, block, getattr(block, name), visual=visual, text=text)
    for guided in (True, False):
        for shared in (True, False) if guided else (True,):
            for norm in (True, False):
                case = f"{'TGFA' if guided else 'no text'}, {'shared' if shared else 'separate'} K/V, {'pre-norm' if norm else 'no norm'}"
                config = MICRO | {"modules": MICRO["modules"] | {"textGuidedAttention": guided}, "sharedKeyValue": shared, "preNorm": norm}
                block = Named(fusion_model=mghft.TextGuidedFusion(config))
                scale, draw = (0.05, drawn_quiet_parameter) if norm else (2, drawn_parameter)
                inputs = {"visual": drawn(f"{case} visual", (2, 9, 12), scale), "text": drawn(f"{case} text", (2, 8, 12), 2)}
                block_case(tensors, case, block, lambda visual, text: block.fusion_model(visual, text)[:, 0], draw, **inputs)
                cases.append({"name": case, "model": config})
    save("fusion", tensors, cases=cases)


def losses():
    tensors = {}
    for reduction in ("mean", "sum"):
        visual, text = drawn("visual", (5, 8)).requires_grad_(), drawn("text", (5, 8)).requires_grad_()
        terms = mghft.alignment_terms(visual, text, LOSS | {"mlceReduction": reduction})
        for term, value in zip(("contrastive", "mlce"), terms):
            results = {"output": value} | gradients(value, {"visual": visual, "text": text})
            tensors |= {f"{reduction} {term} {key}": tensor for key, tensor in results.items()}
    labels = drawn_labels("labels", 5, 7)
    for smoothing in (0, 0.2):
        logits = drawn("logits", (5, 7), 3).requires_grad_()
        value = nn.functional.cross_entropy(logits, labels, label_smoothing=smoothing)
        tensors |= {f"smoothing {smoothing} {key}": tensor for key, tensor in ({"output": value} | gradients(value, {"logits": logits})).items()}
    save("losses", tensors, loss=LOSS)


def recipe(name):
    """(model switches, loss, label smoothing)"""
    return (PAPER, LOSS | {"mlceReduction": "mean"}, 0) if name == "paper" else (RELEASED, LOSS | {"mlceReduction": "sum"}, 0.2)


def whole_model(config, loss, smoothing, picture, text, labels, draw=drawn_parameter, ordered=True):
    """(margin, every result) in the precision of the picture."""
    model = draw_parameters(mghft.Mghft(config), draw).to(picture.dtype)
    logits, feature, pairs, picks, importances = model(picture, text)
    terms = mghft.losses(logits, pairs, labels, config, loss, smoothing)
    tensors = {"logits": logits, "feature": feature} | terms | {f"tokens.{i}": picked for i, picked in enumerate(picks, 1)}
    return margin(importances, config, ordered), tensors | gradients(terms["loss.total"], model.named_parameters())


def drift(double, single):
    """The worst relative error of single precision; what is zero in double precision is left out."""
    return max(((value - single[name]).abs().max() / value.abs().max()).item() for name, value in double.items() if value.abs().max() > 1e-9)


def without(*names):
    return {"modules": {name: name not in names for name in MICRO["modules"]}}


VARIANTS = {
    "paper": ("paper", {}),
    "released": ("released", {}),
    "no-alignment": ("paper", without("alignment")),
    "no-global-fusion": ("paper", without("globalFusion")),
    "no-local-fusion": ("paper", without("localFusion")),
    "released-no-local-fusion": ("released", without("localFusion")),
    "no-text-guidance": ("paper", without("textGuidedAttention")),
    "no-modules": ("paper", without(*MICRO["modules"])),
    "cross-attention": ("paper", {"fusion": "cross-attention"}),
    "separate-key-value": ("released", {"sharedKeyValue": False}),
}


def variant(name):
    base, switches = VARIANTS[name]
    model, loss, smoothing = recipe(base)
    config = MICRO | model | switches
    text, labels = drawn("text", (BATCH, 4, config["textWidth"])), drawn_labels("labels", BATCH, config["classes"])

    def run(picture):
        inputs = drawn(picture, (BATCH, 3, 64, 64), 2), text
        kept, tensors = whole_model(config, loss, smoothing, *inputs, labels)
        _, single = whole_model(config, loss, smoothing, *(x.float() for x in inputs), labels)
        outputs = {name: value for name, value in tensors.items() if not name.startswith("grad.")}
        # Most of the allowed error is left to others' order of summation.
        return kept if drift(outputs, single) < 3e-6 and drift(tensors, single) < 2e-5 else 0, tensors

    picture, kept, tensors = without_ties(run, 1e-4)
    save(f"model-{name}", tensors, model=config, loss=loss, labelSmoothing=smoothing, batch=BATCH, picture=picture, margin=kept)


def same_rows(draw):
    """`draw`, but all rows of pos_embed are alike."""
    return lambda name, shape: draw(name, (1, 1, shape[2])).expand(shape) if name == "pos_embed" else draw(name, shape)


def full_size(name, side, alpha, least):
    """PVT-small's and the paper's widths. A gradient is stored as its norm and its product with a drawn vector."""
    switches, loss, smoothing = recipe(name)
    config = PVT_SMALL | switches | {"imageSize": side, "keyTokenAlpha": alpha, "classes": 7, "textWidth": 768, "fusionWidth": 768, "fusionHeads": 12, "fusionMlpRatio": 4}
    # The released checkpoint without BERT, and without its tau and norm_t, which nothing uses.
    assert (name, alpha) != ("released", 8) or sum(p.numel() for p in mghft.Mghft(config).parameters()) == 34_699_784 - 1 - 1_024
    text, labels = drawn("text", (2, 4, 768)), drawn_labels("labels", 2, 7)
    # A row of pos_embed belongs to a place in the order of key tokens. With alpha 8 a head of stage 1 takes 512 of them, and some are closer than rounding
    # (5e-6) in every picture: their order is chance, and a pair that changes places changes gradients by 2e-3. So there no place differs from another.
    ordered = alpha == 1
    places = (lambda draw: draw) if ordered else same_rows
    direction = places(lambda name, shape: drawn(f"direction {name}", shape))

    def results(inputs):
        kept, tensors = whole_model(config, loss, smoothing, *inputs, labels, places(drawn_parameter), ordered)
        for key, value in tensors.items():
            if key.startswith("grad."):
                # In double precision: a long sum in single precision is worse than what it adds up.
                value = value.double()
                tensors[key] = torch.stack([value.norm(), (value * direction(key.removeprefix("grad."), value.shape)).sum()])
        return kept, {key: value.detach() for key, value in tensors.items() if ordered or not key.startswith("tokens.")}

    def run(picture):
        inputs = drawn(picture, (2, 3, side, side), 2), text
        kept, tensors = results(inputs)
        if kept < least:
            return kept, tensors
        _, single = results([x.float() for x in inputs])
        outputs = {key: value for key, value in tensors.items() if not key.startswith("grad.")}
        print(f"{picture}: single precision differs by {drift(outputs, single):.1e}, in gradients by {drift(tensors, single):.1e}")
        return kept if drift(outputs, single) < 6e-6 and drift(tensors, single) < 2e-5 else 0, tensors

    picture, kept, tensors = without_ties(run, least)
    file = f"full-size-{name}" if side == 224 else f"full-size-{side}"
    save(file, tensors, model=config, loss=loss, labelSmoothing=smoothing, batch=2, ordered=ordered, picture=picture, margin=kept)


def training(name, series, dtype):
    """Fifty steps of torch's AdamW over two batches in turn; weight decay for tensors of more than one dimension only."""
    switches, loss, smoothing = recipe(name)
    config = MICRO | switches | {"keyTokenAlpha": 1}
    schedule = {"peak": 1e-3, "floor": 1e-4, "warmupSteps": 10, "steps": 50}
    model = draw_parameters(mghft.Mghft(config)).to(dtype)
    groups = [{"params": [p for p in model.parameters() if p.dim() > 1]}, {"params": [p for p in model.parameters() if p.dim() == 1], "weight_decay": 0}]
    adamw = torch.optim.AdamW(groups, lr=schedule["peak"], betas=(0.9, 0.999), eps=1e-8, weight_decay=0.05)
    climb = (schedule["peak"] - schedule["floor"]) / schedule["warmupSteps"]
    warm_up = lr_scheduler.LinearLR(adamw, start_factor=(schedule["floor"] + climb) / schedule["peak"], total_iters=schedule["warmupSteps"] - 1)
    cosine = lr_scheduler.CosineAnnealingLR(adamw, schedule["steps"] - schedule["warmupSteps"], eta_min=schedule["floor"])
    rates = lr_scheduler.SequentialLR(adamw, [warm_up, cosine], [schedule["warmupSteps"] - 1])
    curve, used = [], []
    for step in range(schedule["steps"]):
        batch = f"{2 * series + step % 2}"
        text = drawn(f"text {batch}", (BATCH, 4, config["textWidth"])).to(dtype)
        labels = drawn_labels(f"labels {batch}", BATCH, config["classes"])
        logits, _, pairs, *_ = model(drawn(f"picture {batch}", (BATCH, 3, 64, 64), 2).to(dtype), text)
        total = mghft.losses(logits, pairs, labels, config, loss, smoothing)["loss.total"]
        adamw.zero_grad()
        total.backward()
        used.append(adamw.param_groups[0]["lr"])
        adamw.step()
        rates.step()
        curve.append(total.item())
    # A key's bias shifts all scores of a query alike: its true gradient is zero, and AdamW makes whole steps of the rounding in its place.
    trained = {name: value.chunk(2)[1] if name.endswith("kv.bias") else value for name, value in model.named_parameters() if not name.endswith("key.bias")}
    norms = {f"norm.{name}": value.norm() for name, value in trained.items()}
    metadata = {"model": config, "loss": loss, "labelSmoothing": smoothing, "batch": BATCH, "schedule": schedule, "firstBatch": 2 * series}
    return torch.tensor(curve), {"learningRate": torch.tensor(used)} | norms, metadata


def save_training(name):
    """Steps of a drawn model amplify rounding, by choices that flip above all: takes the first batches with which single precision stays close to double."""
    for series in range(20):
        curve, tensors, metadata = training(name, series, torch.float64)
        single, *_ = training(name, series, torch.float32)
        apart = ((single - curve).abs() / curve).max().item()
        if apart < 1e-4:
            return save(f"training-{name}", {"curve": curve} | tensors, **metadata, drift=apart)
    raise SystemExit("every training drifts")


FILES = {
    "key-tokens": key_tokens, "text-pooling": text_pooling, "fusion": fusion, "losses": losses,
    **{f"model-{name}": lambda name=name: variant(name) for name in VARIANTS},
    **{f"training-{name}": lambda name=name: save_training(name) for name in ("paper", "released")},
    **{f"full-size-{name}": lambda name=name: full_size(name, 224, 8, 1e-4) for name in ("paper", "released")},
    # alpha 1 takes 64 a head at most, so that an ordered margin well over rounding can be found.
    "full-size-448": lambda: full_size("paper", 448, 1, 5e-5),
    **{f"pvt-small-{side}": lambda side=side: pvt_small(side) for side in (224, 448)},
}
for file, write in FILES.items():
    if len(sys.argv) == 1 or any(part in file for part in sys.argv[1:]):
        write()
