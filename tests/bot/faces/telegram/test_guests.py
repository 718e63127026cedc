"""Guest mode, captions and looks of buttons: what Telegram brings taken apart, without a server."""

from types import SimpleNamespace
from typing import Any

import pytest
from telegram import InlineQueryResultArticle, Message, Update

from bot.conversation.reply import Button, Reply
from bot.faces.telegram.guests import Guests, asked
from bot.faces.telegram.looks import MAIN, TAKES_AWAY, style_of
from bot.faces.telegram.menus import Menus
from bot.faces.telegram.questions import Questions
from bot.faces.telegram.sending import keyboard
from bot.records.people import Asker

ANS = Asker("ans", "ans alone", "nl")


def message(**fields: Any) -> dict[str, Any]:
    user = {"id": 7, "is_bot": False, "first_name": "Ans"}
    return {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group", "title": "x"}, "from": user, **fields}


class Conversing:
    def __init__(self) -> None:
        self.asked: list[str] = []

    async def asked_as_guest(self, asker: Asker, text: str) -> Reply:
        self.asked.append(text)
        return Reply("<b>Ja</b>", ((Button("Open", url="https://t.me/x"),),))


async def test_guest_message_is_answered_once_with_what_stands_beside_the_name() -> None:
    conversation: Any = Conversing()
    given: list[tuple[str, InlineQueryResultArticle]] = []

    async def answer(query_id: str, result: InlineQueryResultArticle) -> None:
        given.append((query_id, result))

    bot: Any = SimpleNamespace(answer_guest_query=answer)
    text = "@verbinder_bot wie tekent de SOK?"
    entities = [{"type": "mention", "offset": 0, "length": 14}]
    data = {"update_id": 1, "guest_message": message(text=text, entities=entities, guest_query_id="q1")}
    update = Update.de_json(data, None)

    await Guests(conversation, lambda user: ANS).on_message(update, SimpleNamespace(bot=bot))  # type: ignore[arg-type]

    assert conversation.asked == ["wie tekent de SOK?"]
    [(query_id, result)] = given
    assert (query_id, result.input_message_content.message_text) == ("q1", "<b>Ja</b>")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "@verbinder_bot wie tekent?"}, "wie tekent?"),
        ({"caption": "@verbinder_bot wie tekent?"}, "wie tekent?"),
        ({"text": "@verbinder_bot", "reply_to_message": message(text="wie meldt de route?")}, "wie meldt de route?"),
        (
            {
                "text": "@verbinder_bot",
                "reply_to_message": message(text="dag! wie meldt de route?"),
                "quote": {"text": "wie meldt", "position": 5, "is_manual": True},
            },
            "wie meldt",
        ),
        ({"text": "@verbinder_bot"}, ""),
    ],
)
def test_guest_is_asked_what_stands_beside_its_name_or_in_what_that_answers(fields: dict[str, Any], said: str) -> None:
    entities = [{"type": "mention", "offset": 0, "length": 14}]
    key = "caption_entities" if "caption" in fields else "entities"

    assert asked(Message.de_json(message(**fields, **{key: entities}), None)) == said


@pytest.mark.parametrize(
    ("caption", "meant"),
    [
        ("@verbinder_bot wie tekent?", "wie tekent?"),
        ("@verbinder_bot", "/vraag"),
        ("een foto van ons", None),
        ("/vraag wie?", "/vraag wie?"),
    ],
)
def test_question_under_a_picture_in_a_group_is_one_where_it_is_meant_for_the_bot(
    caption: str, meant: str | None
) -> None:
    entities = [{"type": "mention", "offset": 0, "length": 14}] if caption.startswith("@") else []
    found = Message.de_json(message(caption=caption, caption_entities=entities), None)
    context: Any = SimpleNamespace(bot=SimpleNamespace(username="verbinder_bot", id=1))

    assert Questions._asked_in_group(found, context) == meant


@pytest.mark.parametrize(
    ("data", "style"),
    [("wis", "danger"), ("agr.ok:1", "primary"), ("show:0123456789abcdef", None), ("agr.void:3", "danger")],
)
def test_main_and_dangerous_buttons_are_painted(data: str, style: str | None) -> None:
    markup = keyboard(Reply("x", ((Button("y", data),),)))

    assert markup is not None
    assert (markup.inline_keyboard[0][0].style, style_of(data)) == (style, style)
    assert not MAIN & TAKES_AWAY


@pytest.mark.parametrize(("has_all", "called"), [(True, []), (False, [{"supports_guest_queries": True}])])
async def test_what_the_bot_needs_is_turned_on_where_it_is_off(has_all: bool, called: list[dict[str, bool]]) -> None:
    calls: list[dict[str, bool]] = []

    async def request(endpoint: str, api_kwargs: dict[str, bool]) -> bool:
        calls.append(api_kwargs)
        return True

    me = SimpleNamespace(supports_inline_queries=True, supports_guest_queries=has_all, can_read_all_group_messages=True)
    bot: Any = SimpleNamespace(bot=me, do_api_request=request)
    nothing: Any = None

    assert await Menus(bot, nothing, nothing, nothing).settle() is None
    assert calls == called
