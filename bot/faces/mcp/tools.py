"""The tools that an assistant is given: `ask` and `read_entry`; what they give is what /api gives, and is described there."""

from collections.abc import Sequence
from typing import Any

import mcp_types as types
from mcp.server.lowlevel import Server

from bot.conversation.house import House
from bot.conversation.introduction import Introduction
from bot.conversation.wording import LANGUAGES
from bot.faces import quoting
from bot.faces.quoting import MOST_CHARS
from bot.version import VERSION
from knowledge.entry import BETWEEN
from knowledge.renamed import moved

INSTRUCTIONS = """Checked texts on a subject, from a folder that people keep. There is no generator behind it.
Quote `text` word for word, name its sources and the day in `checked`, and give `link` so that the reader can check the quotation.
Where `checked` is null nobody has checked the text yet: say so. Where its file names no day, `checked` is the file's own date.
Where `certainty` is "likely" or "unconfirmed", say so. Where `outcome` is "likely", say that the text may not be what was meant. Where `text` is
empty, there is no answer: say that, offer the titles in `hits` if `outcome` is "unsure", and never fill in a rule yourself.
Where `answers` has more than one, several things were asked: all this holds for each of them, in their order.
It is information, not legal advice."""
MAYBE = "This is probably what was asked, but it may be another matter: say so, and offer the others."

_LANG = {"type": "string", "enum": list(LANGUAGES)}
_QUESTION = {"type": "string", "minLength": 1, "maxLength": MOST_CHARS}
_TAKES: dict[str, dict[str, Any]] = {  # by the name of the tool
    "ask": {
        "question": _QUESTION | {"description": "As somebody would ask a colleague; one thing at a time."},
        "lang": _LANG | {"description": "To answer in; without it the language of the question."},
        "before": _QUESTION
        | {"minLength": 0, "description": "`understood` of the question before, if this one leans on it."},
    },
    "read_entry": {
        "id": {
            "type": "string",
            "minLength": 1,
            "maxLength": 300,
            "description": "Such as faq/wie-tekent-de-sok.",
        },
        "lang": _LANG | {"description": "To have it in; where it isn't there in that one, another comes."},
    },
}
_READS = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


class ToolError(Exception):
    """What was asked isn't right; the sentence says what to do."""


def server(house: House, base: str) -> Server[Any]:
    """A server of the protocol. base: under which address the site is reached; empty: there are no links."""
    tools = Tools(house, base)

    async def listed(context: Any, parameters: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools.described())

    async def called(context: Any, parameters: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            found, said = await tools.call(parameters.name, parameters.arguments or {})
        except ToolError as error:
            return types.CallToolResult(content=[types.TextContent(text=str(error))], is_error=True)
        return types.CallToolResult(content=[types.TextContent(text=said)], structured_content=found)

    introduction = Introduction(house.wording, house.retriever)
    return Server(
        introduction.name("en"),
        version=VERSION,
        description=introduction.text("web_tagline", "en"),
        instructions=INSTRUCTIONS,
        website_url=base or None,
        on_list_tools=listed,
        on_call_tool=called,
    )


class Tools:
    """What can be called."""

    def __init__(self, house: House, base: str) -> None:
        self._house, self._base = house, base

    def described(self) -> list[types.Tool]:
        """The tools, with what they take and give."""
        return [
            types.Tool(
                name="ask",
                title="Ask a question",
                description="Find the checked text that answers a question, to be quoted word for word with its link and sources.",
                input_schema=_taken("ask", "question"),
                output_schema=_schema("Answer"),
                annotations=_READS,
            ),
            types.Tool(
                name="read_entry",
                title="Read an entry",
                description="A checked text by its id, as `ask` gives it in `hits`, whole and word for word.",
                input_schema=_taken("read_entry", "id"),
                output_schema=_schema("Entry"),
                annotations=_READS,
            ),
        ]

    async def call(self, name: str, told: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """(what a tool gives, the same as text to quote). Raises ToolError."""
        if unknown := [one for one in told if one not in _TAKES.get(name, told)]:
            raise ToolError(f"{name} takes no {unknown[0][:40]!r}; it takes {', '.join(_TAKES[name])}")
        match name:
            case "ask":
                text, before = _text(told, "question"), _text(told, "before", is_needed=False)
                found = await quoting.asked(self._house, text, _lang(told), before, self._base)
                return found, _each_said(found["answers"])
            case "read_entry":
                snapshot, entry_id = self._house.retriever.snapshot, _text(told, "id")
                entry_id = moved(snapshot.reading.entries).get(entry_id, entry_id)
                entry = snapshot.show(entry_id, _lang(told) or LANGUAGES[0])
                if entry is None:
                    raise ToolError("there is no entry with this id; take one from `hits` of `ask`")
                found = quoting.as_object(entry, snapshot, self._base)
                return found, _said(found | {"outcome": "answered"})
            case _:
                raise ToolError(f"there is no tool {name[:40]!r}; there are ask and read_entry")


def _taken(name: str, needed: str) -> dict[str, Any]:
    """What a tool takes. needed: what may not be left out."""
    return {"type": "object", "properties": _TAKES[name], "required": [needed], "additionalProperties": False}


def _text(told: dict[str, Any], name: str, *, is_needed: bool = True) -> str:
    text = told.get(name, "")
    if not isinstance(text, str):
        raise ToolError(f"{name} is no text; write a sentence")
    text = " ".join(text.split())
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise ToolError(f"{name} has half a character; write each half of \\ud83d\\ude42 beside its other")
    if len(text) > MOST_CHARS:
        raise ToolError(f"{name} has {len(text)} characters; at most {MOST_CHARS} are read")
    if is_needed and not text:
        raise ToolError(f"{name} is empty; write it")
    return text


def _lang(told: dict[str, Any]) -> str:
    """The language that is asked for; empty: none."""
    lang = told.get("lang") or ""
    if lang not in ("", *LANGUAGES):
        raise ToolError(f"lang is none of {', '.join(LANGUAGES)}; leave it out for the language of the question")
    return str(lang)


def _each_said(answers: Sequence[dict[str, Any]]) -> str:
    """What is given as text; of several, each under its question."""
    if len(answers) == 1:
        return _said(answers[0])
    return "\n\n".join(f"Question: {one['question']}\n\n{_said(one)}" for one in answers)


def _said(found: dict[str, Any]) -> str:
    """One answer or entry as text: for assistants that read no structure, with what has to be quoted along."""
    if not found["text"]:
        options = _named(found["hits"][:3]) if found["outcome"] == "unsure" else []
        return "\n".join(["There is no checked answer to this. Say so, and don't make one up.", *options])
    foot = [
        *([f"Certainty: {found['certainty']}"] if found["certainty"] else []),
        f"Checked: {found['checked'] or 'by nobody yet'}",
        f"SHA-256 of the text: {found['sha256']}",
    ]
    foot += [f"Source: {source['label']} <{source['url']}>" for source in found["sources"]]
    foot += [f"Link: {found['link']}"] if found["link"] else []
    doubt = [] if found["outcome"] == "answered" else [MAYBE]
    others = _named(found["hits"][1:3]) if doubt else []
    told = [*doubt, str(found["title"]), str(found["text"]), "\n".join(foot), "\n".join(others)]
    return "\n\n".join(part for part in told if part)


def _named(hits: Sequence[dict[str, Any]]) -> list[str]:
    """A line for each, with the id by which `read_entry` has it."""
    return [f"- {BETWEEN.join(filter(None, (hit['title'], hit['section'])))} ({hit['id']})" for hit in hits]


def _schema(name: str) -> dict[str, Any]:
    """What a tool gives, from the description of /api, so that both say the same."""
    schemas: dict[str, dict[str, Any]] = _moved(quoting.description()["components"]["schemas"])
    return schemas[name] | {"$defs": {other: schema for other, schema in schemas.items() if other != name}}


def _moved(value: Any) -> Any:
    """The same with references as JSON Schema has them by itself."""
    if isinstance(value, dict):
        return {key: _moved(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_moved(one) for one in value]
    return value.replace("#/components/schemas/", "#/$defs/") if isinstance(value, str) else value
