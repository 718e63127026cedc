import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.callback_data import MAX_BYTES, Kind, Press, data_of, parse
from bot.conversation.codes import code_of

CODE = code_of("faq/wie-meldt")
PRESSES = st.one_of(
    st.builds(
        Press,
        st.just(Kind.PICK),
        code=st.just(CODE),
        number=st.integers(0, 10**15 - 1),
        page=st.integers(0, 10**15 - 1),
        of=st.sampled_from(["", "nl", "de", "fry"]),
    ),
    st.builds(
        Press,
        st.sampled_from([Kind.SECTION, Kind.CARRY]),
        code=st.just(CODE),
        number=st.integers(0, 10**15 - 1),
        of=st.sampled_from(["", "en"]),
    ),
    st.builds(Press, st.just(Kind.GROUP), number=st.integers(0, 10**15 - 1), page=st.integers(0, 10**15 - 1)),
    st.builds(Press, st.sampled_from([Kind.SHOW, Kind.CONTENTS]), code=st.just(CODE)),
    st.builds(
        Press, st.sampled_from([Kind.NONE, Kind.GOOD, Kind.BAD, Kind.EXAMPLE]), number=st.integers(0, 10**15 - 1)
    ),
    st.builds(Press, st.just(Kind.SPEAK), lang=st.sampled_from(["nl", "en"])),
    st.builds(Press, st.sampled_from([Kind.FORGET, Kind.KEEP])),
)


def test_code_of_an_entry_never_changes() -> None:
    """Buttons in chats and links in mails hold it for years."""
    assert code_of("faq/samenwerken-zonder-melding") == "0b03e6948103fe92"


@given(PRESSES)
def test_press_is_read_back_as_it_was_written_in_64_bytes(press: Press) -> None:
    data = data_of(press)

    assert (parse(data), len(data.encode()) <= MAX_BYTES) == (press, True)


def test_option_of_an_earlier_version_is_still_one() -> None:
    """It stands in chats, and told of no section, or not of the language that the section is in."""
    assert parse(f"pick:{CODE}:7") == Press(Kind.PICK, code=CODE, number=7)
    assert parse(f"pick:{CODE}:7:2") == Press(Kind.PICK, code=CODE, number=7, page=2)
    assert parse(f"sect:{CODE}:2") == Press(Kind.SECTION, code=CODE, number=2)


@pytest.mark.parametrize(
    "data",
    [
        "",
        ":",
        "show",
        "show:",
        f"show:{CODE}:1",
        f"show:{CODE.upper()}X",
        f"show:{CODE}\n",
        "show:../../etc/passwd",
        f"pick:{CODE}",
        f"pick:{CODE}:1:2:3",
        f"pick:{CODE}:-1",
        f"pick:{CODE}:1e3",
        f"pick:{CODE}:٣",
        "good:99999999999999999",
        "lang:de",
        "topic:T1",
        "wis:everybody",
        "admin:1",
        "show:" + "0" * 10_000,
    ],
)
def test_data_of_no_button_of_ours_is_nothing(data: str) -> None:
    assert parse(data) is None


@given(st.text(max_size=80))
def test_anything_that_parses_is_what_we_would_have_written(data: str) -> None:
    press = parse(data)

    assert press is None or parse(data_of(press)) == press
