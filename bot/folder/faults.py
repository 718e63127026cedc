"""A problem of the folder in, what an admin is told of it in a chat out: where and what, and the line with its place marked."""

from bot.conversation.runs import escape
from knowledge.entry import Problem

MARK = "👉"  # before what is wrong on a line; letters aren't equally wide in a chat, so nothing can point from below


def fault(problem: Problem, lang: str) -> str:
    """As HTML, on one line or two."""
    cell = f" [{problem.cell}]" if problem.cell else ""
    told = f"{problem.source}:{problem.line}:{cell} {problem.said.say(lang)}"
    if not problem.quoted:
        return f"<code>{escape(told)}</code>"
    quoted, at = problem.quoted, problem.column - 1
    if 0 < at <= len(quoted) and not quoted.startswith("…"):
        quoted = f"{quoted[:at]}{MARK}{quoted[at:]}"
    return f"<code>{escape(told)}</code>\n» <code>{escape(quoted)}</code>"
