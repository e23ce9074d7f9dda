#!/usr/bin/env bash
# Usage: ./submit.sh [spark-submit options] VERB [arguments]
#
# What stands before the verb goes to spark-submit, the rest to the application. Runs on the Spark
# of SPARK_HOME, or else on one that is assembled under target/ from Maven's jars.
set -euo pipefail

root="$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
jar="$root/target/gridproof.jar"
assembled="$root/target/spark"

# The application jar, rebuilt when a source is newer.
if [[ ! -f "$jar" || ! -d "$assembled/jars" ]] ||
  [[ -n "$(find "$root/pom.xml" "$root/src/main" -newer "$jar" -print -quit)" ]]; then
  echo "Building $jar ..." >&2
  (cd "$root" && mvn -q -B -DskipTests package) >&2
  touch "$jar"
fi

# spark-submit's options: all that stands before the verb.
options=()
while (($# > 0)); do
  case "$1" in
    --verbose | -v | --supervise) options+=("$1") && shift ;;
    --help | --version | -h | -V) break ;;
    --*=*) options+=("$1") && shift ;;
    --*)
      if (($# < 2)); then
        echo "error: $1 needs a value" >&2
        exit 2
      fi
      options+=("$1" "$2") && shift 2
      ;;
    *) break ;;
  esac
done

if [[ " ${options[*]-} " != *" --properties-file"* ]]; then
  options=(--properties-file "$root/conf/spark-defaults.conf" --load-spark-defaults "${options[@]}")
fi
if [[ " ${options[*]-} " != *" --master"* && " ${options[*]-} " != *"spark.master="* ]]; then
  options=(--master 'local[*]' "${options[@]}")
fi

if [[ -n "${SPARK_HOME:-}" && -x "$SPARK_HOME/bin/spark-submit" ]]; then
  exec "$SPARK_HOME/bin/spark-submit" --class io.gridproof.cli.Main "${options[@]}" "$jar" "$@"
fi

# Without an installed Spark: its own launcher prints the command to run, NUL-separated.
export SPARK_HOME="${SPARK_HOME:-$assembled}"
export SPARK_SCALA_VERSION=2.13
export SPARK_CONF_DIR="${SPARK_CONF_DIR:-$root/conf}"
[[ -f "$SPARK_HOME/RELEASE" ]] || touch "$SPARK_HOME/RELEASE"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
command=()
while IFS= read -r -d '' word; do
  word="${word#$'\n'}"
  if [[ -n "$word" ]]; then
    command+=("$word")
  fi
done < <("$java" -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main \
  org.apache.spark.deploy.SparkSubmit \
  --class io.gridproof.cli.Main "${options[@]}" "$jar" "$@")
exec "${command[@]}"
