"""BERT-base encoder (Devlin et al. 2019: 12 layers, width 768, 12 heads, feed-forward 3072, vocabulary 30522) written as a torch module and exported by tracing.

Layer normalisation and GELU stay in the decomposed form torch gives them at opset 14. Run with the Debian python3 (torch, onnx).
"""

import math

import torch
from torch import nn

from common import export_torch

VOCABULARY, POSITIONS, WIDTH, HEADS, FEED_FORWARD, LAYERS = 30522, 512, 768, 12, 3072, 12


class SelfAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)

    @staticmethod
    def heads(x):
        batch, length, _ = x.shape
        return x.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

    def forward(self, x, mask):
        query, key, value = self.heads(self.query(x)), self.heads(self.key(x)), self.heads(self.value(x))
        scores = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask
        context = (torch.softmax(scores, -1) @ value).transpose(1, 2)
        return self.output(context.reshape(x.shape))


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = SelfAttention()
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = nn.Linear(WIDTH, FEED_FORWARD)
        self.narrow = nn.Linear(FEED_FORWARD, WIDTH)
        self.output_norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x, mask):
        x = self.attention_norm(x + self.attention(x, mask))
        return self.output_norm(x + self.narrow(nn.functional.gelu(self.widen(x))))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.segments = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

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
    export_torch(
        Encoder(), (ids, torch.ones_like(ids), ids), "bert_base",
        f"BERT-base encoder, torch {torch.__version__}, weights not included", names, ["last_hidden_state"],
        {name: {0: "N", 1: "sequence"} for name in names + ["last_hidden_state"]})
