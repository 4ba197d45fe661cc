#!/usr/bin/env bash
# Installs what the tests of examples/ run them with: Slurm, munge and GNU parallel from Debian, Snakemake from PyPI.
#     test/support/install-engines.sh DIR && export PATH="$DIR/bin:$PATH"
# The tests of an engine that could not be installed are skipped and say so.
set -uo pipefail
dir=${1:?install-engines.sh DIR}

if ! command -v slurmctld >/dev/null || ! command -v parallel >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends slurm-wlm munge parallel; } >/dev/null 2>&1
  fi
fi

# in a folder of its own, so that this Python does not become everyone's python3
if ! command -v snakemake >/dev/null; then
  mkdir -p "$dir/bin"
  { python3 -m venv "$dir/snakemake" && "$dir/snakemake/bin/pip" install -q snakemake; } >/dev/null 2>&1 &&
    ln -sf ../snakemake/bin/snakemake "$dir/bin/snakemake"
fi

missing=""
for engine in slurmctld parallel snakemake; do
  PATH="$dir/bin:$PATH" command -v "$engine" >/dev/null || missing="$missing $engine"
done
[ -z "$missing" ] || echo "could not be installed, so their tests will be skipped:$missing"
