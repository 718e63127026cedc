"""Telegram's wordings, as it sends them, lead to the name of what went wrong."""

import ssl

import pytest
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

from bot.faces.telegram.faults import WORDINGS, Fault, fault_of

SAID = [
    (RetryAfter(7), Fault.FLOOD),
    (NetworkError("Too Many Requests: retry after 3"), Fault.FLOOD),  # 429 without parameters
    (Forbidden("Forbidden: bot was blocked by the user"), Fault.BLOCKED),
    (Forbidden("Forbidden: user is deactivated"), Fault.BLOCKED),
    (Forbidden("Forbidden: bot was kicked from the group chat"), Fault.BLOCKED),
    (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Fault.BLOCKED),
    (Forbidden("Forbidden: bot is not a member of the channel chat"), Fault.BLOCKED),
    (Forbidden("Forbidden: bot can't initiate conversation with a user"), Fault.BLOCKED),
    (Forbidden("Forbidden: bot can't send messages to bots"), Fault.BLOCKED),
    (Forbidden("Forbidden: CHAT_WRITE_FORBIDDEN"), Fault.BLOCKED),
    (BadRequest("Bad Request: not enough rights to send text messages to the chat"), Fault.BLOCKED),
    (BadRequest("Bad Request: have no rights to send a message"), Fault.BLOCKED),
    (BadRequest("Bad Request: have no write access to the chat"), Fault.BLOCKED),
    (BadRequest("Bad Request: need administrator rights in the channel chat"), Fault.BLOCKED),
    (BadRequest("Bad Request: CHAT_WRITE_FORBIDDEN"), Fault.BLOCKED),
    (BadRequest("Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"), Fault.BLOCKED),
    (BadRequest("Bad Request: CHAT_RESTRICTED"), Fault.BLOCKED),
    (BadRequest("Bad Request: CHAT_ADMIN_REQUIRED"), Fault.BLOCKED),
    (BadRequest("Bad Request: CHAT_SEND_DOCS_FORBIDDEN"), Fault.BLOCKED),
    (BadRequest("Bad Request: not enough rights to send documents to the chat"), Fault.BLOCKED),
    (BadRequest("Bad Request: TOPIC_CLOSED"), Fault.TOPIC_CLOSED),
    (BadRequest("Bad Request: TOPIC_DELETED"), Fault.TOPIC_GONE),
    (BadRequest("Bad Request: TOPIC_ID_INVALID"), Fault.TOPIC_GONE),
    (BadRequest("Bad Request: USER_IS_BLOCKED"), Fault.BLOCKED),
    (BadRequest("Bad Request: user is deactivated"), Fault.BLOCKED),
    (BadRequest("Bad Request: INPUT_USER_DEACTIVATED"), Fault.BLOCKED),
    (BadRequest("Bad Request: chat not found"), Fault.CHAT_GONE),
    (BadRequest("Bad Request: private chat not found"), Fault.CHAT_GONE),
    (BadRequest("Bad Request: user not found"), Fault.CHAT_GONE),
    (BadRequest("Bad Request: PEER_ID_INVALID"), Fault.CHAT_GONE),
    (BadRequest("Bad Request: CHAT_ID_INVALID"), Fault.CHAT_GONE),
    (BadRequest("Bad Request: CHANNEL_PRIVATE"), Fault.CHAT_GONE),
    (BadRequest("Bad Request: CHANNEL_INVALID"), Fault.CHAT_GONE),
    (BadRequest("Bad Request: group chat was deactivated"), Fault.CHAT_GONE),
    (Forbidden("Forbidden: the group chat was deleted"), Fault.CHAT_GONE),
    (
        BadRequest("Bad Request: query is too old and response timeout expired or query ID is invalid"),
        Fault.CALLBACK_TOO_OLD,
    ),
    (BadRequest("Bad Request: query ID is invalid"), Fault.CALLBACK_TOO_OLD),
    (BadRequest("Bad Request: QUERY_ID_INVALID"), Fault.CALLBACK_TOO_OLD),
    (
        BadRequest(
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        ),
        Fault.NOT_MODIFIED,
    ),
    (BadRequest("Bad Request: MESSAGE_NOT_MODIFIED"), Fault.NOT_MODIFIED),
    (
        BadRequest('Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 3'),
        Fault.NOT_PARSED,
    ),
    (BadRequest('Bad Request: can\'t parse MessageEntity: Field "type" must be of type String'), Fault.NOT_PARSED),
    (BadRequest("Bad Request: ENTITY_BOUNDS_INVALID"), Fault.NOT_PARSED),
    (BadRequest("Bad Request: ENTITIES_TOO_LONG"), Fault.NOT_PARSED),
    (BadRequest("Bad Request: unsupported parse_mode"), Fault.NOT_PARSED),
    (BadRequest("Bad Request: message is too long"), Fault.TOO_LONG),
    (BadRequest("Bad Request: MESSAGE_TOO_LONG"), Fault.TOO_LONG),
    (BadRequest("Bad Request: text is too long"), Fault.TOO_LONG),
    (BadRequest("Bad Request: message caption is too long"), Fault.TOO_LONG),
    (BadRequest("Bad Request: MEDIA_CAPTION_TOO_LONG"), Fault.TOO_LONG),
    (NetworkError("Request Entity Too Large"), Fault.TOO_LONG),  # 413
    (BadRequest("Bad Request: message to edit not found"), Fault.MESSAGE_GONE),
    (BadRequest("Bad Request: message can't be edited"), Fault.MESSAGE_GONE),
    (BadRequest("Bad Request: there is no text in the message to edit"), Fault.MESSAGE_GONE),
    (BadRequest("Bad Request: message to be replied not found"), Fault.MESSAGE_GONE),
    (BadRequest("Bad Request: message to reply not found"), Fault.MESSAGE_GONE),
    (BadRequest("Bad Request: replied message not found"), Fault.MESSAGE_GONE),
    (BadRequest("Bad Request: reply message not found"), Fault.MESSAGE_GONE),
    (BadRequest("Bad Request: message thread not found"), Fault.TOPIC_GONE),
    (BadRequest("Bad Request: message to delete not found"), Fault.MESSAGE_GONE),
    (BadRequest("Bad Request: message can't be deleted"), Fault.MESSAGE_GONE),
    (BadRequest("Bad Request: MESSAGE_ID_INVALID"), Fault.MESSAGE_GONE),
    (ChatMigrated(-100123), Fault.MIGRATED),
    (BadRequest("Bad Request: group chat was upgraded to a supergroup chat"), Fault.MIGRATED),
    (TelegramError("Group migrated to supergroup. New chat id: -100123"), Fault.MIGRATED),
    (
        Conflict("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"),
        Fault.CONFLICT,
    ),
    (Conflict("Conflict: can't use getUpdates method while webhook is active"), Fault.CONFLICT),
    (InvalidToken("Unauthorized"), Fault.UNAUTHORISED),
    (InvalidToken("Not Found"), Fault.UNAUTHORISED),
    (TimedOut(), Fault.NETWORK),
    (NetworkError("httpx.ConnectError: All connection attempts failed"), Fault.NETWORK),
    (NetworkError("Internal Server Error"), Fault.NETWORK),
    (NetworkError("Bad Gateway"), Fault.NETWORK),
    (TelegramError("Invalid server response"), Fault.NETWORK),
    (ConnectionResetError(104, "Connection reset by peer"), Fault.NETWORK),
    (TimeoutError(), Fault.NETWORK),
    (BadRequest("Bad Request: message text is empty"), Fault.OTHER),
    (BadRequest("Bad Request: BUTTON_DATA_INVALID"), Fault.OTHER),
    (BadRequest("Bad Request: can't parse reply keyboard markup JSON object"), Fault.OTHER),
    (TelegramError("something new"), Fault.OTHER),
    (FileNotFoundError("x"), Fault.OTHER),
    (KeyError("x"), Fault.OTHER),
]


@pytest.mark.parametrize(
    ("error", "fault"), SAID, ids=[f"{type(error).__name__}: {str(error)[:60]}" for error, _ in SAID]
)
def test_each_answer_of_telegram_has_its_name(error: BaseException, fault: Fault) -> None:
    assert fault_of(error) == fault


@pytest.mark.parametrize(("wording", "fault"), WORDINGS, ids=[wording for wording, _ in WORDINGS])
def test_wordings_are_in_lower_case_told_in_any_case_and_none_hides_behind_another(wording: str, fault: Fault) -> None:
    assert (wording, fault_of(BadRequest(f"Bad Request: {wording.upper()}"))) == (wording.lower(), fault)


def test_every_wording_has_an_example_as_telegram_sends_it() -> None:
    said = [str(error).lower() for error, _ in SAID]

    missing = [wording for wording, _ in WORDINGS if not any(wording in text for text in said)]

    assert missing == []


def test_words_that_telegram_quotes_decide_nothing() -> None:
    error = BadRequest("Bad Request: inline keyboard button URL 'chat not found' is invalid: \"user is deactivated\"")

    assert fault_of(error) is Fault.OTHER


def test_every_fault_has_an_example() -> None:
    assert {fault for _, fault in SAID} == set(Fault)


@pytest.mark.parametrize(
    ("cause", "fault"),
    [
        pytest.param(
            UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed"), Fault.OTHER, id="half a character"
        ),
        pytest.param(TypeError("not JSON serializable"), Fault.OTHER, id="no JSON"),
        pytest.param(ssl.SSLCertVerificationError("expired"), Fault.NETWORK, id="certificate"),
        pytest.param(RuntimeError("the connection was closed"), Fault.NETWORK, id="connection closed under way"),
    ],
)
def test_a_request_that_cannot_be_written_is_not_taken_for_a_bad_connection(cause: Exception, fault: Fault) -> None:
    """Tried again, it would hold its chat up for an hour."""
    error = NetworkError("Unknown error in HTTP implementation")
    error.__cause__ = cause

    assert fault_of(error) == fault
