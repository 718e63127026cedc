"""What Sphinx and Jupyter Book write in Markdown is shown as those show it."""

import pytest

from knowledge.dialects.unfolding import unfold


def plain(text: str) -> str:
    return unfold(text, "nl").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```{warning} Pas op\nHeet.\n```", "\n> **Pas op**  \n> Heet.\n"),
        (":::{note}\n:class: dropdown\nHeet.\n:::\nVerder.", "\n> **Opmerking**  \n>\n> Heet.\n\nVerder."),
        ("```{tip}\n---\nclass: x\n---\nHeet.\n```", "\n> **Tip**  \n>\n>\n>\n> Heet.\n"),
        ("::::{grid} 1 2\n:::{card} Kop\nTekst.\n:::\n::::\nNa.", "\n\n**Kop**\n\nTekst.\n\n\nNa."),
        (":::{card}\n:header: Kop\n\nTekst.\n:::", "\n**Kop**\n\n\n\nTekst.\n"),
        ("```{code-block} python\n:caption: Zo\n:linenos:\nx = 1\n```\nNa.", "Zo\n\n```python\nx = 1\n```\nNa."),
        ("```{figure} a.png\n:width: 5\n\nBijschrift.\n```", "\n\n\nBijschrift.\n"),
        ("```{python}\nprint(1)\n```", "```python\nprint(1)\n```"),
        ("::: {.callout-tip}\nHeet.\n:::", "\n> **Tip**  \n> Heet.\n"),
        ("```{versionadded} 2.0\n```", "\n> **Nieuw in 2.0**  \n"),
        ("- punt\n\n  ```{note}\n  Heet.\n  ```", "- punt\n\n\n> **Opmerking**  \n> Heet.\n"),
        ("(hier)=\n# Kop\n% intern\n+++\nTekst.", "\n# Kop\n\n\nTekst."),
        (":::{note}\n```js\n:::\n```\n:::", "\n> **Opmerking**  \n> ```js\n> :::\n> ```\n"),
        ("```{note}\n<!-- intern -->\nHeet. [[Prijzen]]\n```", "\n> **Opmerking**  \n>\n> Heet. [Prijzen](entry:Prijzen)\n"),
    ],
    ids=["box", "settings", "settings in YAML", "in each other", "title as a setting", "code", "picture", "code to run", "Quarto", "version", "in a list", "places and remarks", "code within", "a remark within"],
)  # fmt: skip
def test_a_directive_is_shown_and_its_settings_are_not(text: str, expected: str):
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text", ["````md\n```{note}\nx\n```\n````", "% procent\n\n+++\n", "```python\n(x)=\n% 2\n```\n{ref}`x`"]
)
def test_what_only_looks_like_it_stays(text: str):
    assert plain(text) == text.replace("{ref}`x`", "x")


def test_what_stands_in_another_file_is_left_out_and_told():
    found = unfold("a\n```{toctree}\n:maxdepth: 2\nb\nc\n```\n:::{iframe} https://a.nl\n:::\nd", "nl")

    assert (found.text, [(left.line, left.what) for left in found.left_out]) == (
        "a\n\n\n\n\n\n\n\nd", [(2, "{toctree}"), (7, "{iframe}")]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zie {ref}`de prijs <prijs>` of {term}`huis`", "zie de prijs of huis"),
        ("zie {doc}`ze <../a/b>` en {doc}`/prijzen`", "zie [ze](entry:../a/b.md) en [](entry:/prijzen.md)"),
        ("{class}`~a.b.Slot`, {func}`open`, {kbd}`Ctrl`", "`Slot`, `open`, `Ctrl`"),
        ("H{sub}`2`O en 10{sup}`2`", "H₂O en 10²"),
        ("{octicon}`star;1em` ster", " ster"),
        ("`{ref}` en ``{doc}`x` ``", "`{ref}` en ``{doc}`x` ``"),
    ],
    ids=["words", "pages", "code", "small", "sign", "in code"],
)
def test_a_role_shows_its_text(text: str, expected: str):
    assert plain(text) == expected
