"""Links from entry to entry: found by path, name or title, given an address, or their words alone."""

from knowledge.entry_links import led, words_of_links
from knowledge.passages import split
from tests.knowledge.folders import read

LINKING = """---
title: A
see: [faq/c]
---
Zie [b](b.md#kop), [de prijzen](../prijzen/index.md), [[Wat kost het?|dit]], [[C]], [weg](weg.md) en [ons](https://a.nl).
Ook [zo][1] en [[Alias]].

[1]: ./b.md
"""


def test_links_to_entries_are_given_an_address_or_keep_their_words():
    markdown = "Zie [b](entry:faq/b%20c), [zo][1], [1] en [ons](https://a.nl).\n\n[1]: entry:faq/d\n[2]: entry:\n\nEn [weg][2]."

    assert led(markdown, "https://b.nl/{}".format) == (
        "Zie [b](https://b.nl/faq/b c), [zo][1], [1] en [ons](https://a.nl).\n\n[1]: https://b.nl/faq/d\n\nEn weg."
    )
    assert words_of_links(markdown) == "Zie b, zo, 1 en [ons](https://a.nl).\n\n\nEn weg."


def test_a_link_to_a_place_of_its_own_text_is_shown_as_its_words(folder):
    """A table of contents is not what its page says."""
    folder.write(
        "nl/faq/a.md",
        "---\ntitle: A\n---\n- [Wat het kost](#kosten)\n- [[#Tijden]]\n- [Zo][1]\n\n## Kosten\n\nTien, zie [boven](#tijden).\n\n"
        "[1]: #kosten\n",
    )

    reading = read(folder)

    (entry,) = reading.entries
    assert words_of_links(entry.body) == "- Wat het kost\n- Tijden\n- Zo\n\n## Kosten\n\nTien, zie boven.\n\n"
    assert led(entry.body, "https://b.nl/{}".format) == words_of_links(entry.body)
    assert [one.text for one in split(entry)] == ["A", "A Kosten: Tien, zie boven."]
    assert (entry.see, reading.problems, reading.remarks) == ((), (), ())


def test_a_link_to_another_page_leads_to_its_entry_and_one_to_none_keeps_its_words(folder):
    folder.write("nl/faq/a.md", LINKING)
    folder.save("nl/faq/b.md", title="B")
    folder.save("nl/faq/c.md", title="Wat kost het?")
    folder.save("nl/prijzen/index.md", title="Prijzen", aliases=["Alias"])

    reading = read(folder)

    assert (reading.entries[0].body, reading.problems) == (
        "Zie [b](entry:faq/b), [de prijzen](entry:prijzen/index), [dit](entry:faq/c), [C](entry:faq/c), weg en [ons](https://a.nl).\n"
        "Ook [zo][1] en [Alias](entry:prijzen/index).\n\n[1]: entry:faq/b",
        (),
    )
    assert reading.entries[0].see == ("faq/c", "faq/b", "prijzen/index")
    assert [(remark.source, remark.said.key, remark.what) for remark in reading.remarks] == [
        ("nl/faq/a.md", "links_not_followed", "weg.md")
    ]


def test_a_link_without_words_is_called_as_the_entry_is(folder):
    folder.write("nl/faq/a.md", "---\ntitle: A\n---\nZie [](b.md), [wat\nhet kost](b.md) en [](weg-naar-ons.md).")
    folder.save("nl/faq/b.md", title="Wat kost het?")

    assert read(folder).entries[0].body == (
        "Zie [Wat kost het?](entry:faq/b), [wat\nhet kost](entry:faq/b) en Weg naar ons."
    )


def test_contents_of_a_page_are_shown_as_words_and_not_searched(folder):
    """As many tools put them at the head of a long page."""
    contents = "- [Prijzen](#prijzen)\n- [`Tijden`](#tijden)\n"
    folder.write(
        "nl/zaal.md",
        f"# Zaalverhuur\n\n{contents}\n## Prijzen\n\nEen uur kost 20 euro.\n\n## Tijden\n\nVan 9 tot 17 uur.",
    )

    reading = read(folder)

    (found,) = reading.entries
    assert [one.said.key for one in reading.remarks] == ["title_from_heading"]
    assert words_of_links(found.body).startswith("- Prijzen\n- `Tijden`\n")
    assert [passage.text for passage in split(found)][1:] == [
        "Zaalverhuur Prijzen: Een uur kost 20 euro.", "Zaalverhuur Tijden: Van 9 tot 17 uur."
    ]  # fmt: skip
