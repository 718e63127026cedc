"""A workbook comes in whose looks openpyxl can't read; the same goes out with none but the formats of its numbers and
days, and what is struck out.

Web applications write fills without a kind, families of letters that there are none of, and the like, which Excel opens.
"""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STYLES = "xl/styles.xml"
_PLAIN = {"fonts": "font", "fills": "fill", "borders": "border"}  # lists of looks, by number: each is made a plain one
_NOT = ("0", "false")
_NEEDLESS = ("dxfs", "tableStyles", "colors", "extLst")


def with_plain_styles(data: bytes) -> bytes:
    """The same workbook. Raises KeyError where it has no styles, and ParseError."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as parts, zipfile.ZipFile(kept, "w") as written:
        parts.getinfo(_STYLES)
        for name in dict.fromkeys(parts.namelist()):
            part = parts.read(name)
            written.writestr(name, _plain(part) if name == _STYLES else part)
    return kept.getvalue()


def _plain(styles: bytes) -> bytes:
    root = ElementTree.fromstring(styles)  # noqa: S314 - what points outside was refused before
    for name in _NEEDLESS:
        for found in root.findall(f"{_SPREADSHEET}{name}"):
            root.remove(found)
    for name, one in _PLAIN.items():
        for found in root.findall(f"{_SPREADSHEET}{name}"):
            struck = [
                (line := look.find(f"{_SPREADSHEET}strike")) is not None and line.get("val", "1") not in _NOT
                for look in found
            ]
            found.clear()
            for is_struck in struck:
                made = ElementTree.SubElement(found, f"{_SPREADSHEET}{one}")
                if one == "font" and is_struck:
                    ElementTree.SubElement(made, f"{_SPREADSHEET}strike")
                if one == "fill":
                    ElementTree.SubElement(made, f"{_SPREADSHEET}patternFill")
    for formats in root.iter(f"{_SPREADSHEET}xf"):
        for found in list(formats):
            formats.remove(found)
        for name in set(formats.keys()) - {"numFmtId", "fontId", "fillId", "borderId", "xfId", "applyNumberFormat"}:
            formats.attrib.pop(name)
    return bytes(ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))
