#!/usr/bin/env bash
# Usage: proof/matrix.sh [--quick]
#
# Trains the same networks under many settings of a JVM and compares every bit with what is pinned
# in proof/digests.txt:
#
#   JDK 17, JDK 25
#   default, -XX:-TieredCompilation, C1 only, -Xint
#   -XX:UseAVX=0, 1, 2, 3
#   -XX:MaxVectorSize=16, 32, 64
#   with and without the vector module
#
# and once for each JDK as conf/spark-defaults.conf has it.
#
# A line for each combination: JDK, settings, the study's size, kernel, digest, verdict, seconds.
#
# These are folded:
#   - What the JVM lowers to the values of another combination is that other one: MaxVectorSize is
#     at most 16 for UseAVX=0, 32 for 1 and 2, and no CPU has more than it has. Where the CPU is no
#     x86, there is no UseAVX.
#   - MaxVectorSize matters to the vector module and to C2 alone. Without both it is not set.
#
# The long study runs where C2 does, and where C1 compiles the scalar kernel. It counts only if C2
# compiled the kernels. The small one runs under an interpreter, where C1 interprets the vector
# module, and where UseAVX=0 takes the fused multiply-add away, which is a hundred times slower in
# software; a part of it runs where both hold.
#
# JDKs are those of $JDKS (homes, separated by colons), or the first 17 and 25 among $JAVA_HOME and
# /usr/lib/jvm/*. --quick takes a choice of combinations in less than three minutes.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

quick=false
case "${1-}" in
  '') ;;
  --quick) quick=true ;;
  *)
    echo "usage: proof/matrix.sh [--quick]" >&2
    exit 2
    ;;
esac

classes="$root/target/classes:$root/target/test-classes"
stamp="$root/target/test-classes/io/gridproof/nn/ProofStudy.class"
outputs="$root/target/proof"

build() {
  if [[ ! -f "$stamp" ]] ||
    [[ -n "$(find "$root/pom.xml" "$root/src/main/java" "$root/src/test/java" -newer "$stamp" -print -quit)" ]]; then
    echo "Compiling ..." >&2
    (cd "$root" && { mvn -q -o -B -ntp test-compile 2>/dev/null || mvn -q -B -ntp test-compile; }) >&2
    touch "$stamp"
  fi
}

# The major version of a JDK.
major() {
  "$1/bin/java" -XshowSettings:properties -version 2>&1 |
    sed -n 's/^ *java\.specification\.version = //p'
}

homes=()
find_jdks() {
  local candidates=() wanted home
  if [[ -n "${JDKS:-}" ]]; then
    IFS=: read -r -a homes <<<"$JDKS"
    return
  fi
  for home in ${JAVA_HOME:+"$JAVA_HOME"} /usr/lib/jvm/*; do
    if [[ -x "$home/bin/javac" ]]; then
      candidates+=("$home")
    fi
  done
  for wanted in 17 25; do
    for home in ${candidates[@]+"${candidates[@]}"}; do
      if [[ "$(major "$home")" == "$wanted" ]]; then
        homes+=("$home")
        break
      fi
    done
  done
}

# What the JVM makes of -XX flags: "UseAVX MaxVectorSize UseFMA", with - for a flag it has not.
effective() {
  local java=$1
  shift
  "$java" "$@" -XX:+PrintFlagsFinal -version 2>/dev/null | awk '
    $2 == "UseAVX" || $2 == "MaxVectorSize" || $2 == "UseFMA" { value[$2] = $4 }
    function get(name) { return name in value ? value[name] : "-" }
    END { print get("UseAVX"), get("MaxVectorSize"), get("UseFMA") }'
}

# The compiler's setting of conf/spark-defaults.conf.
as_configured=-XX:-UseFPUForSpilling

combinations=0
failures=0

# Whether C2 compiled the kernels from their beginning on, after what PrintCompilation wrote.
c2_compiled() {
  local log=$1 kernel=$2 mode=$3 level='4 ' method methods
  if [[ "$mode" == -XX:-TieredCompilation ]]; then
    level=
  fi
  case "$kernel" in
    scalar) methods=('ScalarKernel::run' 'Functions::exp') ;;
    '16 lanes') methods=('VectorTiles::ten' 'VectorFunctions::exp') ;;
    *) methods=('VectorTiles::five' 'VectorFunctions::exp') ;;
  esac
  for method in "${methods[@]}"; do
    if ! grep -qE "^ *[0-9]+ +[0-9]+ +[s!bn ]*$level +io\.gridproof\.kernel\.$method \([0-9]+ bytes\)$" "$log"; then
      echo "C2 did not compile $method"
      return 1
    fi
  done
}

# Runs one combination: JDK home, mode ("" for the default), "with" or "without", other flags.
# $only names the size if it is not the one that the rules give.
only=
combination() {
  local home=$1 mode=$2 modules=$3
  shift 3
  local flags=("$@") java="$home/bin/java" fma
  if [[ -n "$mode" ]]; then
    flags=("$mode" ${flags[@]+"${flags[@]}"})
  fi
  read -r _ _ fma <<<"$(effective "$java" ${flags[@]+"${flags[@]}"})"

  local size=long trials=() c2=true
  case "$mode" in
    -Xint)
      size=small
      c2=false
      ;;
    -XX:TieredStopAtLevel=1)
      c2=false
      if [[ "$modules" == with ]]; then
        size=small
      fi
      ;;
  esac
  if [[ "$fma" == false ]]; then
    size=small
    if [[ "$mode" == -Xint ]]; then
      trials=(batches_of_one)
    fi
  fi
  size="${only:-$size}"

  local shown="${flags[*]-}"
  if [[ "$modules" == with ]]; then
    flags+=("$module")
    shown+=" +vector"
  else
    shown+=" -vector"
  fi
  if [[ "$size" == long && "$c2" == true ]]; then
    flags+=(-XX:+PrintCompilation -XX:+DisplayVMOutputToStderr)
  fi

  combinations=$((combinations + 1))
  local out="$outputs/$combinations.out" err="$outputs/$combinations.err" status=0 from=$EPOCHREALTIME
  "$java" "${flags[@]}" -cp "$classes" "$study" "$size" ${trials[@]+"${trials[@]}"} \
    >"$out" 2>"$err" || status=$?
  local seconds=$(((${EPOCHREALTIME/[.,]/} - ${from/[.,]/}) / 100000))

  local kernel digest verdict=ok why=
  kernel="$(sed -n 's/^kernel //p' "$out")"
  digest="$(digests "$out" | sha256sum)"
  if ((status != 0)); then
    verdict=FAILED
    why="$(tail -n 5 "$err")"
  elif ! why="$(diff <(expected "$size" ${trials[@]+"${trials[@]}"}) <(digests "$out"))"; then
    verdict=DIFFERS
  elif [[ "$modules" == with && "$kernel" == scalar ]]; then
    verdict=SCALAR
  elif [[ "$size" == long && "$c2" == true ]]; then
    why="$(c2_compiled "$err" "$kernel" "$mode")" || verdict="NOT COMPILED"
  fi
  printf 'JDK %-3s %-68s %-14s %-9s %-12s %-7s %4d.%d s\n' "$(version "$home")" "$shown" \
    "${trials[*]:-$size}" "$kernel" "${digest:0:12}" "$verdict" $((seconds / 10)) $((seconds % 10))
  if [[ "$verdict" != ok ]]; then
    failures=$((failures + 1))
    printf '%s\n' "$why" "see $out and $err"
  fi
}

declare -A versions=()
version() {
  printf '%s' "${versions[$1]}"
}

# All combinations of one JDK and one mode.
all_of() {
  local home=$1 mode=$2 java="$1/bin/java" levels=(0 1 2 3) level size now flags
  local -A seen=()
  if [[ "$(effective "$java")" == -* ]]; then
    levels=(none)
  fi
  for level in "${levels[@]}"; do
    for size in 16 32 64; do
      flags=(-XX:MaxVectorSize="$size")
      if [[ "$level" != none ]]; then
        flags=(-XX:UseAVX="$level" "${flags[@]}")
      fi
      now="$(effective "$java" "${flags[@]}")"
      if [[ -z "${seen[$now]-}" ]]; then
        seen[$now]=1
        combination "$home" "$mode" with "${flags[@]}"
        if [[ "$mode" != -Xint && "$mode" != -XX:TieredStopAtLevel=1 ]]; then
          combination "$home" "$mode" without "${flags[@]}"
        fi
      fi
    done
    if [[ "$mode" == -Xint || "$mode" == -XX:TieredStopAtLevel=1 ]]; then
      flags=()
      if [[ "$level" != none ]]; then
        flags=(-XX:UseAVX="$level")
      fi
      now="without $(effective "$java" ${flags[@]+"${flags[@]}"})"
      if [[ -z "${seen[$now]-}" ]]; then
        seen[$now]=1
        combination "$home" "$mode" without ${flags[@]+"${flags[@]}"}
      fi
    fi
  done
}

# A choice: each mode, each kernel and each JDK at least once.
some() {
  local first="${homes[0]}" last="${homes[-1]}" avx=true
  if [[ "$(effective "$first/bin/java")" == -* ]]; then
    avx=false
  fi
  combination "$first" "" with "$as_configured"
  if [[ "$last" != "$first" ]]; then
    combination "$last" "" with "$as_configured"
  fi
  only=small
  combination "$last" "" without
  combination "$first" -XX:-TieredCompilation with
  combination "$first" -XX:TieredStopAtLevel=1 with
  combination "$last" -Xint without
  if [[ "$avx" == true ]]; then
    combination "$first" "" with -XX:UseAVX=2
    combination "$last" "" with -XX:UseAVX=0
  fi
}

find_jdks
if ((${#homes[@]} == 0)); then
  echo "error: no JDK found; name their homes in JDKS" >&2
  exit 2
fi
for home in "${homes[@]}"; do
  versions[$home]="$(major "$home")"
done
missing=
for wanted in 17 25; do
  if [[ " ${versions[*]} " != *" $wanted "* ]]; then
    echo "no JDK $wanted found: its combinations are not run"
    missing+=", without JDK $wanted"
  fi
done
build
rm -rf "$outputs"
mkdir -p "$outputs"

if [[ "$quick" == true ]]; then
  some
else
  for home in "${homes[@]}"; do
    combination "$home" "" with "$as_configured"
  done
  for mode in "" -XX:-TieredCompilation -XX:TieredStopAtLevel=1 -Xint; do
    for home in "${homes[@]}"; do
      all_of "$home" "$mode"
    done
  done
fi

if ((failures > 0)); then
  echo "$combinations combinations, $failures failed"
  exit 1
fi
echo "$combinations combinations, one digest$missing"
