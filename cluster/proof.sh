#!/usr/bin/env bash
# Usage: cluster/proof.sh
#
# Shows that a cluster gives the bits of this machine alone: runs a part of jobs/smoke.yaml locally,
# and on a cluster of its own in client and in cluster deploy mode, with results on HDFS.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ -z "$(running)" ]] || fail "a cluster is running already; cluster/stop.sh stops it"
local_results="$(mktemp -d)"
trap 'rm -rf "$local_results"; "$root/cluster/stop.sh"' EXIT
trap 'exit 130' INT TERM HUP
"$root/cluster/start.sh"

submit="$root/cluster/submit.sh"
study="$root/jobs/smoke.yaml"
part=(--set dataset.train=500 --set replicates.count=1)

# The digest that is in what a program printed.
digest() {
  sed -nE 's/.*\b([0-9a-f]{64})\b.*/\1/p' | tail -n 1
}

# Says which digest a run gave; the first is the one that all others must give.
expected=
check() {
  local run=$1 digest=$2
  echo "${digest:-no digest}  $run"
  expected="${expected:-$digest}"
  [[ -n "$digest" && "$digest" == "$expected" ]] || fail "$run gives another digest"
}

check "this machine alone" "$("$root/submit.sh" run "$study" "${part[@]}" --out "$local_results" | digest)"

# The run has fetched MNIST.
cache="${GRIDPROOF_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gridproof}"
"$root/cluster/hdfs.sh" -put "$cache/mnist" /
"$root/cluster/hdfs.sh" -put - /smoke.yaml <"$study"
"$root/cluster/hdfs.sh" -put - /gridproof.jar <"$root/target/gridproof.jar"
export GRIDPROOF_JAR=hdfs:///gridproof.jar

# Meanwhile a driver fails, which must be heard of here.
"$submit" --deploy-mode cluster plan hdfs:///none.yaml &
failing=$!

check "client mode, data on HDFS" "$(
  "$submit" run "$study" "${part[@]}" --set dataset.source=idx:/mnist --out /results/client | digest
)"
status=0
wait "$failing" || status=$?
((status == 1)) || fail "a driver that failed gives exit status $status"

# Jar, study and results are on HDFS. `mnist` is fetched by the driver, who sends it to the executors.
"$submit" --deploy-mode cluster run hdfs:///smoke.yaml "${part[@]}" --out /results/cluster
check "cluster mode, data from the driver" "$(
  "$submit" --master 'local[1]' sql /results/cluster --format csv \
    -e "SELECT digest FROM study_digest" | digest
)"
