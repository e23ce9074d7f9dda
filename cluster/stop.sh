#!/usr/bin/env bash
# Usage: cluster/stop.sh
#
# Ends what cluster/start.sh started, and nothing else. Its logs stay; what was in its HDFS is gone.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# A worker that is asked to end first ends its executors and drivers.
for name in $(running); do
  kill "$(<"$home/$name.pid")"
done
for ((tenths = 0; tenths < 300; tenths++)); do
  [[ -n "$(running)" ]] || break
  sleep 0.1
done
for name in $(running); do
  echo "$name does not end and is killed" >&2
  kill -KILL "$(<"$home/$name.pid")"
done
remove_blocks
rm -rf "$home"/*.pid "$home"/{conf,hadoop,hdfs,master,tmp}
