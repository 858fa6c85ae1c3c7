"""Writes what PyTorch computes, for RecurrentGoldenTests.swift: python3 make_recurrent_golden.py"""

import json
import pathlib

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

FOLDER = pathlib.Path(__file__).parent


def write(name, tensors):
    lines = []
    for key, value in tensors.items():
        value = torch.as_tensor(value).detach()
        numbers = [float(f"{x:.7g}") for x in value.flatten().tolist()]
        entry = {"shape": list(value.shape), "values": numbers}
        lines.append(f"{json.dumps(key)}: {json.dumps(entry, separators=(',', ':'))}")
    (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def parts(state, name):
    """h, and c if there is one, as tensors by name."""
    state = state if isinstance(state, tuple) else (state,)
    return {f"{letter}{name}": part for letter, part in zip("hc", state)}


def layers(name, make):
    """Two layers in both directions over uneven lengths, and one sequence of one step."""
    torch.manual_seed(7)
    layer = make(2, 3, num_layers=2, bidirectional=True, batch_first=True)
    states = 2 if isinstance(layer, nn.LSTM) else 1
    x = torch.randn(4, 5, 2, requires_grad=True)
    lengths = torch.tensor([2, 5, 1, 3])
    state = tuple(torch.randn(4, 4, 3) for _ in range(states))
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    output, last = layer(packed, state if states > 1 else state[0])
    output, _ = pad_packed_sequence(output, batch_first=True)
    projection = torch.randn_like(output)
    loss = (output * projection).sum()
    for factor, part in enumerate(parts(last, "").values(), 1):
        loss = loss + factor * (part * part).sum()
    loss.backward()
    tensors = {"x": x, "lengths": lengths, "output": output, "projection": projection}
    tensors |= parts(state, " start") | parts(last, " last") | {"gradient x": x.grad}
    tensors |= {key: p for key, p in layer.named_parameters()}
    tensors |= {f"gradient {key}": p.grad for key, p in layer.named_parameters()}
    step = torch.randn(1, 1, 2)
    output, last = layer(step)
    tensors |= {"step x": step, "step output": output} | parts(last, " step")
    write(name, tensors)


def reset_before():
    """A GRU whose reset gate acts before the product (Cho et al., 2014, first version)."""
    torch.manual_seed(8)
    layer = nn.GRU(2, 3, batch_first=True)  # for its weights
    x, h = torch.randn(2, 4, 2, requires_grad=True), torch.randn(2, 3)
    tensors, outputs = {"x": x, "h start": h[None]}, []
    w = dict(layer.named_parameters())
    u_gates, u_candidate = w["weight_hh_l0"][:6], w["weight_hh_l0"][6:]
    b_gates, b_candidate = w["bias_hh_l0"][:6], w["bias_hh_l0"][6:]
    for step in range(4):
        a = x[:, step] @ w["weight_ih_l0"].T + w["bias_ih_l0"]
        r, z = torch.sigmoid(a[:, :6] + h @ u_gates.T + b_gates).chunk(2, 1)
        n = torch.tanh(a[:, 6:] + (r * h) @ u_candidate.T + b_candidate)
        h = (1 - z) * n + z * h
        outputs.append(h)
    output = torch.stack(outputs, 1)
    projection = torch.randn_like(output)
    (output * projection).sum().backward()
    tensors |= {"output": output, "projection": projection, "gradient x": x.grad} | w
    tensors |= {f"gradient {key}": p.grad for key, p in w.items()}
    write("gru-reset-before", tensors)


def eigenvalues():
    torch.manual_seed(9)
    tensors = {}
    for size in [1, 2, 3, 7, 12]:
        matrix = torch.randn(size, size)
        radius = torch.linalg.eigvals(matrix.double()).abs().max()
        tensors |= {f"matrix {size}": matrix, f"radius {size}": radius}
    write("eigenvalues", tensors)


layers("rnn-tanh", nn.RNN)
layers("rnn-relu", lambda *sizes, **options: nn.RNN(*sizes, nonlinearity="relu", **options))
layers("gru", nn.GRU)
layers("lstm-bidirectional", nn.LSTM)
reset_before()
eigenvalues()
