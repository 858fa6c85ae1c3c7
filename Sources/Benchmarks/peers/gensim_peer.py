"""Times word2vec in gensim on a text file: a line of JSON with the names of unroll-bench's.

    python gensim_peer.py word2vec-sg --threads 2 [--samples 3]

One step is one pass over the corpus, which is written by the same rule as ours: random words whose
frequencies follow Zipf's law.
"""

import argparse
import os
import random
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
    timing.add_arguments(parser, samples=3)
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

        def one_pass():
            model.train(
                corpus_file=path, total_examples=model.corpus_count,
                total_words=model.corpus_total_words, epochs=1,
            )

        taken = timing.samples_of(one_pass, 1, min(arguments.samples, 3), arguments.paced)
        timing.report(arguments.workload, arguments.threads, model.corpus_total_words, taken)


if __name__ == "__main__":
    main()
