# What the proof's scripts share; sourced, not run.

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
pinned="$root/proof/digests.txt"
module=--add-modules=jdk.incubator.vector
study=io.gridproof.nn.ProofStudy

# The lines of the digest file that a run must print: all of a size, or those of some of its trials.
expected() {
  local size=$1 trial
  shift
  if (($# == 0)); then
    grep "^$size " "$pinned"
  fi
  for trial in "$@"; do
    grep "^$size $trial " "$pinned"
  done
}

# The digests in what the program printed.
digests() {
  grep -E '^(small|long) [a-z_]+ [0-9a-f]{64}$' "$1" || true
}
