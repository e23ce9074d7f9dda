#!/usr/bin/env bash
# Usage: ./submit.sh [spark-submit options] VERB [arguments]
#
# What stands before the verb goes to spark-submit, the rest to the application. Runs on the Spark
# of SPARK_HOME, or else on one that is assembled under target/ from Maven's jars. GRIDPROOF_JAR
# names a copy of the application jar elsewhere, such as one that all hosts of a cluster can fetch.
set -euo pipefail

# For the program, which says how to continue when it is stopped.
printf -v GRIDPROOF_COMMAND '%q ' "$0" "$@"
export GRIDPROOF_COMMAND

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
jar="$root/target/gridproof.jar"
assembled="$root/target/spark"

# The application jar, rebuilt when a source is newer.
built=false
if [[ ! -f "$jar" || ! -d "$assembled/jars" ]] ||
  [[ -n "$(find "$root/pom.xml" "$root/src/main" -newer "$jar" -print -quit)" ]]; then
  echo "Building $jar ..." >&2
  (cd "$root" && mvn -q -B -DskipTests package) >&2 || exit 3
  touch "$jar"
  built=true
fi

# spark-submit's options: all that stands before the verb.
options=()
master=
deploy_mode=
properties_file=
while (($# > 0)); do
  case "$1" in
    --verbose | -v | --supervise | --load-spark-defaults) options+=("$1") && shift && continue ;;
    --help | --version | -h | -V) break ;;
    --*=*) option="${1%%=*}" value="${1#*=}" words=1 ;;
    --* | -c)
      if (($# < 2)); then
        echo "error: $1 needs a value" >&2
        exit 2
      fi
      option="$1" value="$2" words=2
      ;;
    *) break ;;
  esac
  case "$option=$value" in
    --master=* | -c=spark.master=* | --conf=spark.master=*) master="${value#spark.master=}" ;;
    --deploy-mode=* | -c=spark.submit.deployMode=* | --conf=spark.submit.deployMode=*)
      deploy_mode="${value#spark.submit.deployMode=}"
      ;;
    --properties-file=*) properties_file="$value" ;;
  esac
  options+=("${@:1:words}") && shift "$words"
done

if [[ -z "$properties_file" ]]; then
  options=(--properties-file "$root/conf/spark-defaults.conf" --load-spark-defaults "${options[@]}")
fi
if [[ -z "$master" ]]; then
  master='local[*]'
  options=(--master "$master" "${options[@]}")
fi
# One host alone has no reason to listen to others, nor to let its other users read what Spark keeps
# in temporary files.
if [[ "$master" == local* ]]; then
  export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}"
  temporary="${TMPDIR:-/tmp}/gridproof-$UID"
  mkdir -p -m 700 "$temporary" || exit 3
  if [[ -L "$temporary" || ! -O "$temporary" ]]; then
    echo "error: $temporary is another user's" >&2
    exit 3
  fi
  chmod 700 "$temporary" || exit 3
  export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS-} \"-Djava.io.tmpdir=$temporary\""
  # Nothing is ever written to the warehouse, but Spark makes its folder where the user happens to be.
  options=(--conf "spark.local.dir=$temporary" --conf "spark.sql.warehouse.dir=$temporary/warehouse"
    "${options[@]}")
fi

# Replaces this process, unless its exit status would be wrong: that of a standalone cluster's client
# is 0 whatever became of the driver, which its log tells.
run() {
  if [[ "$deploy_mode" != cluster || "$master" != spark://* ]]; then
    exec "$@"
  fi
  local state
  state="$("$@" 2>&1 | tee >(cat >&2) | sed -nE 's/.* is ([A-Z]+), exiting .*/\1/p')" || true
  case "$state" in
    FINISHED) exit 0 ;;
    "") echo "error: the cluster did not say what became of the driver" >&2 && exit 3 ;;
    *) echo "error: the driver ended as $state; why is in its own log, on its worker" >&2 && exit 1 ;;
  esac
}
if [[ "$deploy_mode" == cluster && "$master" == spark://* ]]; then
  options+=(--conf spark.standalone.submit.waitAppCompletion=true)
  export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS-} \"-Dlog4j2.configurationFile=$root/conf/log4j2.properties\""
fi

# These train nothing: the time until their code is compiled best is longer than they take.
case "${1-}" in
  sql | predict) export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS-} -XX:TieredStopAtLevel=1" ;;
esac

application=(--class io.gridproof.cli.Main "${options[@]}" "${GRIDPROOF_JAR:-$jar}" "$@")
if [[ -n "${SPARK_HOME:-}" && -x "$SPARK_HOME/bin/spark-submit" ]]; then
  run "$SPARK_HOME/bin/spark-submit" "${application[@]}"
fi

# Without an installed Spark: its own launcher prints the command to run, NUL-separated.
export SPARK_HOME="${SPARK_HOME:-$assembled}"
export SPARK_SCALA_VERSION=2.13
export SPARK_CONF_DIR="${SPARK_CONF_DIR:-$root/conf}"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
command=()
while IFS= read -r -d '' word; do
  word="${word#$'\n'}"
  if [[ -n "$word" ]]; then
    command+=("$word")
  fi
done < <("$java" -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \
  org.apache.spark.deploy.SparkSubmit "${application[@]}")
if ((${#command[@]} == 0)); then
  echo "error: no command came from Spark's launcher; look at $java and $SPARK_HOME/jars" >&2
  exit 3
fi

# With an archive of parsed classes a start takes about half the time. Archives know jars and no
# folders, so the settings leave the class path, and the application's jar joins it. The JVM ignores
# an archive that is not of its version and these jars. A build is given one when it is used again.
for ((i = 0; i < ${#command[@]}; i++)); do
  if [[ "${command[i]}" == -cp && "${command[i + 1]}" == "$root/conf/:$root/target/"* &&
    -z "${GRIDPROOF_JAR-}" && "$deploy_mode" != cluster ]]; then
    archive="$root/target/classes-$(readlink -f "${command[0]}" | cksum | tr ' ' -).jsa"
    if [[ -n "${GRIDPROOF_MAKE_ARCHIVE-}" ]]; then
      cds=("-XX:ArchiveClassesAtExit=$GRIDPROOF_MAKE_ARCHIVE")
    else
      if [[ "$built" == false && "$jar" -nt "$archive" && -w "$root/target" ]]; then
        "$root/conf/class-archive.sh" "$archive"
      fi
      cds=("-XX:SharedArchiveFile=$archive")
    fi
    command[i + 1]="$jar:${command[i + 1]#"$root/conf/:"}"
    command=("${command[@]:0:i}" "${cds[@]}" -Xlog:cds=off -Xlog:cds+dynamic=off
      "-Dlog4j2.configurationFile=$root/conf/log4j2.properties" "${command[@]:i}")
    break
  fi
done
run "${command[@]}"
