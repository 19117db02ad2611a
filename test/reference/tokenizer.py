"""Writes tokenizer.json: a WordPiece tokenizer, and the ids that Hugging Face's `tokenizers` gives hard texts and MET-MEME's.

Run with tokenizers installed, and MET-MEME's folder: python tokenizer.py <folder of E_text.csv>
The tokenizer is trained here, on this repository's own pages and half the texts below, because bert-base-uncased's vocabulary is not
ours to keep; all else is as in its file. Of MET-MEME only SHA-256 digests are stored, one for 50 texts' ids.
"""
import csv
import hashlib
import io
import json
import pathlib
import sys

import tokenizers
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from tokenizers.trainers import WordPieceTrainer

special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
texts = [
    "", " ", "\n\t\r", "\u0000", "a", "The training is a run.", "THE TRAINING IS A RUN", "unaffable unlearning untexted",
    # Accents, combining marks, their order, and letters that grow or shrink when they change case.
    "caf\u00e9 na\u00efve \u00c5ngstr\u00f6m", "cafe\u0301 nai\u0308ve", "a\u0327\u0301 a\u0301\u0327", "\u0130stanbul \u0131\u015f\u0131k", "Stra\u00dfe STRASSE \u1e9e", "\u01c4 \u01c5 \u0149 \u01f0",
    "\u039f\u0394\u039f\u03a3 \u03bf\u03b4\u03cc\u03c2 \u03a3 \u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2", "\u0401\u043b\u043a\u0430 \u0451\u043b\u043a\u0430 \u0419\u043e\u0433", "Vi\u1ec7t Nam", "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033da\u0301lgo", "\u212b\u2126\u212a", "\ufb01sh \ufb02y \ufb00",
    # Ideographs of every block, kana, Hangul composed and not, full width.
    "\u6211\u7231\u732b", "I \u7231 cats\u732bdogs", "\u3400\u4dbf\uf900\ufa10", "a\U00020000b \U0002a6d6\U0002a700c", "\U0002b740\U0002b81d\U0002b820\U0002b920\U0002ceaf\U0002f800\U00030000", "\u30ab\u30bf\u30ab\u30ca \u3072\u3089\u304c\u306a \u304b\u3099\u304c",
    "\ud55c\uad6d\uc5b4 \u1112\u1161\u11ab", "\uff26\uff35\uff2c\uff2c \uff57\uff49\uff44\uff54\uff48\uff01\uff1f", "\u3002\u300c\u732b\u300d\u3001\uff5e",
    # Emoji: joined, coloured, flags, keycaps, with and without a selector.
    "\U0001f600", "so happy\U0001f600\U0001f602!!", "\U0001f469\u200d\U0001f469\u200d\U0001f467 family", "\U0001f44d\U0001f3fd \u263a\ufe0f \u263a", "\U0001f1e9\U0001f1ea \U0001f3f3\ufe0f\u200d\U0001f308", "1\ufe0f\u20e3 #\ufe0f\u20e3",
    # Control, format and private characters; spaces of every width; line ends of every kind.
    "a\u0000b\u0001c\u001bd\u007fe\u0080f", "soft\u00adhyphen zero\u200bwidth no\u2060break", "\ufeffmark \ufffd\ufffe \ue000", "one\r\ntwo\rthree\nfour\u0085five\u2028six\u2029seven", "tab\tfeed\u000cline\u000bend\u001cfile\u001funit",
    "a\u00a0b\u2003c\u3000d\u1680e\u180ef\u202fg", "left\u200eright\u200f\u202eback\u202c",
    # Right to left, and scripts with marks of their own.
    "\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd \u05e2\u05d5\u05dc\u05dd", "\u0645\u064e\u0631\u0652\u062d\u064e\u0628\u064b\u0627 \u0628\u0627\u0644\u0639\u0627\u0644\u0645\u061f", "\u0939\u093f\u0928\u094d\u0926\u0940 \u0915\u094d\u0937", "\u0e44\u0e17\u0e22 \u0e19\u0e49\u0e33", "\ufdfa \u1200\u1208\u1361",
    # What looks like a token, and is one only as it is written.
    "[SEP]", "a [SEP] b[CLS]c [PAD] [MASK]", "[sep] [SEP ] [S\u00adEP] [UNK]", "##ing ## #hash a##b", "<s> </s> [unused0]",
    # Punctuation and symbols.
    "don't can't I'm we'll", "...!?!?--", "\u201cquoted\u201d \u2018single\u2019 \u2014 \u2026 \u00bfqu\u00e9? \u00a1s\u00ed!", "$5 \u20ac3 50% 2+2=4 a^b ~c `d` |e|", "a_b/c\\d@e.f:g;h", "\u00a9 \u2122 \u00bd \u00b2 \u2460 \u2163", "3.14 1,000 2nd",
    # Long words, to either side of the limit of 100 characters, and long texts.
    "x" * 99, "x" * 100, "x" * 101, "\U0001f600" * 100, "\u00e9" * 100 + " a", "training " * 40, "a " * 600,
]


def special_token(token):
    return token, special.index(token)


repository = pathlib.Path(__file__).resolve().parents[2]
pages = [(repository / name).read_text() for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md")]
tokenizer = Tokenizer(WordPiece(unk_token="[UNK]"))
tokenizer.normalizer = BertNormalizer()
tokenizer.pre_tokenizer = BertPreTokenizer()
# Trained on half of the texts: the other half has unknown words.
tokenizer.train_from_iterator([*pages, *texts[::2]], WordPieceTrainer(vocab_size=1500, special_tokens=special, show_progress=False))
tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[special_token("[CLS]"), special_token("[SEP]")])
tokenizer.decoder = tokenizers.decoders.WordPiece()

table = (pathlib.Path(sys.argv[1]) / "E_text.csv").read_bytes().decode("gb18030")
memes = [row[1] for row in csv.reader(io.StringIO(table, newline=""))][1:]
lines = [" ".join(map(str, tokenizer.encode(text).ids)) for text in memes]
digests = [hashlib.sha256("\n".join(lines[start : start + 50]).encode()).hexdigest() for start in range(0, len(lines), 50)]
description = json.loads(tokenizer.to_str())
whole = [tokenizer.encode(text).ids for text in texts]
tokenizer.enable_truncation(16)
short = [tokenizer.encode(text).ids for text in texts]
cases = ",\n".join(json.dumps({"text": text, "ids": ids, "first16": first}) for text, ids, first in zip(texts, whole, short))
file = pathlib.Path(__file__).with_suffix(".json")
file.write_text(f'{{"tokenizers": "{tokenizers.__version__}", "metMeme": {json.dumps(digests)},\n"description": {json.dumps(description)},\n"cases": [\n{cases}\n]}}\n')
