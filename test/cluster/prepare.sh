#!/usr/bin/env bash
# Brings what `npm run test:cluster` needs: a control plane of Kubernetes and Istio, the Java gateways, and checkov. They
# are made side by side. What stands there already stays. A piece that cannot be had is named; the tests then say what they skip.
set -uo pipefail
cd "$(dirname "$0")"

bash kubernetes/prepare.sh &
kubernetes=$!
bash java/prepare.sh &
java=$!
bash checkov/prepare.sh &
checkov=$!

missing=0
wait "$kubernetes" || missing=1
wait "$java" || missing=1
wait "$checkov" || missing=1
exit "$missing"
