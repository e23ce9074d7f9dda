#!/usr/bin/env bash
# Usage: cluster/hdfs.sh -put FILE /folder | -ls / | ...
#
# The commands of `hadoop fs`, on the cluster's HDFS.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
master >/dev/null

exec "$java" -cp "$root/conf:$home/hadoop:$spark/jars/*" org.apache.hadoop.fs.FsShell "$@"
