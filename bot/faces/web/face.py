"""The web as a face: pages that are read, questions that are asked; opened once the knowledge has been read."""

import asyncio
from dataclasses import dataclass

from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.wording import LANGUAGES
from bot.faces.opened import Opened
from bot.faces.web.kept import Kept, Ready, ready
from bot.faces.web.news import News
from bot.faces.web.pages import Pages, Templates
from bot.faces.web.site import Site
from bot.faces.web.static import File, Static
from bot.faces.web.suggesting import Suggesting
from bot.faces.web.turns import Turns
from bot.faces.web.visitors import Visitors


@dataclass(frozen=True, slots=True)
class Desk:
    """What answers requests, once there is something to answer with."""

    site: Site
    templates: Templates
    pages: Pages
    turns: Turns
    suggesting: Suggesting
    news: News


class WebFace:
    """The site. Everything of it is there from the start but what it is made of."""

    def __init__(self, opened: Opened) -> None:
        self.settings, self.wording, self.metrics = opened.settings, opened.wording, opened.metrics
        self.static = Static()
        self.visitors = Visitors(opened.keys, opened.settings.proxies)
        self.desk: Desk | None = None  # None: the knowledge is still being read
        self.kept = Kept()
        self._packed: dict[str, Ready] = {}  # files that pages use, by address
        self._looking: asyncio.Task[None] | None = None

    def open(self, house: House, conversation: Conversation) -> None:
        """Answer from now on."""
        site = Site(house, conversation, self.settings.web_url)
        templates = Templates(site, self.static)
        pages = Pages(site, templates)
        self.desk = Desk(site, templates, pages, Turns(site, pages), Suggesting(), News(house.records))
        self.look()

    def packed(self, address: str, file: File) -> Ready:
        """A file that pages use, as it is sent."""
        if address not in self._packed:
            self._packed[address] = ready(file.data, file.content_type)
        return self._packed[address]

    def look(self) -> None:
        """The folder may say something else now: what is new is dated at once, though nobody may ask for it for days."""
        if self.desk is not None:
            self._looking = asyncio.create_task(self._look(self.desk))

    async def _look(self, desk: Desk) -> None:
        desk.suggesting.titles("", LANGUAGES[0], desk.site.snapshot)
        await desk.news.dated(desk.site.snapshot)
