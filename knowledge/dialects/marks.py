"""What other tools write within a line of Markdown comes in, plain Markdown goes out; see unfolding.py."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import quote, unquote

from knowledge.dialects.chunks import is_no_page
from knowledge.dialects.hashtags import without_hashtags
from knowledge.dialects.myst_roles import shown_by_role
from knowledge.dialects.unseen import NOT_SHOWN, is_hidden
from knowledge.notices import notice

ENTRY = "entry:"  # how the address of a link to another entry begins; behind it its name, or a path
PLACE = f"{ENTRY}#"  # the address of a link to a place of its own text, of which readers are shown the words
BREAK = "\x00"  # stands where a line ends within a paragraph, until it is known whether that is in a table
SINCE = ("added", "changed", "removed", "deprecated")  # boxes of which the version is the title: "New in 2.0"
CALLOUTS: Mapping[str, str] = {  # what a box is, by what tools call it; each has words in notices.toml
    **dict.fromkeys(("note", "info", "information", "todo", "abstract", "summary", "tldr", "seealso", "remark", "admonition", "opmerking", "hint-info"), "note"),
    **dict.fromkeys(("tip", "hint", "success", "check", "done", "alert-success"), "tip"),
    **dict.fromkeys(("warning", "caution", "attention", "danger", "error", "bug", "fail", "failure", "missing", "alert", "callout", "letop", "let-op", "waarschuwing", "warn"), "warning"),
    **dict.fromkeys(("important", "belangrijk", "notice"), "important"),
    **dict.fromkeys(("question", "help", "faq"), "question"),
    **dict.fromkeys(("example", "voorbeeld"), "example"),
    **{kind: kind for kind in SINCE},
    **dict.fromkeys(("quote", "cite", "details", "spoiler", "collapse"), "details"),
}  # fmt: skip
# Code, or behind a name in braces what Sphinx makes a link, a sign or small letters of: {doc}`prices`.
_CODE = re.compile(r"(?:\{([a-z][\w:+.-]*)\})?(?<!`)(`+)(?!`)(.+?)(?<!`)\2(?!`)")
_VALUE = r"(?:\"[^\"]*\"|'[^']*'|[\w./%:-]+)"
# Each of them is read in one way alone, or a row of them that doesn't end would be tried in all ways.
_SET_BEHIND = rf"\{{:?\s*(?:(?>[.#][\w-]+|[\w-]+={_VALUE}|data-\w[\w-]*)\s*)++\}}"
_ATTRIBUTES = re.compile(rf"(?<![ \t])[ \t]*(?:\{{:\s*[^{{}}\n]*\}}|{_SET_BEHIND})")
# Words with attributes behind them, as Pandoc has them, or with the name of a directive in front: ":abbr[AVG]{…}".
_WORDS_SET = re.compile(rf"(?<![\]!\w:\\])\[([^\[\]]+)\]{_SET_BEHIND}")
_DIRECTIVE = re.compile(rf"(?<![\w:/\]])(:[a-z][\w-]*)(?:\[([^\[\]]*)\](?:{_SET_BEHIND})?|{_SET_BEHIND})")
# These are read in one way alone too: blanks and names aren't given back, or a long line without an end would take hours.
_SHORTCODE = re.compile(r"\{\{([<%])-?+\s*+(/?+)\s*+([\w./-]++)((?:[^{}]|\{(?!\{)|\}(?!\}))*?)[>%]\}\}")
_LIQUID = re.compile(r"\{%-?+\s*+(/?+\s*+(?:\$|@(?=\w))?+[\w.-]++(?:/[\w.-]++)?+)((?:[^%{]|\{(?!%)|%(?!\}))*?)-?%\}")
_VARIABLE = re.compile(r"(?<!=)\{\{(?!\}\})-?+\s*+(?![<%])([^{}\n]{0,200}?)\s*+-?\}\}")
_CRITIC = re.compile(r"\{(--|\+\+|==)(?=\S)([^{}\n]*?)\1\}|\{~~([^{}\n]*?)~>([^{}\n]*?)~~\}")
_SCRIPT = re.compile(r"<%(?!%)[^<>%\n]*(?:%(?!>)[^<>%\n]*)*%>")  # of Templater and of servers
_SAID = re.compile(r"""(?<![={])\{\s*(["'])([^"'{}<>]*)\1\s*\}""")  # text in JavaScript: {" "}
_QUOTED = re.compile(r"""["'“]([^"'”]*)["'”]""")
_CONTENT = re.compile(r"""\bcontent\s*=\s*(["'])(.+?)\1""")
_TYPE = re.compile(r"""\b(?:type|kind|variant)\s*=\s*\{?["']([\w-]+)["']""")
_TITLE = re.compile(r"""\b(?:title|label|summary|header|question)\s*=\s*\{?(?:"([^"]*)"|'([^']*)')""")
_DESCRIBED = re.compile(r"""\bdescription\s*=\s*\{?(?:"([^"]*)"|'([^']*)')""")
_LABELS = re.compile(r"""\bitems\s*=\s*\{\s*\[\s*["']""")  # of tabs, by themselves
_WIKILINK = re.compile(r"(!?)\[\[([^\[\]\n|#^\\]*)([#^][^\[\]\n|\\]*)?(?:\\?\|([^\[\]\n]*))?\]\]")
_TARGET = r'\(\s*+(<[^<>\n]*>|[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*)(\s++(?:"[^"\n]*"|\'[^\'\n]*\'))?+\s*+\)'
_WORDS = r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
_PICTURE = re.compile("!" + _WORDS + _TARGET)
_LINK = re.compile(_WORDS + _TARGET)
_LINK_END = re.compile(r"^([^\[\]`]*\])" + _TARGET)  # of one that began on the line above
_DEFINED = re.compile(r"(\s{0,3}\[(?!\^)[^\[\]]+\]:\s*)(<[^<>]*>|\S+)(.*)")
_NOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
_INLINE_NOTE = re.compile(r"\^\[([^\[\]]+)\]")
_SEVERAL_WORDS = re.compile(r"[^\W\d_]{2} \S")  # of a note right behind a word: a^[n] is a sum
_TASK = re.compile(r"^([\s>]*(?:[-*+]|\d+[.)])\s+)\[([ xX/>-])\](?=\s)")
_MARKED = re.compile(r"(?<![=\w])==(?=\S)([^=\n]+?)(?<=\S)==(?![=\w])")
_RAISED_PART = re.compile(r"(?<=\w)\^([\w+-]{1,12})\^")
_LOWERED_PART = re.compile(r"(?<=\w)~([\w+-]{1,12})~(?!~)")
_KEYS = re.compile(r"(?<![\w+])\+\+([a-z0-9-]+(?:\+[a-z0-9-]+)*)\+\+(?![\w+])")
_BLOCK_ID = re.compile(r"\s+\^[A-Za-z0-9-]+\s*$")
_BLOCK = re.compile(r"[ \t]?\(\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)\)")  # an item of Logseq, by its id
_ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_WIKI_TEXT = re.compile(r"<!\[CDATA\[|\]\]>(?=\s*(?:</ac:|$))")
_EMOJI = re.compile(r"(?<![\w:/]):[a-z0-9_+-]{2,40}:(?![\w:])")
_ICON = re.compile(
    r"(?<![\w:/])(:(?:material|fontawesome|fa|octicons|simple)-[a-z0-9-]+:)(?:\{[^{}]*\})?[ \t]?"
)  # of MkDocs Material
_BRACED = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}"  # as deep as properties of JSX go
_SET = rf"\s+[\w:@.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|{_BRACED}|[^\s\"'=<>`{{}}]+)"
_ATTRIBUTE = rf"{_SET}|\s+(?:hidden|open|controls|disabled|checked|markdown|noshade)"
_TAG = re.compile(rf"<(/?)([A-Za-z][\w.-]*)((?:{_ATTRIBUTE})*)\s*/?>")
_COMPONENT_TAG = re.compile(rf"<(/?)([A-Z][\w.]*)((?:{_SET}|\s+[\w-]+(?=[\s/>]))*)\s*/?>")
COMPONENT = re.compile(
    r"</([A-Za-z][\w.]*)\s*>|<([A-Z][\w.]*)(?:\s[^<>]*)?/>"
)  # that is closed, so that it is no <word>
_WIKI_TAG = re.compile(r"</?(?:ac|ri):[^<>]*>")  # of Confluence
_WIKI_SETTING = re.compile(r"<ac:parameter\b[^<>]*>[^<>]*</ac:parameter>")
_PAIR = re.compile(r"<(b|strong|i|em|del|s|strike|code|kbd|tt)(?:\s[^<>]*)?>(\s*)(.*?)(\s*)</\1\s*>", re.IGNORECASE)
_HIDDEN_TAG = re.compile(r"<([A-Za-z]+)((?:\s[^<>]*)?)>(?:(?!<\1\b).)*?</\1\s*>")
_ANCHOR = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']?([^\"'\s<>]+)[\"']?[^<>]*>(.*?)</a\s*>", re.IGNORECASE)
_IS_HIDDEN = re.compile(r"\shidden(?=[\s=>/]|$)|display\s*:\s*none", re.IGNORECASE)
_NAME = re.compile(r"[\w-]+")
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*")
_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|csv|png|jpe?g|gif|svg|webp|mp[34]|odt|ods|ics|txt)(?:[?#].*)?$", re.IGNORECASE
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# The name of a place in another program, "guide:prices": what people mistype as an address begins as one, and is told.
_LABEL = re.compile(
    r"(?!(?:https?|ftps?|file|mailto|tel|sms|geo|javascript|data|tg|irc|news|callto|skype|whatsapp|entry|[\w-]*\.[\w.-]*):)"
    r"[A-Za-z][\w+-]+:(?!//|\d)\S",
    re.IGNORECASE,
)
_SITE = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|net|eu|be|de|info|edu|gov|io)(?:[/?#:]|$)", re.IGNORECASE)

_EMPHASIS = {
    "b": "**",
    "strong": "**",
    "i": "*",
    "em": "*",
    "del": "~~",
    "s": "~~",
    "strike": "~~",
    "code": "`",
    "kbd": "`",
    "tt": "`",
}
_APART = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "ul",
    ]
)
_LOOKS = frozenset(
    [
        "a",
        "abbr",
        "bdi",
        "bdo",
        "big",
        "caption",
        "cite",
        "col",
        "colgroup",
        "dfn",
        "embed",
        "fieldset",
        "font",
        "input",
        "ins",
        "label",
        "legend",
        "mark",
        "nobr",
        "option",
        "output",
        "param",
        "path",
        "picture",
        "q",
        "rp",
        "rt",
        "ruby",
        "samp",
        "select",
        "small",
        "source",
        "span",
        "sub",
        "sup",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "track",
        "u",
        "var",
        "wbr",
        "button",
    ]
)
_COMPONENTS = frozenset(
    [
        "Tabs",
        "TabItem",
        "Admonition",
        "Card",
        "Cards",
        "CardGrid",
        "Steps",
        "Step",
        "Callout",
        "Note",
        "Tip",
        "Warning",
        "Info",
        "Aside",
        "Details",
        "Icon",
        "Image",
    ]
)
_BOXES = frozenset(
    ["Admonition", "Alert", "Aside", "Callout", "Caution", "Danger", "Important", "Info", "Note", "Tip", "Warning"]
)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of another program that isn't shown."""

    line: int  # 1-based in the text as it was
    key: str  # of the remark, in problems.toml
    what: str  # what it was: "{{< figure >}}"


def raised(text: str) -> str:
    """What stands raised, as in 10²: in letters of its own where there are such, else behind a ^ where it is a number or a word."""
    return _shifted(text, _RAISED) or (f"^{text}" if re.fullmatch(r"\d[\w,.]*", text.strip()) else text)


def lowered(text: str) -> str:
    """What stands lowered, as in CO₂."""
    return _shifted(text, _LOWERED) or text


def _shifted(text: str, letters: Mapping[int, int]) -> str:
    """Empty where a letter has no other form."""
    return text.translate(letters) if text and all(ord(letter) in letters for letter in text) else ""


def is_address(address: str) -> bool:
    """Whether it is meant to lead out of the folder, with or without https:// in front."""
    return _SCHEME.match(address) is not None or _SITE.match(address) is not None


def is_label(address: str) -> bool:
    """Whether it is the name of a place, as other programs have them: "guide:prices"."""
    return _LABEL.match(address) is not None and "@" not in address


def is_callout(kind: str) -> bool:
    """Whether a box of this kind is a note to the reader, and no matter of layout."""
    return kind.lower() in CALLOUTS


def callout(kind: str, lang: str) -> str:
    """What stands above a box of a kind that has no title of its own."""
    if is_callout(kind):
        return notice(f"callout_{CALLOUTS[kind.lower()]}").say(lang)
    return kind.replace("-", " ").replace("_", " ").capitalize()


def bare(text: str) -> str:
    """Words to be set in bold by themselves."""
    return text.replace("**", "").strip()


def title_in(text: str) -> str:
    """The title that is told behind the kind of a box: bare, in brackets, or as an option."""
    if option := _TITLE.search(text):
        return next(filter(None, option.groups()), "")
    title = _ATTRIBUTES.sub("", text).strip()
    return title[1:-1] if title.startswith("[") and title.endswith("]") else title


class Marks:
    """Makes lines plain; keeps the number of each footnote, and what was left out."""

    def __init__(self, lang: str, is_mdx: bool, closed: Collection[str] = ()) -> None:
        self._lang, self._is_mdx = lang, is_mdx
        self._closed = closed  # tags that are closed somewhere in the text
        self._notes: dict[str, int] = {}
        self.level = 1  # of the last heading
        self.left_out: list[LeftOut] = []
        self.tags: list[str] = []  # of notes: "geld" of "#geld"

    def leave_out(self, line: int, what: str, key: str = "markup_left_out") -> None:
        """Note something that is not shown."""
        self.left_out.append(LeftOut(line, key, what))

    def note(self, name: str) -> str:
        """The number of a footnote, raised."""
        number = self._notes.setdefault(name, int(name) if name.isdecimal() and len(name) < 4 else len(self._notes) + 1)
        return raised(str(number))

    def within(self, text: str, line: int) -> str:
        """A line with everything within it made plain; code in it stays. Several lines where parts stand by themselves."""
        codes: list[str] = []

        def kept_apart(match: re.Match[str]) -> str:
            if match[1] and (found := shown_by_role(match[1], match[3].strip())) is not None:
                return found
            codes.append(match[0][match[0].index("`") :])
            return f"\ue008{len(codes) - 1}\ue009"

        text = _CODE.sub(kept_apart, text)
        if not _DEFINED.fullmatch(text):
            text, tags = without_hashtags(text)
            self.tags += tags
        found = self._plain(text, line)
        found = re.sub("\ue008(\\d+)\ue009", lambda match: codes[int(match[1])], found)
        if BREAK in found:
            found = re.sub(rf"[ \t]*{BREAK}[ \t]*", " / " if _TABLE_ROW.fullmatch(text) else "  \n", found)
            found = found.rstrip("\n") if found.strip() else ""
        return found

    def _plain(self, text: str, line: int) -> str:
        steps: tuple[tuple[str, Callable[[str, int], str]], ...] = (
            (":", self._icons),
            (":", self._directives),
            ("{", self._templates),
            ("((", self._blocks),
            ("<", self._tags),
            ("]", self._brackets),
            ("^", self._small),
            ("=", self._small),
            ("~", self._small),
            ("++", self._small),
        )
        for mark, step in steps:
            if mark in text:
                text = step(text, line)
        return _EMOJI.sub(_emoji, text) if ":" in text else text

    def _icons(self, text: str, line: int) -> str:
        """What a site draws a sign for is left out, and told."""
        for match in _ICON.finditer(text):
            self.leave_out(line, match[1])
        return _ICON.sub("", text)

    def _blocks(self, text: str, line: int) -> str:
        """((64a0…)) shows an item of another page there, which isn't known here."""
        for _ in _BLOCK.finditer(text):
            self.leave_out(line, "((…))")
        return _BLOCK.sub("", text)

    # --- templates

    def _directives(self, text: str, line: int) -> str:
        """:name[words] of remark and Nuxt Content shows its words; one without any, as of a sign, is left out."""

        def shown(match: re.Match[str]) -> str:
            if match[2] is None:
                self.leave_out(line, match[1])
            return match[2] or ""

        return _DIRECTIVE.sub(shown, text)

    def _templates(self, text: str, line: int) -> str:
        text = _CRITIC.sub(_reviewed, text)
        if self._is_mdx:
            text = _SAID.sub(r"\2", text)
        text = _SHORTCODE.sub(lambda match: self._shortcode(match, line), text)
        text = _LIQUID.sub(lambda match: self._liquid(match, line), text)
        text = _VARIABLE.sub(lambda match: self._variable(match, line), text)
        return _ATTRIBUTES.sub("", _WORDS_SET.sub(lambda match: self._words_set(match, line), text))

    def _words_set(self, match: re.Match[str], line: int) -> str:
        """[words]{…} of Pandoc shows its words, unless it is told not to."""
        told = match[0][len(match[1]) + 2 :].strip("{} ")
        if not is_no_page(told):
            return match[1]
        self.leave_out(line, "[…]{" + told + "}")
        return ""

    def _shortcode(self, match: re.Match[str], line: int) -> str:
        """{{< name … >}} of Hugo: a reference is an address, what has a title shows it; what stands between two stays."""
        _, close, name, rest = match.groups()
        name, rest = name.rpartition("/")[2].lower(), rest.rstrip().removesuffix("-").rstrip().removesuffix("/")
        told = _QUOTED.search(rest)
        if name in ("ref", "relref"):
            return told[1] if told else rest.strip().split(" ")[0]
        if close:
            return _between_parts(match, ("{{<", "{{%"))
        title = title_in(rest) if _TITLE.search(rest) else ""
        if name in ("details", "expand", "collapse", "accordion", "tab"):
            title = title or (told[1] if told else "")
            return self._heading(title) if title else ""
        if is_callout(name):
            kind = next((word for word in _NAME.findall(rest) if is_callout(word)), name)
            return f"**{title or callout(kind, self._lang)}**{BREAK}"
        self.leave_out(line, "{{< " + name + " >}}")
        return f"**{title}**{BREAK}" if title else ""

    def _heading(self, title: str) -> str:
        return f"\n\n{'#' * min(self.level + 1, 6)} {title}\n"

    def _liquid(self, match: re.Match[str], line: int) -> str:
        """{% name … %} of Jekyll and its like."""
        name, rest = match[1].lower(), match[2].strip()
        if name in ("link", "post_url"):
            return rest
        if name.startswith("/"):  # of Markdoc
            return _between_parts(match, ("{%",))
        if name != "hint" and is_callout(name):
            kind = next((word for word in _NAME.findall(rest) if is_callout(word)), name)
            return f"**{(title_in(rest) if _TITLE.search(rest) else '') or callout(kind, self._lang)}**{BREAK}"
        if name == "hint":
            told = _QUOTED.search(rest)
            return f"**{callout(told[1] if told else 'note', self._lang)}**{BREAK}"
        if name == "tab" and _TITLE.search(rest):
            return self._heading(title_in(rest))
        if name == "include" and (told := _CONTENT.search(rest)):  # a box, as themes of Jekyll have them
            named = next((word for word in _NAME.findall(_CONTENT.sub("", rest)) if is_callout(word)), "")
            kind = _kind_told(rest) or named
            title = title_in(rest) if _TITLE.search(rest) else callout(kind, self._lang) if kind else ""
            return f"**{title}**{BREAK}{told[2]}" if title else told[2]
        if name == "endtab":
            return _between_parts(match, ("{%",))
        if not (name.startswith("end") or name in ("raw", "if", "else", "elsif", "unless", "for", "highlight")):
            self.leave_out(line, "{% " + match[1] + " %}")
        return ""

    def _variable(self, match: re.Match[str], line: int) -> str:
        words = re.match(r"[\w.]+", match[1])
        self.leave_out(line, "{{ " + (words[0] if words else "…") + " }}")
        return ""

    # --- HTML

    def _tags(self, text: str, line: int) -> str:
        """What a tag means is written as Markdown, what is only looks goes; a <word> that is no tag stays."""
        for name in NOT_SHOWN:
            if f"<{name}" in text.lower():
                text, count = re.subn(rf"<{name}\b[^<>]*>.*?</{name}\s*>", "", text, flags=re.IGNORECASE)
                if count:
                    self.leave_out(line, f"<{name}>")
        if _IS_HIDDEN.search(text):
            text = _HIDDEN_TAG.sub(lambda match: "" if is_hidden(match[2]) else match[0], text)
        if "<%" in text:
            text, count = _SCRIPT.subn("", text)
            if count:
                self.leave_out(line, "<% … %>")
        text = re.sub(r"<sup>(.*?)</sup>", lambda match: raised(match[1]), text, flags=re.IGNORECASE)
        text = re.sub(r"<sub>(.*?)</sub>", lambda match: lowered(match[1]), text, flags=re.IGNORECASE)
        text = _ANCHOR.sub(lambda match: f"[{match[2].strip()}]({match[1]})" if match[2].strip() else "", text)
        text = _PAIR.sub(_emphasised, text)
        text = _WIKI_TEXT.sub("", text) if "CDATA[" in text or "]]>" in text else text
        text = _WIKI_TAG.sub("", _WIKI_SETTING.sub("", text))
        text = _COMPONENT_TAG.sub(lambda match: self._tag(match, line), text)
        return _TAG.sub(lambda match: self._tag(match, line), text)

    def _tag(self, match: re.Match[str], line: int) -> str:
        is_close, tag, rest = bool(match[1]), match[2], match[3]
        name = tag.lower()
        if tag[0].isupper() and (self._is_mdx or tag in _COMPONENTS or tag in self._closed):
            return _between_parts(match, ("<",)) if is_close else self._component(tag, rest, line)
        has_before = bool(match.string[: match.start()].strip())
        has_behind = bool(match.string[match.end() :].strip())
        if name in _EMPHASIS:
            return _EMPHASIS[name]
        if name == "br":
            return BREAK if has_before else ""
        if name == "hr":
            return "\n\n---\n"
        if name == "summary" or re.fullmatch(r"h[1-6]", name):
            level = min(self.level + 1, 6) if name == "summary" else int(name[1])
            return "\n" if is_close else ("\n\n" if has_before else "") + "#" * level + " "
        if name == "details":
            return "\n\n" if has_before and has_behind else ""
        if name == "li":
            return "" if is_close else ("\n- " if has_before else "- ")
        if name == "dt":
            return "**\n" if is_close else ("\n\n**" if has_before else "**")
        if name == "img":
            self.leave_out(line, "<img>", "pictures_not_shown")
            told = _ALT.search(rest)
            words = _words_of_picture(unescape(told[1] or told[2] or "")) if told else ""
            return f"{words} " if words and match.string[match.end() : match.end() + 1].isalnum() else words
        if name in NOT_SHOWN:
            if not is_close:
                self.leave_out(line, f"<{name}>")
            return ""
        if name in _APART:
            return "\n\n" if has_before and has_behind else ""
        if name == "pre":  # in a cell; elsewhere it is code, see unfolding.py
            return ""
        if name in _LOOKS:
            return " " if name in ("td", "th", "option", "button") else ""
        if "=" in rest or tag in self._closed:  # no word that somebody put between < and >
            if not is_close:
                self.leave_out(line, f"<{tag}>")
            return ""
        return match[0]

    def _component(self, tag: str, rest: str, line: int) -> str:
        """<Tag …> of MDX: its title is shown, and what stands in it."""
        title = title_in(rest) if _TITLE.search(rest) else ""
        if not title and tag in _BOXES:
            kind = _kind_told(rest) or (tag if is_callout(tag) else "")
            title = callout(kind, self._lang) if kind else ""
        described = _DESCRIBED.search(rest)
        words = (described[1] or described[2] or "").strip() if described else ""
        if title or words:
            return "".join(f"\n{part}\n\n" for part in (f"**{title}**" if title else "", words) if part)
        if _LABELS.search(rest):
            self.leave_out(line, f"<{tag} items>")
        if tag.rpartition(".")[2] in ("Tab", "TabItem"):
            return "\n"
        if tag not in _COMPONENTS:
            self.leave_out(line, f"<{tag}>")
        return ""

    # --- brackets

    def _brackets(self, text: str, line: int) -> str:
        text = _WIKILINK.sub(lambda match: self._wikilink(match, line), text)
        text = _PICTURE.sub(lambda match: self._picture(match, line), text)
        text = _LINK.sub(lambda match: self._link(match, line), text)
        text = _LINK_END.sub(lambda match: self._link_end(match, line), text)
        if (match := _DEFINED.fullmatch(text)) and (address := self._address(match[2], line)) is not None:
            text = f"{match[1]}{address or ENTRY}{match[3]}"  # one that leads nowhere goes with the folder's links
        text = _TASK.sub(lambda match: f"{match[1]}{'☐' if match[2] == ' ' else '☑'}", text)
        text = _INLINE_NOTE.sub(_inline_note, text)
        return _NOTE.sub(lambda match: self.note(match[1]), text)

    def _wikilink(self, match: re.Match[str], line: int) -> str:
        """[[Page]], [[Page#Part|words]]; ![[Page]] would show it here, which is a link as well."""
        is_shown, page, part, words = match.groups()
        page, part, words = page.strip(), (part or "").strip(), (words or "").strip()
        if is_shown and _FILE.search(page):
            self.leave_out(line, page, "pictures_not_shown")
            return ""
        name = page.rpartition("/")[2]
        heading = part.lstrip("#^ ") if not part.startswith(("^", "#^")) else ""
        shown = words or " › ".join(filter(None, (name, heading)))
        return f"[{bare(shown)}]({ENTRY + quote(page) if page else PLACE})" if shown else ""

    def _picture(self, match: re.Match[str], line: int) -> str:
        words, address = match[1].strip(), match[2].strip("<>")
        self.leave_out(line, address, "pictures_not_shown")
        return _words_of_picture(words)

    def _link(self, match: re.Match[str], line: int) -> str:
        words, address, title = match[1], match[2], match[3] or ""
        if not words.strip() and not match.string[: match.start()].endswith("!"):
            words = _wordless(address.strip("<>"))
        changed = self._address(address, line)
        if changed is None:
            return match[0] if match[1] == words else f"[{words}]({address}{title})"
        return f"[{words}]({changed}{title})" if changed else words

    def _link_end(self, match: re.Match[str], line: int) -> str:
        changed = self._address(match[2], line)
        return f"{match[1]}({changed}{match[3] or ''})" if changed else match[0]

    def _address(self, address: str, line: int) -> str | None:
        """What an address within the folder becomes: that of an entry or a place, or nothing; None where it leads outside."""
        address = unescape(address.strip("<>"))
        if address in ("", "#"):
            return ""
        if address.startswith("#"):
            return PLACE
        if is_label(address):
            self.leave_out(line, address, "links_not_followed")
            return ""
        if is_address(address):
            return None
        if _FILE.search(address):
            self.leave_out(line, address, "links_not_followed")
            return ""
        return f"{ENTRY}{quote(unquote(re.split(r'[?#]', address)[0]))}"

    def _small(self, text: str, line: int) -> str:
        text = _RAISED_PART.sub(lambda match: raised(match[1]), _MARKED.sub(r"\1", _BLOCK_ID.sub("", text)))
        text = _LOWERED_PART.sub(lambda match: lowered(match[1]), text)
        return _KEYS.sub(lambda match: "+".join(key.capitalize() for key in match[1].split("+")), text)


def _reviewed(match: re.Match[str]) -> str:
    """What somebody proposes in a text, as CriticMarkup has it: a word that is to go is struck out, a new one stands there."""
    mark, words, old, new = match.groups()
    if mark is None:
        return f"~~{old}~~ {new}" if old.strip() else new
    return f"~~{words}~~" if mark == "--" else words


def _between_parts(match: re.Match[str], opens: tuple[str, ...]) -> str:
    """What stands between a part that ends and one of its kind that begins right behind it: their words aren't one word."""
    behind = match.string[match.end() :].lstrip()
    is_next = behind.startswith(opens) and not re.match(r"(?:\{\{[<%]|\{%|<)-?\s*(?:/|end)", behind)
    return (BREAK if _TABLE_ROW.fullmatch(match.string) else "\n\n") if is_next else ""


def _words_of_picture(words: str) -> str:
    """What a picture is said to show; the name of a file says nothing."""
    return "" if re.fullmatch(r"[\w.-]*", words.strip()) else words.strip()


def _kind_told(rest: str) -> str:
    """The kind of a box that an attribute names; empty where none does."""
    told = _TYPE.search(rest)
    return told[1] if told and is_callout(told[1]) else ""


def _wordless(address: str) -> str:
    """What a link without words is shown as; nothing where it leads to an entry, whose title is put there."""
    if address.startswith("#"):
        return address[1:]
    if _LABEL.match(address):
        return address.rpartition(":")[2]
    return re.sub(r"^(?:https?://|mailto:|tel:)", "", address) if is_address(address) else ""


def _inline_note(match: re.Match[str]) -> str:
    is_behind_word = re.match(r"\w", match.string[match.start() - 1 : match.start()]) is not None
    return match[0] if is_behind_word and not _SEVERAL_WORDS.search(match[1]) else f" ({match[1]})"


def _emphasised(match: re.Match[str]) -> str:
    mark = _EMPHASIS[match[1].lower()]
    return f"{match[2]}{mark}{match[3]}{mark}{match[4]}" if match[3] else match[2]


def _emoji(match: re.Match[str]) -> str:
    """The sign that a code such as :warning: stands for; what is no such code stays."""
    return _sign(match[0])


@lru_cache(maxsize=4096)  # the library goes through all of its five thousand names for a code that is none
def _sign(code: str) -> str:
    import emoji  # 600 kB of names, for the few texts that have such a code

    shown: str = emoji.emojize(code, language="alias")
    return shown
