#!/bin/sh
# Makes static/vendor/ anew (one small Plotly bundle, its style sheet, htmx) and tests/vendor/ (axe), each
# with the licences and a VENDOR.json.
# Needs Node 20 or newer and a package registry; nobody who only runs the site needs it.
set -eu
cd "$(dirname "$0")"

# The browser's Plotly must be the one that the Python package checks figures against.
pinned=$(node -p "require('./package.json').dependencies['plotly.js']")
expected=$("${PYTHON:-python3}" -c "from plotly.offline import get_plotlyjs_version as v; print(v())" 2>/dev/null || true)
if [ -n "$expected" ] && [ "$expected" != "$pinned" ]; then
    echo "package.json pins plotly.js $pinned, the Python package speaks $expected: change package.json and run npm install here." >&2
    exit 1
fi

npm ci --no-audit --no-fund
node build.mjs
