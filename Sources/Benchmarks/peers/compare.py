"""Ours and PyTorch's in turn, each in a fresh process with the same threads.

    make bench-peers [PYTHON=venv/bin/python] [WORKLOADS="lstm-128 gru-256"] [THREADS=2] [ROUNDS=3]

A ratio is ours / PyTorch's tokens per second of one round; their median counts, for a machine's speed
changes from minute to minute. `others` says how many cores other processes used meanwhile: far from 0,
with as many threads as cores, a ratio flatters whoever waits less for its threads. Memory is the most
that was resident, in MB.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
NO_TORCH = """error: {python} has no PyTorch. Make a virtual environment outside the project and name it:
  python3 -m venv ../unroll-peers && ../unroll-peers/bin/pip install torch gensim
  make bench-peers PYTHON=../unroll-peers/bin/python"""


def clocks():
    """Seconds: busy on all cores, busy with our children, and of the wall clock."""
    try:
        with open("/proc/stat") as file:
            ticks = [int(field) for field in file.readline().split()[1:9]]
    except OSError:  # not Linux
        return 0, 0, time.perf_counter()
    busy = sum(ticks) - ticks[3] - ticks[4]  # without idle and waiting
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = usage.ru_utime + usage.ru_stime
    return busy / os.sysconf("SC_CLK_TCK"), own, time.perf_counter()


def run(command, threads):
    names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    environment = dict(os.environ, **{name: str(threads) for name in names})
    result = subprocess.run(command, env=environment, capture_output=True, text=True)
    if result.returncode:
        sys.stderr.write(result.stderr[-2000:])
        raise SystemExit(f"error: {' '.join(command)} ended with status {result.returncode}")
    return json.loads(result.stdout.splitlines()[-1])


def names_of(command):
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split()[0] for line in lines if line]


def compare(name, arguments):
    timing = ["--samples", str(arguments.samples), "--seconds", str(arguments.seconds)]
    threads = ["--threads", str(arguments.threads)]
    ours = [arguments.bench, "--json", "--workload", name, *threads, *timing]
    peer = "gensim_peer.py" if name.startswith("word2vec") else "torch_peer.py"
    theirs = [sys.executable, os.path.join(FOLDER, peer), name, *threads, *timing]
    before = clocks()
    rounds = [
        (run(ours, arguments.threads), run(theirs, arguments.threads))
        for _ in range(arguments.rounds)
    ]
    busy, own, wall = (after - start for after, start in zip(clocks(), before))
    ratios = sorted(a["tokens_per_s"] / b["tokens_per_s"] for a, b in rounds)
    memory = [statistics.median(round[side]["peak_rss_mb"] for round in rounds) for side in (0, 1)]
    rates = [statistics.median(round[side]["tokens_per_s"] for round in rounds) for side in (0, 1)]
    return {
        "workload": name,
        "threads": arguments.threads,
        "ratio": round(statistics.median(ratios), 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "ours_tokens_per_s": round(rates[0]),
        "peer_tokens_per_s": round(rates[1]),
        "others": round(max(0, busy - own) / wall, 2),
        "ours_peak_rss_mb": round(memory[0], 1),
        "peer_peak_rss_mb": round(memory[1], 1),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workloads", nargs="*")
    parser.add_argument("--bench", required=True, help="the unroll-bench executable")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--samples", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.25)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if subprocess.run([sys.executable, "-c", "import torch"], capture_output=True).returncode:
        raise SystemExit(NO_TORCH.format(python=sys.executable))
    alone = ("sgemm", "notebook-cold", "notebook-warm")
    names = [name for name in names_of([arguments.bench, "--list"]) if name not in alone]
    if not arguments.json:
        print(f"{'workload':20}{'thr':>4}{'ours/s':>11}{'peer/s':>11}  ratio (range)"
              f"{'':8}MB ours / peer       others")
    for name in arguments.workloads or names:
        found = compare(name, arguments)
        if arguments.json:
            print(json.dumps(found), flush=True)
            continue
        share = found["ours_peak_rss_mb"] / found["peer_peak_rss_mb"]
        print(
            f"{name:20}{found['threads']:4}{found['ours_tokens_per_s']:11}"
            f"{found['peer_tokens_per_s']:11}  {found['ratio']:5.2f} "
            f"({found['ratios'][0]:.2f} to {found['ratios'][-1]:.2f})"
            f"{found['ours_peak_rss_mb']:9.0f} / {found['peer_peak_rss_mb']:.0f} = {share:.2f}"
            f"{found['others']:9.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
