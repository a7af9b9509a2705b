#!/usr/bin/env bash
# Prints the path of a Chromium for the tests; installs Debian's as root, else says what to install. Exit 1 without one.
set -u

found() {
    for name in "${CONGVU_TEST_CHROMIUM:-}" chromium chromium-browser google-chrome \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        [ -n "$name" ] && path=$(command -v "$name") && "$path" --version >/dev/null 2>&1 && echo "$path" && return
    done
    return 1
}

found && exit
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    { apt-get update && apt-get install -y --no-install-recommends chromium fonts-noto-core; } >&2
    found && exit
fi
if [ "$(uname)" = Darwin ]; then
    echo "Missing: a Chromium for the tests -> brew install --cask chromium" >&2
else
    echo "Missing: a Chromium for the tests -> sudo apt-get install -y chromium   (or set CONGVU_TEST_CHROMIUM to one)" >&2
fi
exit 1
