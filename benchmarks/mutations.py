"""Changes lines of the record in ways that turn or stretch them, and counts what `check` calls the results.

    python benchmarks/mutations.py [LINES] [SEED]      90 lines and seed 4 by default

Every line as it stands must be consistent; no changed line may be, but for one without an article.
"""

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.assembly import Assistant
from assistant.settings import Settings

NEGATIONS = {"es": "no|nunca|ni|sin|ningún|ninguna|jamás", "en": "not|never|no|without|nor"}
VERBS = {"es": "es|son|hay|puede|debe|tiene|rechaza|acepta", "en": "is|are|has|can|must|was|will"}
COUNTRIES = {"es": ("México", "Estados Unidos"), "en": ("Mexico", "the United States")}
TAILS = {
    "es": (", salvo que Washington lo pida.", " y así lo acatará."),
    "en": (", unless Washington asks.", " and will comply."),
}
ENDS = {
    "es": (
        *("el próximo año", "y en otras cosas", "por ahora", "en principio", "a cambio de otros apoyos"),
        *("para siempre", "de manera permanente", "en beneficio de las empresas", "en la medida de lo posible"),
        *("y en el intercambio de datos personales", "por petición de Washington", "durante la próxima década"),
    ),
    "en": (
        *("next year", "and in other matters", "for now", "in principle", "in exchange for further support"),
        *("forever", "permanently", "for the benefit of companies", "and in the exchange of personal data"),
        *("at Washington's request", "as far as possible", "over the next decade"),
    ),
}
INSIDE = {
    "es": ("parcialmente", "temporales", "privados", "militares", "obligatorios", "secretos"),
    "en": ("partly", "temporary", "private", "military", "compulsory", "secret"),
}
OPPOSITES = {
    "es": [("rechaza", "acepta"), ("respeto", "desprecio"), ("sin", "con")],
    "en": [("rejects", "accepts"), ("respect", "disregard"), ("without", "with")],
}


def changed(line: str, lang: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (kind of change, changed line)."""
    for match in re.finditer(rf"\b(?:{NEGATIONS[lang]})\b ?", line, re.IGNORECASE):
        yield "negation dropped", line[: match.start()] + line[match.end() :]
    if match := re.search(rf"\b(?:{VERBS[lang]})\b", line):
        at = match.start() if lang == "es" else match.end()
        yield "negation added", line[:at] + ("no " if lang == "es" else " not") + line[at:]
    for match in re.finditer(r"\b\d+\b", line):
        yield "figure changed", line[: match.start()] + str(int(match.group()) + 1) + line[match.end() :]
    one, other = COUNTRIES[lang]
    if one in line and other in line:
        yield "countries swapped", line.replace(one, "@").replace(other, one).replace("@", other)
    for tail in TAILS[lang]:
        yield "clause added", line.rstrip(".") + tail
    for end in chance.sample(ENDS[lang], 4):
        yield "end added", f"{line.rstrip('.')} {end}."
    blanks = [match.start() for match in re.finditer(" ", line)]
    if blanks:
        at = chance.choice(blanks)
        yield "word put in", f"{line[:at]} {chance.choice(INSIDE[lang])}{line[at:]}"
    long_words = list(re.finditer(r"\b\w{6,}\b", line))
    if long_words:
        gone = chance.choice(long_words)
        yield "word replaced", line[: gone.start()] + chance.choice(INSIDE[lang]) + line[gone.end() :]
    for word, opposite in OPPOSITES[lang]:
        if re.search(rf"\b{word}\b", line):
            yield "opposite", re.sub(rf"\b{word}\b", opposite, line, count=1)
    words = line.split()
    left_out = chance.randrange(len(words))
    yield "one word dropped", " ".join(words[:left_out] + words[left_out + 1 :])


def main(lines: int = 90, seed: int = 4) -> None:
    """Run the measurement."""
    chance = random.Random(seed)
    total: Counter[str] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as home, Assistant.open(Settings(home=Path(home))) as assistant:
        statements = assistant.statements(limit=500).statements
        pool = [(lang, pair.get(lang)) for s in statements for pair in s.lines for lang in ("es", "en")]
        for lang, line in chance.sample(pool, min(lines, len(pool))):
            for kind, text in [("as it stands", line), *changed(line, lang, chance)]:
                labels = {sentence.label.value for sentence in assistant.check(text, lang=lang).sentences}
                total[kind] += 1
                found[kind, "consistent"] += labels == {"consistent"}
                found[kind, "contradicts"] += "contradicts" in labels
                if kind != "as it stands" and labels == {"consistent"}:
                    print(f"called consistent, {kind}: {text}")
    for kind, count in total.items():
        print(
            f"{kind:<18} {count:>4}   consistent {found[kind, 'consistent']:>4}"
            f"   contradicts {found[kind, 'contradicts']:>4}"
        )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
