"""Words that speak of a time without a day: "z.s.m.", "het voorjaar", "na de toetsweek", "einde schooljaar"."""

from bot.when.marks import Found, Kind, Rule, rule
from bot.when.phrases import past, vague

_WAY = r"(?:voor|vóór|na|rond|tegen|in|tijdens|van|tot|before|after|around|by|over|during|at|on)"
_SEASON = r"(?:zomer|herfst|winter|lente|voorjaar|najaar|summer|autumn|winter|spring)"
_TERM = r"(?:kwartaal|semester|school\s?jaar|studiejaar|jaar|school year|quarter|year)"
RULES: tuple[Rule[Found], ...] = (
    rule(rf"\b(?:{_WAY} )?(?:het |the )?(?:nieuwe |nieuw |new )(?:{_TERM})\b", vague()),
    rule(
        rf"\b(?:{_WAY} )?(?!het (?:school|studie)jaar:?,? [{Kind.DAY}{Kind.WEEKDAY}])(?:het |the |komend |volgend |dit |next |this )(?:{_SEASON}|{_TERM}|weekend)\b",
        vague(),
    ),
    rule(
        rf"\b(?:{_WAY} )?(?:de |het |the )?(?:eind|einde|begin|end|start|beginning|halverwege)(?: van| of)?(?: het| de| the| dit| this| next"
        rf"| volgend| komend)? (?:{_TERM}|periode|term)\b(?!:?,?\s*(?:is |op |on |at )?[{Kind.DAY}{Kind.WEEKDAY}])",
        vague(),
    ),
    rule(
        rf"\b(?!van het schooljaar:?,? [{Kind.DAY}{Kind.WEEKDAY}]){_WAY} (?:de |het |the )?(?:{_SEASON}|jaarwisseling|schooljaar|zomerstop|toetsweek|proefwerkweek|examens|examenweek|"
        r"new year|weekend|exams|break|carnaval)\b",
        vague(),
    ),
    rule(rf"\b(?:{_WAY} )?(?:het |de )?(?:paas|pinkster|kerst|hemelvaarts?)(?:weekend|dagen|week)\b", vague()),
    rule(
        r"\b(?:binnenkort|spoedig|zo snel mogelijk|zo spoedig mogelijk|zsm|asap|as soon as possible|soon|ooit|some\s?day|straks|zo meteen|"
        r"zometeen|vannacht|op termijn|te zijner tijd|een dezer dagen|in the near future)\b|(?<![\w.])(?:z\.s\.m|t\.z\.t|a\.s\.a\.p)\.?(?!\w)",
        vague(),
    ),
    rule(r"\b(?:de )?(?:komende|eerstvolgende|aankomende) (?:dagen|weken|maanden|tijd)\b", vague()),
    rule(r"\b(?:the )?(?:coming|next few) (?:days|weeks|months)\b|\blater (?:deze|this) \w+", vague()),
    rule(
        r"\b(?:eerder|earlier) (?:deze|this) (?:week|maand|month)\b|\b(?:onlangs|laatst|recent(?:ly|elijk)?|destijds|toen)\b",
        past,
    ),
    rule(r"\b(?:vorig|afgelopen|last) (?:jaar|schooljaar|year)\b", past),
)
