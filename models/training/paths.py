"""Where the recipe writes: the folder NANO_OUT, by default build/ beside the scripts (ignored by git)."""

import os

OUT = os.environ.get("NANO_OUT") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "build")
os.makedirs(OUT, exist_ok=True)


def in_build(*parts):
    """Path of a file of the recipe's output folder."""
    return os.path.join(OUT, *parts)
