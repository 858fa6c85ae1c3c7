"""Times word2vec in gensim on a text file: a line of JSON with the names of unroll-bench's.

    python gensim_peer.py word2vec-sg --threads 2 [--samples 3]

One step is one pass over the corpus, which is written by the same rule as ours: random words whose
frequencies follow Zipf's law.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time

from gensim.models import Word2Vec

import timing

WORDS, VOCABULARY, SENTENCE = 3_000_000, 30_000, 20


def write_corpus(file):
    generator = random.Random(7)
    names = [f"w{i}" for i in range(VOCABULARY)]
    weights = [1 / (i + 1) for i in range(VOCABULARY)]
    for _ in range(WORDS // SENTENCE):
        file.write(" ".join(generator.choices(names, weights, k=SENTENCE)) + "\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", choices=["word2vec-sg", "word2vec-cbow"])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--samples", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=0.25, help="not used: a pass takes longer")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "corpus.txt")
        with open(path, "w") as file:
            write_corpus(file)
        model = Word2Vec(
            vector_size=100, window=5, negative=5, sg=int(arguments.workload == "word2vec-sg"),
            workers=arguments.threads, min_count=5, sample=1e-3, seed=1,
        )
        model.build_vocab(corpus_file=path)
        times = []
        for _ in range(min(arguments.samples, 3)):
            start = time.perf_counter()
            model.train(
                corpus_file=path, total_examples=model.corpus_count,
                total_words=model.corpus_total_words, epochs=1,
            )
            times.append(time.perf_counter() - start)
    median = statistics.median(times)
    print(
        json.dumps(
            {
                "workload": arguments.workload,
                "threads": arguments.threads,
                "tokens_per_s": model.corpus_total_words / median,
                "seconds_per_step": median,
                "median": median,
                "spread": (max(times) - min(times)) / median,
                "peak_rss_mb": timing.peak_rss_mb(),
            }
        )
    )


if __name__ == "__main__":
    main()
