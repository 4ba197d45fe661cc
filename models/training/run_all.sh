#!/bin/sh
# Train the four sizes: two 1-thread processes at a time (two threads are slower at these widths),
# the same tokens in the same order for every size. PYTHON names the interpreter.
set -e
cd "$(dirname "$0")"
python="${PYTHON:-python3}"
logs="${NANO_OUT:-build}"
export OMP_NUM_THREADS=1
mkdir -p "$logs"
"$python" train.py l > "$logs/train-l.log" 2>&1 &
for size in xs s m; do "$python" train.py "$size" > "$logs/train-$size.log" 2>&1; done
wait $!
