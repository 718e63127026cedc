"""The Bot API server of the house refuses what Telegram refuses, and tells a bot what Telegram would."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import NetworkError, RetryAfter
from tornado.httpclient import AsyncHTTPClient, HTTPError, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from tests.bot_api import BotApi, Limits, Refused, Trouble

Calls = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest.fixture
def call(telegram: BotApi) -> Calls:
    return caller(telegram)


def caller(telegram: BotApi, token: str = "") -> Calls:
    """Calls a method with JSON; what comes back, whatever its status."""

    async def call(method: str, **arguments: Any) -> dict[str, Any]:
        url = f"{telegram.url}{token or telegram.token}/{method}"
        headers = {"Content-Type": "application/json"}
        request = HTTPRequest(url, "POST", headers, json.dumps(arguments), request_timeout=30)
        response = await AsyncHTTPClient().fetch(request, raise_error=False)
        found: dict[str, Any] = json.loads(response.body)
        assert response.code == found.get("error_code", 200)
        return found

    return call


def button(**action: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "knop", **action}]]}


def article(name: str = "a", **more: Any) -> dict[str, Any]:
    content = {"message_text": "tekst"}
    return {"type": "article", "id": name, "title": "titel", "input_message_content": content, **more}


SAY = {"chat_id": 7, "text": "tekst"}
REFUSALS: dict[str, tuple[str, dict[str, Any], str]] = {
    "open tag": ("sendMessage", {**SAY, "text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: can't find end tag"),
    "bare ampersand": ("sendMessage", {**SAY, "text": "a & b", "parse_mode": "HTML"}, "can't parse entities"),
    "unknown tag": ("sendMessage", {**SAY, "text": "<p>x</p>", "parse_mode": "HTML"}, "can't parse entities"),
    "unknown parse mode": ("sendMessage", {**SAY, "parse_mode": "RTF"}, "unsupported parse_mode"),
    "no text": ("sendMessage", {"chat_id": 7}, "message text is empty"),
    "white space": ("sendMessage", {**SAY, "text": " \n "}, "message text is empty"),
    "tags around nothing": ("sendMessage", {**SAY, "text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
    "4,097 units": ("sendMessage", {**SAY, "text": "a" * 4097}, "message is too long"),
    "2,049 emoji": ("sendMessage", {**SAY, "text": "😀" * 2049}, "message is too long"),
    "33 thousand bytes": ("sendMessage", {**SAY, "text": "<b></b>" * 5000, "parse_mode": "HTML"}, "text is too long"),
    "no chat": ("sendMessage", {"text": "tekst"}, "chat_id is empty"),
    "stranger": ("sendMessage", {**SAY, "chat_id": 8}, "chat not found"),
    "no number": ("sendMessage", {**SAY, "chat_id": "x"}, "chat not found"),
    "reply to nothing": ("sendMessage", {**SAY, "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    "thread": ("sendMessage", {**SAY, "message_thread_id": 3}, "message thread not found"),
    "markup no JSON": ("sendMessage", {**SAY, "reply_markup": "{"}, "can't parse reply markup JSON object"),
    "data of 65 bytes": ("sendMessage", {**SAY, "reply_markup": button(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    "empty data": ("sendMessage", {**SAY, "reply_markup": button(callback_data="")}, "BUTTON_DATA_INVALID"),
    "button without action": ("sendMessage", {**SAY, "reply_markup": button()}, "Text buttons are unallowed"),
    "two actions": ("sendMessage", {**SAY, "reply_markup": button(callback_data="a", url="https://a.nl")}, "exactly one"),
    "no link": ("sendMessage", {**SAY, "reply_markup": button(url="geen adres")}, "Wrong HTTP URL"),
    "start of 65": (
        "sendMessage",
        {**SAY, "reply_markup": button(url="https://t.me/verbinder_bot?start=" + "a" * 65)},
        "START_PARAM_TOO_LONG",
    ),
    "nameless button": ("sendMessage", {**SAY, "reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "a"}]]}}, "BUTTON_TEXT_EMPTY"),
    "shared nowhere": ("sendMessage", {**SAY, "reply_markup": button(switch_inline_query_chosen_chat={"query": "x"})}, "BUTTON_TYPE_INVALID"),
    "101 buttons": ("sendMessage", {**SAY, "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 101}}, "reply markup is too long"),
    "edit of nothing": ("editMessageText", {**SAY, "message_id": 99}, "message to edit not found"),
    "edit of a person's message": ("editMessageText", {**SAY, "message_id": 1}, "message can't be edited"),
    "edit without a number": ("editMessageText", SAY, "message identifier is not specified"),
    "inline message of nobody": ("editMessageText", {"inline_message_id": "x", "text": "y"}, "MESSAGE_ID_INVALID"),
    "delete of nothing": ("deleteMessage", {"chat_id": 7, "message_id": 99}, "message to delete not found"),
    "unknown press": ("answerCallbackQuery", {"callback_query_id": "9"}, "query is too old and response timeout expired"),
    "unknown action": ("sendChatAction", {"chat_id": 7, "action": "denkt"}, "wrong parameter action in request"),
    "unknown emoji": ("setMessageReaction", {"chat_id": 7, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🪑"}]}, "REACTION_INVALID"),
    "51 results": ("answerInlineQuery", {"inline_query_id": "1", "results": [article(str(at)) for at in range(51)]}, "too many inline query results specified"),
    "two results of one name": ("answerInlineQuery", {"inline_query_id": "1", "results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
    "name of 65 bytes": ("answerInlineQuery", {"inline_query_id": "1", "results": [article("a" * 65)]}, "RESULT_ID_INVALID"),
    "untitled result": ("answerInlineQuery", {"inline_query_id": "1", "results": [article(title="")]}, "ARTICLE_TITLE_EMPTY"),
    "result that says nothing": (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [article(input_message_content={"message_text": ""})]},
        "message text is empty",
    ),
    "start parameter of a query": (
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [], "button": {"text": "x", "start_parameter": "a b"}},
        "START_PARAM_INVALID",
    ),
    "query of nobody": ("answerInlineQuery", {"inline_query_id": "1", "results": []}, "query is too old"),
    "command in capitals": ("setMyCommands", {"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    "command of 33": ("setMyCommands", {"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
    "command without a word": ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    "101 commands": ("setMyCommands", {"commands": [{"command": f"c{at}", "description": "x"} for at in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
    "language of three letters": ("setMyCommands", {"commands": [], "language_code": "nld"}, "invalid language code"),
    "scope of a strange chat": (
        "setMyCommands",
        {"commands": [], "scope": {"type": "chat", "chat_id": 8}},
        "chat not found",
    ),
    "unknown scope": ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, "unsupported type specified"),
    "long description": ("setMyDescription", {"description": "a" * 513}, "description is too long"),
    "long short description": ("setMyShortDescription", {"short_description": "a" * 121}, "short description is too long"),
    "file of nobody": ("getFile", {"file_id": "x"}, "wrong file_id"),
    "document without one": ("sendDocument", {"chat_id": 7}, "there is no document in the request"),
    "webhook without https": ("setWebhook", {"url": "http://example.org/x"}, "HTTPS URL must be provided"),
    "webhook on another port": ("setWebhook", {"url": "https://example.org:444/x"}, "ports 80, 88, 443 or 8443"),
    "secret with a space": ("setWebhook", {"url": "https://example.org/x", "secret_token": "a b"}, "unallowed characters"),
}  # fmt: skip


@pytest.mark.parametrize(("method", "arguments", "why"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_what_telegram_refuses_is_refused(
    telegram: BotApi, call: Calls, method: str, arguments: dict[str, Any], why: str
) -> None:
    asker = telegram.person(7)
    asker.says("hallo")

    found = await call(method, **arguments)

    assert (found["ok"], found["error_code"]) == (False, 400)
    assert found["description"].startswith("Bad Request: ")
    assert why.lower() in found["description"].lower()
    assert asker.replies == ()


async def test_what_telegram_takes_stands_in_the_chat(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    question = asker.says("hallo")
    html = '<b>Titel</b>\n<blockquote expandable>meer</blockquote> <a href="https://a.nl">bron</a>'

    found = await call(
        "sendMessage",
        chat_id=7,
        text=html,
        parse_mode="HTML",
        reply_markup=button(callback_data="a" * 64),
        reply_parameters={"message_id": question.id},
    )

    assert found["result"]["reply_to_message"]["text"] == "hallo"
    assert asker.screen() == "Asker 7: hallo\nbot: Titel\nmeer bron\n[knop]"
    assert (asker.last.has("bold"), asker.last.links, asker.last.labels) == ("Titel", ("https://a.nl",), (("knop",),))


async def test_4096_units_after_parsing_are_one_message(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.says("hallo")

    found = await call("sendMessage", chat_id=7, text=f"<b>{'a' * 4094}😀</b>", parse_mode="HTML")

    assert found["ok"]
    assert len(asker.last.text) == 4095


async def test_reply_to_what_is_gone_may_be_sent_all_the_same(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    question = asker.says("hallo")
    asker.deletes(question)
    reply = {"message_id": question.id, "allow_sending_without_reply": True}

    found = await call("sendMessage", **SAY, reply_parameters=reply)

    assert "reply_to_message" not in found["result"]
    assert asker.last.to is None


@pytest.mark.parametrize(("token", "code"), [("123456789:AAother", 401), ("nonsense", 404)])
async def test_wrong_token_is_turned_away(telegram: BotApi, token: str, code: int) -> None:
    found = await caller(telegram, token)("getMe")

    assert found["error_code"] == code
    assert telegram.journal == []


async def test_unknown_method_is_not_found(call: Calls) -> None:
    assert await call("sendWishes") == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}


async def test_get_me_tells_what_the_bot_may(telegram: BotApi, call: Calls) -> None:
    me = (await call("GETME"))["result"]

    assert (me["username"], me["supports_inline_queries"], me["can_join_groups"]) == ("verbinder_bot", True, True)
    assert me["can_read_all_group_messages"] is False


# --- who wants no messages


async def test_blocked_bot_is_forbidden_and_told_so(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.says("hallo")
    asker.blocks()

    found = await call("sendMessage", **SAY)

    assert found["description"] == "Forbidden: bot was blocked by the user"
    updates = (await call("getUpdates"))["result"]
    assert updates[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_kicked_bot_is_forbidden(telegram: BotApi, call: Calls) -> None:
    group = telegram.group(-100, [telegram.person(7)])
    group.kicks_bot()

    found = await call("sendMessage", chat_id=-100, text="x")

    assert found["description"] == "Forbidden: bot was kicked from the supergroup chat"


async def test_deleted_account_is_forbidden(telegram: BotApi, call: Calls) -> None:
    telegram.person(7).says("hallo")
    telegram.chats[7].is_deactivated = True

    assert (await call("sendMessage", **SAY))["description"] == "Forbidden: user is deactivated"


async def test_group_that_moved_says_where_to(telegram: BotApi, call: Calls) -> None:
    group = telegram.group(-5, [telegram.person(7)], is_supergroup=False)
    moved = group.moves()

    found = await call("sendMessage", chat_id=-5, text="x")

    assert found["parameters"] == {"migrate_to_chat_id": moved.id}
    assert (await call("sendMessage", chat_id=moved.id, text="x"))["ok"]


async def test_muted_group_takes_no_text(telegram: BotApi, call: Calls) -> None:
    telegram.group(-100, [telegram.person(7)]).is_muted = True

    found = await call("sendMessage", chat_id=-100, text="x")

    assert found["description"] == "Bad Request: not enough rights to send text messages to the chat"


# --- editing and deleting


async def test_edit_to_the_same_is_refused_and_to_something_else_shown(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.says("hallo")
    sent = (await call("sendMessage", **SAY, reply_markup=button(callback_data="a")))["result"]["message_id"]

    same = await call("editMessageText", **SAY, message_id=sent, reply_markup=button(callback_data="a"))
    other = await call("editMessageText", **SAY, message_id=sent)

    assert "message is not modified" in same["description"]
    assert other["ok"]
    assert (asker.last.labels, asker.last.versions) == ((), ["tekst", "tekst"])


async def test_buttons_alone_may_be_edited(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.says("hallo")
    sent = (await call("sendMessage", **SAY))["result"]["message_id"]

    again = await call("editMessageReplyMarkup", chat_id=7, message_id=sent)
    await call("editMessageReplyMarkup", chat_id=7, message_id=sent, reply_markup=button(callback_data="b"))

    assert "message is not modified" in again["description"]
    assert asker.last.labels == (("knop",),)


async def test_deleted_message_is_seen_by_nobody(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.says("hallo")
    sent = (await call("sendMessage", **SAY))["result"]["message_id"]

    await call("deleteMessage", chat_id=7, message_id=sent)

    assert asker.screen() == "Asker 7: hallo"
    assert "not found" in (await call("editMessageText", chat_id=7, message_id=sent, text="x"))["description"]


async def test_in_a_group_the_bot_deletes_its_own_messages_alone(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    group = telegram.group(-100, [asker])
    question = asker.says("/vraag x", in_=group)
    own = (await call("sendMessage", chat_id=-100, text="x"))["result"]["message_id"]

    assert (await call("deleteMessage", chat_id=-100, message_id=own))["ok"]
    refused = await call("deleteMessage", chat_id=-100, message_id=question.id)
    assert refused["description"] == "Bad Request: message can't be deleted"


# --- presses


async def test_press_is_answered_once(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.says("hallo")
    await call("sendMessage", **SAY, reply_markup=button(callback_data="good:1"))
    press = asker.presses("knop")
    update = (await call("getUpdates"))["result"][-1]["callback_query"]

    first = await call("answerCallbackQuery", callback_query_id=press.id, text="dank")
    second = await call("answerCallbackQuery", callback_query_id=press.id)

    assert (update["data"], update["from"]["id"], update["message"]["text"]) == ("good:1", 7, "tekst")
    assert (first["ok"], press.toast) == (True, "dank")
    assert second["description"] == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_press_is_too_old_after_its_time() -> None:
    async with BotApi(query_life_s=0.05) as telegram:
        call, asker = caller(telegram), telegram.person(7)
        asker.says("hallo")
        await call("sendMessage", **SAY, reply_markup=button(callback_data="a"))
        press = asker.presses("knop")
        await asyncio.sleep(0.1)

        found = await call("answerCallbackQuery", callback_query_id=press.id)

        assert "query is too old" in found["description"]


async def test_toast_has_200_characters(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.says("hallo")
    await call("sendMessage", **SAY, reply_markup=button(callback_data="a"))

    found = await call("answerCallbackQuery", callback_query_id=asker.presses("knop").id, text="a" * 201)

    assert found["description"] == "Bad Request: MESSAGE_TOO_LONG"


async def test_forged_data_arrives_as_it_is(telegram: BotApi, call: Calls) -> None:
    asker, other = telegram.person(7), telegram.person(8)
    asker.says("hallo")
    await call("sendMessage", **SAY, reply_markup=button(callback_data="a"))

    other.forges("wis" * 1000, of=asker.last)

    query = (await call("getUpdates"))["result"][-1]["callback_query"]
    assert (query["from"]["id"], query["data"]) == (8, "wis" * 1000)


# --- inline mode


async def test_inline_answer_is_picked_into_a_chat(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    inline = asker.asks_inline("melding")

    answered = await call(
        "answerInlineQuery",
        inline_query_id=inline.id,
        results=[article(reply_markup=button(url="https://t.me/verbinder_bot?start=abc"))],
        cache_time=0,
        is_personal=True,
        button={"text": "vraag", "start_parameter": "vraag"},
    )
    message = asker.picks(inline.results[0])

    assert answered["ok"]
    assert (message.text, message.labels, inline.cache_s, inline.is_personal) == ("tekst", (("knop",),), 0, True)
    kinds = [sorted(set(update) - {"update_id"})[0] for update in (await call("getUpdates"))["result"]]
    assert kinds == ["inline_query", "chosen_inline_result"]
    assert (await call("editMessageText", inline_message_id=message.inline_id, text="nieuw"))["ok"]
    assert message.text == "nieuw"


async def test_inline_answer_is_given_once(telegram: BotApi, call: Calls) -> None:
    inline = telegram.person(7).asks_inline("melding")
    await call("answerInlineQuery", inline_query_id=inline.id, results=[])

    found = await call("answerInlineQuery", inline_query_id=inline.id, results=[])

    assert "query is too old" in found["description"]


async def test_sharing_button_needs_inline_mode() -> None:
    async with BotApi(has_inline=False) as telegram:
        telegram.person(7).says("hallo")

        found = await caller(telegram)("sendMessage", **SAY, reply_markup=button(switch_inline_query="x"))

        assert found["description"] == "Bad Request: BOT_INLINE_DISABLED"


# --- groups


async def test_privacy_mode_lets_through_what_is_meant_for_the_bot(telegram: BotApi, call: Calls) -> None:
    asker, other = telegram.person(7), telegram.person(8)
    group = telegram.group(-100, [asker, other])
    await call("sendMessage", chat_id=-100, text="dag")
    said = [
        asker.says("/vraag a", in_=group),
        asker.says("/vraag@verbinder_bot b", in_=group),
        other.says("c", in_=group, to=group.replies[-1]),
    ]
    asker.says("/vraag@another_bot d", in_=group)
    asker.says("@verbinder_bot e", in_=group)
    other.says("f", in_=group)

    updates = (await call("getUpdates"))["result"]

    heard = [update["message"]["text"] for update in updates if "text" in update.get("message", {})]
    assert heard == [message.text for message in said]


async def test_without_privacy_mode_the_bot_hears_everything() -> None:
    async with BotApi(has_privacy=False) as telegram:
        asker = telegram.person(7)
        group = telegram.group(-100, [asker])
        asker.says("@verbinder_bot e", in_=group)

        update = (await caller(telegram)("getUpdates"))["result"][-1]

        assert update["message"]["entities"] == [{"type": "mention", "offset": 0, "length": 14}]


async def test_command_is_marked_as_one(telegram: BotApi, call: Calls) -> None:
    telegram.person(7).starts("abc")

    message = (await call("getUpdates"))["result"][-1]["message"]

    assert (message["text"], message["entities"]) == (
        "/start abc",
        [{"type": "bot_command", "offset": 0, "length": 6}],
    )


async def test_edited_question_and_things_that_are_no_text_are_told(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.edits(asker.says("a"), "b")
    asker.sends_photo("kijk")
    asker.sends_sticker()
    asker.sends_voice()
    asker.sends_document()

    updates = (await call("getUpdates"))["result"]

    assert updates[1]["edited_message"]["text"] == "b"
    assert [next(kind for kind in ("photo", "sticker", "voice", "document") if kind in update["message"]) for update in updates[2:]] == ["photo", "sticker", "voice", "document"]  # fmt: skip
    assert updates[2]["message"]["caption"] == "kijk"


# --- files


async def test_file_is_downloaded_under_the_same_token(telegram: BotApi, call: Calls) -> None:
    photo = telegram.person(7).sends_photo()
    path = (await call("getFile", file_id=photo.extra["photo"][0]["file_id"]))["result"]["file_path"]
    base = telegram.url.removesuffix("/bot") + "/file/bot"

    response = await AsyncHTTPClient().fetch(f"{base}{telegram.token}/{path}")

    assert response.body == b"content"
    with pytest.raises(HTTPError, match="401"):
        await AsyncHTTPClient().fetch(f"{base}123:AAother/{path}")


async def test_library_uploads_and_formats(telegram: BotApi) -> None:
    """python-telegram-bot posts forms and several parts, with JSON inside."""
    asker = telegram.person(7)
    asker.says("hallo")
    async with Bot(telegram.token, base_url=telegram.url) as bot:
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="b")]])
        await bot.send_document(
            7, b"%PDF", filename="a.pdf", caption="<b>lijst</b>", parse_mode="HTML", reply_markup=markup
        )
        await bot.send_photo(7, b"\x89PNG")

    assert [message.text for message in asker.replies] == ["lijst", ""]
    assert asker.replies[0].labels == (("a",),)


# --- menus


async def test_menus_are_kept_by_scope_and_language(telegram: BotApi, call: Calls) -> None:
    commands = [{"command": "help", "description": "hoe het werkt"}]
    scope = {"type": "all_private_chats"}
    await call("setMyCommands", commands=commands, scope=scope, language_code="nl")

    assert (await call("getMyCommands", scope=scope, language_code="nl"))["result"] == commands
    assert (await call("getMyCommands", scope=scope))["result"] == []
    assert telegram.menus == {(("all_private_chats",), "nl"): (("help", "hoe het werkt"),)}
    await call("deleteMyCommands", scope=scope, language_code="nl")
    assert telegram.menus == {}


# --- polling


async def test_updates_stay_until_a_higher_offset_confirms_them(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.says("a")
    asker.says("b")

    first = (await call("getUpdates"))["result"]
    rest = (await call("getUpdates", offset=first[0]["update_id"] + 1))["result"]

    assert [update["message"]["text"] for update in first] == ["a", "b"]
    assert [update["message"]["text"] for update in rest] == ["b"]
    assert telegram.pending == 1


async def test_poll_waits_until_something_is_said(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    poll = asyncio.create_task(call("getUpdates", timeout=20))
    await telegram.until(lambda: telegram.calls("getUpdates"))

    asker.says("a")

    assert [update["message"]["text"] for update in (await poll)["result"]] == ["a"]


async def test_no_more_than_a_hundred_updates_come_at_once(telegram: BotApi, call: Calls) -> None:
    for at in range(101):
        telegram.person(at + 1).says("a")

    assert len((await call("getUpdates", limit=500))["result"]) == 100


async def test_second_poller_turns_the_first_away(telegram: BotApi, call: Calls) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=20))
    await telegram.until(lambda: telegram.calls("getUpdates"))
    second = asyncio.create_task(call("getUpdates", timeout=20))

    assert (await first)["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    telegram.person(7).says("a")
    assert len((await second)["result"]) == 1
    assert telegram.conflicts == 1


async def test_only_the_kinds_asked_for_are_told(telegram: BotApi, call: Calls) -> None:
    await call("getUpdates", allowed_updates=["message"], timeout=0)
    asker = telegram.person(7)
    asker.edits(asker.says("a"), "b")
    asker.asks_inline("c")

    updates = (await call("getUpdates", timeout=0))["result"]

    assert [sorted(update) for update in updates] == [["message", "update_id"]]


async def test_update_can_be_delivered_again(telegram: BotApi, call: Calls) -> None:
    telegram.person(7).says("a")
    update = (await call("getUpdates"))["result"][0]
    await call("getUpdates", offset=update["update_id"] + 1, timeout=0)

    telegram.tell_again(update)

    assert (await call("getUpdates", offset=update["update_id"] + 1))["result"] == [update]
    assert telegram.pending == 0


# --- webhook


class _Hook(RequestHandler):
    """Takes updates, with the statuses that a test wants."""

    def initialize(self, seen: list[tuple[str, str]], statuses: list[int]) -> None:
        self.seen, self.statuses = seen, statuses

    async def post(self) -> None:
        text = json.loads(self.request.body)["message"]["text"]
        self.seen.append((text, self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))
        self.set_status(self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def hook() -> AsyncIterator[tuple[str, list[tuple[str, str]], list[int]]]:
    """(address, what was taken, statuses to answer with before 200)"""
    seen: list[tuple[str, str]] = []
    statuses: list[int] = []
    application = Application(
        [("/telegram", _Hook, {"seen": seen, "statuses": statuses})], log_function=lambda handler: None
    )
    server, sockets = HTTPServer(application), bind_sockets(0, "127.0.0.1")
    server.add_sockets(sockets)
    yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}/telegram", seen, statuses
    server.stop()
    await server.close_all_connections()


async def test_webhook_gets_updates_with_its_secret_until_it_says_200(
    telegram: BotApi, call: Calls, hook: tuple[str, list[tuple[str, str]], list[int]]
) -> None:
    url, seen, statuses = hook
    statuses += [403, 500]
    asker = telegram.person(7)
    asker.says("a")

    assert (await call("setWebhook", url=url, secret_token="geheim"))["ok"]
    asker.says("b")
    await telegram.until(lambda: not telegram.pending)

    assert seen == [("a", "geheim")] * 3 + [("b", "geheim")]
    info = (await call("getWebhookInfo"))["result"]
    assert (info["pending_update_count"], info["last_error_message"]) == (
        0,
        "Wrong response from the webhook: 500 Internal Server Error",
    )


async def test_webhook_of_one_chat_does_not_wait_for_another(
    telegram: BotApi, call: Calls, hook: tuple[str, list[tuple[str, str]], list[int]]
) -> None:
    url, seen, statuses = hook
    statuses.append(503)
    telegram.person(7).says("a")
    await call("setWebhook", url=url)
    await telegram.until(lambda: seen)
    telegram.person(8).says("b")

    await telegram.until(lambda: not telegram.pending)

    assert [text for text, _ in seen] == ["a", "b", "a"]


async def test_nobody_polls_while_a_webhook_is_set(
    telegram: BotApi, call: Calls, hook: tuple[str, list[tuple[str, str]], list[int]]
) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=20))
    await telegram.until(lambda: telegram.calls("getUpdates"))

    await call("setWebhook", url=hook[0])

    assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
    assert (await call("setWebhook", url=hook[0]))["error_code"] == 429
    await call("deleteWebhook")
    assert (await call("getUpdates", timeout=0))["ok"]


# --- trouble


async def test_trouble_comes_when_it_is_asked_for(telegram: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # the library's coming way to count seconds, without its warning
    asker = telegram.person(7)
    asker.says("hallo")
    async with Bot(telegram.token, base_url=telegram.url) as bot:
        telegram.fail(Trouble.FLOOD, "sendMessage", retry_after_s=7)
        telegram.fail(Trouble.ERROR, "sendMessage")
        telegram.fail(Trouble.BAD_GATEWAY, "sendMessage")
        telegram.fail(Trouble.GARBAGE, "sendMessage")
        telegram.fail(Trouble.LOST, "sendMessage")
        with pytest.raises(RetryAfter, match="7"):
            await bot.send_message(7, "0")
        for text in "1234":
            with pytest.raises(
                Exception, match=r"Internal Server Error|Invalid server response|Bad Gateway|disconnected"
            ):
                await bot.send_message(7, text)
        telegram.fail(Trouble.LOST_AFTER, "sendMessage")
        telegram.fail(Trouble.ERROR_AFTER, "sendMessage")
        for text in "56":
            with pytest.raises(NetworkError):
                await bot.send_message(7, text)
        await bot.send_message(7, "7")

    assert [message.text for message in asker.replies] == ["5", "6", "7"]
    assert len(telegram.calls("sendMessage")) == 8


async def test_trouble_meets_the_calls_it_is_meant_for(telegram: BotApi, call: Calls) -> None:
    telegram.person(7).says("hallo")
    refusal = Refused("Bad Request: ROOM_TOO_COLD")
    planned = telegram.fail(Trouble.REFUSED, "sendMessage", when=lambda call: "x" in call.text, refusal=refusal)

    answers = [await call("sendMessage", chat_id=7, text=text) for text in ("a", "x", "x")]

    assert [answer["ok"] for answer in answers] == [True, False, True]
    assert answers[1]["description"] == "Bad Request: ROOM_TOO_COLD"
    assert [call.text for call in planned.met] == ["x"]


async def test_slow_call_is_done_late_and_another_said_late(telegram: BotApi, call: Calls) -> None:
    asker = telegram.person(7)
    asker.says("hallo")
    telegram.fail(Trouble.SLOW, "sendMessage", delay_s=0.3)
    slow = asyncio.create_task(call("sendMessage", **SAY))
    await telegram.until(lambda: telegram.calls("sendMessage"))
    assert asker.replies == ()
    await slow
    telegram.fail(Trouble.SLOW_AFTER, "sendMessage", delay_s=0.3)
    slow = asyncio.create_task(call("sendMessage", **SAY))

    await telegram.until(lambda: len(asker.replies) == 2)

    assert not slow.done()
    await slow


async def test_nothing_gets_through_while_telegram_is_unreachable(telegram: BotApi) -> None:
    async with Bot(telegram.token, base_url=telegram.url) as bot:
        telegram.is_unreachable = True
        with pytest.raises(NetworkError):
            await bot.get_me()
        telegram.is_unreachable = False

        assert (await bot.get_me()).username == "verbinder_bot"


# --- limits


async def test_flood_is_counted_and_refused_where_that_is_asked_for() -> None:
    async with BotApi(enforces_limits=True) as telegram:
        call = caller(telegram)
        telegram.person(7).says("hallo")

        answers = [await call("sendMessage", **SAY) for _ in range(7)]

        assert [answer.get("error_code") for answer in answers[:6]] == [None] * 5 + [429]
        assert answers[5]["parameters"]["retry_after"] >= 1
        assert telegram.limits.broken["chat"] >= 1


@pytest.mark.parametrize(
    ("chat", "times_s", "broken"),
    [
        ("7", [0, 0.2, 0.4, 0.6, 0.8], {}),
        ("7", [at * 0.1 for at in range(8)], {"chat": 3}),
        ("-7", [at * 2.9 for at in range(21)], {"group": 1}),
        ("-7", [at * 3.1 for at in range(21)], {}),
    ],
    ids=["a short burst", "a long burst", "21 in a minute", "21 in more than a minute"],
)
def test_limits_of_a_chat(chat: str, times_s: list[float], broken: dict[str, int]) -> None:
    limits = Limits()

    for at_s in times_s:
        limits.weigh(chat, at_s)

    assert dict(limits.broken) == broken


def test_34_messages_in_a_second_are_one_too_many() -> None:
    limits = Limits()

    for at in range(34):
        limits.weigh(str(at), at / 34)

    assert (dict(limits.broken), limits.most) == ({"overall": 1}, 34)


async def test_crowd_is_answered_and_timed(telegram: BotApi) -> None:
    """What `python -m bot bench` asks of the server."""
    wanted = {"texts": ["a", "b"], "at_s": [0, 0.1], "people": [1, 2], "patience_s": 1}
    url = telegram.url.removesuffix("/bot") + "/load"
    async with Bot(telegram.token, base_url=telegram.url) as bot:
        load = asyncio.ensure_future(AsyncHTTPClient().fetch(url, method="POST", body=json.dumps(wanted)))
        await telegram.until(lambda: telegram.pending == 2)
        await bot.send_message(1, "antwoord")

        found = json.loads((await load).body)

    assert (found["latencies_s"][0] < 1, found["latencies_s"][1]) == (True, None)
    assert (found["calls"], found["broken"], found["most"]) == ({"sendMessage": 1}, {}, 1)
