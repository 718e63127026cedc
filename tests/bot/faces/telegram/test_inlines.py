"""Inline queries: the newest first, two at a time, and of one person no more than a reader needs. In skipped time."""

import asyncio

import pytest

from bot.faces.telegram.inlines import AT_ONCE, LIFE_S, Inlines
from tests.bot.faces.telegram.test_limits import in_skipped_time, most_in, now_s


class Bar:
    """Answers queries, each of which takes a while."""

    def __init__(self, took_s: float = 0.1) -> None:
        self.inlines = Inlines(now_s)
        self.answered: list[tuple[int, str, float]] = []  # (person, words, when it was begun)
        self.at_once = self.most_at_once = 0
        self._took_s = took_s

    async def ask(self, person: int, words: str, at_s: float = 0.0) -> None:
        await asyncio.sleep(at_s)
        async with self.inlines.turn(person) as is_wanted:
            if not is_wanted:
                return
            self.answered.append((person, words, now_s()))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            await asyncio.sleep(self._took_s)
            self.at_once -= 1

    @property
    def words(self) -> list[str]:
        return [words for _, words, _ in self.answered]


def test_newest_goes_first_and_of_one_person_the_newest_alone() -> None:
    async def story() -> list[str]:
        bar = Bar()
        asked = [(1, "a"), (2, "b"), (3, "c"), (4, "d"), (3, "c!"), (5, "e")]
        await asyncio.gather(*(bar.ask(person, words) for person, words in asked))
        return bar.words

    assert in_skipped_time(story) == ["a", "b", "e", "c!", "d"]


def test_twenty_people_who_type_twenty_times_a_second_are_answered_two_at_a_time() -> None:
    async def story() -> Bar:
        bar = Bar(took_s=0.02)
        typed = [(person, f"{person} {at}", at / 20) for person in range(20) for at in range(20 * 60)]
        await asyncio.gather(*(bar.ask(*one) for one in typed))
        return bar

    bar = in_skipped_time(story)
    by_person = [[when for one, _, when in bar.answered if one == person] for person in range(20)]

    assert bar.most_at_once == AT_ONCE
    assert max(most_in(times, 60) for times in by_person) <= 40
    assert min(len(times) for times in by_person) >= 20
    assert {f"{person} {20 * 60 - 1}" for person in range(20)} == set(bar.words[-20:])  # the last words of each
    assert (bar.inlines._newest, bar.inlines._in_hand) == ({}, 0)


def test_what_nobody_waits_for_any_more_is_not_answered() -> None:
    async def story() -> list[str]:
        bar = Bar(took_s=LIFE_S + 1)
        await asyncio.gather(*(bar.ask(person, str(person)) for person in range(5)))
        return bar.words

    assert in_skipped_time(story) == ["0", "1"]


def test_one_who_leaves_while_it_waits_or_is_answered_takes_nobodys_turn() -> None:
    async def story() -> tuple[list[str], int]:
        bar = Bar(took_s=1)
        tasks = [asyncio.create_task(bar.ask(person, str(person))) for person in range(4)]
        await asyncio.sleep(0.5)
        tasks[0].cancel()
        tasks[3].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return bar.words, bar.inlines._in_hand

    assert in_skipped_time(story) == (["0", "1", "2"], 0)


@pytest.mark.parametrize("pause_s", [2.0, 5.0])
def test_one_who_typed_a_lot_has_the_last_words_answered_when_they_pause(pause_s: float) -> None:
    async def story() -> list[str]:
        bar = Bar()
        await asyncio.gather(*(bar.ask(1, str(at), at / 10) for at in range(100)))
        await bar.ask(1, "the end", pause_s)
        return bar.words

    assert in_skipped_time(story)[-1] == "the end"
