"""Text in, a word-piece tokenizer for Dutch and English out; lower case, without accents."""

from collections.abc import Iterable, Sequence

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SIZE = 24_000  # pieces
MAX_PIECES = 128  # of a text; the transformer reads no more
UNKNOWN = "[UNK]"
SPECIAL = ("[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]")
OWN_WEIGHT = 6  # how often the subject's own texts count beside everybody's


def train(general: Iterable[str], own: Sequence[str], *, size: int = SIZE) -> Tokenizer:
    """A tokenizer whose pieces are the commonest in the general text and the subject's own."""
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN, max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, min_frequency=2, special_tokens=list(SPECIAL), limit_alphabet=200, show_progress=False
    )
    tokenizer.train_from_iterator((text for texts in (general, *[own] * OWN_WEIGHT) for text in texts), trainer)
    tokenizer.decoder = decoders.WordPiece()
    first, last = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", first), ("[SEP]", last)]
    )
    tokenizer.enable_truncation(MAX_PIECES)
    return tokenizer


def pieces(tokenizer: Tokenizer, texts: Sequence[str], *, special: bool) -> list[list[int]]:
    """The ids of each text; with [CLS] and [SEP] around them where special."""
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=special)]
