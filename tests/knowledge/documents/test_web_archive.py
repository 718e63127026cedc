"""A page in one file is read as the page that it is."""

from base64 import b64encode
from time import process_time

import pytest

from knowledge.documents.reading import Kind, Limits, read_document
from knowledge.documents.web_archive import held_in
from knowledge.notices import Refused, notice

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


@pytest.mark.parametrize(
    "kind",
    [
        "text/html; charset=utf-7",
        "text/html; charset=unicode_escape",
        'text/html; charset="a\0b"',
        f"text/html; {'(' * 9000}",
        f'text/html; a="{chr(34) * 12_000}',
        f"text/html;{' a=b;' * 3000}",
    ],
    ids=["half a sign", "escapes", "nothing", "remarks", "quotes", "settings"],
)
def test_an_odd_head_keeps_no_page_from_being_read(kind: str):
    start = process_time()

    _, document, _ = read_document(archive(part(kind, "<p>Wij zijn open. +2AA- \\ud800</p>")), "x.mht", Limits())

    assert (len(document.blocks), document.blocks[0].text[:14]) == (1, "Wij zijn open.")
    assert process_time() - start < 2


def test_parts_in_parts_without_end_hold_no_text():
    mail = "x"
    for depth in range(2000):
        mail = f"Content-Type: multipart/mixed; boundary=r{depth}\r\n\r\n--r{depth}\r\n{mail}"

    assert held_in(f"MIME-Version: 1.0\r\n{mail}".encode()).page == b""


def test_what_was_attached_is_not_opened():
    attached = part("text/html\r\nContent-Disposition: attachment", "<p>bijlage</p>")

    data = archive(attached, part("text/plain", "Wij zijn open."), kind="multipart/mixed")

    assert held_in(data).page == b"Wij zijn open."


MAIL = "From: jan@school.example\r\nTo: piet@school.example\r\nSubject: Re: =?utf-8?Q?Tijden_van_het_caf=C3=A9?=\r\n"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (f"{MAIL}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n", "bericht.txt"),
        (f"{MAIL}Content-Type: text/plain; charset=utf-8\r\n", "bericht.eml"),
    ],
    ids=["any name", "of a mail"],
)
def test_a_mail_of_text_alone_is_read_without_who_sent_it(head: str, name: str):
    data = f"{head}Content-Transfer-Encoding: quoted-printable\r\n\r\nOm =C3=A9=C3=A9n uur open.\r\n".encode()

    _, document, _ = read_document(data, name, Limits())

    assert (document.title, [block.text for block in document.blocks]) == (
        "Tijden van het café", ["Om één uur open."]
    )  # fmt: skip


def file(name: str, how: str) -> str:
    return f"Content-Type: application/pdf\r\nContent-Disposition: {how}; filename={name}\r\n\r\nx"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (part("text/plain", "Wij zijn open."), part("text/plain", "Bel <daarna> Jan.")),
        (part("text/html", "<html><body><p>Wij zijn open.</p></body></html>"), part("text/html", "<html><head><title>x</title></head><body class=a><p>Bel &lt;daarna&gt; Jan.</p></body></html>")),
        (part("text/plain", "Wij zijn open."), part("text/html", "<p>Bel &lt;daarna&gt; Jan.</p>")),
        (part("text/html", "<p>Wij zijn open.</p>"), part("text/plain", "Bel <daarna>\r\nJan.")),
    ],
    ids=["texts", "pages", "a text and a page", "a page and a text"],
)  # fmt: skip
def test_what_stands_behind_a_file_in_a_mail_is_read_too(first: str, second: str):
    data = archive(first, file("rooster.pdf", "inline"), second, kind="multipart/mixed")

    document = read_document(data, "x.eml", Limits())[1]

    shown = [" ".join(block.text.replace("\\", "").replace("&lt;", "<").split()) for block in document.blocks]
    assert shown == ["Wij zijn open.", "Bel <daarna> Jan."]
    assert notice("attached_not_read", names="rooster.pdf") in document.notices


def test_a_text_that_is_there_in_two_forms_is_read_once():
    both = [
        part("text/plain", "Wij zijn open op maandag."),
        part("text/html", "<p>Wij zijn open op <b>maandag</b>.</p>"),
    ]

    for kind in ("multipart/mixed", "multipart/alternative"):
        document = read_document(archive(*both, kind=kind), "x.eml", Limits())[1]

        assert [block.text for block in document.blocks] == ["Wij zijn open op **maandag**."]


def test_of_a_mail_that_is_nothing_but_files_these_are_asked():
    with pytest.raises(Refused) as refused:
        read_document(archive(file("regels.docx", "attachment"), kind="multipart/mixed"), "x.eml", Limits())

    assert refused.value.notice == notice("mail_without_text", names="regels.docx")


def test_a_mail_out_of_a_box_of_mails_is_read_and_a_box_of_several_is_not():
    mail = b"From a@b.nl Mon Jan  5 09:00:00 2026\n" + archive(
        part("text/plain", "Wij zijn open."), kind="multipart/mixed"
    )

    assert [block.text for block in read_document(mail, "x.mbox", Limits())[1].blocks] == ["Wij zijn open."]
    with pytest.raises(Refused) as refused:
        read_document(mail + b"\n\n" + mail, "x.mbox", Limits())
    assert refused.value.notice == notice("many_mails")


def test_what_is_attached_to_a_mail_is_told():
    file = 'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="=?utf-8?Q?prijs=C3=A9n.pdf?="\r\n\r\nx'
    mail = "Content-Type: message/rfc822\r\n\r\nSubject: eerder\r\n\r\noud"

    _, document, _ = read_document(
        archive(part("text/plain", "Wij zijn open."), file, mail, kind="multipart/mixed"), "x.eml", Limits()
    )

    (told,) = document.notices
    assert told.say("nl") == (
        "Wat bij deze mail zat is niet gelezen: prijsén.pdf, message/rfc822. Stuur die bestanden zelf."
    )


def test_lines_of_names_above_a_text_are_no_head_of_a_mail():
    _, document, _ = read_document(b"From: ons\nTo: u\n\nWij zijn open.", "x.md", Limits())

    assert "From: ons" in document.blocks[0].text
