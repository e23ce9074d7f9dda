#!/usr/bin/env bash
# Usage: conf/class-archive.sh FILE
#
# Makes the archive of parsed classes with which submit.sh starts its JVM: runs a study of a few
# images and keeps the classes that it loads. It takes about 20 seconds. If it fails, starts are
# slower and nothing else changes; so it says why, and ends with 0.
set -euo pipefail

archive=$1
root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
made="$archive.$$"
trap 'rm -rf "$work" "$made"' EXIT

[[ ! -t 2 ]] || echo "Preparing faster starts, once for this build ..." >&2

# Kaggle's columns, and 20 images.
awk 'BEGIN {
  printf "label"
  for (i = 0; i < 784; i++) printf ",pixel%d", i
  print ""
  for (n = 0; n < 20; n++) {
    printf "%d", n % 10
    for (i = 0; i < 784; i++) printf ",%d", n * i % 256
    print ""
  }
}' >"$work/images.csv"
cat >"$work/study.yaml" <<EOF
name: class-archive
dataset: {source: "csv:$work/images.csv", train: 10, test: 10}
parameters:
  hidden: {value: [4]}
  activation: {values: [relu, tanh]}
  learning_rate: {value: 0.1}
  steps: {value: 2}
where: "activation <> 'sigmoid'"
record: {weights: true}
EOF

if GRIDPROOF_MAKE_ARCHIVE="$made" "$root/submit.sh" run "$work/study.yaml" \
  --out "$work/results" >"$work/log" 2>&1 && mv -f "$made" "$archive"; then
  exit 0
fi
echo "note: starts take longer, no archive of classes: $(tail -n 1 "$work/log")" >&2
: >"$archive" # Not again before the next build.
