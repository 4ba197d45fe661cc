"""Train one size of the nano GPT-NeoX suite (torch on the CPU, plain attention). ../README.md has the exact commands.

  train.py SIZE            train on tokens_train.u16 (written by bpe.py), save nano-SIZE/ (fp16) + log-SIZE.jsonl
  train.py --bench SIZE    a few steps on random tokens
All sizes see exactly the same tokens in the same order (ORDER_SEED permutes the sequence index once, as Pythia does).
"""

import json
import math
import os
import sys
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from paths import in_build

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
VOCAB = 1024
CTX = int(os.environ.get("NANO_CTX", "512"))
BATCH = int(os.environ.get("NANO_BATCH", "4"))  # sequences per step
STEPS = int(os.environ.get("NANO_STEPS", "2800"))
ORDER_SEED, INIT_SEED = 1234, int(os.environ.get("NANO_INIT", "1234"))
SIZES = {  # d, layers, heads, peak lr
    "xs": (32, 2, 2, 1e-2),
    "s": (64, 4, 4, 6e-3),
    "m": (96, 6, 3, 6e-3),
    "l": (160, 6, 5, 2.5e-3),
}
WARM, MIN_LR, WD, B1, B2, CLIP = 100, 0.1, 0.05, 0.9, 0.98, 1.0
REV = {"s": (0, 64, 512)}


def config(size):
    d, L, H, _ = SIZES[size]
    return dict(
        architectures=["GPTNeoXForCausalLM"],
        bos_token_id=0,
        eos_token_id=0,
        hidden_act="gelu",
        hidden_size=d,
        initializer_range=0.02,
        intermediate_size=4 * d,
        layer_norm_eps=1e-5,
        max_position_embeddings=CTX,
        model_type="gpt_neox",
        num_attention_heads=H,
        num_hidden_layers=L,
        rotary_emb_base=10000,
        rotary_pct=0.25,
        tie_word_embeddings=False,
        torch_dtype="float16",
        use_cache=True,
        use_parallel_residual=True,
        vocab_size=VOCAB,
    )


class Layer(nn.Module):
    def __init__(s, d, H):
        super().__init__()
        s.d, s.H, s.hd = d, H, d // H
        s.rot = int(s.hd * 0.25)
        s.input_layernorm = nn.LayerNorm(d, eps=1e-5)
        s.post_attention_layernorm = nn.LayerNorm(d, eps=1e-5)
        s.attention = nn.Module()
        s.attention.query_key_value = nn.Linear(d, 3 * d)
        s.attention.dense = nn.Linear(d, d)
        s.mlp = nn.Module()
        s.mlp.dense_h_to_4h = nn.Linear(d, 4 * d)
        s.mlp.dense_4h_to_h = nn.Linear(4 * d, d)

    def forward(s, x, cos, sin, mask, chunk):
        B, T, d = x.shape
        qkv = s.attention.query_key_value(s.input_layernorm(x)).view(B, T, s.H, 3 * s.hd)
        q, k, v = qkv.split(s.hd, -1)

        def rope(t):
            r, p = t[..., : s.rot], t[..., s.rot :]
            h = s.rot // 2
            return torch.cat([r * cos + torch.cat([-r[..., h:], r[..., :h]], -1) * sin, p], -1)

        q = (rope(q) * (s.hd**-0.5)).transpose(1, 2).reshape(B * s.H, T, s.hd)
        k = rope(k).permute(0, 2, 3, 1).reshape(B * s.H, s.hd, T)
        v = v.transpose(1, 2).reshape(B * s.H, T, s.hd)
        out = []
        for a in range(0, T, chunk):  # block-causal: later keys are never computed
            b = min(a + chunk, T)
            sc = torch.baddbmm(mask[a:b, :b], q[:, a:b], k[:, :, :b])
            out.append(torch.bmm(torch.softmax(sc, -1), v[:, :b]))
        o = torch.cat(out, 1).view(B, s.H, T, s.hd).transpose(1, 2).reshape(B, T, d)
        return (
            x + s.attention.dense(o) + s.mlp.dense_4h_to_h(F.gelu(s.mlp.dense_h_to_4h(s.post_attention_layernorm(x))))
        )


class Neox(nn.Module):
    def __init__(s, size):
        super().__init__()
        d, L, H, _ = SIZES[size]
        s.gpt_neox = nn.Module()
        s.gpt_neox.embed_in = nn.Embedding(VOCAB, d)
        s.gpt_neox.layers = nn.ModuleList([Layer(d, H) for _ in range(L)])
        s.gpt_neox.final_layer_norm = nn.LayerNorm(d, eps=1e-5)
        s.embed_out = nn.Linear(d, VOCAB, bias=False)
        g = torch.Generator().manual_seed(INIT_SEED)
        small, wang = math.sqrt(2 / (5 * d)), 2 / L / math.sqrt(d)  # NeoX small_init / wang_init, as Pythia
        for n, p in s.named_parameters():
            with torch.no_grad():
                if n.endswith("bias"):
                    p.zero_()
                elif "norm" in n:
                    p.fill_(1.0)
                else:
                    p.normal_(
                        0,
                        wang if n.endswith(("attention.dense.weight", "dense_4h_to_h.weight")) else small,
                        generator=g,
                    )
        rot = int(d // H * 0.25)
        inv = 1.0 / (10000.0 ** (np.arange(0, rot, 2, dtype=np.float64) / rot))
        ang = np.outer(np.arange(CTX), inv)
        ang = np.concatenate([ang, ang], -1)[:, None, :]
        s.cos, s.sin = torch.tensor(np.cos(ang), dtype=torch.float32), torch.tensor(np.sin(ang), dtype=torch.float32)
        s.mask = torch.full((CTX, CTX), -1e30).triu(1)

    def forward(s, ids, chunk=128):
        T = ids.shape[1]
        x = s.gpt_neox.embed_in(ids)
        for l in s.gpt_neox.layers:
            x = l(x, s.cos[:T], s.sin[:T], s.mask, chunk)
        return s.embed_out(s.gpt_neox.final_layer_norm(x))

    def loss(s, seq):
        lg = s(seq[:, :-1])
        return F.cross_entropy(lg.reshape(-1, VOCAB), seq[:, 1:].reshape(-1))


def save_safetensors(path, tensors, meta={"format": "pt"}):
    names = sorted(tensors)
    h, off = {"__metadata__": meta}, 0
    for n in names:
        nb = tensors[n].size * 2
        h[n] = {"dtype": "F16", "shape": list(tensors[n].shape), "data_offsets": [off, off + nb]}
        off += nb
    js = json.dumps(h, separators=(",", ":")).encode()
    js += b" " * (-len(js) % 8)
    with open(path, "wb") as f:
        f.write(len(js).to_bytes(8, "little"))
        f.write(js)
        for n in names:
            f.write(np.ascontiguousarray(tensors[n]).astype("<f2").tobytes())


def save(m, size, out):
    os.makedirs(out, exist_ok=True)
    t = {n: p.detach().numpy().astype(np.float16) for n, p in m.named_parameters()}
    assert all(np.isfinite(v).all() for v in t.values())
    save_safetensors(os.path.join(out, "model.safetensors"), t)
    with open(os.path.join(out, "config.json"), "w") as f:
        json.dump(config(size), f, indent=2)
        f.write("\n")
    for n in ("tokenizer.json", "tokenizer_config.json"):
        src = in_build("tok", n)
        if os.path.exists(src):
            open(os.path.join(out, n), "wb").write(open(src, "rb").read())


class Flat:
    """All parameters / gradients as views of one flat buffer; AdamW (decay only on matrices) and clipping on the flat buffer."""

    def __init__(s, m):
        ps = list(m.parameters())
        n = sum(p.numel() for p in ps)
        s.p, s.g, s.m, s.v = (torch.zeros(n) for _ in range(4))
        s.decay = torch.zeros(n)
        o = 0
        for p in ps:
            k = p.numel()
            s.p[o : o + k] = p.data.reshape(-1)
            p.data = s.p[o : o + k].view_as(p)
            p.grad = s.g[o : o + k].view_as(p)
            if p.dim() > 1:
                s.decay[o : o + k] = 1
            o += k
        s.t = 0

    @torch.no_grad()
    def step(s, lr):
        s.t += 1
        gn = float(s.g.norm())
        if gn > CLIP:
            s.g.mul_(CLIP / (gn + 1e-6))
        s.m.mul_(B1).add_(s.g, alpha=1 - B1)
        s.v.mul_(B2).addcmul_(s.g, s.g, value=1 - B2)
        den = (s.v / (1 - B2**s.t)).sqrt_().add_(1e-8)
        s.p.addcmul_(s.p, s.decay, value=-lr * WD)
        s.p.addcdiv_(s.m, den, value=-lr / (1 - B1**s.t))
        s.g.zero_()
        return gn


def lr_at(i, peak):
    if i < WARM:
        return peak * (i + 1) / WARM
    return peak * (MIN_LR + (1 - MIN_LR) * 0.5 * (1 + math.cos(math.pi * (i - WARM) / max(1, STEPS - WARM))))


def batches():
    """the one data order: sequence i of a seeded permutation; the stream is cut in CTX-token windows (+1 target)"""
    tok = np.fromfile(in_build("tokens_train.u16"), dtype="<u2")
    n = (len(tok) - 1) // CTX
    order = np.random.RandomState(ORDER_SEED).permutation(n)
    j = 0
    while True:
        b = [tok[order[(j + i) % n] * CTX : order[(j + i) % n] * CTX + CTX + 1] for i in range(BATCH)]
        j += BATCH
        yield torch.from_numpy(np.stack(b).astype(np.int64))


def heldout(m, n_seq=16):
    tok = np.fromfile(in_build("tokens_valid.u16"), dtype="<u2")[: n_seq * CTX + 1]
    n = (len(tok) - 1) // CTX
    tot = 0.0
    with torch.no_grad():
        for i in range(0, n, 4):
            b = torch.from_numpy(
                np.stack([tok[j * CTX : j * CTX + CTX + 1] for j in range(i, min(i + 4, n))]).astype(np.int64)
            )
            tot += float(m.loss(b)) * len(b)
    return tot / n


def main(size):
    peak = float(os.environ.get("NANO_LR", SIZES[size][3]))
    m = Neox(size)
    opt = Flat(m)
    print("params", opt.p.numel(), "steps", STEPS, "batch", BATCH, "ctx", CTX, "lr", peak, flush=True)
    log = open(in_build(f"log-{size}.jsonl"), "w")
    it, t0, avg = batches(), time.time(), None
    for i in range(STEPS + 1):
        if i in REV.get(size, ()):
            save(m, size, in_build("revisions", f"nano-{size}-step{i}"))
        if i % 250 == 0 or i == STEPS:
            rec = dict(
                step=i,
                tokens=i * BATCH * CTX,
                valid=heldout(m, 64 if i == STEPS else 16),
                train_ema=avg,
                wall=round(time.time() - t0, 1),
            )
            print(json.dumps(rec), flush=True)
            log.write(json.dumps(rec) + "\n")
            log.flush()
        if i == STEPS:
            break
        l = m.loss(next(it))
        l.backward()
        gn = opt.step(lr_at(i, peak))
        lv = float(l.detach())
        assert math.isfinite(lv)
        avg = lv if avg is None else 0.98 * avg + 0.02 * lv
        if i % 50 == 0:
            print(i, round(lv, 4), "ema", round(avg, 4), "gn", round(gn, 3), round(time.time() - t0, 1), flush=True)
        if i % 500 == 499:
            save(m, size, in_build(f"nano-{size}"))
    save(m, size, in_build(f"nano-{size}"))


def bench(size):
    m = Neox(size)
    opt = Flat(m)
    r = torch.randint(0, VOCAB, (BATCH, CTX + 1))
    for i in range(6):
        t = time.time()
        l = m.loss(r)
        t1 = time.time()
        l.backward()
        t2 = time.time()
        opt.step(1e-3)
        if i > 1:
            print(
                size,
                opt.p.numel(),
                "fwd",
                round(t1 - t, 3),
                "bwd",
                round(t2 - t1, 3),
                "opt",
                round(time.time() - t2, 3),
                "tok/s",
                round(BATCH * CTX / (time.time() - t)),
            )


if __name__ == "__main__":
    bench(sys.argv[2]) if sys.argv[1] == "--bench" else main(sys.argv[1])
