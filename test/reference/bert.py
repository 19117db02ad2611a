"""Writes bert.safetensors: a small BertModel of Hugging Face with random weights, and what it makes of four sequences.

Run with torch, transformers and safetensors installed: python bert.py
Sequences of 40 positions: all real, 17 real, 2 real, and none (a row whose mask is all zero).
"""
import pathlib
import re

import torch
import transformers
from safetensors.torch import save_file
from transformers import BertConfig, BertModel

torch.manual_seed(1)
torch.set_num_threads(1)
config = BertConfig(vocab_size=60, hidden_size=32, num_hidden_layers=5, num_attention_heads=4, intermediate_size=64, max_position_embeddings=40)
# Three norms whose variance is so small that their epsilon of 1e-12 is nearly nothing, while 1e-10 would show: what is added up before them is quiet. Before
# those of layer 2 that is layer 1's output too; what multiplies it there is loud, so that layer 2 does no less than the others.
QUIET = r"embeddings\.\w+_embeddings|layer\.1\.output\.LayerNorm|layer\.2\.attention\.output\.|layer\.2\.output\.dense"
LOUD = r"layer\.2\.(attention\.self\.\w+|intermediate\.dense)\.weight"
model = BertModel._from_config(config, attn_implementation="eager", add_pooling_layer=False).eval()
with torch.no_grad():
    # Everything differs from its initial value, [PAD]'s embedding and the biases included: nothing may be left out unnoticed.
    for name, parameter in model.named_parameters():
        scale = 1e-3 if re.search(QUIET, name) else 1e3 if re.search(LOUD, name) else 1
        parameter.copy_(scale * ((1 if name.endswith("LayerNorm.weight") else 0) + 0.2 * torch.randn(parameter.shape)))

lengths = torch.tensor([40, 17, 2, 0])
mask = (torch.arange(40)[None] < lengths[:, None]).long()
ids = torch.randint(5, 60, (4, 40))
ids[:, 0] = 2  # [CLS]
ids[range(3), lengths[:3] - 1] = 3  # [SEP]
ids *= mask
with torch.no_grad():
    states = model(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states[1:]

# As released: the mean of the last four layers, then of all positions, padding included.
mean = torch.stack(states[-4:]).mean(0)
real = mask[..., None].float()
tensors = {f"weights.{name}": parameter.detach() for name, parameter in model.named_parameters()}
tensors |= {f"states.{layer}": state for layer, state in enumerate(states)}
tensors |= {"ids": ids.to(torch.uint8), "mask": mask.to(torch.uint8), "pooled.positions": mean.mean(1), "pooled.pieces": ((mean * real).sum(1) / real.sum(1))[:3].contiguous()}
# One entry: their order in the file is left to chance.
versions = {"versions": f"transformers {transformers.__version__}, torch {torch.__version__}"}
save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, pathlib.Path(__file__).with_suffix(".safetensors"), versions)
