#!/usr/bin/env bash
# Usage: proof/users.sh
#
# Shows what another user of the host can do about a local run: the folder for temporary files is
# taken before the run, what it keeps is looked into, everything that listens is tried, and a secret
# that stands in a file of settings is looked for. The other user is 65534, and this one root.
# A line for each attack, and status 1 if one of them succeeded. Needs Linux and root.
set -euo pipefail
# shellcheck source=proof/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if ((UID != 0)); then
  echo "error: only root can act as another user" >&2
  exit 2
fi

canary="Canary$RANDOM$RANDOM"
scratch="$(mktemp -d)"
chmod 711 "$scratch"
export TMPDIR="$scratch/tmp"
export GRIDPROOF_CACHE="$scratch/cache"
mkdir -m 1777 "$TMPDIR"
own="$TMPDIR/gridproof-$UID"
driver=
failed=0

stop() {
  if [[ -n "$driver" ]]; then
    kill "$driver" 2>/dev/null || true
    wait "$driver" 2>/dev/null || true
  fi
  rm -rf "$scratch"
}
trap stop EXIT

other() {
  setpriv --reuid 65534 --regid 65534 --clear-groups -- "$@"
}

# Prints what holds, or that it does not; the rest is the command that must succeed.
holds() {
  local what=$1
  shift
  if "$@"; then
    echo "holds   $what"
  else
    echo "FAILED  $what"
    failed=1
  fi
}

refused() {
  local status=0
  "$root/submit.sh" --version >"$scratch/refused" 2>&1 || status=$?
  ((status == 3)) && grep -q "is another user's" "$scratch/refused"
}

not() {
  ! "$@"
}

other mkdir -m 777 "$own"
holds "a folder of temporary files that another user made is not used" refused
rmdir "$own"
other ln -s /etc "$own"
holds "nor is a link that another user laid there" refused
rm "$own"

# A run that is long enough to be looked at.
printf 'spark.hadoop.fs.s3a.secret.key %s\nspark.ui.port 0\n' "$canary" >"$scratch/secret.conf"
cat "$root/conf/spark-defaults.conf" >>"$scratch/secret.conf"
chmod 600 "$scratch/secret.conf"
mkdir "$scratch/images"
for split in train t10k; do
  { printf '\0\0\10\3\0\0\2\0\0\0\0\10\0\0\0\10' && head -c 32768 /dev/zero; } \
    >"$scratch/images/$split-images-idx3-ubyte"
  { printf '\0\0\10\1\0\0\2\0' && head -c 512 /dev/zero; } \
    >"$scratch/images/$split-labels-idx1-ubyte"
done
cat >"$scratch/study.yaml" <<END
name: users
dataset: {source: "idx:$scratch/images"}
parameters:
  hidden: {value: [64]}
  learning_rate: {value: 0.1}
  steps: {value: 10000000}
END
umask 022
"$root/submit.sh" --properties-file "$scratch/secret.conf" run "$scratch/study.yaml" \
  --out "$scratch/out" >"$scratch/log" 2>&1 &
driver=$!
for ((i = 0; i < 120; i++)); do
  if compgen -G "$own/spark-*" >/dev/null && compgen -G "$scratch/out/.claim/*" >/dev/null; then
    break
  fi
  kill -0 "$driver" 2>/dev/null || { cat "$scratch/log" >&2 && exit 3; }
  sleep 1
done
mapfile -t addresses < <(ss -Hltnp | grep "pid=$driver," | awk '{print $4}')
if ((${#addresses[@]} == 0)); then
  echo "error: the run does not listen, so there is nothing to attack" >&2
  exit 3
fi

holds "temporary files are in one folder that is the user's own" \
  test "$(stat -c %a "$own")" = 700
holds "and another user cannot list it" not other ls "$own" 2>/dev/null
outside="$(find "$TMPDIR" -mindepth 1 -maxdepth 1 ! -path "$own" -user 0)"
holds "beside it there is nothing" test -z "$outside"
holds "everything that listens is on loopback: ${addresses[*]}" \
  not grep -qvE '127\.0\.0\.1\]?:' <(printf '%s\n' "${addresses[@]}")

# The UI listens before it answers.
for ((i = 0; i < 60; i++)); do
  for address in "${addresses[@]}"; do
    url="http://127.0.0.1:${address##*:}/api/v1/applications"
    id="$(other curl -sf -m 5 "$url" 2>/dev/null | sed -nE 's/.*"id" : "([^"]+)".*/\1/p')" || continue
    other curl -sf -m 5 "$url/$id/environment" >"$scratch/environment" && break 2
  done
  sleep 1
done
holds "the UI, which users of the host can see, shows settings" \
  grep -q spark.hadoop.fs.s3a.secret.key "$scratch/environment"
holds "but not the secret" not grep -q "$canary" "$scratch/environment"
holds "who connects to the driver must know a secret that this run made up" \
  grep -qE '"spark.authenticate", "true"' "$scratch/environment"
other ps -eww -o args >"$scratch/processes"
holds "the list of processes shows the run" grep -q "$scratch/study.yaml" "$scratch/processes"
holds "but not a secret out of a file" not grep -q "$canary" "$scratch/processes"
holds "nor can another user read the environment of the run" \
  not other cat "/proc/$driver/environ" 2>/dev/null
holds "or the file of settings" not other cat "$scratch/secret.conf" 2>/dev/null
exit "$failed"
