"""
Writes augmentation.json: what Pillow's resize and timm's RandAugment make of three small pictures. Run with Pillow 12,
numpy and timm installed: python augmentation.py
"""
import base64
import importlib.util
import json
import pathlib
import zlib
from unittest import mock

import numpy as np
import PIL
from PIL import Image, ImageDraw

# timm's module by itself: the package as a whole needs torchvision.
folder = pathlib.Path(importlib.util.find_spec("timm").submodule_search_locations[0])
spec = importlib.util.spec_from_file_location("auto_augment", folder / "data" / "auto_augment.py")
timm = importlib.util.module_from_spec(spec)
spec.loader.exec_module(timm)

WIDTH, HEIGHT = 24, 20
SIGNED = ["Rotate", "ColorIncreasing", "ContrastIncreasing", "BrightnessIncreasing", "SharpnessIncreasing", "ShearX", "ShearY", "TranslateXRel", "TranslateYRel"]


def noise():
    return Image.fromarray(np.random.default_rng(7).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8))


def gradient():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return Image.fromarray(np.stack([40 + 6 * x, 30 + 8 * y, 200 - 3 * x - 2 * y], axis=2).astype(np.uint8))


def shapes():
    image = Image.new("RGB", (WIDTH, HEIGHT), "#fff0c8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((2, 3, 15, 16), fill="#e0a020", outline="#402000")
    draw.rectangle((13, 9, 21, 18), fill="#3060c0")
    draw.line((0, 19, 23, 1), fill="#c01040", width=2)
    return image


PICTURES = {"noise": noise(), "gradient": gradient(), "shapes": shapes()}


def packed(image):
    return base64.b64encode(zlib.compress(image.tobytes(), 9)).decode()


def apply(name, image, magnitude, negative):
    # timm negates where random() is above a half.
    with mock.patch.object(timm.random, "random", return_value=0.9 if negative else 0.1):
        arguments = timm.LEVEL_TO_ARG[name](magnitude, {}) if timm.LEVEL_TO_ARG[name] else ()
    return timm.NAME_TO_OP[name](image, *arguments, fillcolor=(124, 116, 104), resample=Image.Resampling.BICUBIC)


def operations():
    for name in timm._RAND_INCREASING_TRANSFORMS:
        for magnitude in [3.7, 8.4, 10] if timm.LEVEL_TO_ARG[name] else [9]:
            for negative in [False, True] if name in SIGNED else [False]:
                for picture, image in PICTURES.items():
                    yield {"operation": name, "magnitude": magnitude, "negative": negative, "picture": picture, "pixels": packed(apply(name, image, magnitude, negative))}


def crops():
    for box in [(0, 0, 24, 20), (3, 2, 20, 19), (5, 5, 12, 11), (0, 4, 24, 10), (7, 1, 8, 20), (2, 3, 18, 19)]:
        for side in [16, 7]:
            for picture, image in PICTURES.items():
                left, top, right, bottom = box
                cut = image.crop(box).resize((side, side), Image.Resampling.BICUBIC)
                yield {"left": left, "top": top, "width": right - left, "height": bottom - top, "side": side, "picture": picture, "pixels": packed(cut)}


def centres():
    for short, side in [(20, 20), (16, 14), (10, 8), (30, 23)]:
        for picture, image in PICTURES.items():
            width = int(short * WIDTH / HEIGHT)
            # torchvision's CenterCrop.
            left, top = round((width - side) / 2), round((short - side) / 2)
            cut = image.resize((width, short), Image.Resampling.BICUBIC).crop((left, top, left + side, top + side))
            yield {"short": short, "side": side, "picture": picture, "pixels": packed(cut)}


def lines(entries):
    return ",\n".join(map(json.dumps, entries))


file = pathlib.Path(__file__).with_suffix(".json")
originals = json.dumps({name: packed(image) for name, image in PICTURES.items()})
file.write_text(f"""{{"pillow": "{PIL.__version__}", "width": {WIDTH}, "height": {HEIGHT}, "pictures": {originals},
"operations": [
{lines(operations())}
],
"crops": [
{lines(crops())}
],
"centres": [
{lines(centres())}
]}}
""")
