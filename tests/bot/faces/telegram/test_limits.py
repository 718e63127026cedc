"""Requests keep to Telegram's limits and outlast its troubles, answers before changes of cards. All in skipped time."""

import asyncio
import json
import logging
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from bot.faces.telegram.faults import Fault
from bot.faces.telegram.limits import (
    GIVE_UP_S,
    LONGEST_S,
    OVERALL_AT_ONCE,
    OVERALL_PER_S,
    PatientLimiter,
    Stopped,
    Wish,
    next_order,
)
from bot.faces.windows import PRUNE_ABOVE, Bucket

Result = TypeVar("Result")
NEARLY = 1e-5  # seconds that sums of floating point numbers may be off


class SkippingSelector(selectors.DefaultSelector):
    """Waits for nothing: time jumps to when something is due."""

    now_s = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready:
            assert timeout is not None, "everybody waits for somebody else"
            self.now_s += max(timeout, 0)
        return ready


class SkippingLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._skipping = SkippingSelector()
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._skipping.now_s


def in_skipped_time(story: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Run it to its end, an hour in an instant."""
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(story())


def now_s() -> float:
    return asyncio.get_running_loop().time()


class Telegram:
    """Notes when each request came; answers with whatever is next in its list of troubles, then with yes."""

    def __init__(self, *troubles: TelegramError, took_s: float = 0.0, **settings: Any) -> None:
        self.stop = asyncio.Event()
        self.faults: list[Fault] = []
        self.seen: list[tuple[float, str, Any]] = []  # (when, endpoint, chat)
        self.made: list[dict[str, Any]] = []  # the data of each
        self._troubles = list(troubles)
        self._took_s = took_s
        self._limiter = PatientLimiter(stop=self.stop, on_fault=self.faults.append, **settings)

    async def call(self, endpoint: str, chat: Any = None, wish: Wish | None = None, **data: Any) -> Any:
        async def post(name: str) -> str:
            self.seen.append((round(now_s(), 6), name, chat))
            self.made.append(data)
            await asyncio.sleep(self._took_s)
            if self._troubles:
                raise self._troubles.pop(0)
            return "done"

        if chat is not None:
            data["chat_id"] = chat
        return await self._limiter.process_request(post, (endpoint,), {}, endpoint, data, wish)  # type: ignore[arg-type]

    async def calls(self, *calls: tuple[str, Any]) -> None:
        await asyncio.gather(*(self.call(endpoint, chat) for endpoint, chat in calls))

    def times(self) -> list[float]:
        return [when for when, _, _ in self.seen]

    @property
    def chats_remembered(self) -> int:
        return len(self._limiter._alone)


def most_in(times: list[float], period_s: float) -> int:
    """The most that fell into one stretch of that length, its end not counted."""
    times = sorted(times)
    return max((sum(start <= time < start + period_s - NEARLY for time in times) for start in times), default=0)


def test_thirty_messages_go_out_together_and_thirty_a_second_from_then_on() -> None:
    async def story() -> list[float]:
        telegram = Telegram()
        await telegram.calls(*(("sendMessage", chat) for chat in range(1, 101)))
        return telegram.times()

    times = in_skipped_time(story)

    assert times == pytest.approx([0.0] * 30 + [number / 30 for number in range(1, 71)], abs=NEARLY)


def test_what_was_held_up_for_a_second_is_made_up_for() -> None:
    """Thirty a second come in all the while; with no room to catch up, each later one would be a second late."""
    bucket, late_s = Bucket(OVERALL_PER_S, OVERALL_AT_ONCE), []

    for number in range(300):
        came_s = number / 30
        now_s = max(came_s, 2.0) if came_s > 1.0 else came_s  # nothing is handled between the first and the second
        at_s = bucket.free_s(now_s)
        bucket.take(at_s)
        late_s.append(at_s - came_s)

    assert max(late_s) == pytest.approx(1.0, abs=0.04)
    assert max(late_s[90:]) == pytest.approx(0.0, abs=NEARLY)


@pytest.mark.parametrize(("troubles", "a_second"), [((), 30), ((RetryAfter(1),), 10)])
def test_processes_that_send_as_one_bot_share_what_it_may_send_once_telegram_says_that_it_is_too_much(
    troubles: tuple[RetryAfter, ...], a_second: int
) -> None:
    async def story() -> list[float]:
        telegram = Telegram(*troubles, senders=lambda: 3)
        await telegram.call("sendMessage", 1)
        await asyncio.sleep(5)
        await telegram.calls(*(("sendMessage", chat) for chat in range(2, 42)))
        return telegram.times()[-10:]

    times = in_skipped_time(story)

    assert times[-1] - times[0] == pytest.approx(9 / a_second, abs=NEARLY)


def test_a_steady_thirty_a_second_wait_for_nothing() -> None:
    """Sixty seconds of it: lateness must not add up."""

    async def story() -> list[float]:
        telegram = Telegram(took_s=0.05)
        late: list[float] = []

        async def one(number: int) -> None:
            due_s = number / 30
            await asyncio.sleep(due_s)
            await telegram.call("sendMessage", number + 1)
            late.append(now_s() - due_s - 0.05)

        await asyncio.gather(*map(one, range(1800)))
        return late

    late = in_skipped_time(story)

    assert (len(late), max(late) < 0.001) == (1800, True)


def test_a_chat_gets_one_message_a_second_in_the_order_they_were_asked_for() -> None:
    async def story() -> list[tuple[float, str, Any]]:
        telegram = Telegram()
        await telegram.calls(("sendMessage", 7), ("sendDocument", 7), ("copyMessage", 7), ("sendMessage", 8))
        return telegram.seen

    seen = in_skipped_time(story)

    assert seen == [(0, "sendMessage", 7), (0, "sendMessage", 8), (1, "sendDocument", 7), (2, "copyMessage", 7)]


def test_a_second_is_counted_from_when_telegram_has_answered() -> None:
    """From when it was sent, a slow first and a quick second message would arrive closer together."""

    async def story() -> list[float]:
        telegram = Telegram(took_s=0.3)
        await telegram.calls(("sendMessage", 7), ("sendMessage", 7))
        return telegram.times()

    assert in_skipped_time(story) == [0, 1.3]


@pytest.mark.parametrize("chat", [-5, "-1005", "@verbinders"])
def test_a_group_gets_twenty_messages_a_minute(chat: Any) -> None:
    async def story() -> list[float]:
        telegram = Telegram()
        await telegram.calls(*[("sendMessage", chat)] * 45)
        return telegram.times()

    times = in_skipped_time(story)

    assert (len(times), most_in(times, 60), times[19], times[20]) == (45, 20, 19, 60)


def test_a_group_has_six_changes_of_messages_a_second_apart_and_then_one_each_six_seconds() -> None:
    """Of different messages; of one message the newest alone is made."""

    async def story() -> list[float]:
        telegram = Telegram()
        await asyncio.gather(*(telegram.call("editMessageText", -5, message_id=number) for number in range(20)))
        return telegram.times()

    times = in_skipped_time(story)

    assert times[:8] == pytest.approx([0, 1, 2, 3, 4, 5, 6, 12], abs=NEARLY)
    assert most_in(times, 60) <= 16


def test_a_chat_of_two_has_five_changes_together_and_then_one_a_second() -> None:
    async def story() -> list[float]:
        telegram = Telegram()
        await asyncio.gather(*(telegram.call("editMessageText", 5, message_id=number) for number in range(7)))
        return telegram.times()

    assert in_skipped_time(story) == pytest.approx([0] * 5 + [1, 2], abs=NEARLY)


@pytest.mark.parametrize("chat", [5, -5])
def test_of_two_hundred_changes_of_a_message_in_ten_seconds_the_last_is_made_soon(chat: int) -> None:
    async def story() -> tuple[Telegram, list[float]]:
        telegram, late = Telegram(took_s=0.05), []

        async def change(number: int) -> None:
            await asyncio.sleep(number / 20)
            asked_s = now_s()
            await telegram.call("editMessageText", chat, message_id=1, text=str(number))
            late.append(now_s() - asked_s)

        await asyncio.gather(*map(change, range(200)))
        return telegram, late

    telegram, late = in_skipped_time(story)

    assert (telegram.made[0]["text"], telegram.made[-1]["text"]) == ("0", "199")
    assert len(telegram.made) <= 20
    assert telegram.times()[-1] < 9.95 + 6.1
    assert max(late) < 6.2


def test_a_change_that_was_known_earlier_never_goes_over_a_newer_one() -> None:
    async def story() -> tuple[list[Any], list[str]]:
        telegram = Telegram(took_s=0.05)
        older, newer = next_order(), next_order()
        first = await telegram.call("editMessageText", -5, Wish(order=newer), message_id=1, text="newer")
        second = await telegram.call("editMessageText", -5, Wish(order=older), message_id=1, text="older")
        return [first, second], [one["text"] for one in telegram.made]

    assert in_skipped_time(story) == (["done", True], ["newer"])


def test_a_change_that_is_told_to_wait_is_made_as_it_should_be_by_then() -> None:
    async def story() -> tuple[list[Any], list[tuple[float, str]]]:
        telegram = Telegram(RetryAfter(9))
        waiting = asyncio.create_task(telegram.call("editMessageText", -5, message_id=1, text="old"))
        await asyncio.sleep(2)
        newer = asyncio.create_task(telegram.call("editMessageText", -5, message_id=1, text="new"))
        found = [await waiting, await newer]
        return found, [(when, one["text"]) for (when, _, _), one in zip(telegram.seen, telegram.made, strict=True)]

    assert in_skipped_time(story) == ([True, "done"], [(0, "old"), (2, "new")])


def test_an_answer_goes_before_changes_that_wait_and_finds_room_in_its_minute() -> None:
    """However much is tapped: an answer waits a second at most for a change that was just made."""

    async def story() -> list[float]:
        telegram, late = Telegram(took_s=0.02), []
        edits = [
            asyncio.create_task(telegram.call("editMessageText", -5, message_id=number, text="x"))
            for number in range(40)
        ]
        for at in (2.5, 8.0, 30.0, 45.0, 58.0):
            await asyncio.sleep(at - now_s())
            asked_s = now_s()
            await telegram.call("sendMessage", -5)
            late.append(now_s() - asked_s)
        for edit in edits:
            edit.cancel()
        await asyncio.gather(*edits, return_exceptions=True)
        return late

    assert max(in_skipped_time(story)) < 1.1


def test_what_is_urgent_goes_before_all_that_its_chat_waits_for() -> None:
    async def story() -> list[str]:
        telegram = Telegram()
        waiting = [telegram.call("sendMessage", 7, text=str(number)) for number in range(3)]
        urgent = telegram.call("sendMessage", 7, Wish(is_urgent=True), text="urgent")
        await asyncio.gather(*waiting, urgent)
        return [one["text"] for one in telegram.made]

    assert in_skipped_time(story) == ["0", "urgent", "1", "2"]


def test_a_turn_that_is_given_to_one_who_left_is_passed_on() -> None:
    async def story() -> list[str]:
        telegram = Telegram(took_s=1)
        tasks = [asyncio.create_task(telegram.call("sendMessage", 7, text=str(number))) for number in range(4)]
        await asyncio.sleep(0.5)
        tasks[1].cancel()
        tasks[0].cancel()  # its turn goes to the second, which has left
        await asyncio.gather(*tasks, return_exceptions=True)
        return [one["text"] for one in telegram.made]

    assert in_skipped_time(story) == ["0", "2", "3"]


@pytest.mark.parametrize(
    "endpoint", ["sendChatAction", "answerCallbackQuery", "answerInlineQuery", "getMe", "getChat", "setMyCommands"]
)
def test_what_is_no_message_goes_through_while_messages_wait(endpoint: str) -> None:
    async def story() -> list[tuple[float, str, Any]]:
        telegram = Telegram()
        await telegram.calls(*[("sendMessage", -5)] * 30, *[(endpoint, -5)] * 40)
        return [seen for seen in telegram.seen if seen[1] == endpoint]

    assert in_skipped_time(story) == [(0, endpoint, -5)] * 40


def test_told_to_wait_a_request_waits_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> tuple[list[tuple[float, str, Any]], list[Fault]]:
        telegram = Telegram(RetryAfter(5), RetryAfter(2))
        first = asyncio.create_task(telegram.call("sendMessage", 7))
        await asyncio.sleep(0.5)
        second = asyncio.create_task(telegram.call("sendMessage", 8))
        await asyncio.sleep(0.5)
        third = asyncio.create_task(telegram.call("sendMessage", 9))
        assert (await first, await second, await third) == ("done", "done", "done")
        return telegram.seen, telegram.faults

    with caplog.at_level(logging.WARNING):
        seen, faults = in_skipped_time(story)

    assert [(when, chat) for when, _, chat in seen] == [(0, 7), (0.5, 8), (1, 9), (2.6, 8), (5.1, 7)]
    assert faults == [Fault.FLOOD, Fault.FLOOD]
    assert [(record.getMessage(), record.exc_info) for record in caplog.records] == [
        ("sendMessage: flood; failure 1, trying again in 5.1 s", None),
        ("sendMessage: flood; failure 1, trying again in 2.1 s", None),
    ]


def test_a_429_that_lost_its_parameters_is_read_from_its_words() -> None:
    async def story() -> list[float]:
        telegram = Telegram(NetworkError("Too Many Requests: retry after 4"), NetworkError("Too Many Requests"))
        await telegram.call("sendMessage", 7)
        return telegram.times()

    assert in_skipped_time(story) == [0, 4.1, 5.2]


def test_the_next_message_of_a_chat_stays_behind_the_one_that_waits() -> None:
    async def story() -> list[tuple[float, str, Any]]:
        telegram = Telegram(RetryAfter(5))
        await telegram.calls(("sendMessage", 7), ("copyMessage", 7))
        return telegram.seen

    assert in_skipped_time(story) == [(0, "sendMessage", 7), (5.1, "sendMessage", 7), (6.1, "copyMessage", 7)]


@pytest.mark.parametrize("seconds", [3700, 30_000, 86_400])
def test_told_to_wait_for_hours_a_message_is_sent_after_them(seconds: int) -> None:
    async def story() -> list[float]:
        telegram = Telegram(RetryAfter(seconds), TimedOut())
        await telegram.call("sendMessage", 7)
        return telegram.times()

    assert in_skipped_time(story)[:2] == [0, seconds + 0.1]


def test_a_wait_beyond_all_patience_is_not_begun() -> None:
    async def story() -> float:
        telegram = Telegram(RetryAfter(int(LONGEST_S)))
        with pytest.raises(RetryAfter):
            await telegram.call("sendMessage", 7)
        return now_s()

    assert in_skipped_time(story) == 0


@pytest.mark.parametrize(
    "trouble",
    [
        TimedOut(),
        NetworkError("httpx.ConnectError: "),
        NetworkError("Internal Server Error"),
        NetworkError("Bad Gateway"),
    ],
    ids=str,
)
def test_trouble_on_the_way_is_tried_again_after_pauses_that_double_up_to_half_a_minute(trouble: TelegramError) -> None:
    async def story() -> list[float]:
        telegram = Telegram(*[trouble] * 9)
        await telegram.call("sendMessage", 7)
        return telegram.times()

    times = in_skipped_time(story)
    pauses = [later - earlier for earlier, later in pairwise(times)]
    longest = [0.5, 1, 2, 4, 8, 16, 30, 30, 30]

    # a turn of its chat, 1 s after the last, is waited for besides
    assert [
        max(most / 2, 1) <= pause <= max(most, 1) + NEARLY for pause, most in zip(pauses, longest, strict=True)
    ] == [True] * 9


def test_after_an_hour_of_trouble_that_others_have_not_the_last_fault_is_raised() -> None:
    async def story() -> float:
        telegram = Telegram()

        async def fail(name: str) -> bool:
            raise TimedOut

        failing = telegram._limiter.process_request(fail, ("",), {}, "sendMessage", {"chat_id": 7}, None)
        waiting = asyncio.ensure_future(failing)
        await asyncio.sleep(10)
        await telegram.call("sendMessage", 8)
        with pytest.raises(TimedOut):
            await waiting
        return now_s()

    assert GIVE_UP_S - 30 < in_skipped_time(story) <= GIVE_UP_S


def test_an_outage_of_hours_loses_no_message() -> None:
    """Nothing gets through to anybody for five hours."""

    async def story() -> tuple[list[Any], float]:
        telegram = Telegram(*[NetworkError("Bad Gateway") for _ in range(1200)])
        return await asyncio.gather(telegram.call("sendMessage", 7), telegram.call("sendMessage", 8)), now_s()

    answers, took_s = in_skipped_time(story)

    assert answers == ["done", "done"]
    assert took_s > 3 * 3600


def test_a_call_may_bring_its_own_patience() -> None:
    async def story() -> float:
        telegram = Telegram(*[TimedOut() for _ in range(1000)])
        with pytest.raises(TimedOut):
            await telegram.call("getMe", wish=Wish(patience_s=5.0))
        return now_s()

    assert 1 < in_skipped_time(story) <= 5


@pytest.mark.parametrize("endpoint", ["sendChatAction", "answerCallbackQuery", "answerInlineQuery"])
@pytest.mark.parametrize("trouble", [TimedOut(), RetryAfter(1)], ids=["trouble", "flood"])
def test_what_is_soon_of_no_use_is_tried_twice(endpoint: str, trouble: TelegramError) -> None:
    async def story() -> int:
        telegram = Telegram(*[trouble] * 10)
        with pytest.raises(type(trouble)):
            await telegram.call(endpoint, 7)
        return len(telegram.seen)

    assert in_skipped_time(story) == 2


@pytest.mark.parametrize(
    ("refusal", "fault"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Fault.BLOCKED),
        (BadRequest("Bad Request: message is not modified"), Fault.NOT_MODIFIED),
        (BadRequest("Bad Request: can't parse entities"), Fault.NOT_PARSED),
        (ChatMigrated(-100), Fault.MIGRATED),
        (Conflict("Conflict: terminated by other getUpdates request"), Fault.CONFLICT),
        (InvalidToken(), Fault.UNAUTHORISED),
    ],
    ids=lambda value: str(value),
)
def test_a_refusal_is_raised_at_once(refusal: TelegramError, fault: Fault) -> None:
    async def story() -> tuple[list[float], list[Fault]]:
        telegram = Telegram(refusal)
        with pytest.raises(type(refusal)):
            await telegram.call("sendMessage", 7)
        return telegram.times(), telegram.faults

    assert in_skipped_time(story) == ([0], [fault])


async def stopped_at(telegram: Telegram, *waiting: Awaitable[Any]) -> list[tuple[type, float]]:
    """What each of them came to when the bot was stopped after 2 seconds, and when."""

    async def outcome(one: Awaitable[Any]) -> tuple[type, float]:
        try:
            return type(await one), now_s()
        except (TelegramError, Stopped) as error:
            return type(error), now_s()

    tasks = [asyncio.create_task(outcome(one)) for one in waiting]
    await asyncio.sleep(2)
    telegram.stop.set()
    return await asyncio.gather(*tasks)


def test_shutting_down_ends_waiting_for_telegram() -> None:
    async def story() -> list[tuple[type, float]]:
        telegram = Telegram(RetryAfter(50))
        return await stopped_at(telegram, telegram.call("sendMessage", 7), telegram.call("sendMessage", 7))

    # the second waited behind the first, and has nothing more to wait for
    assert in_skipped_time(story) == [(Stopped, 2.0), (str, 2.0)]


def test_shutting_down_ends_waiting_for_a_turn() -> None:
    async def story() -> list[tuple[type, float]]:
        telegram = Telegram(took_s=0.3)
        return await stopped_at(telegram, *(telegram.call("editMessageText", -5, message_id=at) for at in range(5)))

    assert in_skipped_time(story) == [(str, 0.3), (str, 1.6), *[(Stopped, 2.0)] * 3]


def test_what_needs_no_waiting_is_sent_while_shutting_down() -> None:
    async def story() -> str:
        telegram = Telegram()
        telegram.stop.set()
        return await telegram.call("sendMessage", 7)

    assert in_skipped_time(story) == "done"


def test_chats_that_need_no_waiting_are_forgotten() -> None:
    async def story() -> int:
        telegram = Telegram()
        for chat in range(1, 4 * PRUNE_ABOVE):
            await telegram.call("sendMessage", chat)
        return telegram.chats_remembered

    assert in_skipped_time(story) <= PRUNE_ABOVE


@given(
    st.lists(
        st.tuples(
            st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.3, 1.0, 7.0]),
            st.sampled_from(["sendMessage", "sendMessage", "editMessageText"]),
            st.sampled_from([1, 2, 3, -4, -5, *range(10, 60)]),
        ),
        max_size=150,
    )
)
def test_no_limit_is_ever_passed(calls: list[tuple[float, str, int]]) -> None:
    async def story() -> Telegram:
        telegram, tasks = Telegram(took_s=0.02), []
        for number, (wait_s, endpoint, chat) in enumerate(calls):
            await asyncio.sleep(wait_s)
            tasks.append(asyncio.create_task(telegram.call(endpoint, chat, message_id=number)))
        await asyncio.gather(*tasks)
        return telegram

    seen = in_skipped_time(story).seen
    by_chat = {chat: [(when, name) for when, name, other in seen if other == chat] for _, _, chat in calls}

    assert len(seen) == len(calls)
    assert most_in([when for when, _, _ in seen], 1) <= 30
    assert {
        chat
        for chat, sent in by_chat.items()
        if most_in([when for when, name in sent if name == "sendMessage"], 1) > 1
        or (chat < 0 and most_in([when for when, _ in sent], 60) > 20)
    } == set()


class Refusing(BaseRequest):
    """Refuses the first request with 429 and takes the second."""

    def __init__(self) -> None:
        self.sent: list[tuple[dict[str, str], Any]] = []

    read_timeout = 1.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, **_: Any
    ) -> tuple[int, bytes]:
        assert request_data is not None
        self.sent.append((request_data.json_parameters, request_data.multipart_data))
        if len(self.sent) == 1:
            return 429, b'{"ok": false, "description": "Too Many Requests", "parameters": {"retry_after": 3}}'
        message = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}
        return 200, json.dumps({"ok": True, "result": message}).encode()


def test_a_file_is_sent_again_whole() -> None:
    async def story() -> tuple[list[tuple[dict[str, str], Any]], float]:
        request = Refusing()
        bot: ExtBot[Any] = ExtBot("1:a", request=request, rate_limiter=PatientLimiter(stop=asyncio.Event()))
        await bot.send_document(7, InputFile(b"all of it", "route.ics"), caption="Route")
        return request.sent, now_s()

    (first, second), took_s = in_skipped_time(story)

    assert second == first
    assert first[1]["document"][1] == b"all of it"
    assert took_s == pytest.approx(3.1)
