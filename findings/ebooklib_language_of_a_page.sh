#!/bin/sh
# EbookLib says of every page of a Dutch e-book that it is English, and drops the title of the page.
#
# Expected: lang="nl" and the title, as the file has them and as the attribute content still shows. Seen with EbookLib
# 0.20 and a book that it wrote itself, in Dutch by its metadata and on the page: get_content() of a page read back
# gives lang="en" and no <title>; book.language is "en" too, where get_metadata("DC", "language") says "nl".
# Why it matters: a guide is put by its language before it is indexed, and read aloud by the language of the page;
# taken from get_content(), a Dutch guide is English in both, and a chapter whose only heading is its title has none.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "EbookLib==0.20"
"$home/venv/bin/python" -W ignore - "$home/gids.epub" <<'PYTHON'
import re
import sys
from importlib.metadata import version

from ebooklib import epub

book = epub.EpubBook()
book.set_identifier("gids")
book.set_title("Gids")
book.set_language("nl")
page = epub.EpubHtml(title="Tekenen", file_name="tekenen.xhtml", lang="nl")
page.content = "<html><body><p>Wie tekent de overeenkomst?</p></body></html>"
book.add_item(page)
book.spine = [page]
book.add_item(epub.EpubNcx())
epub.write_epub(sys.argv[1], book)


def signs(markup):
    """The language and the title of a page; None where it has none."""
    found = (re.search(rb' lang="(.*?)"', markup), re.search(rb"<title>(.*?)</title>", markup))
    return tuple(each and each[1].decode() for each in found)


book = epub.read_epub(sys.argv[1])
page = book.get_item_with_href("tekenen.xhtml")
file, given = signs(page.content), signs(page.get_content())
print("EbookLib", version("EbookLib"), "in the file:", file, "from get_content():", given)
assert file == ("nl", "Tekenen")
assert book.get_metadata("DC", "language")[0][0] == "nl"
assert given != file, "they are kept"
assert (given, book.language) == (("en", None), "en")
PYTHON
