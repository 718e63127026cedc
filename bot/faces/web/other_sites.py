"""Scripts of other sites: which may ask and read what comes back, by the setting CORS, and what they may send."""

from http import HTTPStatus
from typing import ClassVar

from bot.faces.web.handlers import SiteHandler


class OpenHandler(SiteHandler):
    """What scripts of other sites may ask where the settings say so."""

    asked_by: ClassVar[str]  # the methods of a request that they may send
    with_headers: ClassVar[str] = ""  # … and its headers, beside those that any page may send

    def prepare(self) -> None:
        self.allow()

    def allow(self) -> None:
        """Whether they may, and that they may read when to try again. Anew where tornado has taken headers away."""
        allowed, origin = self._face.settings.cors, self.request.headers.get("Origin", "")
        if "*" in allowed:
            self.set_header("Access-Control-Allow-Origin", "*")
        elif allowed:
            self.set_header("Vary", "Origin")
            if origin in allowed:
                self.set_header("Access-Control-Allow-Origin", origin)
        if allowed:
            self.set_header("Access-Control-Expose-Headers", "Retry-After")

    def options(self, *told: str) -> None:
        """What a browser asks before it sends the request of a script: that it may is said already."""
        self.set_header("Access-Control-Allow-Methods", self.asked_by)
        if self.with_headers:
            self.set_header("Access-Control-Allow-Headers", self.with_headers)
        self.set_status(HTTPStatus.NO_CONTENT)
