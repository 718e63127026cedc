#!/usr/bin/env bash
# onnxruntime 1.32.0 on Linux: `import onnxruntime` alone leaves a lasting id in the home folder, unless CI is set.
#
# Expected: an import writes nothing; telemetry, known of its builds for Windows, is off elsewhere. Seen: `deviceid` and a
# database under ~/.cache/Microsoft, and `.ses` in TMPDIR; with a network it calls its maker too. With CI=true there is
# nothing, so no run of tests in CI shows it; with ORT_DISABLE_TELEMETRY=1 there is nothing either.
# Why it matters: a service that promises to tell nobody of its users, and that is tested in CI, breaks that promise
# everywhere else. The variable has to be set before the import.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check onnxruntime==1.32.0

left() { # files that an import leaves in an empty home folder, with those variables
  rm -rf home tmp && mkdir home tmp
  env -i "PATH=$PATH" "HOME=$folder/home" "TMPDIR=$folder/tmp" "$@" \
    venv/bin/python -c 'import onnxruntime, time; time.sleep(3)'
  find home tmp -type f | sort | tr '\n' ' '
}

plain=$(left)
ci=$(left CI=true)
silent=$(left ORT_DISABLE_TELEMETRY=1)
echo "left by an import: '$plain'; with CI=true: '$ci'; with ORT_DISABLE_TELEMETRY=1: '$silent'"
[[ $plain == *deviceid* && -z $ci && -z $silent ]] || { echo "the behaviour has changed"; exit 1; }
