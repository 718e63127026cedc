"""The same conversation in a terminal, for whoever has no token: a line in, messages with numbered buttons out."""

import asyncio
import math
import sys
from contextlib import suppress
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from bot.conversation.callback_data import Kind
from bot.conversation.conversation import Conversation
from bot.conversation.introduction import Introduction, spoken_by_default
from bot.conversation.reply import Attachment, Button, Turn
from bot.conversation.telling_apart import unnumbered
from bot.conversation.wording import Wording
from bot.faces.terminal.markup import renderable
from bot.records.people import Asker, Role
from bot.records.questions import Where
from index.console import lines
from index.retriever import Retriever

VERDICTS = {"+": Kind.GOOD, "👍": Kind.GOOD, "-": Kind.BAD, "👎": Kind.BAD}
MAX_CHARS = 250_000  # of what is typed or pasted at once: an agreement may be, and is told where it is too long
DIGITS = 4  # of a button's number; a longer one is a question, or a cat on the keyboard


class Terminal:
    """Holds the conversation with whoever sits in front of it."""

    def __init__(self, conversation: Conversation, retriever: Retriever, wording: Wording, console: Console) -> None:
        self._conversation = conversation
        self._retriever = retriever
        self._wording = wording
        self._introduction = Introduction(wording, retriever)
        self._console = console
        self._asker = Asker("terminal", "terminal", spoken_by_default(retriever), role=Role.ADMIN)
        self._buttons: list[Button] = []  # of the last turn, by number from 1

    async def talk(self) -> None:
        """Until the person stops; without a terminal, one question a line until the end of the input."""
        if sys.stdin.isatty():
            await self._converse()
        else:
            await self._answer_lines()

    async def _converse(self) -> None:
        with suppress(ImportError):  # the arrow keys bring back what was typed; not every Python has it
            import readline  # noqa: F401
        self._print(self._introduction.text("welcome", self._asker.lang))
        self._print(self._say("how"))
        while True:
            try:
                line = (await asyncio.to_thread(input, f"\n{self._say('prompt')}")).strip()[:MAX_CHARS]
            except EOFError:
                line = ""
            if not line:
                self._print(self._say("bye"))
                return
            await self.answer(line)

    async def _answer_lines(self) -> None:
        asked = False
        for line in lines(max_chars=MAX_CHARS):
            asked = True
            self._console.rule(Text(line), align="left")
            await self.answer(line)
        if not asked:
            self._print(self._introduction.text("welcome", self._asker.lang))
            self._print(self._say("examples_intro"))
            for example in self._introduction.examples(self._asker.lang)[:3]:
                self._console.rule(example, align="left")
                await self.answer(example)

    async def answer(self, line: str) -> None:
        """Answer a question or a command, or press the button whose number was typed."""
        pressed = self._pressed(line)
        if pressed is None and line.isdecimal() and len(line) <= DIGITS and self._buttons:
            self._print(self._say("unknown_choice", last=len(self._buttons)))
            return
        if pressed is None:
            told = None if line.startswith("/") else self._retriever.snapshot.languages.tell(line)
            self._asker = replace(self._asker, lang=told or self._asker.lang)
            self._show(await self._conversation.hears(self._asker, line, Where.TERMINAL))
        elif pressed.url:
            self._print(pressed.url)
        else:
            turn = await self._conversation.presses(self._asker, pressed.data, Where.TERMINAL)
            if turn.replaces:
                chosen = await self._conversation.lang_of(self._asker)
                self._asker = replace(self._asker, lang=chosen)
            self._show(turn)

    def _pressed(self, line: str) -> Button | None:
        if kind := VERDICTS.get(line):
            return next((button for button in self._buttons if button.data.startswith(f"{kind}:")), None)
        if line.isdecimal() and len(line) <= DIGITS and 1 <= int(line) <= len(self._buttons):
            return self._buttons[int(line) - 1]
        return None

    def _show(self, turn: Turn) -> None:
        """A turn without a message leaves the buttons before it as they are."""
        if turn.toast:
            self._print(turn.toast)
        for reply in turn.replies:
            self._console.print(renderable(reply.html), crop=False, soft_wrap=False)
            self._console.print()
            if (file := reply.attachment) and not file.is_picture:
                self._print(f"--- {file.name}\n{self._contents(file)}")
        if not turn.replies:
            return
        self._buttons = []
        for row in (row for reply in turn.replies for row in reply.rows):
            shown = [button for button in row if button.data or button.url]
            numbers = range(len(self._buttons) + 1, len(self._buttons) + len(shown) + 1)
            self._buttons += shown
            if shown:
                pairs = zip(numbers, shown, strict=True)
                self._console.print(
                    Text("  ".join(f"[{number}] {unnumbered(button.label)}" for number, button in pairs), style="cyan")
                )

    def _contents(self, file: Attachment) -> str:
        """A text as it is; of anything else that it can't be shown: its bytes would set a terminal on its head."""
        try:
            return file.data.decode()
        except UnicodeDecodeError:
            return self._say("file_of_bytes", size_kb=math.ceil(len(file.data) / 1000))

    def _say(self, key: str, **values: object) -> str:
        return self._wording.say(key, self._asker.lang, **values)

    def _print(self, text: str) -> None:
        self._console.print(text, markup=False)
