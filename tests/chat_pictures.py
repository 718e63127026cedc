"""Draws the pictures of the guides: what somebody sends and presses in, an SVG of the chat out.

`python -m tests.chat_pictures` plays each scene of SCENES with the bot as it is, and writes docs/pictures/<scene>.<lang>.svg.
What the pictures say is thus what the bot says; a test plays the scenes again and compares.
"""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from matplotlib import font_manager
from PIL import ImageFont

from bot import rooms as all_rooms
from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.reply import Reply, Turn
from bot.conversation.room import Document
from bot.conversation.runs import Run, link_of, runs
from bot.conversation.wording import Wording
from bot.folder.refresh import Refresh
from bot.folder.report import report
from bot.records.people import Asker, Keys, Role
from bot.records.questions import Where
from bot.records.records import Records
from index.retriever import Retriever
from knowledge.library import read_library
from tests.bot_process import small_knowledge
from tests.fakes import CALIBRATION, WordEncoder
from tests.house import COMMANDS, SHELVES

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)

WIDTH, MARGIN, PADDING, LINE, SIZE = 420, 14, 10, 20, 14
BUBBLE = 330  # widest
FONT = "Verdana, 'DejaVu Sans', sans-serif"
PAPER, OURS, THEIRS, INK, BUTTON, LINK = "#e6ebee", "#ffffff", "#d9fdd3", "#111b21", "#ccd8df", "#1a5fb4"
MOST_LINES = 14  # of one message; a guide shows how it begins


@dataclass(frozen=True, slots=True)
class Scene:
    """A piece of conversation."""

    name: str
    lang: str
    steps: tuple[str, ...]  # a text that is typed, "[label]" for a button, "<name.md>" for a file of FILES
    role: Role = Role.ASKER
    before: tuple[str, ...] = ()  # what others asked; it isn't drawn


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as it is drawn."""

    runs: tuple[Run, ...]
    buttons: tuple[tuple[str, ...], ...]  # labels, by row
    is_ours: bool  # the bot's


FILES = {
    "ouders.md": "---\ntitle: Wie belt de ouders bij een overstap?\nasks:\n  - wie licht de ouders in\nchecked: 2026-11-22\n---\nDe mentor van het "
    "vmbo belt de ouders.\nDat gebeurt in dezelfde week.\n",
    "parents.md": "---\ntitle: Who calls the parents when a student moves on?\nasks:\n  - who informs the parents\nchecked: 2026-11-22\n---\nThe "
    "mentor at the vmbo calls the parents.\nThat happens within the week.\n",
}

SCENES: tuple[Scene, ...] = (
    Scene("vraag", "nl", ("Waar melden we een doorlopende leerroute?",)),
    Scene("vraag", "en", ("Where do we register a continuing learning route?",)),
    Scene("bestand", "nl", ("<ouders.md>", "[vraag en antwoord (nl)]"), Role.ADMIN),
    Scene("bestand", "en", ("<parents.md>", "[question and answer (en)]"), Role.ADMIN),
    Scene(
        "onbeantwoord",
        "nl",
        ("/onbeantwoord",),
        Role.ADMIN,
        before=("waar geven we de route aan", "waar geven we de leerroute aan"),
    ),
    Scene(
        "onbeantwoord",
        "en",
        ("/unanswered",),
        Role.ADMIN,
        before=("where to hand in the route", "hand in the route"),
    ),
)


async def play(scene: Scene) -> tuple[Bubble, ...]:
    """What stands in the chat when the scene is over."""
    folder = small_knowledge(Path(tempfile.mkdtemp()) / "kennis")
    try:
        return await _played(scene, folder)
    finally:
        shutil.rmtree(folder.parent)


async def _played(scene: Scene, folder: Path) -> tuple[Bubble, ...]:
    retriever = Retriever(WordEncoder(), None, CALIBRATION)
    await retriever.refresh(read_library([folder]))
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES, clock=lambda: NOW)
    await records.open()
    wording, refresh = Wording(), Refresh(retriever, [folder])

    async def reload(person: str, lang: str) -> Reply:
        return report(await refresh.now(asked_by=person), wording, lang)

    house = House(
        retriever,
        records,
        wording,
        Composer(wording, username="verbinder_bot", is_inline=True),
        reload=reload,
        clock=lambda: NOW,
        folders=(folder,),
        var_dir=folder.parent / "var",
        commands=COMMANDS,
    )
    conversation = Conversation(house, rooms=all_rooms.build(house))
    for text in scene.before:
        await conversation.hears(Asker("b", "b", scene.lang), text, Where.PRIVATE)
    asker = Asker("a", "a", scene.lang, role=scene.role, chat_number=1)
    bubbles: list[Bubble] = []
    replies: tuple[Reply, ...] = ()
    try:
        for step in scene.steps:
            if step.startswith("["):
                turn = await conversation.presses(asker, _data(step[1:-1], replies), Where.PRIVATE)
            else:
                bubbles.append(Bubble((Run(step.strip("<>") if step.startswith("<") else step),), (), is_ours=False))
                turn = await _sent(conversation, asker, step)
            if turn.replaces and bubbles:
                bubbles.pop()
            replies = turn.replies or replies
            bubbles += [_bubble(reply) for reply in turn.replies]
            await refresh.now()
    finally:
        await records.close()
        await retriever.close()
    return tuple(bubbles)


async def _sent(conversation: Conversation, asker: Asker, step: str) -> Turn:
    if not step.startswith("<"):
        return await conversation.hears(asker, step, Where.PRIVATE)
    name = step.strip("<>")
    data = FILES[name].encode()

    async def fetch() -> bytes:
        return data

    return await conversation.receives(asker, Document(name, len(data), "", fetch), Where.PRIVATE)


def _data(label: str, replies: Sequence[Reply]) -> str:
    """What stands behind the button with that label."""
    return next(b.data for reply in reversed(replies) for row in reply.rows for b in row if b.label == label)


def _bubble(reply: Reply) -> Bubble:
    return Bubble(runs(reply.html), tuple(tuple(button.label for button in row) for row in reply.rows), is_ours=True)


# --- drawing


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    style: str
    width: float


def _font(is_bold: bool) -> ImageFont.FreeTypeFont:
    path = font_manager.findfont(font_manager.FontProperties(family="DejaVu Sans", weight="bold" if is_bold else 400))
    return ImageFont.truetype(path, SIZE)


def draw(bubbles: Sequence[Bubble]) -> str:
    """The chat as an SVG."""
    fonts = {is_bold: _font(is_bold) for is_bold in (False, True)}
    y, shapes = float(MARGIN), []
    for bubble in bubbles:
        lines = _wrapped(bubble.runs, fonts)
        if len(lines) > MOST_LINES:
            lines = [*lines[:MOST_LINES], [_Piece("…", "", fonts[False].getlength("…"))]]
        width = max(sum(piece.width for piece in line) for line in lines) + 2 * PADDING
        width = max(width, BUBBLE * 0.7) if bubble.buttons else width
        height = len(lines) * LINE + 2 * PADDING - 4
        x = MARGIN if bubble.is_ours else WIDTH - MARGIN - width
        shapes.append(_box(x, y, width, height, OURS if bubble.is_ours else THEIRS))
        for at, line in enumerate(lines):
            spans = "".join(f"<tspan{piece.style}>{escape(piece.text)}</tspan>" for piece in line)
            shapes.append(
                f'<text x="{x + PADDING:.0f}" y="{y + PADDING + SIZE - 2 + at * LINE:.0f}" xml:space="preserve">{spans}</text>'
            )
        y += height + 4
        for row in bubble.buttons:
            each = (width - 4 * (len(row) - 1)) / len(row)
            for at, label in enumerate(row):
                left = x + at * (each + 4)
                shapes.append(_box(left, y, each, 28, BUTTON))
                shapes.append(
                    f'<text x="{left + each / 2:.0f}" y="{y + 19:.0f}" text-anchor="middle" font-size="{SIZE - 1}">'
                    f"{escape(_fitting(label, each - 8, fonts[False]))}</text>"
                )
            y += 32
        y += 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y + MARGIN:.0f}" '
        f'viewBox="0 0 {WIDTH} {y + MARGIN:.0f}" font-family="{FONT}" font-size="{SIZE}" fill="{INK}">\n'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n' + "\n".join(shapes) + "\n</svg>\n"
    )


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" rx="10" fill="{colour}"/>'


def _wrapped(found: Sequence[Run], fonts: dict[bool, ImageFont.FreeTypeFont]) -> list[list[_Piece]]:
    lines: list[list[_Piece]] = [[]]
    used = 0.0
    for run in found:
        tags = {mark.tag for mark in run.marks}
        style = ' font-weight="bold"' if "b" in tags else ""
        style += ' font-style="italic"' if "i" in tags else ""
        style += f' fill="{LINK}"' if link_of(run) else ""
        font = fonts["b" in tags]
        for number, part in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
                used = 0.0
            for word in part.replace(" ", " \0").split("\0"):
                width = font.getlength(word) * 1.04  # Verdana is a little wider
                if used and used + width > BUBBLE:
                    lines.append([])
                    used = 0.0
                lines[-1].append(_Piece(word, style, width))
                used += width
    return lines


def _fitting(label: str, width: float, font: ImageFont.FreeTypeFont) -> str:
    while font.getlength(label) > width and len(label) > 2:
        label = label[:-2].rstrip() + "…"
    return label


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        (PICTURES / f"{scene.name}.{scene.lang}.svg").write_text(draw(asyncio.run(play(scene))), "utf-8")


if __name__ == "__main__":
    main()
