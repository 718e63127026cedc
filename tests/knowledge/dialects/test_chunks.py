"""Code that R Markdown and Quarto run is shown as code, and what their pages don't show isn't."""

import pytest

from knowledge.dialects.unfolding import unfold


def told(text: str) -> tuple[str, list[tuple[int, str]]]:
    found = unfold(text, "nl")
    return found.text, [(one.line, one.what) for one in found.left_out]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```{r}\nx <- 1\n```", "```r\nx <- 1\n```"),
        ("```{r naam, fig.cap=\"a {b}\", eval=FALSE}\nx\n```", "```r\nx\n```"),
        ("```{python}\n#| label: a\n#| eval: false\nx\n```", "\n\n```python\nx\n```"),
        ("- punt\n\n  ```{bash}\n  ls\n  ```", "- punt\n\n  ```bash\n  ls\n  ```"),
        ("```{r}\nx\n```\nVan allen is 80\n% tevreden.\n\n% zo.", "```r\nx\n```\nVan allen is 80\n% tevreden.\n\n% zo."),
        ("````md\n```{r, echo=FALSE}\nx\n```\n````", "````md\n```{r, echo=FALSE}\nx\n```\n````"),
        ("zoals `r x` in een tekst zonder code", "zoals `r x` in een tekst zonder code"),
        ("::: {.column}\nTekst.\n:::", "\nTekst.\n"),
        ("::: {.content-hidden when-format=\"pdf\"}\nTekst.\n:::", "\nTekst.\n"),
    ],
    ids=["code", "settings", "settings in lines", "in a list", "percent", "shown", "no chunk", "box", "of some pages"],
)  # fmt: skip
def test_what_a_page_shows_is_shown(text: str, expected: str):
    assert told(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\n```{r opzet, include=FALSE}\nx\n```\nb", "```{r}"),
        ("a\n```{python}\n#| echo: false\nx\n```\nb", "```{python}"),
        ("a\n```{dot}\ndigraph {}\n\n```\nb", "```{dot}"),
        ("a\n::: {.notes}\nZeg dit hardop.\n\n:::\nb", "::: {.notes}"),
        ("a\n```{code-cell}\n:tags: [remove-input]\nx\n```\nb", "{code-cell}"),
    ],
    ids=["set in its head", "set in a line", "drawing", "notes of a speaker", "Jupyter Book"],
)
def test_what_no_page_shows_is_left_out_and_told(text: str, left: str):
    lines = text.count("\n") - 1

    assert told(text) == ("\n".join(["a", *[""] * lines, "b"]), [(2, left)])


def test_chunks_are_hidden_where_the_first_says_that_all_are():
    text = "```{r}\nknitr::opts_chunk$set(echo = FALSE)\n```\na\n```{r, echo=TRUE}\nx\n```\n```{r}\ny\n```\nb"

    assert told(text) == ("\n\n\na\n```r\nx\n```\n\n\n\nb", [(1, "```{r}"), (8, "```{r}")])


def test_what_is_worked_out_within_a_line_is_told():
    assert told("```{r}\nx <- 1\n```\nEr zijn `r x` en ``r`` en `r`.") == (
        "```r\nx <- 1\n```\nEr zijn  en ``r`` en `r`.",
        [(4, "`r x`")],
    )


def test_remarks_for_readers_of_the_source_are_dropped_without_a_word():
    assert told("a\n```{comment}\nintern\n```\nb") == ("a\n\n\n\nb", [])
