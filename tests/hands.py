"""Somebody who does at random what people, editors and programs do to a content folder, for tests of what comes of it."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

NAMES = ("a", "b", "c", "index", "Een naam", "2024-01-02-d", "_index")
PLACES = ("nl", "nl/faq", "nl/faq/diep", "en/faq", "en", "nl/checklists", "nl/activities", "fr/x")
TITLES = ("Wie meldt?", "wie meldt", "Wat kost het?", "Hoe laat?", "Inleiding", "Een naam")
ASKS = (*TITLES, "mag het ook zo", "Mag het ook zo?", "wat is een route", "en als het regent")
IDS = tuple(
    f"{folder}{name}" for folder in ("", "faq/", "faq/diep/", "checklists/") for name in ("a", "b", "c", "d", "weg")
)
LINKS = (
    "[hier](b.md)",
    "[](/faq/a)",
    "[x](../faq/c.md)",
    "[[Een naam]]",
    "[[Wie meldt?|zo]]",
    "[[faq/diep/a]]",
    "[d](d)",
    "[[weg]]",
)


class Hands:
    """Somebody who does at random what people, editors and programs do to a content folder."""

    def __init__(self, seed: int, root: Path) -> None:
        self.root, self.dice = root, random.Random(seed)
        self.deeds: list[tuple[int, Callable[[], None]]] = [
            (30, self.write),
            (30, self.edit),
            (6, self.delete),
            (6, self.move),
            (2, self.move_folder),
            (2, self.delete_folder),
            (3, self.break_file),
            (3, self.link),
            (2, self.set_aside),
            (2, self.beside),
            (2, self.top),
            (2, self.about),
            (3, self.ask),
            (1, self.routes),
            (1, self.outside),
            (2, self.rename_case),
            (1, self.twin),
        ]

    def does(self) -> str:
        """One deed; what it was."""
        weights, deeds = zip(*self.deeds, strict=True)
        deed = self.dice.choices(deeds, weights)[0]
        deed()
        return deed.__name__

    def _path(self) -> Path:
        place, name = self.dice.choice(PLACES), self.dice.choice(NAMES)
        return self.root / place / f"{name}{self.dice.choice(('.md', '.md', '.md', '.markdown', '.mdx'))}"

    def _there(self) -> Path | None:
        found = sorted(path for path in self.root.rglob("*.m*") if path.is_file() or path.is_symlink())
        return self.dice.choice(found) if found else None

    def _some(self, of: tuple[str, ...], most: int) -> list[str]:
        return self.dice.sample(of, self.dice.randint(0, most))

    def _text(self) -> str:
        dice = self.dice
        lines = []
        if dice.random() < 0.75:
            lines.append(f'title: "{dice.choice(TITLES)}"')
        for key, of, chance in (("asks", ASKS, 0.6), ("see", IDS, 0.4), ("was", IDS, 0.1), ("aliases", TITLES, 0.1)):
            if dice.random() < chance and (some := self._some(of, 3)):
                lines += [f"{key}:", *(f'  - "{one}"' for one in some)]
        for line, chance in (
            ("draft: true", 0.05),
            ("hidden: true", 0.06),
            ("checked: 2027-01-01", 0.05),
            (f"number: {dice.randint(1, 3)}", 0.2),
            ("titel: oeps", 0.05),
        ):
            if dice.random() < chance:
                lines.append(line)
        heading = f"# {dice.choice(TITLES)}\n\n" if dice.random() < 0.4 else ""
        links = " ".join(self._some(LINKS, 3)) if dice.random() < 0.5 else ""
        body = f"{heading}Antwoord {dice.randint(1, 4)}. {links}\n" if dice.random() < 0.95 else ""
        text = "\n".join(["---", *lines, "---", body]) if lines else body
        return text.replace("\n", "\r\n") if dice.random() < 0.1 else text

    def write(self) -> None:
        path = self._path()
        if not path.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self._text().encode())

    def edit(self) -> None:
        if path := self._there():
            if path.is_symlink() and not path.is_file():
                path.unlink()
            path.write_bytes(self._text().encode())

    def delete(self) -> None:
        if path := self._there():
            path.unlink()

    def move(self) -> None:
        to = self._path()
        if (path := self._there()) and not to.is_dir():
            to.parent.mkdir(parents=True, exist_ok=True)
            path.rename(to)

    def move_folder(self) -> None:
        one, other = self.root / self.dice.choice(PLACES), self.root / self.dice.choice(PLACES)
        if one.is_dir() and not other.exists() and other.parent.is_dir() and one not in other.parents:
            one.rename(other)

    def delete_folder(self) -> None:
        shutil.rmtree(self.root / self.dice.choice(PLACES), ignore_errors=True)

    def break_file(self) -> None:
        if path := self._there():
            broken = (
                b"---\ntitle: a: b\n---\nx\n",
                b"---\ntitle: a: b\n---\nx\n ",
                b"\xff",
                b"",
                b"---\nasks: [\n---\n",
            )
            path.write_bytes(self.dice.choice(broken)) if path.is_file() else None

    def link(self) -> None:
        path, to = self._path(), self._there() or self.root
        if not os.path.lexists(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(self.dice.choice((to, self.root / "nl", self.root.parent, self.root / "weg.md")))

    def twin(self) -> None:
        path, to = self._path(), self._there()
        if to and to.is_file() and not os.path.lexists(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            os.link(to.resolve(), path)

    def set_aside(self) -> None:
        path = (
            self.root
            / self.dice.choice(PLACES)
            / self.dice.choice(("_concept/a.md", "_later.md", ".git/x", "_concept/b/c.md"))
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink() if path.exists() else path.write_text("x")

    def beside(self) -> None:
        name = self.dice.choice(("plaatje.png", "brief.docx", "x.txt", "plaatje.jpg", "a\x07b.md"))
        path = self.root / self.dice.choice(PLACES) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink() if path.exists() else path.write_text("x")

    def top(self) -> None:
        path = self.root / self.dice.choice(("README.md", "los.csv", "docs/uitleg.md", "docs/x.md", "faq/y.md"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink() if path.exists() else path.write_bytes(self._text().encode())

    def outside(self) -> None:
        """So many that most lie in no folder of a language, and back."""
        folder = self.root / "wiki"
        if folder.exists():
            shutil.rmtree(folder)
            return
        folder.mkdir(parents=True)
        for number in range(12):
            (folder / f"{number}.md").write_bytes(self._text().encode())

    def about(self) -> None:
        path = self.root / "about.toml"
        texts = ('[nl]\nname = "Bieb"\n', '[nl]\nnaam = "Bieb"\n', "[nl", '[nl]\nname = "Bad"\n[en]\nname = "Pool"\n')
        path.unlink() if path.exists() and self.dice.random() < 0.3 else path.write_text(self.dice.choice(texts))

    def ask(self) -> None:
        path = self.root / self.dice.choice(("questions.toml", "questions.csv"))
        some = [(self.dice.choice(ASKS), self.dice.choice(IDS)) for _ in range(3)]
        if path.suffix == ".csv":
            text = "vraag;tekst\n" + "".join(f"{ask};{entry}\n" for ask, entry in some)
        else:
            text = "".join(f'["{entry}"]\nnl = ["{ask}"]\n' for ask, entry in {e: a for a, e in some}.items())
        path.unlink() if path.exists() and self.dice.random() < 0.2 else path.write_text(text)

    def routes(self) -> None:
        path = self.root / "routes.csv"
        text = f"School;Mbo;Opleiding\nDe School;ROC;{self.dice.choice(('Zorg', 'Techniek'))}\n"
        path.unlink() if path.exists() and self.dice.random() < 0.4 else path.write_text(text)

    def rename_case(self) -> None:
        if (path := self._there()) and not (to := path.with_name(path.name.upper())).exists():
            path.rename(to)
