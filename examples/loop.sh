#!/bin/sh
# Runs llmgeo entropy in four processes of this machine, and then the merge. Started again, it computes only what is
# missing. With MODEL and the command changed it is yours; on several machines that share the folder, start each shard
# on one of them and the merge at the end.
MODEL=nano-xs
SHARDS=4
RUN=run-entropy

# 75 says that trying again may help
shard() {
  until llmgeo entropy --model "$MODEL" --limit 12 --run "$RUN" --shard "$1/$SHARDS"; do
    code=$?
    [ "$code" = 75 ] || return "$code"
    sleep 60
  done
}

workers=""
for i in $(seq "$SHARDS"); do
  shard "$i" &
  workers="$workers $!"
done
failed=0
for worker in $workers; do wait "$worker" || failed=$?; done
[ "$failed" = 0 ] || exit "$failed"
llmgeo merge "$RUN" -o entropy.csv
