#!/usr/bin/env bash
# Usage: cluster/faults.sh
#
# Shows what a run on a cluster survives: an executor that is slow, where Spark speculates; one that
# is decommissioned; and the loss of all workers. Each time the digest must be the one of this
# machine alone.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ -z "$(running)" ]] || fail "a cluster is running already; cluster/stop.sh stops it"
results="$(mktemp -d)"
trap 'rm -rf "$results"; "$root/cluster/stop.sh"' EXIT
trap 'exit 130' INT TERM HUP
"$root/cluster/start.sh"

# Sixteen trials of a second or two.
study=("$root/jobs/smoke.yaml" --set parameters.epochs=300 --set replicates.count=4)

# Starts a run on the cluster and waits for its first commit; sets `run` and `executor`, one of its
# executors.
begin() {
  local name=$1
  shift
  "$root/cluster/submit.sh" "$@" run "${study[@]}" --out "file://$results/$name" \
    >"$results/$name.out" 2>"$results/$name.err" &
  run=$!
  until [[ -e "$results/$name/trials/000002.parquet" ]]; do
    kill -0 "$run" 2>/dev/null || fail "the run ended: $(<"$results/$name.err")"
    sleep 0.1
  done
  executor="$(ps -ww -eo pid=,args= | grep -F "$spark/jars" | grep CoarseGrainedExecutorBackend |
    awk 'NR == 1 { print $1 }')"
}

# Waits for the run's end.
finish() {
  local name=$1 expected=$2 status=0
  wait "$run" || status=$?
  ((status == expected)) ||
    fail "$name: exit status $status instead of $expected: $(<"$results/$name.err")"
}

# Compares what is said at the end of a run.
digest=
check() {
  local name=$1 found
  found="$(sed -nE 's/^digest ([0-9a-f]{64})$/\1/p' "$results/$name.out")"
  echo "${found:-no digest}  $name"
  digest="${digest:-$found}"
  [[ -n "$found" && "$found" == "$digest" ]] || fail "$name: another digest"
}

# Trains what is missing on this machine alone.
alone() {
  local name=$1
  "$root/submit.sh" run "${study[@]}" --out "$results/$name" \
    >"$results/$name.out" 2>"$results/$name.err" || fail "$name: $(<"$results/$name.err")"
  check "$name"
}

alone "undisturbed"

# Lets a process run for a twentieth of the time, as long as it is there.
slow_down() {
  while kill -STOP "$1" && sleep 0.95 && kill -CONT "$1" && sleep 0.05; do
    :
  done 2>/dev/null
}

# The other host trains its trial, and is sooner.
begin "slow" --conf spark.speculation=true --conf spark.speculation.interval=100ms \
  --conf spark.speculation.task.duration.threshold=5s
slow_down "$executor" &
finish "slow" 0
check "slow"
copies="$("$root/submit.sh" sql "$results/slow" --format csv \
  -e "SELECT count(*) AS n FROM trials WHERE attempt > 0" 2>/dev/null | tail -n 1)"
((copies > 0)) || fail "slow: no copy of a trial was sooner"

# It ends when its trial has ended, and before the run does.
begin "decommissioned" --conf spark.decommission.enabled=true
kill -PWR "$executor"
while kill -0 "$executor" 2>/dev/null; do
  sleep 0.1
done
kill -0 "$run" || fail "decommissioned: the executor outlived the run"
finish "decommissioned" 0
check "decommissioned"

# The run waits for a while, and can be continued.
begin "lost" --conf spark.gridproof.patience=45s
kill -KILL "$(<"$home/worker-1.pid")" "$(<"$home/worker-2.pid")"
finish "lost" 3
grep -q "error: no executor took a task in 45 s" "$results/lost.err" ||
  fail "lost: $(<"$results/lost.err")"
alone "lost"
