"""How a peer is timed: as unroll-bench times ours (Sampling.swift)."""

import resource
import statistics
import time


def seconds_of(step, repetitions):
    start = time.perf_counter()
    for _ in range(repetitions):
        step()
    return time.perf_counter() - start


def measure(step, samples, seconds):
    """Warms up, then takes samples of at least `seconds`; returns seconds per step, sorted."""
    count = 1
    seconds_of(step, 2)
    while (taken := seconds_of(step, count)) < seconds / 3:
        count *= 2
    repetitions = max(1, round(count * seconds / taken + 0.5))
    return sorted(seconds_of(step, repetitions) / repetitions for _ in range(samples))


def faster(steps, rounds=5):
    """The step that takes the least time; one that fails is left out."""
    best, best_time = None, None
    for step in steps:
        try:
            seconds_of(step, 2)
            taken = statistics.median(seconds_of(step, 2) for _ in range(rounds))
        except Exception:  # torch.compile without a C++ compiler, for instance
            continue
        if best_time is None or taken < best_time:
            best, best_time = step, taken
    return best


def peak_rss_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
