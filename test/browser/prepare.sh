#!/usr/bin/env bash
# Brings what `npm run test:browser` needs: a Chromium. One that is there already does; else root installs that of the
# system's packages. Where none can be had, that is said, and the tests then say what they skip.
set -uo pipefail

for name in ${KFAAS_CHROMIUM:-chromium chromium-browser google-chrome google-chrome-stable}; do
  if command -v "$name" >/dev/null; then
    echo "Chromium is ready: $(command -v "$name")"
    exit 0
  fi
done

if ! command -v apt-get >/dev/null; then
  echo "Chromium is missing: there is no apt-get here that could install it" >&2
elif [ "$(id -u)" -ne 0 ]; then
  echo "Chromium is missing: as root, apt-get install chromium" >&2
elif ! apt-get update -qq >/dev/null 2>&1 ||
  ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1; then
  echo "Chromium is missing: apt-get could not install it" >&2
else
  echo "Chromium is ready: $(command -v chromium)"
fi
exit 0
