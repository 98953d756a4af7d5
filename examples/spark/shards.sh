#!/usr/bin/env bash
# Many articles on one machine or on several that share a folder, without a cluster: shard files, each read by
# one process, which can be stopped and started again at any time.
#
#     shards.sh ARTICLES.jsonl OUT [JOBS]
#
# OUT/in has the shards, OUT/out what `dixit extract` writes for each. A shard is done when its file is there:
# it gets its name only when it is whole, so nothing is lost or doubled whatever is killed. Run it again to
# read what is left. DIXIT names the program, SHARD_LINES the number of articles of a shard.
set -euo pipefail
articles=$1 out=$2 jobs=${3:-$(nproc)}
dixit=${DIXIT:-dixit}
mkdir -p "$out/in" "$out/out"

# the shards get their folder when all of them are written
if [ ! -e "$out/in/done" ]; then
  rm -f "$out"/in/*
  split --lines "${SHARD_LINES:-5000}" --numeric-suffixes --suffix-length 6 "$articles" "$out/in/"
  touch "$out/in/done"
fi

one() {
  local shard=$1 done=$2/out/$(basename "$1").jsonl
  [ -e "$done" ] && return
  # it exits with 1 if it could read none of the articles: each has its line with the reason
  { "$dixit" extract --threads 1 - <"$shard" >"$done.$$.tmp" || [ $? -eq 1 ]; } && mv "$done.$$.tmp" "$done"
}
export -f one
export dixit

export out
if command -v parallel >/dev/null; then
  # never --pipepart with --retries: the second try of a part that failed reads nothing and says nothing
  SHELL=$BASH parallel --will-cite --jobs "$jobs" --retries 3 'one {} "$out"' ::: "$out"/in/[0-9]*
else
  printf '%s\0' "$out"/in/[0-9]* | xargs -0 --max-procs "$jobs" --replace={} bash -c 'one "$1" "$out"' one {}
fi
rm -f "$out"/out/*.tmp
