"""The models of the workloads in PyTorch, as its users write them."""

import torch
from torch import nn
from torch.nn import functional as F


class CharacterModel(nn.Module):
    """Embedding, recurrent layers, head. `kind` is nn.LSTM, nn.GRU or nn.RNN."""

    def __init__(self, kind, hidden, layers=1, vocabulary=65, embedding=64):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.recurrent = kind(embedding, hidden, layers, batch_first=True)
        self.head = nn.Linear(hidden, vocabulary)

    def forward(self, tokens):
        output, _ = self.recurrent(self.embedding(tokens))
        return self.head(output)


class CellModel(nn.Module):
    """The same from LSTMCells, which are quicker one token at a time."""

    def __init__(self, hidden, layers, vocabulary=65, embedding=64):
        super().__init__()
        self.hidden = hidden
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.cells = nn.ModuleList(
            nn.LSTMCell(embedding if layer == 0 else hidden, hidden) for layer in range(layers)
        )
        self.head = nn.Linear(hidden, vocabulary)

    def start(self, batch):
        return [(torch.zeros(batch, self.hidden),) * 2 for _ in self.cells]

    def forward(self, tokens, states):
        x, after = self.embedding(tokens), []
        for cell, state in zip(self.cells, states):
            after.append(cell(x, state))
            x = after[-1][0]
        return self.head(x), after


class PackedClassifier(nn.Module):
    """Bidirectional LSTM over sequences of their own lengths."""

    def __init__(self, vocabulary=5000, embedding=100, hidden=128, classes=2):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding, padding_idx=0)
        self.lstm = nn.LSTM(embedding, hidden, batch_first=True, bidirectional=True)
        self.head = nn.Linear(2 * hidden, classes)

    def forward(self, tokens, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(
            self.embedding(tokens), lengths, batch_first=True, enforce_sorted=False
        )
        _, (hidden, _) = self.lstm(packed)
        return self.head(torch.cat((hidden[-2], hidden[-1]), 1))


class Translator(nn.Module):
    """GRU encoder, GRU decoder with additive attention; the keys are multiplied once."""

    def __init__(self, vocabulary=100, hidden=128):
        super().__init__()
        self.source, self.target = (nn.Embedding(vocabulary, hidden) for _ in range(2))
        self.encoder = nn.GRU(hidden, hidden, batch_first=True)
        self.query, self.key = nn.Linear(hidden, hidden), nn.Linear(hidden, hidden)
        self.score = nn.Linear(hidden, 1)
        self.decoder = nn.GRUCell(2 * hidden, hidden)
        self.head = nn.Linear(hidden, vocabulary)

    def forward(self, source, inputs):
        memory, state = self.encoder(self.source(source))
        keys, state, outputs = self.key(memory), state[0], []
        targets = self.target(inputs)
        for step in range(inputs.shape[1]):
            scores = self.score(torch.tanh(self.query(state).unsqueeze(1) + keys)).squeeze(2)
            context = torch.bmm(F.softmax(scores, 1).unsqueeze(1), memory).squeeze(1)
            state = self.decoder(torch.cat((targets[:, step], context), 1), state)
            outputs.append(state)
        return self.head(torch.stack(outputs, 1))


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.merge = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        batch, time, width = x.shape
        q, k, v = (
            part.view(batch, time, self.heads, -1).transpose(1, 2)
            for part in self.qkv(self.norm1(x)).split(width, 2)
        )
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.merge(mixed.transpose(1, 2).reshape(batch, time, width))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    """Decoder only, learned positions, the head tied to the embedding."""

    def __init__(self, width=128, heads=4, layers=4, context=128, vocabulary=65):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.Sequential(*(Block(width, heads) for _ in range(layers)))
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocabulary, bias=False)
        nn.init.normal_(self.head.weight, std=0.02)
        self.tokens.weight = self.head.weight

    def forward(self, tokens):
        x = self.tokens(tokens) + self.positions(torch.arange(tokens.shape[1]))
        return self.head(self.norm(self.blocks(x)))


class TextCNN(nn.Module):
    """Kim's network: filters of three widths, the largest over time, dropout."""

    def __init__(self, vocabulary=5000, embedding=100, filters=100, classes=2):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.filters = nn.ModuleList(nn.Conv1d(embedding, filters, width) for width in (3, 4, 5))
        self.dropout = nn.Dropout(0.5)
        self.head = nn.Linear(3 * filters, classes)

    def forward(self, tokens):
        x = self.embedding(tokens).transpose(1, 2)
        largest = [F.relu(filter(x)).amax(2) for filter in self.filters]
        return self.head(self.dropout(torch.cat(largest, 1)))
