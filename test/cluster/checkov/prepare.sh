#!/usr/bin/env bash
# Brings checkov into .cluster/checkov: by pip, into an environment of its own. What stands there already stays, unless
# requirements.txt has changed. Where it cannot be had it is named; the test then says what it skips.
set -uo pipefail
cd "$(dirname "$0")/../../.."

wanted=test/cluster/checkov/requirements.txt
[ -n "$(find .cluster/checkov/ready -newer "$wanted" 2>/dev/null)" ] && exit 0

mkdir -p .cluster
rm -rf .cluster/checkov
if ! command -v python3 >/dev/null; then
  echo "checkov is missing: Python is not installed, which runs it" >&2
elif ! { python3 -m venv .cluster/checkov &&
  .cluster/checkov/bin/pip install --quiet --no-deps --no-compile --disable-pip-version-check -r "$wanted"; } \
  >.cluster/checkov.log 2>&1; then
  tail -n 3 .cluster/checkov.log >&2
  echo "checkov is missing: pip could not install it" >&2
else
  touch .cluster/checkov/ready
  echo "checkov is ready in .cluster/checkov"
  exit 0
fi
exit 1
