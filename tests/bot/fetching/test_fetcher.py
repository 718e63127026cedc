"""Titles of pages, and every way in which an address could lead where the bot must not go.

The name server is a fake, and each connection is led to a server on loopback; what Python itself connects to and looks
up is watched from outside, so that nothing can pass unseen.
"""

import asyncio
import datetime
import gzip
import ipaddress
import ssl
import tempfile
import time
import zlib
from collections.abc import AsyncIterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.fetching.fetcher import MAX_BYTES, Answering, Fetcher, Names, Page, Refusal, is_public, title_of
from tests.loopback_web import PUBLIC, Web, answer, html, loopback_web, moved, page

OTHER = "2606:2800:220:1::1"
HOST = "http://page.example"


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with loopback_web() as made:
        yield made


# --- titles


async def test_title_is_read(web: Web) -> None:
    web.pages["/a?b=1"] = page("Format  voor\n de <b>SOK</b> &amp; meer")

    found = await web.fetcher().title(f"{HOST}/a?b=1")

    assert found == Page(f"{HOST}/a?b=1", "Format voor de SOK & meer")
    assert web.dialled == [(PUBLIC, 80)]


@pytest.mark.parametrize("part", ["title_of", "_text"])
async def test_page_whose_reader_fails_is_untitled(web: Web, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's reader of HTML raises what it likes; sharing such a link failed with a code."""

    def stumble(*_: object) -> str:
        raise AssertionError("we should not get here!")

    monkeypatch.setattr(f"bot.fetching.fetcher.{part}", stumble)
    web.pages["/"] = page("Format")

    assert await web.fetcher().title(HOST) is Refusal.UNTITLED


@pytest.mark.parametrize("error", [AssertionError, RecursionError, IndexError, ValueError, NotImplementedError])
def test_what_was_found_before_a_reader_failed_counts(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    feed = HTMLParser.feed

    def stumble(self: HTMLParser, data: str) -> None:
        feed(self, data)
        raise error

    monkeypatch.setattr(HTMLParser, "feed", stumble)

    found = title_of('<meta property="og:title" content="Format"><p>x'), title_of("<p>x")

    assert found == ("Format", "")


async def test_host_is_told_no_more_than_it_has_to_know(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    web.pages["/"] = moved("/b", "301 Moved Permanently").replace(b"\r\n\r\n", b"\r\nSet-Cookie: a=b\r\n\r\n")
    web.pages["/b"] = page("B")

    await web.fetcher().title(HOST)

    names = [{line.partition(":")[0] for line in one.strip().split("\r\n")[1:]} for one in web.requests]
    assert names == [{"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}] * 2
    assert "Verbinder" in web.requests[0]


@pytest.mark.parametrize(
    ("body", "told", "expected"),
    [
        ("één".encode(), "text/html; charset=utf-8", "één"),
        ("één".encode("latin-1"), "text/html; charset=ISO-8859-1", "één"),
        ("“één”".encode("cp1252"), "text/html; charset=latin1", "“één”"),
        ("één".encode(), "text/html", "één"),
        ("één".encode(), "text/html; charset=zlib", "één"),
        ("één".encode(), "text/html; charset=punycode", "één"),
    ],
    ids=["utf-8", "latin-1", "what browsers take for latin-1", "none told", "no encoding of texts", "a slow one"],
)
async def test_title_is_read_in_the_encoding_that_is_told(web: Web, body: bytes, told: str, expected: str) -> None:
    web.pages["/"] = answer(b"<title>" + body + b"</title>", Content_Type=told)

    assert await web.fetcher().title(HOST) == Page(HOST, expected)


async def test_encoding_may_stand_in_the_page(web: Web) -> None:
    body = b'<meta charset="windows-1252"><title>' + "één".encode("cp1252") + b"</title>"
    web.pages["/"] = answer(body, Content_Type="text/html")

    assert await web.fetcher().title(HOST) == Page(HOST, "één")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<title> </title><meta property='og:title' content='Named'>", "Named"),
        ("<meta property='og:title' content='Named'><title>Title</title>", "Title"),
        ("<svg><title>picture</title></svg><title>Page</title>", "Page"),
        ("<title>a\u202eb\u200b\x07c\tn</title>", "abc n"),
        ("<title>" + "word " * 60 + "</title>", "word " * 38 + "word…"),
        ("<p>no title</p>", ""),
        ("", ""),
    ],
    ids=["empty", "both", "of a picture", "control characters", "long", "none", "nothing"],
)
def test_title_is_one_tidy_line(text: str, expected: str) -> None:
    assert title_of(text) == expected


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a b='", "</", "<title", "<?", "&#1", "<svg><title>", "<script></x", "<a =", "<title>&"]
)
def test_page_made_to_be_slow_is_read_in_time(piece: str) -> None:
    started = time.process_time()

    title_of(piece * (MAX_BYTES // len(piece)))

    assert time.process_time() - started < 10  # quadratic time would be hours


# --- addresses that are refused before anything is asked


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("file:///etc/passwd", Refusal.NO_ADDRESS),
        ("ftp://page.example/", Refusal.NO_ADDRESS),
        ("gopher://page.example/", Refusal.NO_ADDRESS),
        ("javascript:alert(1)", Refusal.NO_ADDRESS),
        ("//page.example/", Refusal.NO_ADDRESS),
        ("http://", Refusal.NO_ADDRESS),
        ("http:///path", Refusal.NO_ADDRESS),
        ("", Refusal.NO_ADDRESS),
        ("http://[", Refusal.NO_ADDRESS),
        ("http://user:secret@page.example/", Refusal.NO_ADDRESS),
        ("http://page.example@127.0.0.1/", Refusal.NO_ADDRESS),
        ("http://127.0.0.1\\@page.example/", Refusal.NO_ADDRESS),
        ("http://page.example/\r\nX-Bad: 1", Refusal.NO_ADDRESS),
        ("http://page.example/ b", Refusal.NO_ADDRESS),
        ("http://page.example/" + "a" * 3000, Refusal.NO_ADDRESS),
        ("http://page.example:99999/", Refusal.NO_ADDRESS),
        ("http://127.0.0.1/", Refusal.NOT_PUBLIC),
        ("http://2130706433/", Refusal.NOT_PUBLIC),
        ("http://0x7f000001/", Refusal.NOT_PUBLIC),
        ("http://0x7f.0.0.0x1/", Refusal.NOT_PUBLIC),
        ("http://0177.0.0.1/", Refusal.NOT_PUBLIC),
        ("http://127.1/", Refusal.NOT_PUBLIC),
        ("http://127.0.0.1./", Refusal.NOT_PUBLIC),
        ("http://[::1]/", Refusal.NOT_PUBLIC),
        ("http://[::ffff:127.0.0.1]/", Refusal.NOT_PUBLIC),
        ("http://[fe80::1]/", Refusal.NOT_PUBLIC),
        (f"http://{PUBLIC}/", Refusal.NOT_PUBLIC),
        ("http://localhost/", Refusal.NOT_PUBLIC),
        ("http://router/", Refusal.NOT_PUBLIC),
        ("http://page.example:22/", Refusal.ODD_PORT),
        ("http://page.example:6379/", Refusal.ODD_PORT),
        ("http://page.example:0/", Refusal.ODD_PORT),
    ],
)
async def test_address_is_refused_without_asking_anybody(web: Web, url: str, refusal: Refusal) -> None:
    assert await web.fetcher().title(url) is refusal
    assert (web.looked_up, web.dialled, web.requests) == ([], [], [])


@pytest.mark.parametrize("url", ["http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://１２７.0.0.1/"])
async def test_digits_in_other_scripts_lead_nowhere(web: Web, url: str) -> None:
    assert await web.fetcher().title(url) in (Refusal.NO_ADDRESS, Refusal.NOT_PUBLIC, Refusal.UNREACHABLE)
    assert web.dialled == []


async def test_name_in_another_script_is_looked_up_as_the_web_writes_it(web: Web) -> None:
    web.addresses["xn--mller-kva.example"] = [PUBLIC]
    web.pages["/"] = page("Müller")

    assert await web.fetcher().title("http://müller.example/") == Page("http://xn--mller-kva.example/", "Müller")


# --- names that lead to what is private


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
        ),
        # where cloud platforms answer whoever asks from within: Azure, AWS, Alibaba, Oracle, IBM
        *("168.63.129.16", "::ffff:168.63.129.16", "64:ff9b::a83f:8110", "2002:a83f:8110::1", "169.254.170.2"),
        *("fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "64:ff9b::6464:64c8", "192.0.0.192"),
        *("161.26.0.10", "166.8.0.1", "166.11.255.255", "::ffff:161.26.0.10"),
        *("100.64.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
        *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1"),
        *("64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1"),
        *("2001:0:7f00:1::", "2001:db8::1", "2001:10::1", "2001:20::1", "3fff::1", "5f00::1", "100::1"),
        *("2130706433", "0x7f000001", "127.1", "page.example", ""),
    ],
)
async def test_address_that_is_not_everybodys_gets_no_connection(web: Web, address: str) -> None:
    web.addresses["page.example"] = [address]

    assert await web.fetcher().title(HOST) is Refusal.NOT_PUBLIC
    assert (web.looked_up, web.dialled) == (["page.example"], [])


@pytest.mark.parametrize(
    "address",
    [
        PUBLIC,
        OTHER,
        "8.8.8.8",
        "168.63.129.17",
        "161.27.0.1",
        "166.12.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2a00:1450::1",
    ],
)
def test_address_that_is_everybodys_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("addresses", [[PUBLIC, "127.0.0.1"], ["10.0.0.1", PUBLIC], [OTHER, "::1"]])
async def test_one_private_address_among_public_ones_refuses_them_all(web: Web, addresses: list[str]) -> None:
    web.addresses["page.example"] = addresses

    assert await web.fetcher().title(HOST) is Refusal.NOT_PUBLIC
    assert web.dialled == []


async def test_name_that_changes_its_address_after_the_check_is_not_asked_again(web: Web) -> None:
    """DNS rebinding: the connection goes to what was checked, though the name server says otherwise by then."""
    web.pages["/"] = page("A")
    answers = iter([[PUBLIC], ["127.0.0.1"]])

    async def resolve(host: str, port: int) -> Sequence[str]:
        web.looked_up.append(host)
        return next(answers)

    found = await Fetcher(resolve, web.dial).title(HOST)

    assert (found, web.looked_up, web.dialled) == (Page(HOST, "A"), ["page.example"], [(PUBLIC, 80)])


@pytest.mark.parametrize("resolved", [[], None], ids=["no address", "no such name"])
async def test_name_without_an_address_is_unreachable(web: Web, resolved: list[str] | None) -> None:
    if resolved is None:
        del web.addresses["page.example"]
    else:
        web.addresses["page.example"] = resolved

    assert await web.fetcher().title(HOST) is Refusal.UNREACHABLE


# --- redirects


@pytest.mark.parametrize(
    ("location", "refusal"),
    [
        ("http://127.0.0.1/", Refusal.NOT_PUBLIC),
        ("http://127.0.0.1:8080/admin", Refusal.NOT_PUBLIC),
        ("//127.0.0.1/", Refusal.NOT_PUBLIC),
        ("http://[::1]/", Refusal.NOT_PUBLIC),
        ("http://2130706433/", Refusal.NOT_PUBLIC),
        ("http://169.254.169.254/latest/meta-data/", Refusal.NOT_PUBLIC),
        ("http://inside.example/", Refusal.NOT_PUBLIC),
        ("http://localhost/", Refusal.NOT_PUBLIC),
        ("http://page.example:22/", Refusal.ODD_PORT),
        ("http://me:secret@page.example/", Refusal.NO_ADDRESS),
        ("file:///etc/passwd", Refusal.NO_ADDRESS),
        ("javascript:alert(1)", Refusal.NO_ADDRESS),
        ("http://[", Refusal.NO_ADDRESS),
    ],
)
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
async def test_redirect_to_what_is_private_is_not_followed(
    web: Web, location: str, refusal: Refusal, status: str
) -> None:
    web.addresses["inside.example"] = ["192.168.1.1"]
    web.pages["/"] = moved(location, status)

    assert await web.fetcher().title(HOST) is refusal
    assert web.dialled == [(PUBLIC, 80)]


async def test_redirect_to_another_public_host_is_followed_and_checked_anew(web: Web) -> None:
    web.addresses["other.example"] = [OTHER]
    web.pages["/"] = moved("http://other.example:8080/b")
    web.pages["/b"] = moved("c")
    web.pages["/c"] = page("C")

    assert await web.fetcher().title(HOST) == Page("http://other.example:8080/c", "C")
    assert web.dialled == [(PUBLIC, 80), (OTHER, 8080), (OTHER, 8080)]
    assert web.looked_up == ["page.example", "other.example", "other.example"]


async def test_redirects_without_an_end_are_left(web: Web) -> None:
    web.pages["/"] = moved("/")

    assert await web.fetcher().title(HOST) is Refusal.LOST
    assert len(web.requests) == 6


async def test_redirect_whose_name_turns_private_meanwhile_is_not_followed(web: Web) -> None:
    web.pages["/"] = moved("/b")
    answers = iter([[PUBLIC], ["127.0.0.1"]])

    async def resolve(host: str, port: int) -> Sequence[str]:
        return next(answers)

    assert await Fetcher(resolve, web.dial).title(HOST) is Refusal.NOT_PUBLIC
    assert web.dialled == [(PUBLIC, 80)]


# --- pages that are too much


async def test_of_a_huge_page_the_first_megabyte_is_read(web: Web) -> None:
    web.pages["/"] = page("Huge", "<meta name=a>") + b"x" * 10
    web.pages["/huge"] = answer(b"<p>" + b" " * 2 * MAX_BYTES + b"<title>late</title>", Content_Type="text/html")

    assert await web.fetcher().title(f"{HOST}/huge") is Refusal.UNTITLED


async def test_page_without_an_end_is_read_no_further_than_a_megabyte(web: Web) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Endless</title>"
    web.pages["/"] = head + b"x" * 3 * MAX_BYTES

    assert await web.fetcher().title(HOST) == Page(HOST, "Endless")


async def test_slow_page_is_given_up(web: Web) -> None:
    web.pages["/"] = page("Slow")
    web.drip_s = 0.02
    started = time.monotonic()

    assert await web.fetcher(limit_s=0.5).title(HOST) is Refusal.TOO_SLOW
    assert time.monotonic() - started < 5


async def test_names_are_looked_up_where_the_system_has_them() -> None:
    assert set(await Names()("localhost", 80)) <= {"127.0.0.1", "::1"}


async def test_name_that_the_system_does_not_know_is_an_error() -> None:
    with pytest.raises((OSError, UnicodeError)):
        await Names()("a" * 300 + ".invalid", 80)


async def test_slow_name_server_is_given_up(web: Web) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(60)
        return [PUBLIC]

    assert await Fetcher(resolve, web.dial, limit_s=0.1).title(HOST) is Refusal.TOO_SLOW


async def test_redirects_share_one_time_limit(web: Web) -> None:
    web.pages |= {f"/{at}": moved(f"/{at + 1}") for at in range(5)}
    web.drip_s = 0.002

    assert await web.fetcher(limit_s=0.4).title(f"{HOST}/0") is Refusal.TOO_SLOW


@pytest.mark.parametrize("told", ["gzip", "x-gzip", "deflate"])
async def test_page_that_comes_packed_unasked_is_read(web: Web, told: str) -> None:
    packed = zlib.compress(html("Packed")) if told == "deflate" else gzip.compress(html("Packed"))
    web.pages["/"] = answer(packed, Content_Type="text/html", Content_Encoding=told)

    assert await web.fetcher().title(HOST) == Page(HOST, "Packed")


async def test_compressed_bomb_is_unpacked_no_further_than_a_megabyte(web: Web) -> None:
    import tracemalloc

    bomb = gzip.compress(b"<p>" + b" " * 200_000_000 + html("late"), 1)
    web.pages["/"] = answer(bomb, Content_Type="text/html", Content_Encoding="gzip")
    tracemalloc.start()
    try:
        found = await web.fetcher(limit_s=20).title(HOST)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found is Refusal.UNTITLED
    assert most < 20_000_000


@pytest.mark.parametrize(
    ("encoding", "body", "refusal"),
    [
        ("br", b"abc", Refusal.NO_PAGE),
        ("gzip, gzip", gzip.compress(gzip.compress(html("x"))), Refusal.NO_PAGE),
        ("gzip", b"no gzip at all", Refusal.UNREACHABLE),
    ],
    ids=["another packing", "packed twice", "damaged"],
)
async def test_packing_that_is_odd_is_refused(web: Web, encoding: str, body: bytes, refusal: Refusal) -> None:
    web.pages["/"] = answer(body, Content_Type="text/html", Content_Encoding=encoding)

    assert await web.fetcher().title(HOST) is refusal


@pytest.mark.parametrize(
    "head",
    [
        b"X-Long: " + b"a" * 100_000 + b"\r\n",
        b"".join(b"X-%d: a\r\n" % at for at in range(20_000)),
        b"no colon\r\n",
        b"X-Bad: a\x00b\r\n",
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: -1\r\n",
        b"Transfer-Encoding: chunked\r\n",
    ],
    ids=["one long", "very many", "none", "a zero in it", "two lengths", "less than nothing", "no chunks"],
)
async def test_header_bombs_are_held_off(web: Web, head: bytes) -> None:
    web.pages["/"] = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + head + b"\r\nxyz"

    assert await web.fetcher().title(HOST) in (Refusal.UNREACHABLE, Refusal.NO_PAGE)


async def test_host_that_speaks_no_http_is_unreachable(web: Web) -> None:
    web.pages["/"] = b"-ERR unknown command\r\n"

    assert await web.fetcher().title(HOST) is Refusal.UNREACHABLE


@pytest.mark.parametrize("kind", ["application/pdf", "text/plain", "image/svg+xml", "application/json", ""])
async def test_what_is_no_html_has_no_title(web: Web, kind: str) -> None:
    web.pages["/"] = page("A", Content_Type=kind)

    assert await web.fetcher().title(HOST) is Refusal.NO_PAGE


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "403 Forbidden", "500 Oops"])
async def test_page_of_an_error_is_no_title(web: Web, status: str) -> None:
    web.pages["/"] = answer(html("Not found"), status, Content_Type="text/html")

    assert await web.fetcher().title(HOST) is Refusal.GONE


# --- over TLS


def _certificate(folder: Path, name: str) -> Path:
    """A certificate that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName(
        [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))],
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.mark.parametrize(
    ("name", "is_trusted", "expected"),
    [
        ("page.example", True, Page("https://page.example/", "Safe")),
        ("page.example", False, Refusal.UNREACHABLE),
        ("other.example", True, Refusal.UNREACHABLE),
    ],
    ids=["its own, trusted", "signed by nobody", "another host's"],
)
async def test_certificate_has_to_be_that_of_the_name(
    web: Web, name: str, is_trusted: bool, expected: Page | Refusal
) -> None:
    web.pages["/"] = page("Safe")
    with tempfile.TemporaryDirectory() as folder:
        path = _certificate(Path(folder), name)
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serving.load_cert_chain(path)
        trusting = ssl.create_default_context(cafile=str(path))
    server = await asyncio.start_server(web.serve, "127.0.0.1", 0, ssl=serving)
    web.port = server.sockets[0].getsockname()[1]

    found = await web.fetcher(trust=trusting if is_trusted else True).title("https://page.example/")

    server.close()
    await server.wait_closed()
    assert (found, web.dialled) == (expected, [(PUBLIC, 443)])


# --- whether an address answers


@pytest.mark.parametrize(
    ("head", "get", "expected", "asked"),
    [
        ("200 OK", "404 Not Found", Answering.YES, ["HEAD"]),
        ("405 Method Not Allowed", "200 OK", Answering.YES, ["HEAD"]),
        ("404 Not Found", "200 OK", Answering.YES, ["HEAD", "GET"]),
        ("501 Not Implemented", "200 OK", Answering.YES, ["HEAD", "GET"]),
        ("403 Forbidden", "200 OK", Answering.YES, ["HEAD"]),
        ("404 Not Found", "404 Not Found", Answering.NO, ["HEAD", "GET"]),
        ("410 Gone", "410 Gone", Answering.NO, ["HEAD", "GET"]),
        ("500 Oops", "503 Later", Answering.NO, ["HEAD", "GET"]),
        ("429 Too Many", "404 Not Found", Answering.YES, ["HEAD"]),
    ],
)
async def test_address_is_asked_as_cheaply_as_its_host_allows(
    web: Web, head: str, get: str, expected: Answering, asked: list[str]
) -> None:
    web.pages = {"HEAD /": answer(status=head), "GET /": answer(status=get)}

    found = await web.fetcher().answers(f"{HOST}/")

    assert (found, [one.split(" ")[0] for one in web.requests]) == (expected, asked)


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [(["10.0.0.1"], Answering.UNASKED), ([], Answering.SILENT)],
    ids=["private by now", "a name that is gone"],
)
async def test_address_that_leads_to_nobody_is_not_connected_to(
    web: Web, addresses: list[str], expected: Answering
) -> None:
    web.addresses["page.example"] = addresses

    assert (await web.fetcher().answers(HOST), web.dialled) == (expected, [])


async def test_host_that_says_nothing_is_silent(web: Web) -> None:
    web.pages["/"] = b"x" * 10

    assert await web.fetcher().answers(HOST) is Answering.SILENT


async def test_one_host_is_left_in_peace_between_two_requests(web: Web) -> None:
    started = time.monotonic()

    await web.fetcher(pause_s=0.3).answers(HOST)

    assert (len(web.requests), time.monotonic() - started >= 0.3) == (2, True)
