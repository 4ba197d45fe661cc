"""Held-out loss, fp16 round trip, per-skill loss and probes of the saved (fp16) checkpoints. probe.py DIR... -> probe.json
A probe is exact match of the greedy tokens over the whole answer span (teacher forced = greedy decoding gives exactly the answer)."""

import json
import os
import random
import re
import sys
import time

import numpy as np
import torch

import bpe
import train
from paths import in_build
from skills import SKILLS, W
from words import CAP, COUNTRIES

TK = bpe.Tok.load()


def load(d):
    """fp16 safetensors -> fp32 torch model (own reader, not the writer's code path)"""
    b = open(os.path.join(d, "model.safetensors"), "rb").read()
    n = int.from_bytes(b[:8], "little")
    h = json.loads(b[8 : 8 + n])
    h.pop("__metadata__", None)
    cfg = json.load(open(os.path.join(d, "config.json")))
    size = next(s for s, v in train.SIZES.items() if v[0] == cfg["hidden_size"])
    m = train.Neox(size)
    own = dict(m.named_parameters())
    assert set(own) == set(h), set(own) ^ set(h)
    with torch.no_grad():
        for k, e in h.items():
            a, z = e["data_offsets"]
            own[k].copy_(
                torch.from_numpy(np.frombuffer(b[8 + n + a : 8 + n + z], "<f2").reshape(e["shape"]).astype(np.float32))
            )
    return m.eval(), size


ANS = dict(
    capitals_qa=r"\?( Yes| No)\.",
    dialog_memory=r"(?:Your name is|You like|You have an?|You lost your|You live in)( \w+)\.",
    list_echo=r"(?:The list was:|Again:|I say:)( .*?\.)",
    counting=r": \S+ \S+( \w+),",
    colour_qa=r"\? It is( \w+)\.",
    addition=r"=( \d+)\.",
    country_facts=r"capital of \w+ is( \w+)\.",
    opposites=r"opposite of \w+ is( \w+)\.",
    days=r"(?:After \w+ comes|Before \w+ comes|tomorrow is)( \w+)\.",
    dialog_capitals=r"capital of \w+ is( \w+)\.",
    months=r"comes( \w+)\.",
    take_away=r"Now s?he has( \w+) ",
    logic=r"\?( Yes| No)\.",
    weather=r"\? It was( \w+)\.",
    taller=r"\?( \w+)\.",
    shopping=r"put the( .*) on the table",
    where=r"\? \w+ is in the( \w+)\.",
    sounds=r"says( \w+)\.",
    plurals=r"One \w+, \w+( \w+)\.",
    past=r"Yesterday I( \w+)\.",
    recipe=r"Then add the( \w+)\.",
    reverse=r"Backward:( .*?\.)",
    spelling=r"spells( \w+)\.",
    family=r"is the( daughter of \w+| son of \w+)\.",
    dialog_sums=r"Assistant:( \w+)\.",
    clock=r"will be( \w+) o",
    travel=r"from \w+ to \w+\. So s?he went( from \w+ to \w+)\.",
    jobs=r"\. S?[Hh]e( \w+ [a-z ]+)\. Every",
    tools=r"with( an? \w+)\.",
    senses=r"\? We( \w+)\.",
    truth=r"\.( True| False)\.",
    odd_one=r"It is( \w+)\.",
    alphabet=r"After \w comes( \w)\.",
    times=r"=( \d+)\.",
    biggest=r"\d is( \d)\.",
    pattern=r"Pattern: (\S+) (\S+) (\S+) \1 \2 \3( \1 \2)",
    gifts=r"\?( \w+)\.",
    codes=r"\?( \d+)\.",
    riddle=r"What am I\?( An? \w+)\.",
    count_colours=r"\?( \d+)\.",
    day_sums=r"is( \w+day)\.",
    numerals=r" is( \w+)\.",
    variables=r"\)\n(\d+)$",
    greetings=r"Hello in \w+ is( \w+)\.",
    sizes=r" is( bigger| smaller)",
)


def logits(m, ids):
    with torch.no_grad():
        return torch.log_softmax(m(torch.tensor([ids]))[0], -1).numpy()


def skill_eval(m, n=40):
    out = {}
    for k, f in enumerate(SKILLS, 1):
        r = random.Random(900000 + k)
        nll = tok = good = tot = 0
        for _ in range(n):
            t = f(r, W(r))
            ids = [0] + TK.encode(t)
            lp = logits(m, ids)
            nll -= float(lp[np.arange(len(ids) - 1), ids[1:]].sum())
            tok += len(ids) - 1
            arg = lp.argmax(-1)
            if f.__name__ in ANS:
                for g in re.finditer(ANS[f.__name__], t):
                    q = g.lastindex
                    a = [0] + TK.encode(t[: g.start(q)])
                    b = [0] + TK.encode(t[: g.end(q)])
                    if not g.group(q) or b[: len(a)] != a or ids[: len(b)] != b:
                        continue
                    tot += 1
                    good += all(arg[i - 1] == ids[i] for i in range(len(a), len(b)))
        out[f.__name__] = dict(
            k=k, nats_per_token=round(nll / tok, 4), probe=round(good / tot, 3) if tot else None, n=tot
        )
    return out


def targeted(m):
    o = {}
    g1 = lambda p: int(logits(m, [0] + TK.encode(p))[-1].argmax())
    one = lambda s: TK.encode(s)[0]
    Y, N = one(" Yes"), one(" No")
    rnd = random.Random(5)
    cs = COUNTRIES
    o["capital yes (18)"] = np.mean([g1(f"Is {CAP[c]} the capital of {c}?") == Y for c in cs])
    wrong = [(CAP[rnd.choice([x for x in cs if x != c])], c) for c in cs for _ in range(3)]
    o["capital no (54)"] = np.mean([g1(f"Is {a} the capital of {c}?") == N for a, c in wrong])
    o["capital of X is (18)"] = np.mean([g1(f"The capital of {c} is") == one(" " + CAP[c]) for c in cs])
    he, she = [one(" He"), one(" His")], [one(" She"), one(" Her")]
    ok = []
    for c in cs:
        for p, mine, other in ((f"He is the king of {c}.", he, she), (f"She is the queen of {c}.", she, he)):
            l = np.exp(logits(m, [0] + TK.encode(p))[-1])
            ok.append(l[mine].sum() > l[other].sum())
    o["king/queen pronoun (36)"] = np.mean(ok)
    o["king lives in capital (36)"] = np.mean(
        [
            g1(f"{a} is the {b} of {c}. {a} lives in") == one(" " + CAP[c])
            for c in cs
            for a, b in (("He", "king"), ("She", "queen"))
        ]
    )
    o["London text: P(Yes), P(No) at each ?"] = []
    t = "Is London the capital of UK? Yes. Is Moscow the capital of Russia? Yes. Is Paris the capital of France? Yes. Is Beijing the capital of China? No"
    ids = TK.encode(t)
    lp = np.exp(logits(m, ids))
    q = one("?")
    o["London text: P(Yes), P(No) at each ?"] = [
        [round(float(lp[i, Y]), 3), round(float(lp[i, N]), 3)] for i, x in enumerate(ids) if x == q
    ]
    return {k: (round(float(v), 3) if not isinstance(v, list) else v) for k, v in o.items()}


def generate(m, p, n=24):
    ids = [0] + TK.encode(p)
    k = len(ids)
    for _ in range(n):
        x = int(logits(m, ids)[-1].argmax())
        if x == 0:
            break
        ids.append(x)
    return TK.decode(ids[k:])


if __name__ == "__main__":
    path = in_build("probe.json")
    res = json.load(open(path)) if os.path.exists(path) else {}
    for d in sys.argv[1:]:
        t0 = time.time()
        m, size = load(d)
        name = os.path.basename(d.rstrip("/"))
        r = dict(
            params=sum(p.numel() for p in m.parameters()),
            fp16_valid=train.heldout(m, 64),
            fp16_valid_full=train.heldout(m, 271),
        )
        lg = in_build(f"log-{size}.jsonl")
        if "step" not in name and os.path.exists(lg):
            last = [json.loads(l) for l in open(lg)][-1]
            r.update(
                fp32_valid=last["valid"],
                steps=last["step"],
                wall=last["wall"],
                fp16_minus_fp32=r["fp16_valid"] - last["valid"],
            )
        r["targeted"] = targeted(m)
        r["skills"] = skill_eval(m)
        r["samples"] = {
            p: generate(m, p)
            for p in (
                "Is Paris the capital of France?",
                "He is the king of Spain.",
                "Repeat the list: apple, pear, cup. The list was:",
                "Human: My name is Emma and I like red.\n\nAssistant: Hello! How can I help?\n\nHuman: What is my name?\n\nAssistant:",
                "3 + 4 =",
                "The opposite of hot is",
                "After Monday comes",
                "One day Anna went to the park. She found a red ball.",
            )
        }
        res[name] = r
        print(name, {k: v for k, v in r.items() if k not in ("skills", "samples")}, round(time.time() - t0, 1), "s")
        print("  probes", {k: v["probe"] for k, v in r["skills"].items() if v["probe"] is not None})
        print("  loss  ", {k: v["nats_per_token"] for k, v in r["skills"].items()})
        for p, x in r["samples"].items():
            print("   ", repr(p[-60:]), "->", repr(x[:110]))
        json.dump(res, open(path, "w"), indent=1)
