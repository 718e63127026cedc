"""Settings in, a retriever that is ready to be asked out; whatever can't be loaded is said, and words serve instead."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index import calibrations, heads, kept_index, memory, questions, seed
from index.cache import EmbeddingCache
from index.calibrations import ELSEWHERE
from index.embedding import Progress
from index.encoder import Encoder, EncoderError
from index.kept_index import KeptFile
from index.ranking import Calibration
from index.retriever import Retriever
from index.settings import IndexSettings
from index.shipped_encoder import ShippedEncoder
from knowledge import kept_files, private
from knowledge.collecting import seldom_collected
from knowledge.entry import Reading
from knowledge.folder import CONTENT, read_folder
from knowledge.reader import Reader

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A retriever, and what an operator ought to know about how it was opened."""

    retriever: Retriever
    reading: Reading
    reader: Reader  # who made it, to read what differs later
    notice: str  # why words alone are searched, or a half of the encoder; empty where all of it serves


async def open_retriever(
    settings: IndexSettings, *, progress: Progress | None = None, say: Callable[[str], None] = logger.warning
) -> Opened:
    """Load the encoder, its calibration and the folder, which is read meanwhile."""
    memory.hold_no_freed()
    private.mend(settings.var_dir)
    with seldom_collected():
        being_read = asyncio.create_task(asyncio.to_thread(_read, settings, reader := Reader(settings.knowledge_dirs)))
        encoder, notice = await asyncio.to_thread(load_encoder, settings.encoder)
        retriever, reason = await _calibrated(encoder, settings, progress, say)
        notice = notice or reason
        if notice:
            say(notice)
        await retriever.loaded()
        reading = await being_read
        await retriever.refresh(reading, progress)
        await asyncio.to_thread(memory.give_back)
    return Opened(retriever, reading, reader, notice)


def _read(settings: IndexSettings, reader: Reader) -> Reading:
    """The folders; a file that was read at an earlier start, and has not changed, is not read again."""
    path = settings.var_dir / kept_files.NAME
    known = kept_files.load(path)
    reading = reader.read()
    kept_files.save(path, known)
    return reading


def load_encoder(name: str) -> tuple[Encoder | None, str]:
    """The encoder; of the one that ships its first half where only that can be read, None where words alone serve.

    With a sentence that says why; empty where nothing is amiss.
    """
    try:
        if name:
            from index.sentence_encoder import SentenceEncoder  # slow to import, and not there in a slim install

            return SentenceEncoder(name), ""
        return ShippedEncoder(), ""
    except EncoderError as error:
        fault = str(error)
    if not name:
        with suppress(EncoderError):
            return ShippedEncoder(
                first_alone=True
            ), f"{fault}; until then the first half of the encoder and words are searched"
    return None, f"{fault}; until then words alone are searched"


def open_cache(encoder: Encoder, settings: IndexSettings) -> EmbeddingCache:
    """The vectors that an encoder has computed, those that ship included."""
    return EmbeddingCache(settings.var_dir / "cache.db", encoder.name, partial(seed.load, encoder.name))


async def _calibrated(
    encoder: Encoder | None, settings: IndexSettings, progress: Progress | None, say: Callable[[str], None]
) -> tuple[Retriever, str]:
    """A retriever with fitted numbers; where the encoder has none yet they are fitted now, and kept in VAR_DIR."""
    kept = settings.var_dir / "calibration.toml"
    words = calibrations.load(calibrations.WORDS_ALONE, calibrations.SHIPPED)
    if words is None:
        raise FileNotFoundError(
            f"{calibrations.SHIPPED} has no [{calibrations.WORDS_ALONE}]; restore it from git or run `make evaluate WRITE=1`"
        )
    words_elsewhere = calibrations.load(ELSEWHERE.format(calibrations.WORDS_ALONE), calibrations.SHIPPED)
    # Where the model is missing altogether, its notice says it all.
    learned = partial(heads.load, encoder.name if encoder else "", say if encoder else _unsaid)
    if encoder is None:
        return Retriever(None, None, words, words_elsewhere, heads=learned), ""
    cache = open_cache(encoder, settings)
    by_words = (words, words_elsewhere)
    own, own_there = (calibrations.load(name, kept) for name in _own_names(encoder))
    if found := own or calibrations.load(encoder.name, calibrations.SHIPPED, kept):
        there = own_there or calibrations.load(ELSEWHERE.format(encoder.name), calibrations.SHIPPED, kept)
        file = KeptFile(settings.var_dir / kept_index.NAME, encoder.name)
        return Retriever(encoder, cache, found, there, by_words, heads=learned, kept=file), ""
    asked = questions.load()
    if not asked:
        return Retriever(None, None, words, words_elsewhere, heads=learned), (
            f"encoder '{encoder.name}' has no calibration, and there are no tuning questions in {questions.FOLDER} to fit one on; "
            "words alone are searched"
        )
    say(f"encoder '{encoder.name}' has no calibration yet; fitting it on {len(asked)} tuning questions")
    retriever = Retriever(encoder, cache, words, words_elsewhere, by_words, heads=learned)
    retriever.calibration, retriever.elsewhere = await fit_calibrations(retriever, encoder, asked, progress)
    _keep((retriever.calibration, retriever.elsewhere), kept, say)
    return retriever, ""


def _unsaid(_: str) -> None:
    """Of what is said otherwise."""


def _own_names(encoder: Encoder) -> tuple[str, str]:
    """Under which the numbers are kept that a folder's own questions were fitted on: on our subject, and on another."""
    name = calibrations.of_folder(encoder.name)
    return name, ELSEWHERE.format(name)


async def fit_calibrations(
    retriever: Retriever, encoder: Encoder, asked: tuple[questions.Asked, ...], progress: Progress | None
) -> tuple[Calibration, Calibration]:
    """Fit on the tuning questions, which are about the content that ships: for that, and for folders on other subjects."""
    from index import elsewhere, tuning  # of no use to an encoder that has been fitted

    snapshot = await retriever.build(await asyncio.to_thread(read_folder, CONTENT), progress)
    found = await tuning.searched(retriever, encoder.name, snapshot, asked)
    ours = await asyncio.to_thread(found.fitted)
    return ours, await asyncio.to_thread(elsewhere.fit, encoder)


def _keep(found: Sequence[Calibration], path: Path, say: Callable[[str], None]) -> None:
    try:
        private.make_file(path)
        for calibration in found:
            calibrations.save(
                calibration, path, comment="Fitted on this machine, for encoders that do not ship; may be deleted."
            )
    except OSError as error:
        say(
            f"the calibration could not be kept in {path} ({error.strerror}); it will be fitted again at the next start"
        )
