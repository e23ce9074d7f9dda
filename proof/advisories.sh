#!/usr/bin/env bash
# Usage: proof/advisories.sh [--newest]
#
# Lists every library that target/gridproof.jar carries and every one of the assembled Spark, and
# compares them with the advisories in proof/advisories.txt; ends with 1 if one is older than its
# fix. With --newest it also asks the Maven registry for newer versions of what pom.xml names.
#
# It knows the advisories of that file and no others, and libraries by the names of their jars:
# what a library carries inside, as hadoop-client-runtime does, it does not see.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$root"

known="$root/proof/advisories.txt"
[[ -d target/spark/jars ]] || mvn -q -B -DskipTests package

# "artifact version", a line each.
carried() {
  mvn -q -B dependency:build-classpath -DincludeScope=runtime \
    -Dmdep.outputFile=target/carried.txt -Dmdep.pathSeparator=: >&2
  tr ':' '\n' <target/carried.txt | named
}
named() {
  sed -nE 's|.*/||; s/\.jar$//; s/^(.+)-([0-9][0-9A-Za-z.]*(-[A-Za-z0-9_-]+)?)$/\1 \2/p' | sort -u
}

carried="$(carried)"
spark="$(find target/spark/jars -name '*.jar' | named)"
echo "$(wc -l <<<"$carried") libraries in target/gridproof.jar:"
sed 's/^/  /' <<<"$carried"
echo "$(wc -l <<<"$spark") libraries of Spark in target/spark/jars"

status=0
checked=0
while read -r artifact fixed advisory; do
  while read -r _ version; do
    checked=$((checked + 1))
    if [[ "$(printf '%s\n%s\n' "$fixed" "$version" | sort -V | head -1)" != "$fixed" ]]; then
      echo "$artifact $version: fixed in $fixed: $advisory"
      status=1
    fi
  done < <(printf '%s\n%s\n' "$carried" "$spark" | grep "^${artifact//./\\.} " | sort -u)
done < <(grep -v '^#' "$known")
echo "$checked of them have known advisories; $( ((status == 0)) && echo "all are fixed" || echo "see above")"

if [[ "${1-}" == --newest ]]; then
  mvn -B org.codehaus.mojo:versions-maven-plugin:2.19.1:display-dependency-updates \
    -DprocessDependencyManagement=false | grep -E -- '->|newer|latest' || true
fi
exit "$status"
