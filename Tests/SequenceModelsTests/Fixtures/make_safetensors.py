"""Writes small files of weights with PyTorch and its package `safetensors`, for SafetensorsTests.swift:
python3 make_safetensors.py

`pytorch.safetensors` holds a model of PyTorch and what it computes. `kinds.safetensors` holds numbers of
every kind that is read. `ours.safetensors` is what SafetensorsTests.swift must write byte for byte; this
script has PyTorch load it and stops if a number differs.
"""

import json
import pathlib
import struct

import torch
from safetensors.torch import load_file, save_file
from torch import nn

FOLDER = pathlib.Path(__file__).parent


class LanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 3)
        self.lstm = nn.LSTM(3, 4, num_layers=2, batch_first=True)
        self.head = nn.Linear(4, 7)

    def forward(self, tokens):
        return self.head(self.lstm(self.embedding(tokens))[0])


torch.manual_seed(21)
model = LanguageModel()
save_file(model.state_dict(), FOLDER / "pytorch.safetensors", metadata={"format": "pt"})
tokens = torch.tensor([[1, 5, 1, 0], [0, 3, 6, 2]])
logits = model(tokens).detach()
save_file({"tokens": tokens, "logits": logits}, FOLDER / "pytorch-logits.safetensors")

numbers = torch.tensor([0.0, 1.0, -1.5, 0.333333333333, 65504.0, 6e-8, -2e-5])
save_file(
    {
        "double": numbers.double(),
        "float": numbers,
        "half": numbers.half(),
        "bfloat": numbers.bfloat16(),
        "long": torch.tensor([0, -5, 1 << 24, -(1 << 40)]),
        "int": torch.tensor([7, -8], dtype=torch.int32),
        "short": torch.tensor([300, -300], dtype=torch.int16),
        "tiny": torch.tensor([127, -128], dtype=torch.int8),
        "byte": torch.tensor([0, 255], dtype=torch.uint8),
        "flag": torch.tensor([True, False, True]),
        "one": torch.tensor(2.5),
        "none": torch.zeros(0, 3),
    },
    FOLDER / "kinds.safetensors",
)
expected = {
    "half": numbers.half().float().tolist(),
    "bfloat": numbers.bfloat16().float().tolist(),
    "float": numbers.tolist(),
}
(FOLDER / "kinds.json").write_text(
    "{\n"
    + ",\n".join(
        f'"{k}": {json.dumps({"shape": [len(v)], "values": [float(f"{x:.9g}") for x in v]})}'
        for k, v in expected.items())
    + "\n}\n")

ours = {
    "weight": torch.arange(6, dtype=torch.float32).reshape(2, 3) / 8 - 0.25,
    "a.bias": torch.tensor([1.5, -2.0, 3.0]),
    "scale": torch.tensor(0.1),
    "naïve \"name\"\n": torch.tensor([[-0.0, 1e-38]]),
}
save_file(ours, FOLDER / "ours.safetensors", metadata={"note": "tab\tand \"quotes\""})
loaded = load_file(FOLDER / "ours.safetensors")
assert loaded.keys() == ours.keys()
for name, tensor in ours.items():
    assert loaded[name].dtype == tensor.dtype and torch.equal(loaded[name], tensor), name
length = struct.unpack("<Q", (FOLDER / "ours.safetensors").read_bytes()[:8])[0]
print((FOLDER / "ours.safetensors").read_bytes()[8 : 8 + length])
