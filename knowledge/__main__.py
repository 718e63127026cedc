"""python -m knowledge [FOLDER]: checks a content folder and prints its problems; ends with 1 if there are any."""

import argparse
import sys
from collections import Counter
from io import TextIOWrapper
from pathlib import Path

from knowledge.folder import CONTENT, today
from knowledge.library import read_library
from knowledge.report import remarks


def main(arguments: list[str] | None = None) -> int:
    """Print problems, remarks and counts; 0 where there is no problem, 1 where there is."""
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        default=[CONTENT],
        help="content folders, the entries of a later one going before those of an earlier (default: what ships)",
    )
    parser.add_argument("--quiet", action="store_true", help="problems and counts alone")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a console that knows no Unicode still shows the problem
    reading = read_library(options.folders)
    for problem in reading.problems:
        print(problem)
    if not options.quiet:
        for remark in remarks(reading, today()):
            print(f"remark: {remark}")
    counts = Counter(entry.lang for entry in reading.entries)
    languages = ", ".join(f"{count} {lang}" for lang, count in sorted(counts.items()))
    asks = sum(len(entry.asks) for entry in reading.entries)
    routes = f"{len(reading.sheet.rows)} routes, " if reading.sheet else ""
    print(
        f"{len(reading.entries)} entries ({languages or 'none'}), {asks} asks, {routes}{len(reading.problems)} problems"
    )
    return 1 if reading.problems else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["import"]:
        from knowledge.importing import main as import_documents

        sys.exit(import_documents(sys.argv[2:]))
    sys.exit(main())
