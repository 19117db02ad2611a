"""MGHFT in plain PyTorch: what golden.py measures the engine against.

Written from the paper (section 3, equations 2 to 9) and from the facts known of the released model, not from the engine: real convolutions,
torch's own interpolation, the full product of attention maps, every query of the fusion attention, T' copied to every local token.
Parameters carry the released checkpoint's names. Recipes and switches are those of the engine's ModelConfig and LossConfig, under the same names.
"""
import torch
from torch import nn
from torch.nn import functional as F

PATCHES = [4, 2, 2, 2]


def split_heads(x, heads):
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def merge_heads(x):
    return x.transpose(1, 2).flatten(2)


def attend(query, key, value):
    """softmax(Q K^T / sqrt(d)) V for every head; also gives the map."""
    weights = torch.softmax(query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5, -1)
    return weights @ value, weights


class Mlp(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class ReducedAttention(nn.Module):
    """PVT's attention; the CLS token goes around the convolution that reduces keys and values, and passes the norm with them."""

    def __init__(self, width, heads, reduction):
        super().__init__()
        self.heads, self.reduction = heads, reduction
        self.q, self.kv, self.proj = nn.Linear(width, width), nn.Linear(width, 2 * width), nn.Linear(width, width)
        if reduction > 1:
            self.sr = nn.Conv2d(width, width, reduction, reduction)
            self.norm = nn.LayerNorm(width)  # eps 1e-5

    def forward(self, x, side):
        source = x
        if self.reduction > 1:
            grid = x[:, 1:].transpose(1, 2).unflatten(2, (side, side))
            source = self.norm(torch.cat([x[:, :1], self.sr(grid).flatten(2).transpose(1, 2)], 1))
        key, value = self.kv(source).chunk(2, -1)
        output, weights = attend(*(split_heads(y, self.heads) for y in (self.q(x), key, value)))
        return self.proj(merge_heads(output)), weights


class Block(nn.Module):
    def __init__(self, width, heads, ratio, reduction):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
        self.attn, self.mlp = ReducedAttention(width, heads, reduction), Mlp(width, width * ratio)

    def forward(self, x, side):
        attended, weights = self.attn(self.norm1(x), side)
        x = x + attended
        return x + self.mlp(self.norm2(x)), weights


class PatchEmbed(nn.Module):
    def __init__(self, channels, width, patch):
        super().__init__()
        self.proj, self.norm = nn.Conv2d(channels, width, patch, patch), nn.LayerNorm(width)  # eps 1e-5

    def forward(self, grid):
        return self.norm(self.proj(grid).flatten(2).transpose(1, 2))


def full_product(maps):
    """The product of a stage's maps [B, heads, n, m], oriented so that shapes chain: A_L ... A_2 A_1, or, where m < n, ... A_4 A_3^T A_2 A_1^T."""
    square = maps[0].shape[-1] == maps[0].shape[-2]
    oriented = [weights if square or index % 2 else weights.transpose(-1, -2) for index, weights in enumerate(maps)]
    product = oriented[0]
    for weights in oriented[1:]:
        product = weights @ product
    return product


def key_tokens(tokens, maps, count):
    """Tokens [B, 1 + n, C] of the `count` patches a head to which row 0 of the maps' product gives most.

    -> tokens [B, heads * count, C], 0-based patches [B, heads * count], importance of the patches [B, heads, n]
    """
    with torch.no_grad():
        importance = full_product(maps)[:, :, 0, 1:]
        picks = importance.topk(count, -1).indices.flatten(1)
    return torch.stack([rows[1 + indices] for rows, indices in zip(tokens, picks)]), picks, importance


class Pvt(nn.Module):
    """Pyramid vision transformer with a CLS token in each stage. Gives a list of (global, local, picks, importance)."""

    def __init__(self, c):
        super().__init__()
        self.c = c
        side = c["positionSize"]
        channels = 3
        for i, width in enumerate(c["widths"]):
            side //= PATCHES[i]
            setattr(self, f"patch_embed{i + 1}", PatchEmbed(channels, width, PATCHES[i]))
            setattr(self, f"pos_embed{i + 1}", nn.Parameter(torch.zeros(1, side**2 + (i == 3), width)))
            setattr(self, f"cls_token{i + 1}" if i < 3 else "cls_token", nn.Parameter(torch.zeros(1, 1, width)))
            blocks = [Block(width, c["heads"][i], c["mlpRatios"][i], c["reductions"][i]) for _ in range(c["depths"][i])]
            setattr(self, f"block{i + 1}", nn.ModuleList(blocks))
            channels = width

    def positions(self, stage, side):
        """Of the CLS token and of the patches: stage 4 has a row for its CLS token, elsewhere it shares the first patch's."""
        table = getattr(self, f"pos_embed{stage + 1}")
        patches = table[:, 1:] if stage == 3 else table
        own = round(patches.shape[1] ** 0.5)
        if own != side:
            grid = patches.transpose(1, 2).unflatten(2, (own, own))
            patches = F.interpolate(grid, size=(side, side), mode="bilinear", align_corners=False).flatten(2).transpose(1, 2)
        return table[:, :1], patches

    def stages(self, picture):
        grid = picture
        features = []
        for i in range(4):
            patches = getattr(self, f"patch_embed{i + 1}")(grid)
            side = round(patches.shape[1] ** 0.5)
            of_cls, of_patches = self.positions(i, side)
            cls = getattr(self, f"cls_token{i + 1}" if i < 3 else "cls_token") + of_cls
            x = torch.cat([cls.expand(len(picture), -1, -1), patches + of_patches], 1)
            maps = []
            for block in getattr(self, f"block{i + 1}"):
                x, weights = block(x, side)
                maps.append(weights)
            count = min(self.c["keyTokenAlpha"] * self.c["reductions"][i] ** 2, side**2)
            features.append((x[:, 0], *key_tokens(x, maps, count)))
            grid = x[:, 1:].transpose(1, 2).unflatten(2, (side, side))
        return features


def relu_projection(inputs, middle, outputs):
    return nn.Sequential(nn.Linear(inputs, middle), nn.ReLU(), nn.Linear(middle, outputs))


def soft_fusion(visual, text):
    """Equations 3 and 7."""
    return visual + torch.softmax(visual @ text.transpose(1, 2), -1) @ text


class CrossAttention(nn.Module):
    """The cross-attention that figure 5 puts in soft fusion's place."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))

    def forward(self, visual, text):
        parts = (split_heads(y, self.heads) for y in (self.query(visual), self.key(text), self.value(text)))
        return visual + self.out(merge_heads(attend(*parts)[0]))


class FusionAttention(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.heads, self.guided, self.shared = c["fusionHeads"], c["modules"]["textGuidedAttention"], c["sharedKeyValue"]
        width = c["fusionWidth"]
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        if not self.shared:
            self.text_key, self.text_value = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, visual, text):
        heads = lambda x: split_heads(x, self.heads)
        query = heads(self.query(visual))
        if self.guided:
            key, value = (self.key, self.value) if self.shared else (self.text_key, self.text_value)
            query, _ = attend(query, heads(key(text)), heads(value(text)))
        fused, _ = attend(query, heads(self.key(visual)), heads(self.value(visual)))
        return self.out(merge_heads(fused))


class TextGuidedFusion(nn.Module):
    """Equation 8 with an output projection; `preNorm` adds the released model's two norms."""

    def __init__(self, c):
        super().__init__()
        width = c["fusionWidth"]
        self.attn, self.ffn = FusionAttention(c), Mlp(width, width * c["fusionMlpRatio"])
        norm = (lambda: nn.LayerNorm(width, eps=1e-6)) if c["preNorm"] else nn.Identity
        self.attention_norm, self.ffn_norm = norm(), norm()

    def forward(self, visual, text):
        x = visual + self.attn(self.attention_norm(visual), text)
        return x + self.ffn(self.ffn_norm(x))


class Mghft(Pvt):
    def __init__(self, c):
        super().__init__(c)
        shared, fusion = c["widths"][3], c["fusionWidth"]
        self.l_proj = nn.Linear(c["textWidth"], shared)
        for i, width in enumerate(c["widths"]):
            setattr(self, f"cross_proj{i + 1}", relu_projection(shared, width, width))
            if i < 3:
                setattr(self, f"local_proj{i + 1}", relu_projection(width, width, shared))
                setattr(self, f"global_proj{i + 1}", relu_projection(width, width, shared))
            if c["fusion"] == "cross-attention":
                setattr(self, f"local_fusion{i + 1}", CrossAttention(width, c["heads"][i]))
        if c["fusion"] == "cross-attention":
            self.global_fusion = CrossAttention(shared, c["heads"][3])
        self.norm = nn.LayerNorm(shared, eps=1e-6)
        self.v_proj, self.vl_proj = nn.Linear(shared, fusion), nn.Linear(shared, fusion)
        patches = [(c["imageSize"] // 4 // 2**i) ** 2 for i in range(4)]
        locals_ = sum(c["heads"][i] * min(c["keyTokenAlpha"] * c["reductions"][i] ** 2, patches[i]) for i in range(4))
        self.pos_embed = nn.Parameter(torch.zeros(1, 4 + locals_, fusion))
        self.fusion_model = TextGuidedFusion(c)
        self.head = nn.Linear(fusion, c["classes"])

    def fuse_locally(self, stage, visual, text):
        if not self.c["modules"]["localFusion"]:
            return visual
        if self.c["fusion"] == "cross-attention":
            return getattr(self, f"local_fusion{stage + 1}")(visual, text)
        return soft_fusion(visual, text.expand_as(visual))

    def forward(self, picture, text):
        """picture [B, 3, side, side], text [B, 4, textWidth] -> logits, the classified feature, (visual, text) a stage, picks a stage, importance a stage."""
        views = self.l_proj(text)
        globals_, locals_, local_texts, picks, importances = [], [], [], [], []
        for i, (cls, local, picked, importance) in enumerate(self.stages(picture)):
            fitted = getattr(self, f"cross_proj{i + 1}")(views[:, i : i + 1])
            fused = self.fuse_locally(i, local, fitted)
            locals_.append(getattr(self, f"local_proj{i + 1}")(fused) if i < 3 else fused)
            globals_.append(getattr(self, f"global_proj{i + 1}")(cls) if i < 3 else cls)
            if i < 3:
                local_texts.append(getattr(self, f"local_proj{i + 1}")(fitted))
            else:
                local_texts.append(fitted if self.c["lastStageText"] == "own" else local_texts[-1])
            picks.append(picked)
            importances.append(importance)
        stacked, from_last = torch.stack(globals_, 1).flip(1), views.flip(1)
        if self.c["modules"]["globalFusion"]:
            stacked = (self.global_fusion if self.c["fusion"] == "cross-attention" else soft_fusion)(stacked, from_last)
        visual = torch.cat([stacked, torch.cat(locals_, 1).flip(1)], 1)
        visual = self.v_proj(self.norm(visual)) + self.pos_embed
        guidance = self.vl_proj(torch.cat([from_last, *reversed(local_texts)], 1))
        feature = self.fusion_model(visual, guidance)[:, 0]
        return self.head(feature), feature, [(g, views[:, i]) for i, g in enumerate(globals_)], picks, importances


def alignment_terms(visual, text, l):
    """Equations 4 and 5 of one stage: (contrastive, MLCE)."""
    v, t = F.normalize(visual, dim=-1), F.normalize(text, dim=-1)
    similarity, labels = v @ t.T / l["temperature"], torch.arange(len(v))
    contrastive = (F.cross_entropy(similarity, labels) + F.cross_entropy(similarity.T, labels)) / 2
    weights = [torch.log_softmax((1 + f @ f.T) / 2 / l["mlceTemperature"], -1) for f in (t, v)]
    mlce = F.kl_div(weights[1], weights[0], log_target=True, reduction="batchmean" if l["mlceReduction"] == "mean" else "sum")
    return contrastive, mlce


def losses(logits, pairs, labels, c, l, smoothing):
    """Equation 9 and its terms."""
    terms = {"loss.ce": F.cross_entropy(logits, labels, label_smoothing=smoothing)}
    total = terms["loss.ce"]
    if c["modules"]["alignment"]:
        for i, pair in enumerate(pairs, 1):
            terms[f"loss.cl.{i}"], terms[f"loss.mlce.{i}"] = alignment_terms(*pair, l)
            total = total + l["alignmentWeight"] * (terms[f"loss.cl.{i}"] + l["mlceWeight"] * terms[f"loss.mlce.{i}"])
    terms["loss.total"] = total
    return terms


def pool_text(layers, mask, padding):
    """Mean of the last four layers' states over the real pieces, or over all positions, padding included. layers: [B, length, width] each."""
    mean = torch.stack(layers[-4:]).mean(0)
    return mean.mean(1) if padding else torch.stack([rows[kept.bool()].mean(0) for rows, kept in zip(mean, mask)])
