"""The conversation in a terminal, for whoever has no token: a line in, an answer out."""

import asyncio
import sys

from rich.console import Console
from rich.text import Text

from bot.wording import LANGUAGES, Wording
from index import render
from index.answer import OPTIONS, Answer, Outcome, Question
from index.console import MAX_LINE, lines
from index.opening import Opened


class Terminal:
    """Asks the retriever what somebody types, and shows what it finds."""

    def __init__(self, opened: Opened, wording: Wording, console: Console) -> None:
        self._opened = opened
        self._wording = wording
        self._console = console
        self._lang = LANGUAGES[0]  # of the last question; Dutch before the first
        self._options: Answer | None = None  # what "bedoelt u …?" offered last

    async def talk(self) -> None:
        """Until the person stops; without a terminal, one question a line until the end of the input."""
        if sys.stdin.isatty():
            await self._converse()
        else:
            await self._answer_lines()

    async def _converse(self) -> None:
        self._print(self._say("welcome"))
        self._print(self._say("how"))
        while True:
            try:
                line = (await asyncio.to_thread(input, f"\n{self._say('prompt')}")).strip()[:MAX_LINE]
            except EOFError:
                line = ""
            if not line:
                self._print(self._say("bye"))
                return
            await self.answer(line)

    async def _answer_lines(self) -> None:
        asked = False
        for line in lines():
            asked = True
            self._console.rule(Text(line), align="left")
            await self.answer(line)
        if not asked:
            self._print(self._say("welcome"))
            self._print(self._say("examples_intro"))
            for example in self._wording.list("examples", self._lang):
                self._console.rule(example, align="left")
                await self.answer(example)

    async def answer(self, line: str) -> None:
        """Answer a question, or show the option whose number was typed."""
        if self._options and line.isdecimal():
            self._choose(int(line))
            return
        answer = await self._opened.retriever.ask(Question(line, self._lang))
        self._lang = answer.lang
        self._console.print(render.as_text(answer, self._opened.retriever.snapshot), crop=False)
        self._options = answer if answer.outcome is Outcome.UNSURE else None
        if self._options and sys.stdin.isatty():
            self._print(self._say("choose"))

    def _choose(self, number: int) -> None:
        if self._options is None:
            return
        offered = self._options.hits[:OPTIONS]
        if not 1 <= number <= len(offered):
            self._print(self._say("no_such_option", number=number, last=len(offered)))
            return
        chosen = render.entry_text(offered[number - 1], self._options.lang, self._opened.retriever.snapshot)
        self._console.print(chosen, crop=False)

    def _say(self, key: str, **values: object) -> str:
        return self._wording.say(key, self._lang, **values)

    def _print(self, text: str) -> None:
        self._console.print(text, markup=False)
