"""Writes what PyTorch's optimisers and schedules compute, for OptimizerTests.swift and
ScheduleTests.swift: python3 make_training_golden.py"""

import json
import pathlib

import torch

FOLDER = pathlib.Path(__file__).parent

OPTIMIZERS = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.1),
    "SGD, decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.2),
    "SGD, momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, dampening=0.3, weight_decay=0.1),
    "SGD, Nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "Adagrad, decay": lambda p: torch.optim.Adagrad(
        p, lr=0.1, lr_decay=0.05, weight_decay=0.1, initial_accumulator_value=0.3),
    "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.02),
    "RMSprop, decay": lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9, weight_decay=0.1),
    "RMSprop, momentum": lambda p: torch.optim.RMSprop(p, lr=0.02, momentum=0.8),
    "RMSprop, centered": lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.9, momentum=0.5, centered=True),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.03),
    "Adam, decay": lambda p: torch.optim.Adam(p, lr=0.03, betas=(0.8, 0.95), weight_decay=0.2),
    "Adam, amsgrad": lambda p: torch.optim.Adam(p, lr=0.03, betas=(0.8, 0.9), amsgrad=True),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=0.03),
    "AdamW, decay": lambda p: torch.optim.AdamW(p, lr=0.03, weight_decay=0.5, amsgrad=True),
}


def write(name, tensors):
    lines = []
    for key, value in tensors.items():
        value = torch.as_tensor(value).detach()
        numbers = [float(f"{x:.9g}") for x in value.flatten().tolist()]
        lines.append(f"{json.dumps(key)}: {json.dumps({'shape': list(value.shape), 'values': numbers})}")
    (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def optimizers():
    torch.manual_seed(11)
    start = torch.randn(2, 3)
    gradients = torch.randn(10, 2, 3) * torch.logspace(0.3, -0.6, 10).reshape(10, 1, 1)
    tensors = {"start": start, "gradients": gradients}
    for name, make in OPTIMIZERS.items():
        p = start.clone().requires_grad_()
        optimizer = make([p])
        steps = []
        for gradient in gradients:
            p.grad = gradient.clone()
            optimizer.step()
            steps.append(p.detach().clone())
        tensors[name] = torch.stack(steps)
    # Rows of an embedding: each step asks for others, one of them twice.
    table = torch.randn(5, 2)
    tokens = torch.tensor([[1, 3, 1], [0, 1, 2], [3, 3, 3], [0, 2, 4], [1, 2, 1], [4, 0, 4]])
    weights = torch.randn(6, 3, 2)
    tensors |= {"table": table, "tokens": tokens, "weights": weights}
    for name, make in {
        "rows, SGD": lambda p: torch.optim.SGD(p, lr=0.1),
        "rows, Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
        "rows, SparseAdam": lambda p: torch.optim.SparseAdam(p, lr=0.03),
        "rows, Adam": lambda p: torch.optim.Adam(p, lr=0.03),
        "rows, AdamW": lambda p: torch.optim.AdamW(p, lr=0.03),
        "rows, SGD momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.1),
        "rows, RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.02, centered=True),
    }.items():
        sparse = name in {"rows, SGD", "rows, Adagrad", "rows, SparseAdam"}
        layer = torch.nn.Embedding(5, 2, sparse=sparse, _weight=table.clone())
        optimizer = make(layer.parameters())
        steps = []
        for batch, weight in zip(tokens, weights):
            optimizer.zero_grad()
            (layer(batch) * weight).sum().backward()
            optimizer.step()
            steps.append(layer.weight.detach().clone())
        tensors[name] = torch.stack(steps)
    write("optimizers", tensors)


def schedules():
    """The rate of steps 1 to 12, times 0.5."""

    def rates(make):
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
        schedule, result = make(optimizer), []
        for _ in range(12):
            result.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        return torch.tensor(result, dtype=torch.float64)

    s = torch.optim.lr_scheduler
    tensors = {
        "constant": rates(lambda o: s.ConstantLR(o, factor=1.0)),
        "step": rates(lambda o: s.StepLR(o, step_size=3, gamma=0.4)),
        "exponential": rates(lambda o: s.ExponentialLR(o, gamma=0.9)),
        "cosine": rates(lambda o: s.CosineAnnealingLR(o, T_max=12, eta_min=0.05)),
        "warm-up": rates(lambda o: s.LinearLR(o, start_factor=0.25, total_iters=4)),
        "inverse root": rates(
            lambda o: s.LambdaLR(o, lambda e: min((e + 1) ** -0.5 * 4**0.5, (e + 1) / 4))),
    }
    losses = [3.0, 2.0, 2.0, 1.9999, 2.1, 1.5, 1.6, 1.7, 1.55, 1.8, 1.4, 1.6]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    plateau = s.ReduceLROnPlateau(optimizer, factor=0.5, patience=1, min_lr=0.1)
    result = []
    for loss in losses:
        optimizer.step()
        plateau.step(loss)
        result.append(optimizer.param_groups[0]["lr"])
    tensors |= {"plateau losses": torch.tensor(losses), "plateau": torch.tensor(result)}
    write("schedules", tensors)


optimizers()
schedules()
