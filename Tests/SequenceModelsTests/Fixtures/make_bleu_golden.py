"""Corpus BLEU by sacreBLEU, for bleu.json beside this file.

Needs sacrebleu. Words are given already, so its tokeniser is switched off.
"""
import json
import pathlib
import random

import sacrebleu

random.seed(5)
words = "the a cat dog sat ran on under mat tree and then it was green .".split()


def sentence(low, high):
    return [random.choice(words) for _ in range(random.randint(low, high))]


def changed(reference):
    result = []
    for word in reference:
        chance = random.random()
        if chance < 0.12:
            continue
        result.append(random.choice(words) if chance < 0.3 else word)
        if chance > 0.93:
            result.append(random.choice(words))
    return result


cases = []
for name, count, low, high, references in [
    ("one reference", 12, 5, 18, 1), ("two references", 9, 4, 14, 2), ("short", 4, 1, 4, 1),
    ("nothing right", 2, 5, 6, 0), ("three references", 5, 6, 9, 3)]:
    lists = [[sentence(low, high) for _ in range(max(references, 1))] for _ in range(count)]
    candidates = [changed(list_[0]) if references else ["x"] * 5 for list_ in lists]
    if name == "one reference":
        candidates[3] = candidates[3][:2]
    streams = [[" ".join(list_[i]) for list_ in lists] for i in range(len(lists[0]))]
    for method, value in [("exp", None), ("none", None), ("floor", 0.1)]:
        bleu = sacrebleu.corpus_bleu(
            [" ".join(c) for c in candidates], streams, smooth_method=method, smooth_value=value,
            tokenize="none", use_effective_order=False)
        cases.append({
            "name": f"{name}, {method}", "smoothing": method, "candidates": candidates,
            "references": lists, "score": bleu.score, "precisions": bleu.precisions,
            "penalty": bleu.bp, "lengths": [bleu.sys_len, bleu.ref_len]})
place = pathlib.Path(__file__).parent / "bleu.json"
place.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
