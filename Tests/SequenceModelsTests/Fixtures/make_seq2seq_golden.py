"""Writes what PyTorch computes, for Seq2SeqTests.swift: python3 make_seq2seq_golden.py"""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from make_transformer_golden import differentiate, padding, spread, write

SOURCES, LENGTHS = [[3, 5, 4, 3, 6], [6, 3, 0, 0, 0], [4, 0, 0, 0, 0]], [5, 2, 1]
INPUTS = [[1, 3, 4, 5], [1, 5, 0, 0], [1, 4, 3, 0]]
VOCABULARY, VECTORS, HIDDEN, WIDTH = 7, 3, 5, 4


class Attention(nn.Module):
    def __init__(self, score):
        super().__init__()
        self.score = score
        if score == "additive":
            self.query_weight = nn.Parameter(torch.randn(WIDTH, HIDDEN))
            self.key_weight = nn.Parameter(torch.randn(WIDTH, HIDDEN))
            self.score_weight = nn.Parameter(torch.randn(WIDTH))
        if score == "general":
            self.key_weight = nn.Parameter(torch.randn(HIDDEN, HIDDEN))

    def forward(self, query, states):
        if self.score == "additive":
            sums = (query @ self.query_weight.T)[:, None] + states @ self.key_weight.T
            scores = torch.tanh(sums) @ self.score_weight
        else:
            keys = states @ self.key_weight.T if self.score == "general" else states
            scores = (keys * query[:, None]).sum(2)
            if self.score == "scaledDot":
                scores = scores / HIDDEN**0.5
        hidden = padding(LENGTHS, states.shape[1])
        weights = scores.masked_fill(hidden, -torch.inf).softmax(1)
        return (weights[:, :, None] * states).sum(1), weights


class Seq2Seq(nn.Module):
    def __init__(self, score):
        super().__init__()
        self.source_embedding = nn.Embedding(VOCABULARY, VECTORS)
        self.target_embedding = nn.Embedding(VOCABULARY, VECTORS)
        self.encoder = nn.GRU(VECTORS, HIDDEN, batch_first=True)
        self.decoder = nn.GRU(VECTORS + HIDDEN, HIDDEN, batch_first=True)
        self.attention = Attention(score)
        self.head = nn.Linear(HIDDEN, VOCABULARY)

    def forward(self):
        packed = pack_padded_sequence(
            self.source_embedding(torch.tensor(SOURCES)), LENGTHS, batch_first=True)
        states, last = self.encoder(packed)
        states, _ = pad_packed_sequence(states, batch_first=True)
        vectors = self.target_embedding(torch.tensor(INPUTS))
        outputs, weights = [], []
        for time in range(vectors.shape[1]):
            context, seen = self.attention(last[0], states)
            step = torch.cat([vectors[:, time], context], 1)[:, None]
            output, last = self.decoder(step, last)
            outputs.append(output)
            weights.append(seen)
        return self.head(torch.cat(outputs, 1)), torch.stack(weights, 1)


if __name__ == "__main__":
    tensors = {}
    for score in ["additive", "dot", "general", "scaledDot"]:
        torch.manual_seed(1)
        model = spread(Seq2Seq(score))
        output, weights = model()
        tensors |= differentiate(f"{score} ", model, {}, output)
        tensors[f"{score} weights"] = weights
    write("seq2seq", tensors)
