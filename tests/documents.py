"""Documents made for a test: small, by hand where that is shorter, and hostile where that is the point."""

import re
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip file with these parts."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return kept.getvalue()


def paragraph(text: str, style: str = "", *, bold: bool = False) -> str:
    """A paragraph of WordprocessingML; the style is an id such as Heading1."""
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{look}<w:r>{weight}<w:t>{escape(text)}</w:t></w:r></w:p>"


def word_table(rows: Sequence[Sequence[str]]) -> str:
    """A table of WordprocessingML."""
    lines = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>"


def docx(*content: str, more: dict[str, str | bytes] | None = None, declaration: str = "", links: str = "") -> bytes:
    """A Word document of paragraphs and tables; more are parts besides, declaration stands above the XML."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/></w:style>'
        for level in range(1, 7)
    )
    types = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}"/></Types>"""
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    return packed(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relations.format(
                f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            ),
            "word/_rels/document.xml.rels": relations.format(
                f'<Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>{links}'
            ),
            "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>',
            "word/document.xml": f'<?xml version="1.0"?>{declaration}<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}">'
            f"<w:body>{''.join(content)}</w:body></w:document>",
            **(more or {}),
        }
    )


def xlsx(sheets: dict[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = ()) -> bytes:
    """An Excel workbook of rows by sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def strict(data: bytes) -> bytes:
    """An Office file as "Strict Open XML" would have it, which has other names for the same."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        names = rb"schemas\.openxmlformats\.org/(wordprocessingml|spreadsheetml|officeDocument|drawingml)/2006/"
        return packed({name: re.sub(names, rb"purl.oclc.org/ooxml/\1/", parts.read(name)) for name in parts.namelist()})


def grid(rows: Sequence[Sequence[str]], top: int, *, wide: int = 150, high: int = 40) -> str:
    """A table with lines around its cells, as what draws it on a page of a PDF; lines of a cell are parted by line ends."""
    bottom, right = top - high * len(rows), 60 + wide * len(rows[0])
    drawn = [f"60 {top - high * at} m {right} {top - high * at} l S" for at in range(len(rows) + 1)]
    drawn += [f"{60 + wide * at} {top} m {60 + wide * at} {bottom} l S" for at in range(len(rows[0]) + 1)]
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            for at, line in enumerate(cell.split("\n")):
                x, y = 64 + wide * column, top - high * row - 12 - 12 * at
                drawn.append(f"BT /F1 10 Tf {x} {y} Td ({line}) Tj ET")
    return "\n".join(drawn)


def pdf(
    pages: Sequence[Sequence[tuple[str, int]]],
    *,
    trailer: str = "",
    stream: bytes | None = None,
    more: Sequence[str] = (),
) -> bytes:
    """A PDF of pages of (line, height of its letters in points); stream takes the place of each page's content.

    more: what is drawn on each page besides, such as a grid.
    """
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * row} 0 R" for row in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for row, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * row} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        drawn, y = [], 800
        for text, size in lines:
            y -= size + 3 if text else 14
            shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn.append(f"BT /F1 {size} Tf 60 {y} Td ({shown}) Tj ET" if text else "")
        drawn += more[row : row + 1]
        content = zlib.compress("\n".join(drawn).encode("latin-1")) if stream is None else stream
        objects.append(
            f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream"
        )
    written, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    written += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(written)
