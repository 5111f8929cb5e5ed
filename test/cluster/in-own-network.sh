#!/usr/bin/env bash
# Runs a command in a network of its own, whose addresses of Pods and Services all belong to this machine: Kubernetes takes
# no loopback address for an endpoint. Where there can be no such network, the command runs without, and the tests say
# what they skip.
set -uo pipefail

if ! command -v ip >/dev/null || ! unshare --net --map-root-user true 2>/dev/null; then
  echo "no network of its own: unshare of util-linux and ip of iproute2 make one, where user namespaces are allowed" >&2
  exec "$@"
fi
# shellcheck disable=SC2016 # The inner shell expands "$@".
exec unshare --net --map-root-user bash -c '
  set -e
  ip link set lo up
  ip route add local 10.244.0.0/16 dev lo
  ip route add local 10.96.0.0/16 dev lo
  KFAAS_OWN_NETWORK=1 exec "$@"
' in-own-network "$@"
