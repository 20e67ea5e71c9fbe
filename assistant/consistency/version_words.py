"""Words by which two versions of a text are compared: what denies, what is named alike, which terms are a pair."""

import re

DENYING = {
    "es": re.compile(r"\b(?:no|nunca|jamas|tampoco|ningun\w*|nadie|nada)\b"),
    "en": re.compile(r"\b(?:no|not|never|neither|nor|none|nobody|nothing|cannot)\b|n't\b"),
}
"""Words that deny."""
DENYING_A_VERB = {"es": re.compile(r"\bno\b"), "en": re.compile(r"\b(?:not|cannot|no|never)\b|n't\b")}
"""Those of them that each deny a verb of its own; the others may only strengthen one of these."""
UNDENYING = {
    "es": re.compile(
        r"\bsin (?:\w+ ){1,3}(?:ningun\w*|nadie|nada)\b|\bno (?:\w+ ){1,3}(?:solo|solamente|unicamente)\b|"
        r"\bno (?:obstante|solo|solamente|unicamente|intervencion|"
        r"injerencia|discriminacion|proliferacion|violencia)\b|"
        r"\bnada mas\b|\bsi no\b|\bhasta que no\b"
    ),
    "en": re.compile(
        r"\bnot (?:\w+ ){0,2}(?:only|just|merely)\b|\bno doubt\b|\bnon-\w+|\bno\. \d|\bnothing but\b|\bno later than\b"
    ),
}
"""What looks like a denial and is none."""
SOFTLY_DENYING = {
    "es": re.compile(
        r"\b(?:sin|ni|rechaz\w*|neg(?:ar|o|aron|amos)|nieg\w+|fals\w*|impid\w*|impedi\w*|evit\w*|prohib\w*|lejos|"
        r"carec\w*|"
        r"falta\w*|salvo|excepto|solo|solamente|ajen[oa]s?|dej(?:o|ar|aron|a) de|en lugar|sino|cero|descart\w*|"
        r"exclu\w*|opon\w*|"
        r"opus\w*|contrari\w*|otro modo|ces(?:e|en|ar)|no (?:intervencion|injerencia|discriminacion|proliferacion)|"
        r"si no|"
        r"in(?:acept|admis|debid|just|exist|cumpl|sufic|document|viol|cierto|necesar|apropiad|negoci)\w*|"
        r"i(?:legal|licit|legitim|mposib|rregular)\w*|im(?:pun|pens|proced)\w*|des(?:conoc|ment|apar|arm|vincul|"
        r"acuerd)\w*)\b"
    ),
    "en": re.compile(
        r"\b(?:without|reject\w*|den(?:y|ies|ied|ial)|refus\w*|fals\w*|prevent\w*|avoid\w*|prohibit\w*|forbid\w*|"
        r"far from|"
        r"lack\w*|fail\w*|unless|except|only|instead|rather than|regardless|otherwise|"
        r"keep(?:s|ing)? [^.;]{1,60} from|"
        r"away from|stop\w*|zero|rul(?:e|es|ed) out|exclu\w*|oppos\w*|contrary|whatever|free of|outside|beyond|"
        r"ceas\w*|or|"
        r"un(?:accept|able|fair|just|likely|known|lawful|friendly|founded|clear|condition|necess|document|true|author|"
        r"resolved|wanted|manned)\w*|in(?:admiss|suffic|viol|ability|exist|appropri|tolerab)\w*|i(?:llegal|llicit|"
        r"rregular)\w*|"
        r"im(?:possib|pun|proper)\w*|dis(?:agree|arm|appear|own|regard|miss)\w*|non-\w+)\b"
    ),
}
"""Words that a translator may put in the place of a denial."""
COUNTRIES = {
    "cuba": "Cuba", "canada": "Canada", "brasil": "Brazil", "brazil": "Brazil", "colombia": "Colombia",
    "guatemala": "Guatemala", "honduras": "Honduras", "nicaragua": "Nicaragua", "venezuela": "Venezuela",
    "ecuador": "Ecuador", "peru": "Peru", "bolivia": "Bolivia", "chile": "Chile", "argentina": "Argentina",
    "uruguay": "Uruguay", "paraguay": "Paraguay", "haiti": "Haiti", "china": "China", "japon": "Japan",
    "japan": "Japan", "rusia": "Russia", "russia": "Russia", "ucrania": "Ukraine", "ukraine": "Ukraine",
    "israel": "Israel", "palestina": "Palestine", "palestine": "Palestine", "iran": "Iran", "irak": "Iraq",
    "iraq": "Iraq", "india": "India", "espana": "Spain", "spain": "Spain", "francia": "France", "france": "France",
    "alemania": "Germany", "germany": "Germany", "italia": "Italy", "italy": "Italy", "portugal": "Portugal",
    "turquia": "Turkey", "turkey": "Turkey", "groenlandia": "Greenland", "greenland": "Greenland", "panama": "Panama",
}  # fmt: skip
"""Countries by their folded one-word names in both languages."""
SAME_IN_BOTH = frozenset(
    {"dea", "fbi", "cia", "ice", "celac", "unesco", "unicef", "opec", "g20", "cop30", "cjng"}
    | {
        "trump",
        "rubio",
        "landau",
        "vance",
        "biden",
        "carney",
        "lula",
        "petro",
        "maduro",
        "milei",
        "netanyahu",
        "zelensky",
    }
    | {
        "tijuana",
        "texas",
        "california",
        "arizona",
        "florida",
        "chihuahua",
        "sinaloa",
        "sonora",
        "jalisco",
        "tamaulipas",
    }
    | {"guadalajara", "monterrey", "chicago", "houston", "miami", "gaza", "bogota", "davos"}
)
"""Folded names that are written alike in both languages."""


def _any(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


TERM_PAIRS: tuple[dict[str, tuple[re.Pattern[str], re.Pattern[str]]], ...] = (
    {
        "es": (_any(r"entendimientos?"), _any(r"acuerdos?|convenios?|tratados?|pactos?")),
        "en": (_any(r"understandings?"), _any(r"agreements?|treaty|treaties|deals?|pacts?|accords?")),
    },
    {
        "es": (_any(r"traslad\w+|envi[oa]\w*"), _any(r"extradi\w+")),
        "en": (_any(r"transfer\w*|sen[dt]\w*"), _any(r"extradit\w+")),
    },
    {
        "es": (_any(r"repatri\w+"), _any(r"deport(?:a|o|ad|ac)\w*")),
        "en": (_any(r"repatriat\w+|return\w*"), _any(r"deport\w+")),
    },
    {
        "es": (_any(r"colabor\w+|cooper\w+|coordin\w+"), _any(r"subordin\w+|somet\w+")),
        "en": (_any(r"collaborat\w+|cooperat\w+|coordinat\w+"), _any(r"subordinat\w+|submi\w+")),
    },
    {
        "es": (_any(r"delincuencia organizada|grupos delictivos|grupos criminales"), _any(r"terroris\w+")),
        "en": (_any(r"organi[sz]ed crime|criminal groups"), _any(r"terroris\w+")),
    },
)
"""Words of which one is not the other, in both languages: the first of one belongs to the first of the other."""
