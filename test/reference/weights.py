"""Writes weights/: small checkpoints by PyTorch and transformers, and weights.json with what they hold.

Run with torch and transformers installed: python weights.py
"""
import argparse
import collections
import io
import json
import pathlib
import pickle
import shutil
import struct
import sys
import zipfile

import torch

# Only pictures need it, and one that does not fit PyTorch stops transformers' models from being imported.
sys.modules["torchvision"] = None
import transformers

folder = pathlib.Path(__file__).with_suffix("")
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir()
torch.manual_seed(1)


def plain(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().to(torch.float64).flatten().tolist()}


def summary(tensor):
    flat = tensor.detach().to(torch.float64).flatten()
    return {"shape": list(tensor.shape), "sum": flat.sum().item(), "first": flat[0].item(), "last": flat[-1].item()}


def odd_tensors():
    """One tensor of every type and layout that checkpoints hold."""
    base = torch.randn(4, 6)
    tensors = collections.OrderedDict()
    tensors["patch_embed1.proj.weight"] = torch.randn(2, 3, 2, 2)
    tensors["pos_embed1"] = torch.randn(1, 4, 2, dtype=torch.float64)
    tensors["half"] = torch.tensor([0.0, -0.0, 1.5, -2.25, 65504.0, 6e-8, 1e-5, 0.333]).half()
    tensors["bfloat"] = torch.tensor([1.0, -3.140625, 1e30, 1e-30]).bfloat16()
    tensors["long"] = torch.tensor([-1, 2**40, 7])
    tensors["int"] = torch.tensor([[-5], [2**31 - 1]], dtype=torch.int32)
    tensors["byte"] = torch.tensor([0, 255, 3], dtype=torch.uint8)
    tensors["bool"] = torch.tensor([True, False])
    tensors["base"] = base
    tensors["transposed"] = base.t()
    tensors["columns"] = base[:, 1:5:2]
    tensors["row"] = base[2]
    tensors["permuted"] = torch.randn(2, 3, 4).permute(2, 0, 1)
    tensors["parameter"] = torch.nn.Parameter(torch.randn(3))
    tensors["scalar"] = torch.tensor(2.5)
    tensors["empty"] = torch.zeros(0, 3)
    tensors["ids"] = torch.arange(4).expand((1, -1))
    return tensors


def training_state(tensors):
    """What training scripts save around the weights."""
    parameter = torch.nn.Parameter(torch.randn(5))
    optimizer = torch.optim.AdamW([parameter])
    parameter.sum().backward()
    optimizer.step()
    arguments = argparse.Namespace(lr=1e-3, data="SER", sizes=[1, 2], betas=(0.9, 0.999), resume=None, big=2**70, raw=b"\xff\x00")
    return {"model": tensors, "optimizer": optimizer.state_dict(), "epoch": 3, "scaler": {"scale": 65536.0}, "args": arguments}


class Asks:
    """Pickles as a call."""

    def __init__(self, function, *values):
        self.call = (function, values)

    def __reduce__(self):
        return self.call


def zipped(content):
    """A zip file as torch.save makes it, around any pickle."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("archive/data.pkl", content)
        archive.writestr("archive/version", b"3\n")
    return buffer.getvalue()


def legacy(content):
    """A file of PyTorch's older format around any pickle, without storages."""
    return b"".join([pickle.dumps(0x1950A86A20F9469CFC6C, 2), pickle.dumps(1001, 2), pickle.dumps({"little_endian": True}, 2), content, pickle.dumps([], 2)])


def write_odd():
    tensors = odd_tensors()
    state = training_state(tensors)
    torch.save(state, folder / "wrapped.zip.pth")
    torch.save(state, folder / "wrapped.legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(tensors, folder / "flat.bin")
    torch.save({"state_dict": tensors}, folder / "protocol4.pt", pickle_protocol=4)
    torch.serialization.set_crc32_options(False)
    torch.save(tensors, folder / "unchecked.pt")
    torch.serialization.set_crc32_options(True)
    return {name: plain(tensor) for name, tensor in tensors.items()}


def write_malicious():
    # By hand, since Python pickles the function under the name of its module: posix on one system, nt on another.
    system = b"\x80\x02cos\nsystem\nX" + struct.pack("<I", 7) + b"echo no\x85R."
    nested = pickle.dumps({"model": {"w": Asks(getattr, Asks(__import__, "os"), "system")}}, 2)
    for name, content in {"system": system, "nested": nested}.items():
        (folder / f"{name}.zip.pth").write_bytes(zipped(content))
        (folder / f"{name}.legacy.pth").write_bytes(legacy(content))


def write_pvt():
    """Hugging Face's PVT with keys and values apart, and what its tensors are called in PVT's own files."""
    config = transformers.PvtConfig(image_size=32, hidden_sizes=[8, 16, 24, 32], depths=[2, 1, 1, 1], num_attention_heads=[1, 2, 3, 4], mlp_ratios=[2, 2, 2, 2],
                                    sequence_reduction_ratios=[8, 4, 2, 1], num_labels=5)
    model = transformers.PvtForImageClassification(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter))
    model.save_pretrained(folder / "pvt")
    theirs = model.pvt.encoder
    ours = {}

    def put(name, module):
        ours[f"{name}.weight"] = module.weight
        ours[f"{name}.bias"] = module.bias

    for stage, embedding in enumerate(theirs.patch_embeddings):
        ours[f"pos_embed{stage + 1}"] = embedding.position_embeddings
        put(f"patch_embed{stage + 1}.proj", embedding.projection)
        put(f"patch_embed{stage + 1}.norm", embedding.layer_norm)
    ours["cls_token"] = theirs.patch_embeddings[3].cls_token
    for stage, blocks in enumerate(theirs.block):
        for index, block in enumerate(blocks):
            name = f"block{stage + 1}.{index}"
            attention = block.attention.self
            put(f"{name}.norm1", block.layer_norm_1)
            put(f"{name}.norm2", block.layer_norm_2)
            put(f"{name}.attn.q", attention.query)
            ours[f"{name}.attn.kv.weight"] = torch.cat([attention.key.weight, attention.value.weight])
            ours[f"{name}.attn.kv.bias"] = torch.cat([attention.key.bias, attention.value.bias])
            put(f"{name}.attn.proj", block.attention.output.dense)
            put(f"{name}.mlp.fc1", block.mlp.dense1)
            put(f"{name}.mlp.fc2", block.mlp.dense2)
            if stage < 3:
                put(f"{name}.attn.sr", attention.sequence_reduction)
                put(f"{name}.attn.norm", attention.layer_norm)
    put("norm", theirs.layer_norm)
    return {name: summary(tensor) for name, tensor in ours.items()}


def write_bert():
    """BERT with the heads of pre-training, and the same as an old file that says gamma and beta."""
    config = transformers.BertConfig(vocab_size=20, hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16, max_position_embeddings=12)
    model = transformers.BertForPreTraining(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter))
    model.save_pretrained(folder / "bert")
    old = {name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): tensor for name, tensor in model.state_dict().items()}
    old["bert.embeddings.position_ids"] = torch.arange(12).expand((1, -1))
    torch.save(collections.OrderedDict(old), folder / "bert-old.bin", _use_new_zipfile_serialization=False)
    model.bert.save_pretrained(folder / "bert-alone")
    return {name: summary(tensor) for name, tensor in model.bert.state_dict().items() if name.split(".")[0] in ("embeddings", "encoder")}


expected = {"torch": torch.__version__, "transformers": transformers.__version__, "odd": write_odd(), "pvt": write_pvt(), "bert": write_bert()}
write_malicious()
for made in folder.glob("*/"):
    shutil.move(made / "model.safetensors", folder / f"{made.name}.safetensors")
    shutil.rmtree(made)
lines = [f'"{key}": {json.dumps(value)}' if isinstance(value, str) else f'"{key}": {{\n' + ",\n".join(f'{json.dumps(name)}: {json.dumps(one)}' for name, one in value.items()) + "\n}" for key, value in expected.items()]
pathlib.Path(__file__).with_suffix(".json").write_text("{" + ",\n".join(lines) + "}\n")
