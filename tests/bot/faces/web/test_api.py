"""The door for programs: what it gives is what its description says, can be quoted with proof, and is noted nowhere."""

import hashlib
import re
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from index.answer import Outcome, Question
from index.json_lines import each_as_json
from index.retriever import Retriever
from tests.bot.faces.web.world import OTHER_SITES, SOURCES, SiteWorld, site_world, small_site
from tests.conftest import Folder

TEKENT = quote("Wie tekent de overeenkomst?")


async def described(site: SiteWorld) -> dict[str, Any]:
    got: dict[str, Any] = (await site.get("/api/openapi.json")).json
    return got


def fits(value: Any, name: str, description: dict[str, Any]) -> list[str]:
    """What is wrong with a value by the schema of that name."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(value)]


async def test_the_description_is_openapi_3_1(site: SiteWorld) -> None:
    description = await described(site)

    assert [error.message for error in OpenAPIV31SpecValidator(description).iter_errors()] == []
    outcomes = description["components"]["schemas"]["Answer"]["properties"]["outcome"]["enum"]
    assert set(outcomes) >= set(map(str, Outcome))
    assert description["servers"] == [{"url": f"http://site.example:{site.port}"}]


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        (TEKENT, "answered"),
        ("kosten+les", "unsure"),
        ("weer+morgen+zee", "unknown"),
        ("where+do+we+register+a+route", "answered"),
    ],
)
async def test_an_answer_is_what_the_description_says(site: SiteWorld, question: str, outcome: str) -> None:
    got = await site.get(f"/api/ask?q={question}")

    assert (got.status, got.json["outcome"]) == (200, outcome)
    assert fits(got.json, "Answer", await described(site)) == []


async def test_an_answer_can_be_quoted_with_proof(site: SiteWorld) -> None:
    found = (await site.get(f"/api/ask?q={TEKENT}")).json
    entry = (await site.get(f"/api/entries/{found['entry']}")).json

    assert found["text"] == "De besturen tekenen & dateren haar."
    assert found["sha256"] == hashlib.sha256(found["text"].encode()).hexdigest() == entry["sha256"]
    assert (found["checked"], found["certainty"]) == ("2026-11-20", "likely")
    assert found["link"] == entry["link"] == f"http://site.example:{site.port}/nl/faq/tekenen"


async def test_each_question_of_a_message_is_answered_and_the_first_stands_where_one_does(site: SiteWorld) -> None:
    both = f"{TEKENT}+{quote('En waar melden we een route?')}"
    found, one = (await site.get(f"/api/ask?q={both}")).json, (await site.get(f"/api/ask?q={TEKENT}")).json
    entries = [(await site.get(f"/api/entries/{part['entry']}")).json for part in found["answers"]]

    assert fits(found, "Answer", await described(site)) == []
    assert [part["entry"] for part in found["answers"]] == ["faq/tekenen", "faq/melden"]
    assert [(part["link"], part["sha256"]) for part in found["answers"]] == [
        (entry["link"], entry["sha256"]) for entry in entries
    ]
    assert {name: value for name, value in found.items() if name != "answers"} == found["answers"][0]
    read = ("outcome", "entry", "text", "link", "sha256", "certainty")
    assert [found[name] for name in read] == [one[name] for name in read]
    assert [part["entry"] for part in one["answers"]] == ["faq/tekenen"]


async def test_an_answer_has_all_that_the_command_gives(site: SiteWorld) -> None:
    asked = Question("Wie tekent de overeenkomst? En waar melden we een route?")
    found = (await site.get(f"/api/ask?q={quote(asked.text)}")).json
    told = each_as_json(await site.retriever.ask_each(asked), 0.0)

    assert set(told) <= set(found)
    assert [set(part) - set(given) for part, given in zip(found["answers"], told["answers"], strict=True)] == [
        {"link", "sha256", "understood"}
    ] * 2


async def test_a_section_of_a_guideline_is_linked_where_it_stands(site: SiteWorld) -> None:
    found = (await site.get("/api/ask?q=het+jaar+winter+sneeuw")).json

    assert (found["entry"], found["text"]) == ("guidelines/jaar", "Sneeuw.")
    assert found["link"].endswith("/nl/guidelines/jaar#winter")


async def test_a_question_may_lean_on_what_was_understood_before(site: SiteWorld) -> None:
    first = (await site.get("/api/ask?q=kosten+les+vmbo")).json
    leaning = (await site.get(f"/api/ask?q=en+mbo%3F&before={quote(first['understood'])}")).json

    assert leaning["hits"][0]["id"] == "faq/kosten-mbo"


async def test_entries_are_listed_and_read(site: SiteWorld) -> None:
    description = await described(site)
    listed, english = (await site.get("/api/entries?lang=")).json, (await site.get("/api/entries?lang=en")).json
    whole = (await site.get("/api/entries/faq/melden?lang=en")).json
    escaped = (await site.get("/api/entries/faq%2Fmelden")).json

    assert (len(listed), description["components"]["schemas"]["Lang"]["enum"]) == (8, ["", "nl", "en"])
    assert [one["id"] for one in english] == ["faq/melden"]
    assert [fault for one in listed for fault in fits(one, "Listed", description)] == []
    assert fits(whole, "Entry", description) == []
    assert (whole["title"], whole["languages"], escaped["lang"]) == (
        "Where do we register a route?",
        ["en", "nl"],
        "nl",
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [
        *(("/api/ask", 400), ("/api/ask?q=", 400), ("/api/ask?q=x&lang=xx", 400), (f"/api/ask?q={'x' * 2001}", 400)),
        *(
            (f"/api/ask?q=x&before={'x' * 2001}", 400),
            ("/api/entries?lang=nederlands", 400),
            ("/api/entries/niets", 404),
        ),
        *(("/api/entries/..%2f..%2fetc%2fpasswd", 404), ("/api/entries/%00", 404), ("/api/ask?" + "a=1&" * 60, 400)),
        ("/api/entries/faq/melden?lang=%22%3E", 400),
    ],
)
async def test_what_is_wrong_is_said_in_a_sentence(site: SiteWorld, address: str, status: int) -> None:
    got = await site.get(address)

    assert got.status == status
    assert fits(got.json, "Error", await described(site)) == []


@pytest.mark.parametrize("address", ["/api", "/api/", "/api/x", "/api/ask/", "/api/ask/x", "/api/entries/"])
async def test_there_is_nothing_else(site: SiteWorld, address: str) -> None:
    got = await site.get(address)

    assert (got.status, fits(got.json, "Error", await described(site))) == (404, [])


@pytest.mark.parametrize("name", ["q", "before"])
async def test_which_of_two_is_too_long_is_said(site: SiteWorld, name: str) -> None:
    told = {"q": "x", "before": "y"} | {name: "x" * 2500}
    got = await site.get(f"/api/ask?{urlencode(told)}")

    whose = {"q": "the question", "before": "before"}[name]
    assert got.json == {"error": f"{whose} has 2500 characters; at most 2000 are read"}


async def test_how_sure_an_entry_is_is_told_as_its_page_tells_it(site: SiteWorld) -> None:
    """What nobody has held against a source is called sure nowhere."""
    site.folder.save("nl/faq/los.md", title="Los zand?", checked="", body="Ja.")
    site.folder.save("nl/faq/ongezien.md", title="Ongezien?", checked="", sources=SOURCES, body="Ja.")
    await site.edit()
    description = await described(site)

    for entry_id, certainty in (("melden", "sure"), ("tekenen", "likely"), ("los", None), ("ongezien", None)):
        entry = (await site.get(f"/nl/faq/{entry_id}.json")).json
        answer = (await site.get(f"/api/ask?{urlencode({'q': entry['title']})}")).json
        page = (await site.get(f"/nl/faq/{entry_id}")).text
        assert (entry["certainty"], answer["certainty"]) == (certainty, certainty)
        assert re.findall(r'class="note (sure|likely|unconfirmed)"', page) == [certainty] * (certainty is not None)
        assert fits(entry, "Entry", description) == []


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
async def test_nothing_can_be_changed(site: SiteWorld, method: str) -> None:
    got = await site.asks(f"{method} /api/entries/faq/melden", b"x")

    assert (got.status, got.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(("cors", "origin", "allowed"), OTHER_SITES)
async def test_scripts_of_other_sites_may_read_it_where_the_setting_says_so(
    folder: Folder, retriever: Retriever, cors: tuple[str, ...], origin: str, allowed: str | None
) -> None:
    small_site(folder)
    async with site_world(folder, retriever, cors=cors) as site:
        got = await site.get("/api/entries", Origin=origin)
        asked = await site.asks("OPTIONS /api/ask", headers={"Origin": origin})
        posted = await site.asks("POST /api/ask", headers={"Origin": origin})
        nothing = await site.get("/api/x", Origin=origin)

    answers = (got, asked, posted, nothing)
    assert [one.status for one in answers] == [200, 204, 405, 404]
    assert [one.headers.get("access-control-allow-origin") for one in answers] == [allowed] * 4
    exposed = "Retry-After" if cors else None
    assert [one.headers.get("access-control-expose-headers") for one in answers] == [exposed] * 4
