"""How a peer is timed: as unroll-bench times ours (Sampling.swift)."""

import json
import resource
import statistics
import sys
import time


def seconds_of(step, repetitions):
    start = time.perf_counter()
    for _ in range(repetitions):
        step()
    return time.perf_counter() - start


def repetitions(step, seconds):
    """Warms up; returns how many steps fill a sample of `seconds`."""
    count = 1
    seconds_of(step, 2)
    while (taken := seconds_of(step, count)) < seconds / 3:
        count *= 2
    return max(1, round(count * seconds / taken + 0.5))


def samples_of(step, count, samples, paced):
    """Seconds per step of each sample, sorted; `paced` takes one per line of standard input."""
    if not paced:
        return sorted(seconds_of(step, count) / count for _ in range(samples))
    taken = []
    print("ready", flush=True)
    for _ in sys.stdin:
        taken.append(seconds_of(step, count) / count)
        print(taken[-1], flush=True)
    return sorted(taken)


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


def report(workload, threads, tokens, taken, **others):
    """One line of JSON with the names of unroll-bench's."""
    median = statistics.median(taken)
    line = {
        "workload": workload,
        "threads": threads,
        "tokens_per_s": tokens / median,
        "seconds_per_step": median,
        "median": median,
        "spread": (taken[-1] - taken[0]) / median,
        "peak_rss_mb": peak_rss_mb(),
        **others,
    }
    print(json.dumps(line), flush=True)


def add_arguments(parser, samples):
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--samples", type=int, default=samples)
    parser.add_argument("--seconds", type=float, default=0.25)
    parser.add_argument("--paced", action="store_true", help="a sample per line of standard input")
