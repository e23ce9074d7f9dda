# What the cluster's scripts share; sourced, not run.

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
spark="$root/target/spark"
hdfs="$root/target/hdfs"
home="$root/target/cluster"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

fail() {
  echo "error: $*" >&2
  exit 3
}

# Whether a process that start.sh started still runs; another may have its number by now.
alive() {
  [[ -f "$home/$1.pid" && "$(ps -ww -o args= -p "$(<"$home/$1.pid")")" == *"$spark/jars"* ]]
}

# The processes that still run.
running() {
  local file name
  for file in "$home"/*.pid; do
    name="$(basename "$file" .pid)"
    if alive "$name"; then
      echo "$name"
    fi
  done
}

# Removes what HDFS stores, which is elsewhere.
remove_blocks() {
  if [[ -L "$home/hdfs" ]]; then
    rm -rf "$(readlink "$home/hdfs")"
  fi
}

# The master of the cluster that runs.
master() {
  alive hdfs && alive master || fail "no cluster is running; cluster/start.sh starts one"
  cat "$home/master"
}
