"""Which version this is. It stands here alone: pyproject.toml, `python -m bot --version` and /health take it from here."""

VERSION = "0.1.0"
