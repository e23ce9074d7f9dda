#!/usr/bin/env bash
# Usage: cluster/submit.sh [spark-submit options] VERB [arguments]
#
# ./submit.sh on the cluster that cluster/start.sh started. Paths of data and results that name no
# file system are those of its HDFS.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
master="$(master)"

unset SPARK_HOME SPARK_CONF_DIR
export SPARK_LOCAL_IP=127.0.0.1 HADOOP_CONF_DIR="$home/hadoop"
exec "$root/submit.sh" --master "$master" --load-spark-defaults \
  --properties-file "$home/conf/spark-defaults.conf" "$@"
