"""An Office file comes in, one in the names that nearly all have goes out: "Strict Open XML" has others for the same things.

Of the libraries that read them some know the one, some both, and openpyxl finds no sheet in the other.
"""

import re
import zipfile
from io import BytesIO

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|spreadsheetml|officeDocument|drawingml)/")
_USUAL = rb"http://schemas.openxmlformats.org/\1/2006/"
_MAIN = re.compile(r"word/document\d*\.xml|xl/workbook\.xml")
_HEAD = 4_000  # bytes of a part within which its names are told


def as_usual(data: bytes) -> bytes:
    """The same file, or the one that was given where its names are the usual."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        names = list(dict.fromkeys(parts.namelist()))
        if not any(_STRICT.search(parts.read(name)[:_HEAD]) for name in names if _MAIN.fullmatch(name)):
            return data
        kept = BytesIO()
        with zipfile.ZipFile(kept, "w") as written:
            for name in names:
                part = parts.read(name)
                written.writestr(name, _STRICT.sub(_USUAL, part) if name.endswith((".xml", ".rels")) else part)
    return kept.getvalue()
