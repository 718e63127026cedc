#!/usr/bin/env bash
# pytest 9.2.0 with pytest-xdist 3.8.0: tests that are marked as one group are spread over all workers, and nothing says so.
#
# Expected: with `--dist loadgroup`, tests with @pytest.mark.xdist_group("g") run in one worker, in their order; so it is with
# pytest 9.1.0, run first here. Seen: with pytest 9.2.0 the mark has no effect, without an error or a warning.
# Why it matters: tests that share one started process (a bot, a database, a browser), and whose last ones look at what the
# others left behind, meet several such processes, pass for another reason, or are skipped. `--dist loadfile` still keeps a
# file together, so what has to stay together is best put into one file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > test_group.py <<'PY'
import pytest


@pytest.mark.xdist_group("g")
@pytest.mark.parametrize("n", range(40))
def test_one(n):
    pass
PY

workers() { # how many workers ran the group, with that version of pytest
  python3 -m venv "venv-$1"
  "venv-$1/bin/pip" install --quiet --disable-pip-version-check "pytest==$1" pytest-xdist==3.8.0
  "venv-$1/bin/python" -m pytest -n 2 --dist loadgroup -v -p no:cacheprovider test_group.py 2>&1 |
    grep --only-matching '^\[gw[0-9]\]' | sort --unique | wc -l
}

before=$(workers 9.1.0)
now=$(workers 9.2.0)
echo "workers that ran one group of 40 tests: $before with pytest 9.1.0, $now with pytest 9.2.0"
[ "$before" = 1 ] && [ "$now" = 2 ] || { echo "the behaviour has changed"; exit 1; }
