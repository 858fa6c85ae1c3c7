"""Ours and PyTorch's in turn, sample by sample, with the same threads.

    make bench-peers [PYTHON=venv/bin/python] [WORKLOADS="lstm-128 gru-256"] [THREADS=2] [PAIRS=11]

Both programs are started and warmed up, and then take turns: one sample of ours, one of theirs, the
other way round, and so on, for a machine's speed changes from minute to minute. A ratio is theirs /
ours in seconds per token of one pair; the median of the pairs counts, with the quarters around it. A
pair during which other processes used more than QUIET of a core is taken again, for a while: whoever
waits less for its threads would be flattered. Memory is the most that was resident, in MB.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

FOLDER = os.path.dirname(os.path.abspath(__file__))
QUIET = 0.1
PAUSE = 0.02  # seconds after which the threads of the one that had its turn sleep
NO_TORCH = """error: {python} has no PyTorch. Make a virtual environment outside the project and name it:
  python3 -m venv ../unroll-peers && ../unroll-peers/bin/pip install torch gensim
  make bench-peers PYTHON=../unroll-peers/bin/python"""


def busy_seconds():
    """Of all cores together, since the start of the machine."""
    try:
        with open("/proc/stat") as file:
            ticks = [int(field) for field in file.readline().split()[1:9]]
    except OSError:  # not Linux
        return 0.0
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")  # without idle and waiting


class Program:
    """One that is paced: it takes a sample for every line it reads."""

    def __init__(self, command, threads):
        names = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
        self.command = command
        self.process = subprocess.Popen(
            command + ["--paced"],
            env=dict(os.environ, **{name: str(threads) for name in names}),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        while self.line() != "ready":
            pass

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            sys.stderr.write(self.process.stderr.read()[-2000:])
            raise SystemExit(f"error: {' '.join(self.command)} ended before it was told to")
        return line.strip()

    def own_seconds(self):
        """Of its process and those it waited for."""
        try:
            with open(f"/proc/{self.process.pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0
        return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")

    def sample(self):
        time.sleep(PAUSE)
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.line())

    def finish(self):
        self.process.stdin.close()
        found = json.loads(self.line())
        self.process.wait()
        return found


def others(programs, before):
    """Cores that other processes used since `before`, and now's figures for the next time."""
    now = (busy_seconds(), sum(program.own_seconds() for program in programs), time.perf_counter())
    busy, own, wall = (after - start for after, start in zip(now, before))
    return max(0.0, busy - own) / max(wall, 1e-9), now


def pairs_of(ours, theirs, count):
    """(ours, theirs) in seconds per step, and the cores of others meanwhile, for each pair."""
    taken, retaken = [], 0
    _, figures = others((ours, theirs), (0, 0, 0))
    while len(taken) < count:
        if len(taken) % 2 == 0:
            pair = (ours.sample(), theirs.sample())
        else:
            pair = tuple(reversed((theirs.sample(), ours.sample())))
        loud, figures = others((ours, theirs), figures)
        if loud > QUIET and retaken < 3 * count:
            retaken += 1
            continue
        taken.append((*pair, loud))
    return taken


def compare(name, arguments):
    timing = ["--threads", str(arguments.threads), "--seconds", str(arguments.seconds)]
    peer = "gensim_peer.py" if name.startswith("word2vec") else "torch_peer.py"
    count = min(arguments.pairs, 3) if name.startswith("word2vec") else arguments.pairs
    ours = Program([arguments.bench, "--json", "--workload", name, *timing], arguments.threads)
    theirs = Program(
        [sys.executable, "-B", os.path.join(FOLDER, peer), name, *timing], arguments.threads
    )
    pairs = pairs_of(ours, theirs, count)
    a, b = ours.finish(), theirs.finish()
    tokens = [found["tokens_per_s"] * found["seconds_per_step"] for found in (a, b)]
    ratios = sorted(tokens[0] / mine / (tokens[1] / other) for mine, other, _ in pairs)
    quarter = len(ratios) // 4
    return {
        "workload": name,
        "threads": arguments.threads,
        "ratio": round(statistics.median(ratios), 3),
        "quarters": [round(ratios[quarter], 3), round(ratios[-1 - quarter], 3)],
        "ours_tokens_per_s": round(tokens[0] / statistics.median(mine for mine, _, _ in pairs)),
        "peer_tokens_per_s": round(tokens[1] / statistics.median(other for _, other, _ in pairs)),
        "others": round(statistics.median(loud for _, _, loud in pairs), 2),
        "ours_peak_rss_mb": round(a["peak_rss_mb"], 1),
        "peer_peak_rss_mb": round(b["peak_rss_mb"], 1),
    }


def names_of(command):
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split()[0] for line in lines if line]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workloads", nargs="*")
    parser.add_argument("--bench", required=True, help="the unroll-bench executable")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--pairs", type=int, default=11, help="of samples; of word2vec at most 3")
    parser.add_argument("--seconds", type=float, default=0.25, help="of a sample at least")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if subprocess.run([sys.executable, "-c", "import torch"], capture_output=True).returncode:
        raise SystemExit(NO_TORCH.format(python=sys.executable))
    alone = ("sgemm", "notebook-cold", "notebook-warm")
    names = [name for name in names_of([arguments.bench, "--list"]) if name not in alone]
    if not arguments.json:
        print(f"{'workload':20}{'thr':>4}{'ours/s':>11}{'peer/s':>11}  ratio (quarters)"
              f"{'':6}MB ours / peer       others")
    for name in arguments.workloads or names:
        found = compare(name, arguments)
        if arguments.json:
            print(json.dumps(found), flush=True)
            continue
        share = found["ours_peak_rss_mb"] / found["peer_peak_rss_mb"]
        print(
            f"{name:20}{found['threads']:4}{found['ours_tokens_per_s']:11}"
            f"{found['peer_tokens_per_s']:11}  {found['ratio']:5.2f} "
            f"({found['quarters'][0]:.2f} to {found['quarters'][1]:.2f})"
            f"{found['ours_peak_rss_mb']:9.0f} / {found['peer_peak_rss_mb']:.0f} = {share:.2f}"
            f"{found['others']:9.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
