"""An agreement with two points of a checklist, the same written anew, and a folder with four points, for whatever looks at them."""

import shutil
from pathlib import Path

from knowledge.folder import CONTENT
from tests.conftest import Folder

DISPUTES = "Geschillen tussen partijen worden in onderling overleg opgelost."
NOTICE = "Elk van de partijen kan de overeenkomst schriftelijk opzeggen met een opzegtermijn van zes maanden."
AGREEMENT = f"# Overeenkomst\n\n## Geschillen\n\n{DISPUTES}\n\n## Looptijd en beëindiging\n\n{NOTICE}\n"
PRIVACY = "Persoonsgegevens van leerlingen worden verwerkt volgens de AVG, de Algemene verordening gegevensbescherming."
ENDING = AGREEMENT.replace("## Geschillen", "## Privacy").replace(DISPUTES, PRIVACY)
SECRET = "Knalgroenhuizen"


def checklist(root: Path) -> Folder:
    """Four points that ship, in both languages, and the entry that one of them leads to."""
    folder = Folder(root)
    for name in ("geschillen", "looptijd-en-beeindiging", "privacy", "ondertekening"):
        for lang in ("nl", "en"):
            path = folder.root / lang / "checklists" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(CONTENT / lang / "checklists" / f"{name}.md", path)
    folder.save("nl/faq/looptijd-en-opzeggen.md", title="hoe lang loopt zij")
    return folder
