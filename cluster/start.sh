#!/usr/bin/env bash
# Usage: cluster/start.sh
#
# Starts a cluster on this machine, of processes that meet on loopback only: a standalone master, two
# workers of two cores, and an HDFS. Spark authenticates and encrypts. All of it is in target/cluster.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[[ -z "$(running)" ]] || fail "a cluster is running already; cluster/stop.sh stops it"
[[ -d "$spark/jars" ]] || (cd "$root" && mvn -q -B -DskipTests package) >&2
[[ -d "$hdfs" ]] || (cd "$root" && mvn -q -B dependency:copy@assemble-hdfs) >&2

# The settings hold a secret, which no command line shows.
umask 077
remove_blocks
rm -rf "$home"
mkdir -p "$home/conf" "$home/hadoop" "$home/logs"
cat >"$home/conf/spark-defaults.conf" <<END
spark.authenticate                  true
spark.authenticate.secret           $(od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n')
spark.network.crypto.enabled        true
spark.network.crypto.cipher         AES/GCM/NoPadding
spark.io.encryption.enabled         true
# Who reached its port could run programs: it asks nobody for the secret.
spark.master.rest.enabled           false

# Two executors of one core, which leaves a core for a driver.
spark.executor.cores                1
spark.cores.max                     2
spark.driver.memory                 1g
END

export SPARK_HOME="$spark" SPARK_SCALA_VERSION=2.13 SPARK_CONF_DIR="$home/conf"
export SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS="$home/tmp" SPARK_DAEMON_MEMORY=256m
export HADOOP_CONF_DIR="$home/hadoop"

# Starts a process that outlives this script.
start() {
  local name=$1
  shift
  (cd "$home" && exec nohup "$@" >"logs/$name.log" 2>&1 </dev/null) &
  echo $! >"$home/$name.pid"
}

# Starts a class of Spark's, whose launcher prints the command, NUL-separated.
start_spark() {
  local name=$1 word command=()
  shift
  while IFS= read -r -d '' word; do
    word="${word#$'\n'}"
    [[ -z "$word" ]] || command+=("$word")
  done < <("$java" -cp "$spark/jars/*" org.apache.spark.launcher.Main "$@")
  start "$name" "${command[@]}"
}

# Waits for a process to log a pattern; sets `found` to its group.
await() {
  local name=$1 pattern=$2 fifths
  for ((fifths = 0; fifths < 600; fifths++)); do
    alive "$name" || break
    found="$(sed -nE "s#.*$pattern.*#\1#p" "$home/logs/$name.log" | head -n 1)"
    if [[ -n "$found" ]]; then
      return
    fi
    sleep 0.2
  done
  fail "$name did not start; see $home/logs/$name.log"
}

trap 'status=$?; ((status == 0)) || "$root/cluster/stop.sh"; exit $status' EXIT
trap 'exit 130' INT TERM HUP

# HDFS takes no folder with a space in its name, which this one's may have.
ln -s "$(mktemp -d)" "$home/hdfs"
start hdfs "$java" -Xmx512m -Dlog4j2.configurationFile=org/apache/spark/log4j2-defaults.properties \
  -cp "$hdfs/*:$spark/jars/*" org.apache.hadoop.test.MiniDFSClusterManager \
  -format -D hdfs.minidfs.basedir="$(readlink "$home/hdfs")"
start_spark master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0
await master "Starting Spark master at (spark://[0-9.:]+)"
master=$found
await master "started at (http://[^ ]+)"
ui=$found
await hdfs "namenode on port ([0-9]+)"
namenode="hdfs://127.0.0.1:$found"

# Paths that name no file system are those of HDFS, as on most clusters.
cat >"$HADOOP_CONF_DIR/core-site.xml" <<END
<configuration>
  <property><name>fs.defaultFS</name><value>$namenode</value></property>
  <property><name>dfs.replication</name><value>1</value></property>
</configuration>
END
# Each on a host of its own: Spark speculates on other hosts only.
for number in 1 2; do
  start_spark "worker-$number" org.apache.spark.deploy.worker.Worker --host "127.0.0.$number" \
    --webui-port 0 --cores 2 --memory 3g --work-dir "$home/workers/worker-$number" "$master"
done
for number in 1 2; do
  await "worker-$number" "Successfully registered with master (.*)"
done

echo "$master" >"$home/master"
cat <<END
master  $master, two workers of two cores
UI      $ui
HDFS    $namenode
logs    $home/logs; of executors and drivers $home/workers

cluster/hdfs.sh -ls /        the commands of hadoop fs
cluster/submit.sh VERB ...   ./submit.sh on this cluster
cluster/stop.sh              ends it; the logs stay
END
