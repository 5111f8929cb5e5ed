#!/usr/bin/env bash
# Brings the Java gateways that `npm run test:cluster` needs into .cluster/java/: Maven builds them. Their sources are beside
# this file and say nothing of their own. What stands there already stays, unless a pom.xml has changed. A piece that
# cannot be had is named; the tests then say what they skip.
set -uo pipefail
cd "$(dirname "$0")/../../.."

mkdir -p .cluster/java
missing=0

built() { # folder of a gateway, and name of its program
  local program=".cluster/java/$1/$1.jar" source="test/cluster/java/$1"
  [ -n "$(find "$program" -newer "$source/pom.xml" 2>/dev/null)" ] && return
  if ! command -v java >/dev/null; then
    echo "$1.jar is missing: Java is not installed, which runs it" >&2
  elif ! command -v mvn >/dev/null; then
    echo "$1.jar is missing: Maven is not installed, which builds it" >&2
  elif ! mvn --batch-mode --quiet --file "$source/pom.xml" package >".cluster/java/$1.log" 2>&1; then
    tail -n 5 ".cluster/java/$1.log" >&2
    echo "$1.jar is missing: Maven could not build $source" >&2
  else
    return
  fi
  missing=$((missing + 1))
}

built zuul
built spring-cloud-gateway

[ "$missing" -eq 0 ] && echo "the Java gateways are ready in .cluster/java"
exit "$((missing > 0))"
