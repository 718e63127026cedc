"""A page in one file is read as the page that it is."""

from base64 import b64encode

import pytest

from knowledge.documents import Kind, Limits, read_document
from knowledge.notices import Refused

HTML = "<h2>Wie meldt?</h2><p>De school, op één dag.</p>"


def archive(*parts: str, kind: str = "multipart/related") -> bytes:
    head = f'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: {kind};\r\n\tboundary="rand"\r\n\r\n'
    return (head + "".join(f"--rand\r\n{part}\r\n" for part in parts) + "--rand--\r\n").encode()


def part(kind: str, body: str, encoding: str = "8bit") -> str:
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}"


@pytest.mark.parametrize(
    "html",
    [
        part('text/html; charset="utf-8"', "<h2>Wie meldt?</h2><p>De school, op =C3=A9=C3=A9n =\r\ndag.</p>", "quoted-printable"),
        part("text/html; charset=windows-1252", b64encode(HTML.encode("cp1252")).decode(), "base64"),
        part("text/html; charset=bestaat-niet", HTML),
    ],
    ids=["quoted", "base64", "unknown charset"],
)  # fmt: skip
def test_the_page_in_it_is_read_and_what_it_was_saved_with_is_not(html: str):
    picture = part("image/png", b64encode(b"x").decode(), "base64")

    kind, document, _ = read_document(archive(html, picture), "pagina.mht", Limits())

    assert (kind, [(block.level, block.text) for block in document.blocks]) == (
        Kind.HTML, [(2, "Wie meldt?"), (0, "De school, op één dag.")]
    )  # fmt: skip


def test_a_mail_without_html_is_its_text():
    kind, document, _ = read_document(
        archive(part("text/plain", "Wij zijn open."), kind="multipart/mixed"), "x.eml", Limits()
    )

    assert (kind, [block.text for block in document.blocks]) == (Kind.MARKDOWN, ["Wij zijn open."])


def test_one_with_pictures_alone_has_no_text():
    with pytest.raises(Refused) as refused:
        read_document(archive(part("image/png", "eA==", "base64")), "x.mht", Limits())

    assert refused.value.notice.key == "no_text"


def test_a_text_that_speaks_of_mail_is_none():
    kind, document, _ = read_document(b"MIME-Version: 1.0 staat in een mail.\n\nMeer niet.", "x.md", Limits())

    assert (kind, len(document.blocks)) == (Kind.MARKDOWN, 2)
