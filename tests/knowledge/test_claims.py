"""Of several claims to one thing the first counts, in whichever order they came and went."""

import random
from itertools import product

from knowledge.claims import Claims


def test_the_first_by_rank_has_the_claim_and_all_that_this_changes_for_are_told() -> None:
    dice, holders = random.Random(7), ["".join(one) for one in product("abc", repeat=3)]
    claims: Claims[str, str] = Claims(lambda key, holder: (key != holder[0], holder))
    held: dict[str, list[str]] = {}
    for _ in range(2_000):
        holder = dice.choice(holders)
        before = {key: _first(key, held) for key in "abc"}
        moved: set[str] = set()
        if keys := held.pop(holder, None):
            claims.discard(keys, holder, moved)
        else:
            held[holder] = dice.sample("abc", dice.randint(1, 3))
            claims.add(held[holder], holder, moved)

        after = {key: _first(key, held) for key in "abc"}
        assert {key: claims.first(key) for key in "abc"} == after
        turned = {key for key in "abc" if before[key] != after[key] and None not in (before[key], after[key])}
        assert {one for one, keys in held.items() if turned & set(keys)} <= moved


def _first(key: str, held: dict[str, list[str]]) -> str | None:
    return min((one for one, keys in held.items() if key in keys), key=lambda one: (key != one[0], one), default=None)
