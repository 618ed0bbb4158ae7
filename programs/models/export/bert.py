"""BERT encoders (Devlin et al. 2019) written as torch modules and exported by tracing: base has 12 layers of width 768 with 12 heads, large has 24 of 1024 with 16.

Layer normalisation and GELU stay in the decomposed form torch gives them at opset 14. Run with the Debian python3 (torch, onnx).
"""

import math

import torch
from torch import nn

from common import export_torch

VOCABULARY, POSITIONS, HEAD = 30522, 512, 64


class SelfAttention(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.heads = width // HEAD
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)

    def split(self, x):
        batch, length, _ = x.shape
        return x.view(batch, length, self.heads, HEAD).transpose(1, 2)

    def forward(self, x, mask):
        query, key, value = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        scores = query @ key.transpose(-1, -2) / math.sqrt(HEAD) + mask
        context = (torch.softmax(scores, -1) @ value).transpose(1, 2)
        return self.output(context.reshape(x.shape))


class Layer(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.attention = SelfAttention(width)
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.widen = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)
        self.output_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask):
        x = self.attention_norm(x + self.attention(x, mask))
        return self.output_norm(x + self.narrow(nn.functional.gelu(self.widen(x))))


class Encoder(nn.Module):
    def __init__(self, width, layers):
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, width)
        self.positions = nn.Embedding(POSITIONS, width)
        self.segments = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width) for _ in range(layers))

    def forward(self, input_ids, attention_mask, token_type_ids):
        positions = torch.arange(input_ids.shape[1], device=input_ids.device).unsqueeze(0)
        x = self.norm(self.words(input_ids) + self.positions(positions) + self.segments(token_type_ids))
        mask = (1.0 - attention_mask[:, None, None, :].to(x.dtype)) * -10000.0
        for layer in self.layers:
            x = layer(x, mask)
        return x


if __name__ == "__main__":
    ids = torch.zeros(1, 128, dtype=torch.int64)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    for size, width, layers in (("base", 768, 12), ("large", 1024, 24)):
        export_torch(
            Encoder(width, layers), (ids, torch.ones_like(ids), ids), f"bert_{size}",
            f"BERT-{size} encoder, torch {torch.__version__}, weights not included", names, ["last_hidden_state"],
            {name: {0: "N", 1: "sequence"} for name in names + ["last_hidden_state"]})
