"""heldout.jsonl (the first 64 held-out documents of at least 200 tokens) and, with --init, untrained checkpoints.

make_extras.py             write heldout.jsonl
make_extras.py --init      also write nano-SIZE-init/: random weights of the four shapes
"""

import json
import sys

import bpe
import train
from paths import in_build

DOCUMENTS, SHORTEST = 64, 200


def heldout():
    tokenizer, written = bpe.Tok.load(), 0
    with open(in_build("heldout.jsonl"), "w") as f:
        for text in bpe.texts("valid"):
            if len(tokenizer.encode(text)) < SHORTEST:
                continue
            f.write(json.dumps({"text": text}) + "\n")
            written += 1
            if written == DOCUMENTS:
                break


if __name__ == "__main__":
    heldout()
    if "--init" in sys.argv:
        for size in train.SIZES:
            train.save(train.Neox(size), size, in_build(f"nano-{size}-init"))
