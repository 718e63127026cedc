"""Agreements for a face that shows pages: the same findings and sentences as in a chat, all at once, and nothing remembered."""

from collections.abc import Sequence

from bot.conversation.house import House
from bot.conversation.offers import CheckedPage, CheckedPoint, NotCheckedError
from bot.conversation.reply import Attachment
from bot.rooms.checks.beside import beside
from bot.rooms.checks.checker import LIMITS, Checker, CrowdedError, NothingToSeekError
from bot.rooms.checks.telling import KINDS, groups, line, summary, why
from bot.rooms.checks.versions import changed_from
from bot.rooms.checks.word_file import VERDICTS, word_file
from index.checking.points import Checked, Finding
from knowledge.documents.drafts import shown_name
from knowledge.entry import AgreementKind
from knowledge.notices import Refused


class ForPages:
    """What bot.conversation.offers.Checking asks for."""

    most_bytes = LIMITS.max_bytes

    def __init__(self, house: House, checker: Checker) -> None:
        self._house, self._checker, self._say = house, checker, house.wording.say

    @property
    def has_points(self) -> bool:
        return self._checker.has_points

    def kinds(self, lang: str) -> tuple[tuple[str, str], ...]:
        return tuple((str(kind), self._say(key, lang)) for kind, key in KINDS.items())

    async def check(
        self, sent: Sequence[tuple[bytes, str]], kind: str, lang: str, *, is_version: bool = False
    ) -> CheckedPage:
        wanted = AgreementKind(kind) if kind in tuple(AgreementKind) else None
        try:
            found: list[Checked] = []
            for data, name in sent:
                found.append(await self._checker.check(data, name, wanted))
                wanted = found[0].kind if is_version else wanted  # a new version is for what the one before is for
        except Refused as refused:
            raise NotCheckedError(refused.notice.say(lang)) from None
        except NothingToSeekError:
            raise NotCheckedError(self._say("chk_no_points", lang)) from None
        except CrowdedError as crowded:
            raise NotCheckedError(self._say("chk_page_crowded", lang, count=crowded.args[0])) from None
        names = [shown_name(name) if name else self._say("chk_pasted", lang) for _, name in sent]
        last = found[-1]
        untold = [] if all(one.is_kind_told for one in found) else [self._say("chk_page_untold", lang)]
        notes = (self._say("chk_not_legal", lang), self._say("chk_page_gone", lang))
        if len(found) > 1 and not is_version:
            told = beside(found[0], last, (names[0], names[1]), self._say, lang)
            return CheckedPage("\n\n".join([told, *untold]), (), notes, None)
        head = [summary(last, self._say, lang), *untold]
        if len(found) > 1:
            points = self._house.retriever.snapshot.reading.points
            head.append(changed_from(found[0], last, names[0], points, self._say, lang))
        table = word_file(last, self._say, lang)
        word = Attachment(self._say("chk_word_name", lang), table) if table else None
        listed = tuple(
            (self._say(key, lang), tuple(self._point(one, lang) for one in points)) for key, points in groups(last)
        )
        return CheckedPage("\n\n".join(head), listed, notes, word)

    def _point(self, finding: Finding, lang: str) -> CheckedPoint:
        entry, snapshot = finding.entry(lang), self._house.retriever.snapshot
        said = line(finding, self._say, lang, is_whole=True)
        return CheckedPoint(
            said, self._say(VERDICTS[finding.verdict], lang), why(entry, self._say, lang), snapshot.related(entry, lang)
        )
