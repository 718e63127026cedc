"""Which version this is: `python -m bot --version` and /health say it; pyproject.toml has the same."""

VERSION = "0.1.0"
