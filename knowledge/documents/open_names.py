"""The names of things in OpenDocument files: OASIS OpenDocument 1.3, part 3."""

_SPACES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
OFFICE, TEXT, STYLE, TABLE = (f"{{{_SPACES.format(name)}}}" for name in ("office", "text", "style", "table"))
DRAW = f"{{{_SPACES.format('drawing')}}}"
LOOK = f"{{{_SPACES.format('xsl-fo-compatible')}}}"
LINK = "{http://www.w3.org/1999/xlink}href"
OFF = ("collapse", "filter")  # rows and columns that are not shown
MAX_BASED = 20  # styles that are based on each other; more go round
MAX_SPACES = 100  # that are written as a number
