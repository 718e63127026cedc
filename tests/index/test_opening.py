"""Opening, in processes of their own: what ships is found beside the code, so each gets a small copy of the program."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from index import calibrations
from index.encoder import FIRST_HALF
from index.opening import load_encoder
from index.ranking import FEATURES, NONE_FEATURES, Look
from index.shipped_encoder import MODEL, ShippedEncoder
from tests.conftest import Folder
from tests.fakes import CALIBRATION, ROOT, small_house, without_transformer

WORDS = (
    *("wie", "meldt", "melden", "de", "route", "tekent", "tekenen", "overeenkomst"),
    *("wat", "kost", "gastles", "weer", "wordt", "het", "morgen", "regent"),
)
QUESTIONS = """
["faq/melden"]
formal = ["wie moet de route melden", "wie meldt die route", "melden route"]
["faq/tekenen"]
formal = ["wie moet de overeenkomst tekenen", "wie tekent die overeenkomst", "tekenen overeenkomst"]
["faq/kosten"]
formal = ["kost die gastles", "wat kost een gastles ons", "gastles kost wat"]
[nothing]
weather = ["wat wordt het weer morgen", "regent het morgen", "wie wordt het"]
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a question."""

    code: int
    answer: dict[str, Any]
    messages: list[str]


class House:
    """A copy of the program, to ask questions of."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.var = root / "var"
        self.model = root / "index" / "model"

    def ask(self, text: str, **environment: str) -> Said:
        found = subprocess.run(
            [sys.executable, "-m", "index", "ask", "--json", text],
            cwd=self.root,
            env={"VAR_DIR": str(self.var), "OMP_NUM_THREADS": "1", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(found.returncode, json.loads(found.stdout or "{}"), found.stderr.splitlines())


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(small_house(tmp_path / "house", WORDS))
    content = Folder(made.root / "knowledge" / "content")
    content.save("nl/faq/melden.md", title="wie meldt de route", body="De school.")
    content.save("nl/faq/tekenen.md", title="wie tekent de overeenkomst", body="Het bestuur.")
    content.save("nl/faq/kosten.md", title="wat kost een gastles", body="Niets.")
    (made.root / "tests" / "questions" / "nl.toml").write_text(QUESTIONS, "utf-8")
    return made


def test_encoder_without_calibration_is_fitted_on_the_tuning_questions_once(house: House) -> None:
    name = ShippedEncoder(house.model).name

    first, second = house.ask("wie meldt de route"), house.ask("wie tekent de overeenkomst")

    fitted = calibrations.load(name, house.var / "calibration.toml")
    assert first.messages == [f"encoder '{name}' has no calibration yet; fitting it on 12 tuning questions"]
    assert second.messages == []
    assert [(said.answer["entry"], said.answer["hits"][0]["similarity"]) for said in (first, second)] == [
        ("faq/melden", 1.0),
        ("faq/tekenen", 1.0),
    ]
    assert fitted is not None
    assert (tuple(fitted.whole.weights), tuple(fitted.whole.none_weights)) == (FEATURES, NONE_FEATURES)


def test_missing_model_leaves_words_alone_and_says_so(house: House) -> None:
    shutil.rmtree(house.model)

    said = house.ask("wie meldt de route")

    assert (said.code, said.answer["entry"], said.answer["hits"][0]["similarity"]) == (0, "faq/melden", 0.0)
    (message,) = said.messages
    assert message.startswith(f"no encoder in {house.model}")
    assert message.endswith("; until then words alone are searched")


def test_missing_transformer_leaves_the_first_half_and_says_so(house: House) -> None:
    without_transformer(house.model, dimension=len(WORDS) + 4)
    half = ShippedEncoder(house.model, first_alone=True).name
    fitted = replace(CALIBRATION, encoder=half.removeprefix(FIRST_HALF), quick=CALIBRATION.whole, whole=Look({}, {}))
    calibrations.save(fitted, house.root / "index" / "calibration.toml", comment="")

    said = house.ask("wie meldt de route")

    assert (said.code, said.answer["entry"], said.answer["hits"][0]["similarity"]) == (0, "faq/melden", 1.0)
    (message,) = said.messages
    assert message.startswith(f"{house.model / 'transformer.onnx'} is missing")
    assert message.endswith("; until then the first half of the encoder and words are searched")


@pytest.mark.skipif(not (MODEL / "transformer.onnx").exists(), reason=f"no transformer in {MODEL}")
def test_clear_question_is_answered_without_the_half_that_it_does_not_need(tmp_path: Path) -> None:
    """Of what ships, since the small models of tests have one half."""
    told = "import sys; from index.__main__ import main; main(['ask', 'Mogen we samenwerken zonder gemelde route?']); print('onnxruntime' in sys.modules)"

    found = subprocess.run(
        [sys.executable, "-c", told],
        cwd=ROOT,
        env={"VAR_DIR": str(tmp_path), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.splitlines()[-1] == "False"


def test_missing_kinds_cost_no_answer_and_are_told(house: House) -> None:
    (house.model / "kinds.npz").unlink()

    said = house.ask("wie meldt de route")

    assert (said.code, said.answer["entry"]) == (0, "faq/melden")
    assert any("kinds.npz" in message and message.endswith("known not to be ours") for message in said.messages)


def test_missing_intents_cost_no_answer_and_are_told(house: House) -> None:
    (house.model / "intents.npz").write_bytes(b"no archive")

    said = house.ask("wie meldt de route")

    assert (said.code, said.answer["entry"]) == (0, "faq/melden")
    assert any("intents.npz" in message and message.endswith("are answered at once") for message in said.messages)


def test_missing_sounds_cost_no_answer_and_are_told(house: House) -> None:
    (house.model / "sounds.npz").unlink()

    said = house.ask("wie meldt de route")

    assert (said.code, said.answer["entry"]) == (0, "faq/melden")
    assert any("sounds.npz" in message and message.endswith("are found in agreements") for message in said.messages)


def test_without_tuning_questions_words_alone_serve(house: House) -> None:
    """As where the program was installed without its tests."""
    shutil.rmtree(house.root / "tests")
    name = ShippedEncoder(house.model).name

    said = house.ask("wie meldt de route")

    assert (said.code, said.answer["entry"], said.answer["hits"][0]["similarity"]) == (0, "faq/melden", 0.0)
    assert said.messages == [
        f"encoder '{name}' has no calibration, and there are no tuning questions in {house.root / 'tests' / 'questions'} "
        "to fit one on; words alone are searched"
    ]


def test_place_where_nothing_can_be_kept_costs_no_answer(house: House) -> None:
    (house.root / "file").write_text("")

    said = house.ask("wie meldt de route", VAR_DIR=str(house.root / "file" / "var"))

    assert (said.code, said.answer["entry"], said.answer["hits"][0]["similarity"]) == (0, "faq/melden", 1.0)
    assert said.messages[1:] == [
        f"the calibration could not be kept in {house.root / 'file' / 'var' / 'calibration.toml'} (Not a directory); "
        "it will be fitted again at the next start"
    ]


def test_folder_of_ones_own_is_answered_from(house: House, tmp_path: Path) -> None:
    """Its entries have nothing to do with the content that the numbers were fitted on."""
    own = Folder(tmp_path / "own")
    own.save("nl/faq/regen.md", title="regent het morgen", body="Ja.")

    said = house.ask("regent het morgen", KNOWLEDGE_DIR=str(own.root))

    assert [hit["id"] for hit in said.answer["hits"]] == ["faq/regen"]


def test_program_without_any_numbers_says_what_to_restore(house: House) -> None:
    (house.root / "index" / "calibration.toml").unlink()

    said = house.ask("wie meldt de route")

    assert said.code == 1
    assert "has no [words]; restore it from git or run `make evaluate WRITE=1`" in said.messages[-1]


def test_setting_that_cannot_be_used_ends_the_program(house: House) -> None:
    said = house.ask("wie meldt de route", KNOWLEDGE_DIR=str(house.root / "nowhere"))

    assert (said.code, said.answer) == (2, {})
    assert said.messages == [
        f"KNOWLEDGE_DIR is '{house.root / 'nowhere'}', which is no folder; set it to a folder with entries"
    ]


@pytest.mark.skipif(find_spec("sentence_transformers") is None, reason="sentence-transformers is not installed")
@pytest.mark.filterwarnings("default::DeprecationWarning", "default::FutureWarning", "default::UserWarning")
def test_encoder_that_is_not_there_leaves_words_alone(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"

    encoder, notice = load_encoder(str(missing))

    assert encoder is None
    assert notice == (
        f"there is no folder {missing}; set ENCODER to a model's folder or hub name, or leave it out for the one that ships; "
        "until then words alone are searched"
    )


@pytest.mark.skipif(not (MODEL / "manifest.json").exists(), reason=f"no model in {MODEL} yet")
def test_encoder_that_ships_is_loaded_and_calibrated() -> None:
    encoder, notice = load_encoder("")

    assert (notice, encoder is not None) == ("", True)
    assert encoder is not None
    if not calibrations.SHIPPED.exists():
        pytest.skip(f"no {calibrations.SHIPPED} yet")
    assert calibrations.load(encoder.name, calibrations.SHIPPED) is not None
    assert calibrations.load(calibrations.WORDS_ALONE, calibrations.SHIPPED) is not None
