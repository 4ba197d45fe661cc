"""Byte-level BPE (GPT-2 alphabet and regex, NFC, no prefix space), 1024 tokens, <|endoftext|> = id 0. Pure stdlib.

bpe.py train       read corpus_train.jsonl, write tok/tokenizer.json (Hugging Face structure of the Pythia 20B file) + tokenizer_config.json
bpe.py encode      write tokens_train.u16, tokens_valid.u16 (documents each followed by <|endoftext|>)
bpe.py verify      write verify_cases.json (200 random documents + odd strings)
"""

import collections
import json
import os
import random
import sys
import unicodedata
from array import array

from paths import in_build

VOCAB, EOT = 1024, "<|endoftext|>"
WS = set("\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}
CONTR = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")


def byte_alphabet():
    bs = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    cs = bs[:]
    n = 0
    for b in range(256):
        if b not in bs:
            bs.append(b)
            cs.append(256 + n)
            n += 1
    return dict(zip(bs, map(chr, cs)))


B2U = byte_alphabet()


def cls(c):
    if c in WS:
        return "S"
    k = unicodedata.category(c)[0]
    return k if k in "LN" else "O"


def pretok(s):
    r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""
    out, i, n = [], 0, len(s)
    while i < n:
        for c in CONTR:
            if s.startswith(c, i):
                out.append(c)
                i += len(c)
                break
        else:
            j = i + 1 if s[i] == " " and i + 1 < n and cls(s[i + 1]) != "S" else i
            k = cls(s[j])
            if k != "S":
                e = j
                while e < n and cls(s[e]) == k:
                    e += 1
            else:
                e = i
                while e < n and cls(s[e]) == "S":
                    e += 1
                if e < n and e - i > 1:
                    e -= 1
            out.append(s[i:e])
            i = e
    return out


class Tok:
    def __init__(s, vocab, merges):
        s.v, s.rank, s.cache = vocab, {tuple(m): i for i, m in enumerate(merges)}, {}
        s.inv = {i: k for k, i in vocab.items()}
        s.u2b = {u: b for b, u in B2U.items()}

    @classmethod
    def load(c, path=in_build("tok", "tokenizer.json")):
        t = json.load(open(path, encoding="utf-8"))
        return c(t["model"]["vocab"], [m.split(" ") for m in t["model"]["merges"]])

    def bpe(s, w):
        if w in s.cache:
            return s.cache[w]
        p = [B2U[x] for x in w.encode("utf-8")]
        while len(p) > 1:
            best = min(zip(p, p[1:]), key=lambda q: s.rank.get(q, 1 << 60))
            if best not in s.rank:
                break
            q, i = [], 0
            while i < len(p):
                if i + 1 < len(p) and (p[i], p[i + 1]) == best:
                    q.append(p[i] + p[i + 1])
                    i += 2
                else:
                    q.append(p[i])
                    i += 1
            p = q
        s.cache[w] = r = [s.v[x] for x in p]
        return r

    def encode(s, text):
        ids = []
        for k, part in enumerate(text.split(EOT)):
            if k:
                ids.append(0)
            for w in pretok(unicodedata.normalize("NFC", part)):
                ids += s.bpe(w)
        return ids

    def decode(s, ids):
        out = b""
        for i in ids:
            out += EOT.encode() if i == 0 else bytes(s.u2b[c] for c in s.inv[i])
        return out.decode("utf-8", "replace")


def texts(name):
    for l in open(in_build(f"corpus_{name}.jsonl"), encoding="utf-8"):
        yield json.loads(l)["text"]


def train(n_docs=20000):
    cnt = collections.Counter()
    for i, t in enumerate(texts("train")):
        if i >= n_docs:
            break
        cnt.update(pretok(t))
    words = [([B2U[b] for b in w.encode()], c) for w, c in sorted(cnt.items())]
    vocab = [EOT] + [B2U[b] for b in sorted(B2U, key=lambda b: ord(B2U[b]))]
    merges = []
    while len(vocab) < VOCAB:
        pc = collections.Counter()
        for p, c in words:
            for q in zip(p, p[1:]):
                pc[q] += c
        best = min(pc, key=lambda q: (-pc[q], q)) if pc else None
        if best is None:
            break
        merges.append(best)
        vocab.append(best[0] + best[1])
        for p, _ in words:
            i = 0
            while i < len(p) - 1:
                if p[i] == best[0] and p[i + 1] == best[1]:
                    p[i : i + 2] = [best[0] + best[1]]
                i += 1
    assert len(vocab) == len(set(vocab)), "duplicate token strings"
    print(
        "distinct pieces",
        len(words),
        "merges",
        len(merges),
        "vocab",
        len(vocab),
        "last pair count",
        pc[best] if best else None,
    )
    bl = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True}
    t = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": 0,
                "special": True,
                "content": EOT,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
            }
        ],
        "normalizer": {"type": "NFC"},
        "pre_tokenizer": bl,
        "post_processor": bl,
        "decoder": bl,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "vocab": {w: i for i, w in enumerate(vocab)},
            "merges": [f"{a} {b}" for a, b in merges],
        },
    }
    os.makedirs(in_build("tok"), exist_ok=True)
    with open(in_build("tok", "tokenizer.json"), "w", encoding="utf-8") as f:
        json.dump(t, f, ensure_ascii=False, separators=(",", ":"))
    with open(in_build("tok", "tokenizer_config.json"), "w") as f:
        json.dump(
            {
                "tokenizer_class": "GPTNeoXTokenizer",
                "add_prefix_space": False,
                "bos_token": EOT,
                "eos_token": EOT,
                "unk_token": EOT,
                "pad_token": EOT,  # transformers would otherwise add <|padding|> as id 1024, which no model here has
                "model_max_length": 512,
            },
            f,
            indent=2,
        )
        f.write("\n")


def encode():
    tk = Tok.load()
    for name in ("train", "valid"):
        a, lens = array("H", [0]), []
        for t in texts(name):
            ids = tk.encode(t)
            lens.append(len(ids))
            a.extend(ids)
            a.append(0)
        if sys.byteorder != "little":
            a.byteswap()
        open(in_build(f"tokens_{name}.u16"), "wb").write(a.tobytes())
        lens.sort()
        print(
            name,
            len(lens),
            "docs",
            len(a),
            "tokens; length min/5%/50%/95%/max",
            lens[0],
            lens[len(lens) // 20],
            lens[len(lens) // 2],
            lens[-len(lens) // 20],
            lens[-1],
            ">=200:",
            sum(x >= 200 for x in lens),
        )


ODD = [
    "",
    " ",
    "  ",
    "\t",
    "\n\n",
    "\t\tx",
    "a\tb",
    "caf\u00e9",
    "cafe\u0301",
    "\u00c5 A\u030a",
    "\U0001f600\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "日本語 한국어",
    "na\u00efve \u00fcber",
    "<|endoftext|>",
    "Hi<|endoftext|>there",
    "I'm we'll they'd 'tis 's",
    "1234567 3.14",
    "x" + " " * 30 + "y",
    "tail  ",
    " lead",
    "\u00a0nbsp\u2003em \r\n",
    "½ Ⅷ ٣",
    "a\u200bb",
    "a \u3000 b",
    " \n \n x",
    "ALL CAPS WORDS!!",
    "Hello, my dog is cute",
    "He is the king of Spain.",
    "\u0000\u0001",
    "a\ufeffb",
    "ﬁ ligature",
    "Ω Ω",
    "'S 'LL",
    "é" * 40,
    "\ud55c\uad6d",
    "I\u2019m \u201cquoted\u201d \u2014 dash\u2026",
]


def verify():
    tk = Tok.load()
    r = random.Random(7)
    all_ = list(texts("valid"))
    docs = r.sample(all_, 200)
    mut = []
    for d in docs[:40]:  # random mutations: strange characters inserted in ordinary text
        s = list(d[:200])
        for _ in range(6):
            s.insert(
                r.randrange(len(s)),
                r.choice(["\u00e9", "\t", "  ", "\U0001f600", "\u3000", "'", "7", "\u0301", "\u00df", "\n"]),
            )
        mut.append("".join(s))
    cases = [{"text": t, "ids": tk.encode(t)} for t in docs + ODD + mut]
    for c in cases:
        assert tk.decode(c["ids"]) == unicodedata.normalize("NFC", c["text"]), c["text"]
    json.dump(cases, open(in_build("verify_cases.json"), "w"))
    print(len(cases), "cases")


if __name__ == "__main__":
    {"train": train, "encode": encode, "verify": verify}[sys.argv[1]]()
