"""What a button hands back in, how Telegram is to paint it out: the one to press, and the one that takes something away.

Colour says nothing that the words don't; apps that don't know it show a plain button.
"""

from telegram.constants import KeyboardButtonStyle

MAIN = frozenset(
    {"agr.ok", "agr.keep", "inv.send", "lnk.keep", "lnk.publish", "hnd.yes", "hnd.send", "una.add", "upl.place"}
)
TAKES_AWAY = frozenset({"wis", "agr.void", "inv.void", "lnk.gone", "rol.sure"})


def style_of(data: str) -> str | None:
    """None: no button of those."""
    action = data.partition(":")[0]
    if action in MAIN:
        return KeyboardButtonStyle.PRIMARY
    return KeyboardButtonStyle.DANGER if action in TAKES_AWAY else None
