"""Times one workload in PyTorch: a line of JSON with the names of unroll-bench's.

    python torch_peer.py lstm-128 --threads 2 [--samples 7] [--seconds 0.25]
"""

import argparse

import torch
from torch import nn
from torch.nn import functional as F

import models
import timing

GENERATOR = torch.Generator().manual_seed(7)
BATCHES = 8


def tokens(*shape, vocabulary, first=0):
    return [torch.randint(first, vocabulary, shape, generator=GENERATOR) for _ in range(BATCHES)]


def training(model, loss, compiled=None):
    """A step of training: the quickest of plain and, where given, compiled."""

    def stepping(loss):
        parameters = list(model.parameters())
        adam = torch.optim.Adam(parameters, lr=1e-3, fused=True)
        place = 0

        def step():
            nonlocal place
            place += 1
            adam.zero_grad(set_to_none=True)
            loss(place % BATCHES).backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            adam.step()

        return step

    if compiled is None:
        return stepping(loss)
    return timing.faster([stepping(loss), stepping(compiled)])


def character_training(kind, hidden, layers=1):
    model = models.CharacterModel(kind, hidden, layers)
    return next_token_training(model, batch=32, time=64, compiled=False)


def next_token_training(model, batch, time, compiled, vocabulary=65):
    data = tokens(batch, time + 1, vocabulary=vocabulary)

    def loss_of(forward):
        def loss(i):
            logits = forward(data[i][:, :-1])
            return F.cross_entropy(logits.flatten(0, 1), data[i][:, 1:].flatten())

        return loss

    other = loss_of(torch.compile(model)) if compiled else None
    return training(model, loss_of(model), other), batch * time


def inference():
    model, data = models.CharacterModel(nn.LSTM, 256, 2).eval(), tokens(32, 64, vocabulary=65)
    place = 0

    def step():
        nonlocal place
        place += 1
        with torch.inference_mode():
            model(data[place % BATCHES])

    return step, 32 * 64


def sampling(length=200):
    model = models.CellModel(256, 2).eval()

    def step():
        with torch.inference_mode():
            token, states = torch.zeros(1, dtype=torch.long), model.start(1)
            for _ in range(length):
                logits, states = model(token, states)
                token = logits.argmax(-1)

    return step, length


def packed():
    lengths = [torch.randint(16, 65, (32,), generator=GENERATOR) for _ in range(BATCHES)]
    data = tokens(32, 64, vocabulary=5000, first=1)
    for length, batch in zip(lengths, data):
        length[0] = 64
        batch[torch.arange(64)[None, :] >= length[:, None]] = 0
    classes = tokens(32, vocabulary=2)
    model = models.PackedClassifier()
    step = training(model, lambda i: F.cross_entropy(model(data[i], lengths[i]), classes[i]))
    return step, sum(int(length.sum()) for length in lengths) / BATCHES


def translation():
    source, target = tokens(64, 20, vocabulary=100), tokens(64, 21, vocabulary=100)
    model = models.Translator()

    def loss(i):
        logits = model(source[i], target[i][:, :-1])
        return F.cross_entropy(logits.flatten(0, 1), target[i][:, 1:].flatten())

    return training(model, loss), 64 * 20


def classification():
    data, classes, model = tokens(64, 50, vocabulary=5000), tokens(64, vocabulary=2), models.TextCNN()
    compiled = torch.compile(model)
    step = training(
        model,
        lambda i: F.cross_entropy(model(data[i]), classes[i]),
        lambda i: F.cross_entropy(compiled(data[i]), classes[i]),
    )
    return step, 64 * 50


def beam(width=5, length=40, vocabulary=65):
    model = models.CellModel(256, 1).eval()

    def step():
        with torch.inference_mode():
            [(hidden, cell)] = model.start(width)
            token = torch.zeros(width, dtype=torch.long)
            score = torch.full((width,), float("-inf"))
            score[0] = 0.0
            parents, drawn = [], []
            for _ in range(length):
                logits, [(hidden, cell)] = model(token, [(hidden, cell)])
                all_scores = F.log_softmax(logits, -1) + score.unsqueeze(1)
                score, place = all_scores.view(-1).topk(width)
                parent = place // vocabulary
                token = place - parent * vocabulary
                hidden, cell = hidden.index_select(0, parent), cell.index_select(0, parent)
                parents.append(parent)
                drawn.append(token)
            parents, drawn = torch.stack(parents).tolist(), torch.stack(drawn).tolist()
            at, best = 0, []
            for t in reversed(range(length)):
                best.append(drawn[t][at])
                at = parents[t][at]

    return step, width * length


WORKLOADS = {
    "lstm-128": lambda: character_training(nn.LSTM, 128),
    "lstm-2x256": lambda: character_training(nn.LSTM, 256, 2),
    "lstm-2x512": lambda: character_training(nn.LSTM, 512, 2),
    "lstm-1024": lambda: character_training(nn.LSTM, 1024),
    "gru-256": lambda: character_training(nn.GRU, 256),
    "rnn-256": lambda: character_training(nn.RNN, 256),
    "bilstm-packed": packed,
    "seq2seq-attention": translation,
    "gpt-128x4": lambda: next_token_training(models.Transformer(), 16, 128, compiled=True),
    "textcnn": classification,
    "beam-5": beam,
    "lstm-sample": sampling,
    "lstm-infer": inference,
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", choices=WORKLOADS)
    timing.add_arguments(parser, samples=7)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    step, count = WORKLOADS[arguments.workload]()
    repetitions = timing.repetitions(step, arguments.seconds)
    taken = timing.samples_of(step, repetitions, arguments.samples, arguments.paced)
    timing.report(
        arguments.workload, arguments.threads, count, taken, torch=torch.__version__
    )


if __name__ == "__main__":
    main()
