"""Writes what PyTorch computes, for GoldenTests.swift: python3 make_golden.py"""

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


def lstm():
    torch.manual_seed(1)
    layer = nn.LSTM(3, 5, num_layers=2, batch_first=True)
    x = torch.randn(2, 7, 3, requires_grad=True)
    h, c = torch.randn(2, 2, 5), torch.randn(2, 2, 5)
    output, (h_last, c_last) = layer(x, (h, c))
    projection = torch.randn_like(output)
    (output * projection).sum().backward()
    tensors = {"x": x, "h": h, "c": c, "output": output, "projection": projection}
    tensors |= {"h_last": h_last, "c_last": c_last, "gradient x": x.grad}
    tensors |= dict(layer.named_parameters())
    tensors |= {f"gradient {name}": p.grad for name, p in layer.named_parameters()}
    write("lstm", tensors)


def cross_entropy():
    torch.manual_seed(2)
    x = torch.randn(2, 3, 5) * 3
    x.requires_grad_()
    targets = torch.tensor([4, 0, 2, 2, 1, 3])
    weights = torch.tensor([1.0, 0.0, 2.0, 0.5, 0.0, 1.0])
    each = nn.functional.cross_entropy(x.reshape(6, 5), targets, reduction="none")
    loss = (each * weights).sum() / weights.sum()
    loss.backward()
    mean = nn.functional.cross_entropy(x.reshape(6, 5), targets)
    write(
        "cross-entropy",
        {"x": x, "targets": targets, "weights": weights, "loss": loss, "mean": mean, "gradient": x.grad},
    )


def adam():
    torch.manual_seed(3)
    start = torch.randn(3, 5)
    gradients = torch.randn(10, 3, 5) * torch.logspace(-4, 2, 10).reshape(10, 1, 1)
    p = start.clone().requires_grad_()
    optimizer = torch.optim.Adam([p], lr=0.01)
    steps = []
    for gradient in gradients:
        p.grad = gradient.clone()
        optimizer.step()
        steps.append(p.detach().clone())
    write("adam", {"start": start, "gradients": gradients, "steps": torch.stack(steps)})


class LanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 3)
        self.lstm = nn.LSTM(3, 5, num_layers=2, batch_first=True)
        self.head = nn.Linear(5, 7)

    def forward(self, tokens, state):
        output, state = self.lstm(self.embedding(tokens), state)
        return self.head(output), state


def language_model():
    torch.manual_seed(4)
    model = LanguageModel()
    with torch.no_grad():
        # Large enough that the gradients of some steps are clipped.
        model.head.weight.mul_(8)
    tensors = {f"start {name}": p.clone() for name, p in model.named_parameters()}
    tokens = torch.randint(0, 7, (10, 2, 5))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    losses, norms, state = [], [], None
    for batch in tokens:
        logits, state = model(batch[:, :-1], state)
        state = tuple(part.detach() for part in state)
        loss = nn.functional.cross_entropy(logits.reshape(-1, 7), batch[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_(model.parameters(), 1.0))
        optimizer.step()
        losses.append(loss.detach())
    tensors |= {"tokens": tokens, "losses": torch.stack(losses), "norms": torch.stack(norms)}
    tensors |= {f"end {name}": p for name, p in model.named_parameters()}
    write("language-model", tensors)


def layers():
    torch.manual_seed(5)
    linear, embedding = nn.Linear(4, 3), nn.Embedding(6, 5)
    x = torch.randn(2, 3, 4, requires_grad=True)
    tokens = torch.tensor([[1, 5, 1], [0, 3, 5]])
    tensors = {"x": x, "tokens": tokens}
    for name, layer, given in [("linear", linear, x), ("embedding", embedding, tokens)]:
        output = layer(given)
        projection = torch.randn_like(output)
        (output * projection).sum().backward()
        tensors |= {f"{name} output": output, f"{name} projection": projection}
        for key, p in layer.named_parameters():
            tensors |= {f"{name} {key}": p, f"{name} gradient {key}": p.grad}
    tensors["gradient x"] = x.grad
    write("layers", tensors)


lstm()
cross_entropy()
adam()
language_model()
layers()
