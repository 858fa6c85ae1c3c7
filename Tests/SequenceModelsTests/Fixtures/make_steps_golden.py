"""Writes ten training steps of PyTorch's layers, for StepsGoldenTests.swift: python3 make_steps_golden.py

Weights, inputs and targets follow from numbers(), here and in the test, and are not written.
"""

import json
import math
import pathlib

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

FOLDER = pathlib.Path(__file__).parent


def numbers(shape, seed):
    """Numbers from -1 to 1 that have no order."""
    values = [
        (i * i * 48611 + i * 7919 + seed * 104729) % 2003 / 1001 - 1 for i in range(math.prod(shape))
    ]
    return torch.tensor(values, dtype=torch.float64).float().reshape(shape)


def padding(lengths, time):
    return torch.arange(time)[None, :] >= torch.tensor(lengths)[:, None]


def causal(time):
    return torch.triu(torch.ones(time, time, dtype=torch.bool), 1)


def attention(name, lengths=None, masked=False):
    layer = nn.MultiheadAttention(6, 2, batch_first=True)

    def forward(x, memory=None):
        keys = x if memory is None else memory
        return layer(
            x, keys, keys, need_weights=False,
            key_padding_mask=padding(lengths, keys.shape[1]) if lengths else None,
            attn_mask=causal(x.shape[1]) if masked else None,
        )[0]

    return name, layer, forward


def encoder_layer(first, activation):
    return nn.TransformerEncoderLayer(
        6, 3, 5, dropout=0, activation=activation, batch_first=True, norm_first=first)


def decoder_layer(first, activation):
    return nn.TransformerDecoderLayer(
        4, 2, 5, dropout=0, activation=activation, batch_first=True, norm_first=first)


def convolution(name, *sizes, causal=0, **options):
    layer = nn.Conv1d(*sizes, **options)

    def forward(x):
        return layer(nn.functional.pad(x.transpose(1, 2), (causal, 0))).transpose(1, 2)

    return name, layer, forward


def recurrent(name, layer, lengths=None):
    def forward(x):
        if lengths is None:
            return layer(x)[0]
        packed = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
        return pad_packed_sequence(layer(packed)[0], batch_first=True)[0]

    return name, layer, forward


def cell(name, layer):
    """Three steps; the output is the last h."""

    def forward(x):
        state = None
        for step in range(3):
            state = layer(x[:, step], state)
        return state[0] if isinstance(state, tuple) else state

    return name, layer, forward


def plain(name, layer):
    return name, layer, layer


def cases():
    """Each case: name, layer, forward; shapes of its inputs."""
    yield plain("linear", nn.Linear(17, 9)), [(2, 3, 17)]
    yield plain("linear, one row", nn.Linear(3, 1)), [(1, 3)]
    yield plain("layer norm", nn.LayerNorm(7)), [(2, 3, 7)]
    yield plain("layer norm, one row", nn.LayerNorm(9)), [(1, 1, 9)]
    yield attention("attention, one step"), [(1, 1, 6)]
    yield attention("attention, causal", masked=True), [(3, 5, 6)]
    yield attention("attention, lengths", lengths=[5, 1, 3]), [(3, 5, 6)]
    yield attention("attention, cross", lengths=[4, 2]), [(2, 3, 6), (2, 4, 6)]
    layer = encoder_layer(True, "gelu")
    yield ("encoder layer, pre", layer, lambda x: layer(x, src_mask=causal(3))), [(2, 3, 6)]
    post = encoder_layer(False, "relu")
    yield (
        "encoder layer, post", post, lambda x: post(x, src_key_padding_mask=padding([3, 1], 3))
    ), [(2, 3, 6)]
    yield plain("encoder layer, one step", encoder_layer(True, "gelu")), [(1, 1, 6)]
    stack = nn.TransformerEncoder(
        encoder_layer(True, "gelu"), 2, nn.LayerNorm(6), enable_nested_tensor=False)
    yield (
        "encoder", stack, lambda x: stack(x, src_key_padding_mask=padding([3, 5, 1], 5))
    ), [(3, 5, 6)]
    for name, first, activation in [("pre", True, "gelu"), ("post", False, "relu")]:
        decoder = decoder_layer(first, activation)
        yield (
            f"decoder layer, {name}", decoder,
            lambda x, memory, decoder=decoder: decoder(
                x, memory, tgt_mask=causal(3), memory_key_padding_mask=padding([5, 2], 5)),
        ), [(2, 3, 4), (2, 5, 4)]
    both = nn.TransformerDecoder(decoder_layer(True, "relu"), 2, nn.LayerNorm(4))
    yield (
        "decoder", both,
        lambda x, memory: both(
            x, memory, tgt_mask=causal(3), memory_key_padding_mask=padding([1, 5], 5)),
    ), [(2, 3, 4), (2, 5, 4)]
    yield ("decoder, one step", both, both), [(1, 1, 4), (1, 1, 4)]
    yield convolution("convolution", 3, 5, 4, padding=1, stride=2), [(2, 7, 3)]
    yield convolution("convolution, causal", 3, 5, 3, dilation=2, causal=4), [(2, 7, 3)]
    yield convolution("convolution, groups", 6, 9, 3, groups=3), [(2, 5, 6)]
    yield convolution("convolution, one step", 3, 2, 1), [(1, 1, 3)]
    for name, kind, options in [
        ("rnn", nn.RNN, {}), ("rnn relu", nn.RNN, {"nonlinearity": "relu"}), ("gru", nn.GRU, {}),
        ("lstm", nn.LSTM, {}),
    ]:
        yield recurrent(
            f"{name}, two layers, both directions, lengths",
            kind(3, 2, num_layers=2, bidirectional=True, batch_first=True, **options), [2, 5, 1, 3],
        ), [(4, 5, 3)]
        yield recurrent(f"{name}, odd width", kind(3, 9, batch_first=True, **options)), [(3, 4, 3)]
        yield recurrent(f"{name}, one step", kind(5, 3, batch_first=True, **options)), [(1, 1, 5)]
    yield cell("rnn cell", nn.RNNCell(3, 5)), [(2, 3, 3)]
    yield cell("rnn relu cell", nn.RNNCell(3, 5, nonlinearity="relu")), [(2, 3, 3)]
    yield cell("gru cell", nn.GRUCell(3, 5)), [(2, 3, 3)]
    yield cell("lstm cell", nn.LSTMCell(3, 5)), [(2, 3, 3)]


def start(layer):
    with torch.no_grad():
        for seed, p in enumerate(layer.parameters(), 100):
            p.copy_(numbers(p.shape, seed) * 0.5)


def train(layer, loss):
    """The losses of ten steps of gradient descent."""
    optimizer, losses = torch.optim.SGD(layer.parameters(), lr=0.5), []
    for _ in range(10):
        optimizer.zero_grad()
        value = loss()
        value.backward()
        optimizer.step()
        losses.append(value.item())
    return torch.tensor(losses)


def main():
    tensors = {}

    def ends(name, layer):
        return {f"{name} | end {key}": p.clone() for key, p in layer.named_parameters()}

    for (name, layer, forward), shapes in cases():
        start(layer)
        inputs = [numbers(shape, seed).requires_grad_() for seed, shape in enumerate(shapes, 1)]
        output = forward(*inputs)
        target = numbers(output.shape, 9)
        ((output - target) ** 2).mean().backward()
        tensors[f"{name} | output"] = output
        for place, x in enumerate(inputs):
            tensors[f"{name} | gradient {place}"] = x.grad.clone()
        losses = train(layer, lambda: ((forward(*inputs) - target) ** 2).mean())
        tensors |= {f"{name} | losses": losses} | ends(name, layer)

    tokens, layer = torch.tensor([[1, 5, 1], [0, 3, 5]]), nn.Embedding(6, 5)
    start(layer)
    target = numbers([2, 3, 5], 9)
    losses = train(layer, lambda: ((layer(tokens) - target) ** 2).mean())
    tensors |= {"embedding | losses": losses} | ends("embedding", layer)

    classes, weights = torch.tensor([4, 0, 2, 2, 1, 3]), torch.tensor([1, 0, 2, 0.5, 0, 1])
    x = numbers([6, 3], 1)
    for name, factors in [("cross-entropy", torch.ones(6)), ("cross-entropy, weights", weights)]:
        layer = nn.Linear(3, 5)
        start(layer)

        def loss():
            each = nn.functional.cross_entropy(layer(x), classes, reduction="none")
            return (each * factors).sum() / factors.sum()

        tensors |= {f"{name} | losses": train(layer, loss)} | ends(name, layer)

    lines = []
    for key, value in tensors.items():
        value = value.detach()
        entry = {"shape": list(value.shape), "values": [float(f"{x:.9g}") for x in value.flatten()]}
        lines.append(f"{json.dumps(key)}: {json.dumps(entry, separators=(',', ':'))}")
    (FOLDER / "steps.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
