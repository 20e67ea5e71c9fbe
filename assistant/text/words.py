"""Word tokens with offsets, and the stems of the words that carry content.

Negations and numbers always count as content: one "no" more or less turns a position round.
"""

import re
import threading
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import chain

from assistant.text.normalise import fold
from assistant.text.spans import Span

_WORD = r"[^\W_]+(?:(?<!\d)[\u0300-\u036f]+[^\W_]*)*"  # letters with their marks, and digits without
_TOKEN = re.compile(
    r"\bEE\.?[ \u00a0]?UU\b\.?"  # EE. UU., EE.UU., EEUU
    rf"|(?<!\w)(?:[^\W\d_]\.){{2,}}"  # U.S., S.A.
    r"|\d+(?:[.,]\d+)*(?:[^\W\d_]+)?"  # 12.8, 6,600, 3a
    rf"|{_WORD}(?:[-'’‐‑]{_WORD})*"  # T-MEC, don't, COP30
)
_AROUND = '.,;:¿?¡!“”"()…'
_UNITED_STATES = {"es": frozenset({"eeuu", "eua", "usa", "us", "eu"}), "en": frozenset({"usa", "us", "eeuu"})}
_PREFIXES = frozenset({"no", "ex"})

_SPANISH = """
    el la los las lo un una unos unas de del al a ante bajo con contra desde durante en entre
    hacia hasta para por segun sobre tras y e o u que quien quienes cual cuales cuyo cuya cuyos
    cuyas donde cuando como cuanto porque pues si se me te le les nos os mi mis tu tus su sus
    nuestro nuestra nuestros nuestras yo ella ello ellos ellas usted ustedes nosotros nosotras
    este esta esto estos estas ese esa eso esos esas aquel aquella aquello aquellos aquellas ser
    es son era eran fue fueron sea sean sido siendo soy somos sera seran seria ha han he hemos
    habia habian haber habra hay hubo haya hayan estar estan estamos estaba estaban esten tiene
    tienen tenemos tener muy mas tan tanto tambien ya asi aun entonces luego ahi aqui alli otro
    otra otros otras mismo misma mismos mismas cada todo toda todos todas algo alguien alguno
    alguna algunos algunas mucho mucha muchos muchas uno pero
    """
_ENGLISH = """
    the a an of to in on at by for from with about into onto over under between through during
    before after above below up down out off again then once here there when where why how what
    which who whom whose that this these those and or but if because as until while than so too
    very can could will would shall should may might must do does did doing done is are was were
    be been being am have has had having i me my mine we us our ours you your yours he him his
    she her hers it its they them their theirs one ones each all any some such same other others
    another own also just only both more most much many let
    """

_LONG_NAME = frozenset({("estados", "unidos"), ("united", "states")})

_STEMMING = threading.Lock()

STOPWORDS: dict[str, frozenset[str]] = {
    "es": frozenset(_SPANISH.split()),
    "en": frozenset(_ENGLISH.split()),
}
"""Folded words that carry no content. Negations (no, ni, sin, nunca, not, without …) are not among them."""

_PLURAL_REST = re.compile("(?<=[a-z]{2})[aeo]s?$")
_CONTRACTION = re.compile(r"(?:n't|'(?:s|re|ve|ll|d|m))$")
_IRREGULAR_NEGATION = {"cannot": "can", "can't": "can", "won't": "will", "shan't": "shall", "ain't": "is"}


def tokens(text: str) -> list[Span]:
    """Return the words and numbers of `text` with half-open code-point offsets.

    Compounds and contractions are one token (T-MEC, don't), as are numbers (6,600), "EE. UU." and "U.S.".
    """
    return [Span(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text)]


def content_stems(text: str, lang: str) -> list[str]:
    """Return the folded stems of the content words of `text`, in order and with repetitions.

    Stop words are left out, negations and numbers are kept; "n't" becomes "not". Compounds whose parts are
    words of their own (non-subordination) are taken apart; T-MEC is not. Every way to write the United
    States, short or long, becomes "usa".

    Args:
        text: Any text.
        lang: ``es`` or ``en``.
    """
    # "EE. UU." is the only token with a blank inside.
    found = _stems(text, lang) if "UU" in text else chain.from_iterable(map(_stems_of(lang), text.split()))
    stems = list(found)
    if not _name_ends(lang).isdisjoint(stems):
        # The country may be here under its long name, which has to be seen before its words are cut down.
        words = _joined([word for token in _TOKEN.findall(text) for word in _parts(token, lang)])
        stems = [word for each in words for word in _stem_unless_stop(each, lang)]
    return stems


@cache
def _stems_of(lang: str) -> Callable[[str], tuple[str, ...]]:
    """Return what gives the stems of text without blanks, looked up once: a record repeats its words.

    Whole chunks ("México,") are remembered, which spares a bulk load most of the search for tokens in them.
    """

    @lru_cache(maxsize=65536)
    def stems(chunk: str) -> tuple[str, ...]:
        bare = chunk.strip(_AROUND)
        return stems(bare) if bare != chunk and bare.isalpha() else tuple(_stems(chunk, lang))

    return stems


def _stems(text: str, lang: str) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        for part in _parts(token, lang):
            yield from _stem_unless_stop(part, lang)


def _stem_unless_stop(word: str, lang: str) -> tuple[str, ...]:
    if word in STOPWORDS.get(lang, STOPWORDS["es"]):
        return ()
    return (word,) if word == "usa" else (stem(word, lang),)


@cache
def _name_ends(lang: str) -> frozenset[str]:
    """Return the stems of the words on which the country's long name ends."""
    return frozenset(stem(last, lang) for _, last in _LONG_NAME)


def _joined(words: list[str]) -> list[str]:
    """Put "usa" for the two words of the country's long name."""
    joined: list[str] = []
    for word in words:
        if joined and (joined[-1], word) in _LONG_NAME:
            joined[-1] = "usa"
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=65536)
def stem(word: str, lang: str) -> str:
    """Return the folded Snowball stem of one word, the same with and without its accents.

    Snowball leaves short Spanish words that start with a vowel alone (arma, armas), so the rest of the
    plural is taken off here.
    """
    folded = fold(word)
    # Snowball's stemmers keep the word they work on in themselves: two threads at once would mix theirs.
    with _STEMMING:
        if lang == "en":
            return fold(_stem_word(lang)(folded))
        accented = f"{folded[:-3]}ión" if folded.endswith(("cion", "sion")) else folded
        stemmed = fold(_stem_word(lang)(accented))
    return _PLURAL_REST.sub("", stemmed)


@lru_cache(maxsize=65536)
def _parts(token: str, lang: str) -> tuple[str, ...]:
    """Return the folded words that one token stands for."""
    if token.isupper() and fold(re.sub(r"[.\s]", "", token)) in _UNITED_STATES["en" if lang == "en" else "es"]:
        return ("usa",)
    folded = fold(token).strip(".")
    if folded in _IRREGULAR_NEGATION:
        return (_IRREGULAR_NEGATION[folded], "not")
    bare = _CONTRACTION.sub("", folded)
    if folded.endswith("n't"):
        return (bare, "not")
    pieces = tuple(bare.split("-"))
    return pieces if all(len(piece) >= 3 or piece in _PREFIXES for piece in pieces) else (bare,)


@cache
def _stem_word(lang: str) -> Callable[[str], str]:
    """Return the Snowball stemmer of a language, imported (0.2 s) and made once.

    The library hands the work to PyStemmer where that is installed: the same stems, twenty times as fast.
    """
    from snowballstemmer import stemmer

    stem_word: Callable[[str], str] = stemmer("english" if lang == "en" else "spanish").stemWord
    return stem_word
