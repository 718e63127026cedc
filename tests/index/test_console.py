import io

import pytest

from index.console import MAX_LINE, lines, progress_bar, progress_log


def stdin(content: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"wie meldt\nwie tekent\n", ["wie meldt", "wie tekent"], id="a question a line"),
        pytest.param(b"wie meldt", ["wie meldt"], id="no line end"),
        pytest.param(b"wie meldt\r\nwie tekent\r\n", ["wie meldt", "wie tekent"], id="line ends of Windows"),
        pytest.param(b"\n  \n wie meldt \n\n", ["wie meldt"], id="empty lines"),
        pytest.param("één ❤️\n".encode(), ["één ❤️"], id="UTF-8"),
        pytest.param(b"\xffwie\xfe\n", ["\ufffdwie\ufffd"], id="no UTF-8"),
        pytest.param(b"a" * (MAX_LINE + 10) + b"\nb\n", ["a" * MAX_LINE, "b"], id="a long line"),
    ],
)
def test_questions_are_read_by_line(monkeypatch: pytest.MonkeyPatch, content: bytes, expected: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", stdin(content))

    assert list(lines()) == expected


class Screen(io.StringIO):
    """Standard error that is a terminal, or isn't."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def test_no_bar_is_drawn_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(is_terminal=False)
    monkeypatch.setattr("sys.stderr", screen)

    with progress_bar() as progress:
        pass

    assert (progress, screen.getvalue()) == (None, "")


def test_bar_is_drawn_while_texts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(is_terminal=True)
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")

    with progress_bar() as progress:
        assert progress is not None
        progress(1, 2)

    assert "kennis inlezen" in screen.getvalue()


def test_log_says_what_is_left_seldom() -> None:
    said: list[str] = []
    now = iter([0.0, 1.0, 16.0, 16.0, 17.0, 40.0, 40.0])
    progress = progress_log(said.append, lambda: next(now))

    for done in (4, 400, 404, 900):
        progress(done, 1000)

    assert said == [
        "600 of 1000 passages are still to be read by the encoder",
        "100 of 1000 passages are still to be read by the encoder",
    ]
