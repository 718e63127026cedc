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
# Of languages that texts come in now and then; questions are not told by these.
RARER: Mapping[str, frozenset[str]] = {
    lang: frozenset(words.split())
    for lang, words in {
        "es": """el los las un una unos y de del que en es con por para como pero más si ya su sus lo al está están puede
        pueden debe cuando donde quién qué cómo esta este esto estos también muy sin sobre hasta desde""",
        "it": """il lo la gli le un uno una di del della dei delle che non si è sono con per più già suo al alla nel nella dal
        dalla può possono deve quando dove chi cosa questo questa questi anche molto senza su tra fino""",
        "pt": """os um uma de da dos das que em na não são por para como mas mais já ou seu sua ao à está pode podem deve
        quando onde quem isto este esta também muito sem sobre até pelo pela foi""",
        "pl": """na nie się jest są że jak ale czy dla przez który która które gdy kiedy gdzie kto może można być jest także
        już tylko przy oraz lub jego jej ich aby jeśli tego""",
        "tr": """ve bir bu için ile mi mı mu değil yok çok daha gibi kadar olarak olan ama veya sonra önce nasıl nerede kim
        hangi şu ben biz siz onlar gerekir bütün""",
    }.items()
}
# Letters that one language is written in, or many, of which the commonest is named here.
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ar", re.compile("[\u0620-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("el", re.compile("[\u03b1-\u03c9]")),
    ("uk", re.compile("[\u0456\u0457\u0454\u0491]")),
    ("ru", re.compile("[\u0430-\u044f]")),
)
_LETTER = re.compile(r"[^\W\d_]")
FEW, MOST = 0.03, 0.3  # share of a text's letters that are of a script: of one that mixes several, and of the others
_MIXED = {"ja": "zh", "uk": "ru"}  # written in letters of its own among those of another
_KNOWN = {**FUNCTION_WORDS, **RARER}
LEAD = 1.3  # how many times as many words of its own the first language has to have as the second
LEAST = 4  # words that build sentences, below which nothing is said
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """The code of the language that a text of some length is in; None where its words don't tell."""
    if lang := _written_in(text):
        return lang
    (most, lang), *others = _counted(text, _KNOWN)
    # names and single words of a rarer language in a text keep none from being in a common one
    second = next(count for count, other in others if lang in RARER or other in FUNCTION_WORDS)
    return lang if most >= LEAST and most > second * LEAD else None


def _written_in(text: str) -> str | None:
    """The language whose letters most of a text is in; None for Latin ones, which tell nothing."""
    if text.isascii():
        return None
    lower = text.casefold()
    letters = len(_LETTER.findall(lower)) or 1
    shares = {lang: len(pattern.findall(lower)) / letters for lang, pattern in _SCRIPTS}
    for lang, other in _MIXED.items():
        if shares[lang] > FEW and shares[lang] + shares[other] > MOST:
            return lang
    return next((lang for lang, share in shares.items() if share > MOST), None)


def likeliest(text: str, among: Collection[str]) -> str | None:
    """The one of several languages that most words of a text are of, however short it is; None where two have as many."""
    if (lang := _written_in(text)) in among:
        return lang
    found = [*_counted(text, [lang for lang in _KNOWN if lang in among]), (0, "")]
    return found[0][1] if found[0][0] > (found[1][0] if len(found) > 1 else 0) else None


def _counted(text: str, languages: Iterable[str]) -> list[tuple[int, str]]:
    """(how many words of a text are of a language, its code), most first; of two with as many the rarer one last."""
    counts = Counter(_WORD.findall(text.casefold()))
    found = ((sum(counts[word] for word in _KNOWN[lang]), lang) for lang in languages)
    return sorted(found, key=lambda one: (one[0], one[1] not in RARER, one[1]), reverse=True)
