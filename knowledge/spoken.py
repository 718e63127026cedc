"""The language that a text is in, told from the words that build sentences whatever they are about."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

# A folder may be small, or hold one language alone; these are known beforehand.
FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    lang: frozenset(words.split())
    for lang, words in {
        "nl": """de het een en van dat die dit niet zijn wij we ik jij je u hij zij ze met voor aan om ook als dan maar bij
        kan kunnen mag mogen moet moeten hoeft wordt worden wat hoe wie waar wanneer waarom welke geen wel nog er naar uit
        door over tot te zonder is heeft hebben onze ons uw mijn zo nu al dus of op in na""",
        "en": """the a an and of that this these not are we i you he she they it with for to on at as but by can could may
        must should do does did have has what how who where when why which no yes still there from out about until without
        is our your my so now already or if in after be been will would need""",
        "de": """der die das ein eine einen einem und von dass dies nicht sind wir ich du ihr er sie es mit für an um auch als
        dann aber bei kann können darf dürfen muss müssen soll wird werden was wie wer wo wann warum welche kein keine wohl
        noch nach aus durch über bis zu ohne ist hat haben unser uns mein so nun schon also oder auf in zum zur den dem des""",
        "fr": """le la les un une des et de du que qui ce cette ne pas sont nous je tu vous il elle ils elles avec pour à au
        aux sur comme mais par peut peuvent doit doivent faut quoi comment où quand pourquoi quel quelle non oui encore y
        dans est a ont notre votre mon si ou après être sera sans""",
        "fy": """de it in en fan dat dy dit net binne wy ik do jo hy sy mei foar oan om ek as dan mar by kin kinne mei meie
        moat moatte hoecht wurdt wurde wat hoe wa wêr wannear wêrom hokker gjin wol noch der nei út troch oer oant te sûnder
        is hat hawwe ús jo myn sa no al dus of op nei wêze""",
    }.items()
}
LEAD = 1.3  # how many times as many words of its own the first language has to have as the second
LEAST = 4  # words that build sentences, below which nothing is said
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """The code of the language that a text of some length is in; None where its words don't tell."""
    (most, lang), (second, _) = _counted(text, FUNCTION_WORDS)[:2]
    return lang if most >= LEAST and most > second * LEAD else None


def likeliest(text: str, among: Collection[str]) -> str | None:
    """The one of several languages that most words of a text are of, however short it is; None where two have as many."""
    found = [*_counted(text, [lang for lang in FUNCTION_WORDS if lang in among]), (0, "")]
    return found[0][1] if found[0][0] > (found[1][0] if len(found) > 1 else 0) else None


def _counted(text: str, languages: Iterable[str]) -> list[tuple[int, str]]:
    """(how many words of a text are of a language, its code), most first."""
    counts = Counter(_WORD.findall(text.casefold()))
    return sorted(((sum(counts[word] for word in FUNCTION_WORDS[lang]), lang) for lang in languages), reverse=True)
