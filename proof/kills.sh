#!/usr/bin/env bash
# Usage: proof/kills.sh [--quick] [--seed N] [--times N] [PART...]
#
# Shows what a study survives, through submit.sh alone: runs of a study of 100 short trials are
# disturbed at random moments, and what is there in the end is compared with an undisturbed run,
# row by row. Meanwhile two readers, the project's own and DuckDB, query the tables all the time.
#
#   driver     kill -9 of the driver as it starts, begins, trains, commits and ends; run again
#   executor   kill -9 of executors of local-cluster[2,1,1024] while the run goes on
#   two        two drivers are started on one directory in the same second
#   stopped    a driver is stopped and continued when another one has taken over
#   interrupt  Ctrl-C; run again
#   disk       the disk is full; run again when it has room
#
# A line for each blow; at the end a line for each part, and status 1 if anything did not hold.
# Without a PART all are played; driver and executor with 50 kills each, or as often as --times
# says. --quick plays 5 of each and shorter trials. --seed replays the choice of moments and
# victims. Needs Linux; stopped and disk need root.
set -euo pipefail
# shellcheck source=proof/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

# The tests' classes, and what they need beside Spark's own options.
classpath="$root/target/kills.classpath"
if [[ ! -f "$classpath" ]] ||
  [[ -n "$(find pom.xml src/main/java src/test/java -newer "$classpath" -print -quit)" ]]; then
  echo "Compiling ..." >&2
  goals=(test-compile dependency:build-classpath -Dmdep.includeScope=test
    -Dmdep.outputFile="$classpath")
  { mvn -q -o -B -ntp "${goals[@]}" 2>/dev/null || mvn -q -B -ntp "${goals[@]}"; } >&2
  touch "$classpath"
fi
mapfile -t options < <(
  sed -n '/<spark.jvm.options>/,/<\/spark.jvm.options>/s/^ *\(-.*\)$/\1/p' pom.xml
)

exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" "${options[@]}" -Xmx1g -Djava.io.tmpdir="${TMPDIR:-/tmp}" \
  -cp "target/test-classes:target/classes:$(<"$classpath")" io.gridproof.kills.Kills "$@"
