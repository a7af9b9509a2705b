#!/usr/bin/env bash
# Runs the clients' check in WebKitGTK, the engine of iOS; installs Debian's as root. Exit 77, loudly, where it cannot be had: not done.
set -u
cd "$(dirname "$0")/../.."
packages="webkit2gtk-driver xvfb"

check() { npm --silent --prefix clients/e2e run webkit; }

check
code=$?
if [ "$code" -eq 77 ] && command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    # shellcheck disable=SC2086
    { apt-get update && apt-get install -y --no-install-recommends $packages; } >&2
    check
    code=$?
fi
if [ "$code" -eq 77 ]; then
    {
        echo "*** NOT DONE: the check in WebKit. Everything else has run; this has not, and so test-all has not passed."
        echo "*** Missing: WebKitGTK -> sudo apt-get install -y $packages   (Linux only)"
    } >&2
fi
exit "$code"
