from bot.conversation.memory import KEPT_S, MOST, Memory


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_last_question_is_known_for_ten_minutes_in_its_own_chat() -> None:
    clock = Clock()
    memory = Memory(clock)
    memory.keep("ans", "private", said="en bij kader?", understood="mag dat bij kader", number=7)

    at_once = memory.before("ans", "private"), memory.before("ans", "group"), memory.before("bert", "private")
    clock.now_s = KEPT_S + 1
    later = memory.before("ans", "private"), memory.words_of("ans", "private", 7)

    assert at_once == ("mag dat bij kader", "", "")
    assert later == ("", None)


def test_words_are_those_of_the_question_with_that_number() -> None:
    memory = Memory(Clock())
    memory.keep("ans", "private", said="en bij kader?", understood="mag dat bij kader", number=7)

    assert [memory.words_of("ans", "private", number) for number in (6, 7)] == [None, "en bij kader?"]


def test_who_asks_to_be_forgotten_is_forgotten_everywhere() -> None:
    memory = Memory(Clock())
    for chat in ("private", "group"):
        memory.keep("ans", chat, said="a", understood="a", number=1)
    memory.keep("bert", "group", said="b", understood="b", number=2)

    memory.forget("ans")

    assert [memory.before("ans", "private"), memory.before("ans", "group"), memory.before("bert", "group")] == [
        "",
        "",
        "b",
    ]


def test_memory_stays_small_however_many_people_ask() -> None:
    memory = Memory(Clock())

    for number in range(MOST + 5):
        memory.keep(str(number), "private", said="a", understood="a", number=number)

    assert [memory.before("4", "private"), memory.before("5", "private")] == ["", "a"]
