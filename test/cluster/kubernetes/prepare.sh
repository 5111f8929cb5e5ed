#!/usr/bin/env bash
# Brings a control plane into .cluster/: kube-apiserver and kubectl, built by Go from Kubernetes' module; etcd from Debian's
# package; the CustomResourceDefinitions of Istio, Knative Serving and cert-manager from their modules; istiod and
# Envoy by test/mesh/prepare.sh. What stands there already stays. A piece that cannot be had is named.
set -uo pipefail
cd "$(dirname "$0")/../../.."

KUBERNETES=1.37.2
KNATIVE=v0.51.0
CERT_MANAGER=v1.21.2
PROMETHEUS_OPERATOR=v0.85.0

mkdir -p .cluster/bin .cluster/crds
missing=0

lacks() { # piece, reason
  echo "$1 is missing: $2" >&2
  missing=$((missing + 1))
}

if ! command -v go >/dev/null; then
  lacks "Kubernetes" "Go is not installed, which builds it"
elif [ ! -x .cluster/bin/kube-apiserver ] || [ ! -x .cluster/bin/kubectl ]; then
  version=k8s.io/component-base/version
  flags="-s -w -X $version.gitVersion=v$KUBERNETES -X $version.gitMajor=${KUBERNETES%%.*}"
  flags="$flags -X $version.gitMinor=$(cut -d. -f2 <<<"$KUBERNETES")"
  # One command builds both, so that what they share is compiled once.
  if ! CGO_ENABLED=0 go build -C test/cluster/kubernetes/build -o "$PWD/.cluster/bin/" -trimpath -ldflags "$flags" \
    k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl >.cluster/kubernetes.log 2>&1; then
    tail -n 3 .cluster/kubernetes.log >&2
    lacks "Kubernetes" "Go could not build kube-apiserver and kubectl $KUBERNETES"
  fi
fi

if [ ! -x .cluster/bin/etcd ]; then
  # Unpacked, not installed: it needs no root, and no service starts.
  if (cd .cluster && apt-get download etcd-server >etcd.log 2>&1 && dpkg -x etcd-server_*.deb etcd) &&
    mv .cluster/etcd/usr/bin/etcd .cluster/bin/etcd; then
    rm -rf .cluster/etcd .cluster/etcd-server_*.deb
  else
    lacks "etcd" "Debian's package etcd-server could not be had"
  fi
fi

definitions() { # name, module, files
  [ -s ".cluster/crds/$1.yaml" ] && return
  local folder
  # Outside of any module, go takes the version as it is said.
  folder=$(cd / && go mod download -json "$2" 2>/dev/null | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  # shellcheck disable=SC2086 # A pattern of files.
  if [ -z "$folder" ] || ! (cd "$folder" && awk 'FNR == 1 { print "---" } { print }' $3) >".cluster/crds/$1.yaml"; then
    rm -f ".cluster/crds/$1.yaml"
    lacks "the definitions of $1" "Go could not load $2"
  fi
}

if command -v go >/dev/null; then
  istio=$(sed -n 's/^ISTIO=//p' test/mesh/prepare.sh)
  definitions istio "istio.io/istio@$istio" "manifests/charts/base/files/crd-all.gen.yaml"
  definitions knative "knative.dev/serving@$KNATIVE" "config/core/300-resources/*.yaml"
  definitions prometheus-operator "github.com/prometheus-operator/prometheus-operator@$PROMETHEUS_OPERATOR" \
    "example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml"
  definitions cert-manager "github.com/cert-manager/cert-manager@$CERT_MANAGER" "deploy/crds/*.yaml"
fi

bash test/mesh/prepare.sh || missing=$((missing + 1))

[ "$missing" -eq 0 ] && echo "kube-apiserver, kubectl, etcd and the definitions are ready in .cluster"
exit "$((missing > 0))"
