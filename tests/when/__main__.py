"""`python -m tests.when` scores the reader of days and hours on both halves of the ways of saying when.

The held-out half was written before the rules; its single notes are not shown, so that no rule is made for one of them.
"""

import sys

from tests.when.scoring import FINE, FOLDER, Outcome, notes_of, outcome, score

HALVES = ("open.tsv", "held_out.tsv")


def main() -> int:
    """0: nothing is silently wrong."""
    wrong = 0
    for name in HALVES:
        found = score(FOLDER / name)
        count = found.total()
        print(f"{name}: {count} notes, {100 * sum(found[one] for one in FINE) / count:.1f} % right or rightly asked")
        for one in Outcome:
            print(f"  {one.value:<65}{found[one]:>5}{100 * found[one] / count:>8.1f} %")
        wrong += found[Outcome.WRONG_DAY] + found[Outcome.WRONG_HOUR]
    for note in notes_of(FOLDER / "open.tsv") if "--show" in sys.argv else ():
        if (found_of := outcome(note)) not in FINE:
            print(f"{note.where}: {found_of.value}: {note.text} → {note.meant}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
