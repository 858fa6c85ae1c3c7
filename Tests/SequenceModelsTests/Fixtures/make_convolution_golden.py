"""Writes what PyTorch computes, for ConvolutionTests.swift: python3 make_convolution_golden.py"""

import json
import pathlib

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parent


def write(name, tensors):
    lines = []
    for key, value in tensors.items():
        value = torch.as_tensor(value).detach()
        numbers = [float(f"{x:.9g}") for x in value.flatten().tolist()]
        entry = {"shape": list(value.shape), "values": numbers}
        lines.append(f"{json.dumps(key)}: {json.dumps(entry)}")
    (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


# Name, batch, time, channels, outputs, width, options; causal is padding before alone.
CASES = [
    ("plain", 2, 7, 3, 5, 4, {}),
    ("one step", 1, 3, 3, 2, 3, {}),
    ("width one", 2, 3, 5, 7, 1, {}),
    ("padding", 2, 3, 3, 5, 5, {"padding": 2}),
    ("stride", 2, 11, 3, 5, 3, {"stride": 3, "padding": 1}),
    ("dilation", 1, 11, 3, 5, 3, {"dilation": 3}),
    ("same", 2, 7, 3, 5, 4, {"padding": "same"}),
    ("same dilated", 2, 7, 3, 5, 4, {"padding": "same", "dilation": 3}),
    ("causal", 2, 7, 3, 5, 3, {"dilation": 2, "causal": 4}),
    ("groups", 2, 7, 6, 9, 3, {"groups": 3, "stride": 2, "padding": 1}),
    ("depthwise", 2, 7, 5, 5, 3, {"groups": 5, "bias": False}),
]


def convolutions():
    tensors = {}
    for seed, (name, batch, time, channels, outputs, width, options) in enumerate(CASES):
        torch.manual_seed(seed)
        options = dict(options)
        causal = options.pop("causal", 0)
        layer = nn.Conv1d(channels, outputs, width, **options)
        x = torch.randn(batch, time, channels, requires_grad=True)
        padded = nn.functional.pad(x.transpose(1, 2), (causal, 0))
        y = layer(padded).transpose(1, 2)
        projection = torch.randn_like(y)
        (y * projection).sum().backward()
        tensors |= {f"{name} x": x, f"{name} output": y, f"{name} projection": projection}
        tensors |= {f"{name} gradient x": x.grad}
        tensors |= {f"{name} {key}": p for key, p in layer.named_parameters()}
        tensors |= {f"{name} gradient {key}": p.grad for key, p in layer.named_parameters()}
    write("convolution", tensors)


class TextCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(9, 3)
        self.convolutions = nn.ModuleList(nn.Conv1d(3, 4, width) for width in (2, 3))
        self.head = nn.Linear(8, 2)

    def forward(self, tokens):
        e = self.embedding(tokens).transpose(1, 2)
        found = [nn.functional.relu(c(e)).amax(dim=2) for c in self.convolutions]
        return self.head(torch.cat(found, 1))


def text_cnn():
    torch.manual_seed(7)
    model = TextCNN()
    tensors = {f"start {name}": p.clone() for name, p in model.named_parameters()}
    tokens, labels = torch.randint(0, 9, (10, 5, 7)), torch.randint(0, 2, (10, 5))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    losses = []
    for batch, label in zip(tokens, labels):
        loss = nn.functional.cross_entropy(model(batch), label)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    tensors |= {"tokens": tokens, "labels": labels, "losses": torch.stack(losses)}
    tensors |= {f"end {name}": p for name, p in model.named_parameters()}
    write("text-cnn", tensors)


convolutions()
text_cnn()
