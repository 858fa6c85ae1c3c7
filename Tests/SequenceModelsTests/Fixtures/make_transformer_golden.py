"""Writes what PyTorch computes, for TransformerGoldenTests.swift: python3 make_transformer_golden.py"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional

FOLDER = pathlib.Path(__file__).parent


def write(name, tensors):
    lines = []
    for key, value in tensors.items():
        value = torch.as_tensor(value).detach()
        numbers = [float(f"{x:.8g}") for x in value.flatten().tolist()]
        entry = {"shape": list(value.shape), "values": numbers}
        lines.append(f"{json.dumps(key)}: {json.dumps(entry)}")
    (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def spread(layer):
    """Biases and norms that start at 0 or 1 would hide mistakes."""
    with torch.no_grad():
        for p in layer.parameters():
            if p.dim() == 1:
                p.add_(torch.randn_like(p) * 0.3)
    return layer


def differentiate(prefix, layer, inputs, output):
    """Inputs, parameters, output, and gradients of a random projection of the output."""
    projection = torch.randn_like(output)
    (output * projection).sum().backward()
    tensors = {f"{prefix}output": output, f"{prefix}projection": projection}
    for name, x in inputs.items():
        tensors |= {f"{prefix}{name}": x, f"{prefix}gradient {name}": x.grad}
    for name, p in layer.named_parameters():
        tensors |= {f"{prefix}{name}": p, f"{prefix}gradient {name}": p.grad}
    return tensors


def leaf(*shape):
    return torch.randn(*shape, requires_grad=True)


def causal(time):
    return torch.triu(torch.ones(time, time, dtype=torch.bool), 1)


def padding(lengths, time):
    return torch.arange(time)[None, :] >= torch.tensor(lengths)[:, None]


def norm_and_gelu():
    torch.manual_seed(1)
    norm = spread(nn.LayerNorm(7))
    x = leaf(2, 3, 7)
    tensors = differentiate("norm ", norm, {"x": x}, norm(x))
    x = torch.linspace(-6, 6, 41, requires_grad=True)
    y = functional.gelu(x)
    y.sum().backward()
    write("layer-norm-gelu", tensors | {"gelu x": x, "gelu": y, "gelu gradient": x.grad})


def attention():
    tensors = {}
    cases = {
        "plain": (1, 1, None, None, False),
        "causal": (2, 5, None, None, True),
        "lengths": (2, 5, None, [5, 3], False),
        "both": (2, 3, None, [2, 3], True),
        "cross": (2, 3, 4, [4, 2], False),
    }
    for seed, (name, (batch, time, memory, lengths, masked)) in enumerate(cases.items()):
        torch.manual_seed(10 + seed)
        layer = spread(nn.MultiheadAttention(6, 2, batch_first=True))
        inputs = {"x": leaf(batch, time, 6)}
        if memory:
            inputs["memory"] = leaf(batch, memory, 6)
        keys = inputs.get("memory", inputs["x"])
        output, weights = layer(
            inputs["x"], keys, keys,
            key_padding_mask=padding(lengths, keys.shape[1]) if lengths else None,
            attn_mask=causal(time) if masked else None,
            average_attn_weights=False,
        )
        tensors |= differentiate(f"{name} ", layer, inputs, output) | {f"{name} weights": weights}
    write("multi-head-attention", tensors)


def encoder():
    tensors = {}
    for seed, (first, activation) in enumerate(
        (first, activation) for first in ("pre", "post") for activation in ("relu", "gelu")
    ):
        torch.manual_seed(20 + seed)
        layer = spread(
            nn.TransformerEncoderLayer(
                6, 3, 5, dropout=0, activation=activation, batch_first=True, norm_first=first == "pre"
            )
        )
        x = leaf(2, 3, 6)
        output = layer(
            x, src_mask=causal(3) if first == "pre" else None,
            src_key_padding_mask=padding([3, 2], 3) if first == "post" else None,
        )
        tensors |= differentiate(f"{first} {activation} ", layer, {"x": x}, output)
    write("encoder-layer", tensors)


def decoder():
    tensors = {}
    for seed, first in enumerate(("pre", "post")):
        torch.manual_seed(30 + seed)
        layer = spread(
            nn.TransformerDecoderLayer(
                4, 2, 5, dropout=0, activation="gelu" if first == "pre" else "relu",
                batch_first=True, norm_first=first == "pre",
            )
        )
        inputs = {"x": leaf(2, 3, 4), "memory": leaf(2, 5, 4)}
        output = layer(
            inputs["x"], inputs["memory"], tgt_mask=causal(3),
            memory_key_padding_mask=padding([5, 2], 5),
        )
        tensors |= differentiate(f"{first} ", layer, inputs, output)
    write("decoder-layer", tensors)


class GPT(nn.Module):
    """GPT with PyTorch's own layers; head and embedding share their weights."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 6)
        self.positions = nn.Embedding(5, 6)
        block = nn.TransformerEncoderLayer(6, 2, 24, 0, "gelu", batch_first=True, norm_first=True)
        self.transformer = nn.TransformerEncoder(block, 2, nn.LayerNorm(6), enable_nested_tensor=False)
        self.head = nn.Linear(6, 7, bias=False)
        self.head.weight = self.embedding.weight

    def forward(self, tokens):
        time = tokens.shape[1]
        x = self.embedding(tokens) + self.positions.weight[:time]
        return self.head(self.transformer(x, mask=causal(time)))


def language_model():
    torch.manual_seed(40)
    model = spread(GPT())
    start = {name: p.clone() for name, p in model.named_parameters(remove_duplicate=False)}
    tokens = torch.randint(0, 7, (10, 2, 6))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    losses = []
    for batch in tokens:
        logits = model(batch[:, :-1])
        loss = functional.cross_entropy(logits.reshape(-1, 7), batch[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.detach())
    tensors = {f"start {name}": p for name, p in start.items()}
    tensors |= {"tokens": tokens, "losses": torch.stack(losses), "end head.weight": model.head.weight}
    tensors |= {"end linear1": model.transformer.layers[1].linear1.weight}
    write("transformer-language-model", tensors)


if __name__ == "__main__":
    norm_and_gelu()
    attention()
    encoder()
    decoder()
    language_model()
