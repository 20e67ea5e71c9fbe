"""What working notes look like: the words of people and programs at work on a text, in both languages.

A note that goes out embarrasses, and a sentence held back costs a minute; yet each pattern keeps clear of what
officials really write: "versión estenográfica", "siglo XX", "(pendiente de ratificación)", "[…]" in a quotation.
"""

import re
from collections.abc import Iterator

_LINE = r"(?:^|(?<=\n)|(?<=[.!?…»”\"\])] )|(?<=[.!?] [¡¿]))[ \t•*\-–—]*"
"""The beginning of a line or of a sentence."""
_END = r"(?=\s*(?:[.,;:!?)\]…]|$|\n))"

_AT_ONCE = (
    r"(?: as[ií]| ya| ahora| hoy| mañana| tal cual| de una vez| o (?:no|espero|esperamos|qu[eé])\b[^?\n]{0,20})?\s*\?"
)
"""How a question about the text itself goes on; "¿los dejamos solos?" asks about something else."""

_QUESTIONS = (
    r"¿\s*(?:y si |entonces |ya )?(?:te |se )?l[oae]s? (?:suelto|soltamos|publico|tuiteo|tuiteamos|subo|"
    r"subimos)\b[^?\n]{0,60}\?",
    r"¿\s*(?:y si |entonces |ya )?(?:te |se )?l[oae]s? (?:mando|mandamos|publicamos|dejo|dejamos|env[ií]o|"
    r"enviamos|cambio|cambiamos|"
    rf"pongo|ponemos|quito|quitamos|paso|pasamos|ajusto|ajustamos|recorto|recortamos)\b{_AT_ONCE}",
    r"¿\s*(?:y )?as[ií] (?:est[aá] bien|va bien|queda bien|te parece|l[oa] (?:dej|mand|suelt|sub|public|"
    r"pon)\w*)\b[^?\n]{0,40}\?",
    r"¿\s*(?:as[ií]|va as[ií]|queda as[ií]|as[ií] (?:va|queda)|ok(?:ay)?|te parece(?: bien| as[ií])?|"
    r"qu[eé] (?:opinas|te parece)|"
    r"est[aá] (?:bien|ok) as[ií]|sale|jala|va bien|(?:me )?confirmas)\s*\?",
    r"¿\s*(?:c[oó]mo (?:l[oa] )?ves|le (?:cambi|quit|baj|recort)(?:o|as|amos)|puedes (?:revisar|checar)|"
    r"qui[eé]n (?:autoriza|valida) (?:esto|el texto))\b[^?\n]{0,40}\?",
    r"\b(?:shall|should|can|do) (?:i|we) (?:post|send|release|publish|tweet|run with|go with) (?:it|"
    r"this)\b[^?\n]{0,40}\?",
    r"\b(?:ok|okay|good|ready|cleared) to (?:send|post|go|publish|release|tweet)\s*\?",
    r"\b(?:is this|does this|how(?:'s| is| does) this) (?:ok|okay|work|look|sound|read)(?: to you| ok| okay|"
    r" well)?\s*\?",
    rf"{_LINE}(?:any )?thoughts\s*\?|\bcan you (?:check|review|look at|proofread) (?:this|it)\b[^?\n]{{0,40}}\?",
)

_VERSIONS = (
    r"\b(?:versi[oó]n|version|v|ver|vers)\.?[ _]?\d+(?:\.\d+)*[ _,(–-]{1,3}(?:final|borrador|limpia|corregida|"
    r"con cambios|draft|"
    r"clean|ok|buena|definitiva)\b",
    r"\bfinal[ _-]?final\w*|\bfinal[ _-]v\d+\b|\b(?:la|el) buen[oa] final\b|\bversi[oó]n (?:buena|limpia|"
    r"con cambios)\b",
    r"\b[\w-]{1,80}\.(?:docx?|odt|rtf|gdoc|pages)\b",
    rf"{_LINE}(?:borrador|draft|versi[oó]n preliminar|working draft|first draft)(?: \d+| v\d+)?\s*[:\])]",
    r"\bpropuesta de (?:tuit|tweet|post|publicaci[oó]n|mensaje|comunicado|texto) ?(?:\d+|final)?\s*:",
    rf"{_LINE}(?:opci[oó]n|option|alternativa) (?:\d|[a-c])\s*[:)]",
    r"\bdocs\.google\.com/\S+|\bsharepoint\.com/\S+",
)

_INNER = (
    r"verific\w*|confirm\w*|pendiente|pdte|pend|por (?:confirmar|definir|verificar|completar)|revisar|checar|"
    r"check\w*|cotejar|"
    r"insert\w*|complet\w*|agregar|a[ñn]adir|poner|falta\w*|actualizar|quitar|borrar|corregir|validar|fuente\??|"
    r"(?:cifra|dato|fecha|nombre|lugar|cargo|hora|monto)s?|(?:poner|citar|inserte|a[ñn]ada) \w+|tbc|tbd|tk|add|"
    r"to be \w+|"
    r"(?:your|tu|su|the|el|la)? ?(?:name|nombre|title|date|figure|number|place|cargo|organization|"
    r"instituci[oó]n)|source\??|"
    r"citation needed|placeholder|needs? \w+|delete|remove|ojo|nota\b|note to|todo|fixme|link|liga|foto|image|imagen"
)
_BRACKETS = (
    rf"[\[<{{]\s*(?:{_INNER})(?:[\s:,/¿?][^\]>}}\n]{{0,80}})?[\]>}}]",
    r"\[\s*(?:_+|\?+|x{2,}|\.{4,})\s*\]|\{\{[^}\n]{0,60}\}\}|\[\s*\]",
    r"\(\s*(?:verificar|confirmar|revisar|checar|cotejar|pendiente|por confirmar|por definir|por verificar|tbc|tbd|"
    r"check|to be confirmed|to check)\s*[.:!?]*\s*\)",
    r"\(\s*(?:(?:verificar|confirmar|revisar|checar|cotejar|validar) (?:con|si|la|el|los|las|dato|cifra|fecha)|ojo\b|"
    r"falta(?:n)? (?:dato|cifra|fecha|nombre|fuente|link|liga|foto|vobo)|check with|confirm with|ask )[^)\n]{0,80}\)",
)

_LABELS = (
    r"(?:¡\s*)?\bojo\b\s*(?:!\s*)?(?::|,? con (?:esto|esta (?:cifra|fecha|parte|frase)|este (?:dato|"
    r"p[aá]rrafo))|!)|\b¡ojo!",
    rf"{_LINE}(?:nota (?:interna|para m[ií]|mental|de trabajo|para (?:el|la) (?:equipo|editor|redactor)\w*)|"
    rf"note to self|internal note|"
    r"aviso interno|fyi|psi|nb interno|heads[- ]up|pendientes?|por hacer|to do|corregir|cambiar por)\s*[:—–]",
    rf"{_LINE}(?:p\.?\s?d\.?\s*:?\s*(?:para ti|no publi|ojo|lo de))",
    rf"{_LINE}(?:no (?:publicar|difundir|tuitear|subir)|do not (?:publish|post|release|distribute)|"
    rf"not for (?:release|publication|"
    r"distribution))(?:\s+(?:todav[ií]a|a[uú]n|hasta|sin|yet|until|before|without)\b[^.\n]{0,60})?" + _END,
    rf"{_LINE}(?:solo )?(?:para uso interno|de uso interno|uso interno|for internal use(?: only)?|internal use only)"
    + _END,
    r"\b(?:confirmar|checar|revisar|validar|consultar|cotejar) con (?:jur[ií]dico|consultor[ií]a|"
    r"comunicaci[oó]n social|prensa)\b",
    r"\b(?:check|confirm|clear) with (?:legal|comms|the press office|the legal team)\b",
    r"\blorem(?: ipsum)?\b|\bipsum\b|\bdolor sit amet\b|\b(?:bla[ ,]+){2,}|\basdf\w*|\bqwerty\w*",
)

_CHAT = (
    r"\bte l[oa] (?:paso|mando|env[ií]o|comparto|dejo)\b|\bah[ií] (?:te )?va(?: l[ao] (?:nueva|versi[oó]n|buena))?"
    + _END,
    r"\bte (?:paso|mando) (?:el|la|los|las|mi|un|una) (?:texto|versi[oó]n|borrador|tuit|tweet|post|propuesta|"
    r"cambios?|documento|archivo|liga|link)\b",
    r"\b(?:me avisas|av[ií]same|dime si|d[ií]ganme si|quedo (?:al )?pendiente|quedo atent[oa]|"
    r"[eé]chale un (?:ojo|vistazo)|porfa|porfis)\b",
    r"\bpara (?:tu|su) (?:visto bueno|vobo|revisi[oó]n y visto bueno|ok)\b|\bvobo\b|\bvo\.? ?bo\.?(?!\w)",
    r"\bja(?:ja)+\b|\bje(?:je)+\b|\blol\b|\bmmm+\b|\blgtm\b|\bwip\b|\bpls\b|\bplz\b|\basap\b",
    r"\blet me know (?:if|what|when)\b|\bfor your (?:review|approval|clearance|sign-?off)\b|"
    r"\bsending you (?:the|this|my)\b|"
    r"\bhere(?:'s| is| are) the (?:latest|new|clean|updated) (?:draft|version|text|copy)\b|"
    r"\bsee my (?:comments?|edits?)\b",
    r"\w{0,30}\?{2,}",
)

_TRACKED = (
    r"\{(?:\+\+|--|~~|>>|==)[^{}\n]{0,200}\}|\{\+\+|\+\+\}|\{--|--\}|\{~~|~~\}|\{>>|<<\}|\{==|==\}|"
    r"~~[^~\n]{1,200}~~|</?(?:ins|del|mark|comment)\b[^>\n]{0,100}>",
    r"\b(?:comentado|commented|comentario|comment) ?\[[^\]\n]{1,20}\]|\b(?:con formato|formatted|eliminado|"
    r"deleted|insertado|inserted)\s*"
    r"(?:\[[^\]\n]{1,20}\])?\s*:(?= )",
    r"^(?:<{7}|={7}|>{7})(?: .*)?$",
)

_ASSISTANTS = (
    rf"{_LINE}[¡]?(?:claro(?: que s[ií])?|por supuesto|desde luego|con gusto|perfecto|"
    rf"entendido)\s*[,.!:]+\s*(?:aqu[ií]|te |le |a continuaci[oó]n|va )"
    r"[^\n.]{0,60}",
    r"\baqu[ií] (?:tienes|est[aá]|va|te dejo|le dejo|te presento) (?:(?:un|una|el|la|tu|su|otra|unas?|tres|dos|"
    r"varias) )?"
    r"(?:borrador|versi[oó]n|propuesta|publicaci[oó]n|tuit|tweet|opciones|alternativas?|redacci[oó]n|texto|"
    r"mensaje|comunicado)\b",
    r"\bespero que (?:esto |este \w+ )?(?:te|le) (?:sea [uú]til|sirva|ayude|guste)\b|\bsi (?:quieres|deseas|"
    r"necesitas|gustas),? (?:tambi[eé]n )?puedo\b|"
    r"¿\s*(?:quieres|deseas|te gustar[ií]a) que (?:l[oa]|te|haga|ajuste|prepare|redacte|agregue)\b[^?\n]{0,80}\?",
    r"\bcomo (?:un )?modelo de lenguaje\b|\bcomo (?:una )?(?:ia|inteligencia artificial|"
    r"asistente virtual),? (?:no |yo )(?:puedo|tengo|cuento)\b",
    rf"{_LINE}(?:sure|certainly|of course|absolutely|great question)\s*[,.!:—–-]+\s*(?:here|i |i'|"
    rf"below)[^\n.]{{0,60}}",
    r"\bhere(?:'s| is| are) (?:a|an|your|the|some|three|two) (?:\w+ ){0,2}(?:draft|rewrite|rewritten|revised|"
    r"polished|shortened|possible|suggested|"
    r"updated|tweet)\b",
    r"\bas an (?:ai|artificial intelligence)(?: (?:language )?model| assistant)?,? i\b|"
    r"\bas a (?:large )?language model\b",
    r"\bi hope this (?:helps|works)\b|\bwould you like me to\b|\blet me know if you(?:'d| would) like\b|"
    r"\bi(?:'m| am) sorry, but i can(?:'t|not)\b|"
    r"\bi can(?:'t|not) (?:assist|help) with (?:that|this)\b|\bknowledge cut-?off\b|\bas of my last (?:update|"
    r"training)\b",
    r"\bno puedo (?:ayudar(?:te)?|asistir) con eso\b|\bfecha de corte de (?:mi )?conocimiento\b",
    r"\butm_source=(?:chatgpt|openai|perplexity|copilot)\S*|\boaicite\b|\bcontentReference\b|\bturn\d+(?:search|"
    r"view|news)\d+\b|【[^】\n]{0,40}】",
)

_ANY_CASE = (*_QUESTIONS, *_VERSIONS, *_BRACKETS, *_LABELS, *_CHAT, *_TRACKED, *_ASSISTANTS)

_UNIT = (
    r"(?:%|por ciento|percent|millones|million|billion|mil\b|mdd|mdp|pesos|d[oó]lares|dollars|personas|people|"
    r"pa[ií]ses|countries|"
    r"d[ií]as|days|de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre))"
)
_AS_WRITTEN = (
    r"(?<![\w.])(?:TODO|FIXME|XXX|PENDIENTE|BORRADOR|DRAFT|TK|TBD|TBC|POR CONFIRMAR|VERIFICAR|CONFIRMAR)\b\s*:",
    r"(?<!\w)(?:TBD|TBC|TKTK|POR CONFIRMAR|POR VERIFICAR|POR DEFINIR)(?!\w)",
    r"(?<!\w)X{1,2}[/.-](?:X{1,2}|\d{1,2})(?:[/.-](?:X{2,4}|\d{2,4}))?(?!\w)|"
    r"(?<!\w)\d{1,2}[/.-]X{1,2}(?:[/.-](?:X{2,4}|\d{2,4}))?(?!\w)",
    r"(?<!\w)X{2,4}[/-]0{2,4}(?!\w)|(?<![\w/])0{1,2}/0{1,2}/(?:0{2,4}|\d{4})(?!\w)|(?<!\w)(?:dd/mm/a{2,4}|"
    r"DD/MM/[AY]{2,4}|MM/DD/Y{2,4})(?!\w)",
    rf"(?:\$|€|US\$)\s?X{{1,9}}(?:[.,]X{{1,9}}){{0,4}}(?!\w)|(?<!\w)X{{1,3}}(?:[.,]X{{1,3}}){{0,4}} ?{_UNIT}",
    r"(?<!\w)(?:19|20)XX(?!\w)|(?<!\w)X{4,}(?!\w)|(?<!\w)_{3,}(?!\w)|(?<!\w)(?:NOMBRE|CARGO|FECHA|LUGAR|CIFRA|"
    r"NAME|DATE) "
    r"(?:DEL?|DE LA|OF) [A-ZÁÉÍÓÚÑ]+(?!\w)",
)

_PATTERNS = (
    re.compile("|".join(f"(?:{source})" for source in _ANY_CASE), re.IGNORECASE | re.MULTILINE),
    re.compile("|".join(f"(?:{source})" for source in _AS_WRITTEN)),
)

_ASKED = re.compile(
    r"(?<![\w@.])@(?P<name>\w{1,30})[,:]?\s+(?:"
    r"(?:porfa|por fa|pls|plz|[eé]chale|checa|ch[eé]cale|ay[uú]dame|me ayudas|puedes|podr[ií]as|can you|could you)\b|"
    r"(?:por favor,? )?(?:revisa|confirma|valida|corrige|ajusta|verifica|ve|mira|agrega|quita|cambia)"
    r"(?=\s*(?:[.,;:!?)\]…]|$|\n|\b(?:porfa|por favor|esto|eso|si (?:est[aá]|va|queda)|t[uú])\b))|"
    r"please (?:check|review|confirm|fix|look|edit|proofread|approve)\b)",
    re.IGNORECASE | re.MULTILINE,
)
"""A colleague asked by name to do something; an account that is known is nobody's colleague."""

_PEN = re.compile(r"[\U0001F4DD\u270F\u270D\U0001F58A\U0001F58B\U0001F58D][\ufe0f\U0001F3FB-\U0001F3FF]*")
_SIGNING = re.compile(r"firm|r[uú]bric|suscri|sign|escrib|escrit|writ|lengua|language|liter", re.IGNORECASE)
"""Where a post is about signing or writing, a pen is an ornament."""


def drafting_notes(text: str, known: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
    """Yield the spans of working notes, from left to right; notes side by side are one.

    Args:
        text: What is to go out.
        known: Accounts that are known, without "@": naming them asks no colleague for anything.
    """
    accounts = {name.lower() for name in known}
    spans = [match.span() for pattern in _PATTERNS for match in pattern.finditer(text)]
    spans += [m.span() for m in _ASKED.finditer(text) if m["name"].lower() not in accounts]
    spans += [m.span() for m in _PEN.finditer(text) if not _SIGNING.search(_line_of(text, m.start()))]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_trimmed(text, span) for span in spans):
        if merged and not text[merged[-1][1] : start].strip(" "):
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    yield from merged


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Leave out the bullet or the blanks before a note."""
    found = text[slice(*span)]
    return span[0] + len(found) - len(found.lstrip(" \t\n•*-–—")), span[1]


def _line_of(text: str, place: int) -> str:
    """Return the line on which a place lies."""
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : end if end >= 0 else len(text)]
