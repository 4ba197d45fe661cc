"""Deterministic generator of an original synthetic English "skill" corpus (pure stdlib, no copied text).

A document is a sequence of segments. Every segment draws its skill k in 1..M with p_k proportional to k^-(ALPHA+1)
(arXiv 2402.03471 section 3). A document has a small cast of recurring people shared by its segments.

  corpus.py docs SEED N        print N documents as JSONL {"text":..., "skills":[...]}
  corpus.py build              write corpus_train.jsonl (SEED 1), corpus_valid.jsonl (SEED 2)
  corpus.py show               one example of every skill
"""

import json
import math
import random
import sys

from paths import in_build
from skills import SKILLS, W

ALPHA = 0.3
M = len(SKILLS)
PK = [k ** -(ALPHA + 1) for k in range(1, M + 1)]
PK = [x / sum(PK) for x in PK]
CUM = [sum(PK[: i + 1]) for i in range(M)]


def document(r):
    """segments until a log-uniform length target (about 30 to 400 tokens) is reached; a segment that overshoots the cap is dropped"""
    target = math.exp(r.uniform(math.log(125), math.log(1200)))
    w, segs, ks, n = W(r), [], [], 0
    while n < target:
        x = r.random()
        k = next((i for i, c in enumerate(CUM) if x < c), M - 1)
        s = SKILLS[k](r, w)
        if segs and n + len(s) > 1250:
            break
        segs.append(s)
        ks.append(k + 1)
        n += len(s) + 1
    return "\n".join(segs), ks


def docs(seed, n=None, chars=None):
    r = random.Random(seed)
    tot = i = 0
    while (n is None or i < n) and (chars is None or tot < chars):
        t, k = document(r)
        tot += len(t)
        i += 1
        yield t, k


def build(chars_train, chars_valid=500_000):
    for name, seed, ch in (("train", 1, chars_train), ("valid", 2, chars_valid)):
        n = 0
        with open(in_build(f"corpus_{name}.jsonl"), "w", encoding="utf-8") as f:
            for t, k in docs(seed, chars=ch):
                f.write(json.dumps({"text": t, "skills": k}) + "\n")
                n += 1
        print(name, n, "documents")


if __name__ == "__main__":
    cmd = sys.argv[1] if len(sys.argv) > 1 else "show"
    if cmd == "show":
        r = random.Random(0)
        for i, f in enumerate(SKILLS):
            print(i + 1, round(PK[i], 4), f.__name__, "|", repr(f(r, W(r))))
    elif cmd == "docs":
        for t, k in docs(int(sys.argv[2]), n=int(sys.argv[3])):
            print(json.dumps({"text": t, "skills": k}))
    else:
        build(int(float(sys.argv[2])) if len(sys.argv) > 2 else 34_000_000)
