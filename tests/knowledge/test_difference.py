"""What only one of two versions holds is found, wherever it stands."""

import random

from knowledge.difference import differing


def test_what_only_one_of_two_versions_holds_is_found() -> None:
    dice = random.Random(5)
    for _ in range(300):
        things = [object() for _ in range(12)]
        before, after = (tuple(one for one in things if dice.random() < 0.8) for _ in range(2))

        gone, came = differing(before, after)

        assert (gone, came) == ([x for x in before if x not in after], [x for x in after if x not in before])


def test_nothing_differs_between_a_version_and_itself() -> None:
    version = tuple(map(str, range(5)))

    assert (differing(version, version), differing((), ())) == (([], []), ([], []))
