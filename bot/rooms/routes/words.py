"""A route in, what people read of it out: as a card, as a row of a table, in one respect."""

from typing import assert_never

from bot.conversation.runs import escape
from bot.conversation.wording import Wording
from index.labels import long_date
from knowledge.routes.drifts import Aspect
from knowledge.routes.route import Pathway, Route, RouteKind, profiles


def card(route: Route, wording: Wording, lang: str) -> str:
    """A route in a few lines."""
    say = wording.say
    lines = [
        f"<b>{escape(route.school)} – {escape(route.mbo)}</b>",
        escape(
            f"{route.region} · {profiles()[route.profile].labels.get(lang, route.profile)} · {pathways(route, wording, lang)}"
        ),
        escape(said(route, Aspect.PROGRAMME, wording, lang)),
        f"{kind(route, wording, lang)}, {registered(route, wording, lang)}",
    ]
    if route.contact:
        lines.append(say("routes_contact", lang, contact=escape(route.contact)))
    return "\n".join(lines)


def cells(route: Route, wording: Wording, lang: str) -> tuple[str, ...]:
    """A route as a row of a table."""
    return (
        *(route.school, route.mbo, route.region, profiles()[route.profile].labels.get(lang, route.profile)),
        *(pathways(route, wording, lang), said(route, Aspect.PROGRAMME, wording, lang)),
        *(kind(route, wording, lang), registered(route, wording, lang), route.contact),
    )


def said(route: Route, aspect: Aspect, wording: Wording, lang: str) -> str:
    """What a route is in one respect, in words."""
    match aspect:
        case Aspect.KIND:
            return kind(route, wording, lang)
        case Aspect.REGISTERED:
            return wording.say("routes_registered" if route.is_registered else "routes_not_registered", lang)
        case Aspect.PATHWAY:
            return pathways(route, wording, lang)
        case Aspect.PROGRAMME:
            return wording.say("routes_programme", lang, programme=route.programme, level=route.level)
        case _:
            assert_never(aspect)


def kind(route: Route, wording: Wording, lang: str) -> str:
    return wording.say("routes_without", lang) if route.kind is RouteKind.WITHOUT else route.kind


def registered(route: Route, wording: Wording, lang: str) -> str:
    if route.since:
        return wording.say("routes_since", lang, date=long_date(route.since, lang))
    return wording.say("routes_registered" if route.is_registered else "routes_not_registered", lang)


def pathways(route: Route, wording: Wording, lang: str) -> str:
    keys = {
        Pathway.BASIS: "routes_basis",
        Pathway.KADER: "routes_kader",
        Pathway.MIXED: "routes_mixed",
        Pathway.THEORETICAL: "routes_theoretical",
    }
    return ", ".join(wording.say(keys[pathway], lang) for pathway in route.pathways)


def aspect_name(aspect: Aspect, wording: Wording, lang: str) -> str:
    keys = {
        Aspect.KIND: "routes_aspect_kind",
        Aspect.REGISTERED: "routes_aspect_registered",
        Aspect.PATHWAY: "routes_aspect_pathway",
        Aspect.PROGRAMME: "routes_aspect_programme",
    }
    return wording.say(keys[aspect], lang)
