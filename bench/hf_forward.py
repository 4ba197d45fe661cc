"""Hugging Face transformers (eager, torch on the CPU, float32) on a checkpoint folder: the peer of the benchmarks.

hf_forward.py FOLDER IDS --reps 5 --hidden --attention    tokens per second of the forward pass, weights loaded
hf_forward.py FOLDER IDS --sentence                       one text, from process start to its information gain

IDS is a list (12,7,9) or a JSONL file whose first line is {"ids": [...]}. Prints one JSON object.
"""

import time

STARTED = time.perf_counter()

import argparse  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import pathlib  # noqa: E402
import platform  # noqa: E402
import resource  # noqa: E402

import numpy as np  # noqa: E402
import torch  # noqa: E402
import transformers  # noqa: E402

SIGMA = 0.01


def main():
    options = parse()
    torch.set_num_threads(options.threads)
    ids = torch.tensor([read_ids(options.ids)])
    started = time.perf_counter()
    model = load(options.folder)
    result = {"tokens": ids.shape[1], "threads": options.threads, "load_seconds": time.perf_counter() - started}
    if options.sentence:
        result["information_gain"] = information_gain(forward(model, ids, hidden=True, attention=False))
        result["seconds_since_process_start"] = seconds_since_process_start()
    else:
        result |= {"hidden_states": options.hidden, "attentions": options.attention}
        result["tokens_per_second"] = rates(model, ids, options)
    result["peak_rss_bytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024  # Linux counts in KiB
    result["versions"] = {
        "python": platform.python_version(),
        **{module.__name__: module.__version__ for module in (torch, transformers, np)},
    }
    print(json.dumps(result))


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="config.json and safetensors")
    parser.add_argument("ids", help="12,7,9 or a JSONL file")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--reps", type=int, default=5, help="timed passes after one to warm up")
    parser.add_argument("--hidden", action="store_true", help="ask for the hidden states of every layer")
    parser.add_argument("--attention", action="store_true", help="ask for the attention of every layer")
    parser.add_argument("--sentence", action="store_true", help="measure one text from process start")
    return parser.parse_args()


def read_ids(value):
    """The ids of a list or of the first line of a JSONL file."""
    path = pathlib.Path(value)
    if path.suffix != ".jsonl":
        return [int(part) for part in value.split(",")]
    with path.open() as lines:
        return json.loads(next(lines))["ids"]


def load(folder):
    """The checkpoint in float32, whatever it is stored in, without the unused output embedding."""
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    model = transformers.GPTNeoXModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
    return model.eval()


def forward(model, ids, hidden, attention):
    """One pass over one text; the output of Hugging Face."""
    with torch.inference_mode():
        return model(ids, output_hidden_states=hidden, output_attentions=attention, use_cache=False)


def rates(model, ids, options):
    """Tokens per second of each timed pass."""
    forward(model, ids, options.hidden, options.attention)
    timed = []
    for _ in range(options.reps):
        started = time.perf_counter()
        forward(model, ids, options.hidden, options.attention)
        timed.append(ids.shape[1] / (time.perf_counter() - started))
    return timed


def information_gain(output):
    """1/2 logdet(I + K / sigma^2) in nats of the last layer's L2-normalised rows, in float64."""
    rows = output.last_hidden_state[0].double().numpy()
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return 0.5 * np.linalg.slogdet(np.eye(len(rows)) + rows @ rows.T / SIGMA**2)[1]


def seconds_since_process_start():
    """Seconds since the kernel started this process (to 10 ms), or since its first line where /proc is missing."""
    try:
        fields = pathlib.Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return time.perf_counter() - STARTED
    started_ticks = int(fields[19])  # field 22 of proc(5), counted from the boot
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started_ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
