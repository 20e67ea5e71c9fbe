"""The words of a tone that leaves the dialogue line, as patterns over folded text.

`ACTS` are what somebody says he will do or tells others to do, `NAMES` what somebody is called or what a thing is
named: rejecting reaches further before a name ("no aceptamos insultos ni ultimátums") than before an act.
"""

import re

_THEY_ES = r"(?:les?|los|las|nos l[oa]s?)"
_BREAK_ES = (
    r"(?:cerr(?:amos|aremos)|vamos a cerrar|cerrar[ae]?) (?:la |nuestra |toda la )?(?:frontera|puerta de una vez)|"
    r"(?:cort(?:amos|aremos)|vamos a cortar) (?:todo|el agua|la luz|toda (?:la )?(?:cooperacion|relacion)|"
    r"el suministro)|"
    r"(?:expuls(?:amos|aremos)|vamos a expulsar|devolv(?:emos|eremos)|echar?(?:emos)|corr(?:emos|eremos)) (?:a |de )?"
    r"(?:su |al |a su )?(?:embajador|diplomatic|consul|agentes de)\w*|"
    r"(?:romp(?:emos|eremos)|vamos a romper) (?:relaciones|todo trato|con (?:ellos|washington|estados unidos))"
)
_BREAK_EN = (
    r"(?:we|mexico) (?:will|shall|can|are going to|is going to) (?:simply |just )?(?:close|shut|seal) (?:the|"
    r"our) border|"
    r"(?:we|mexico) (?:will|shall|are going to|is going to) (?:expel|throw out|kick out|send home) \w+ (?:ambassador|"
    r"diplomats?|agents?)|(?:we|mexico) (?:will|shall|are going to|is going to) (?:break off (?:all )?(?:relations|"
    r"ties)|"
    r"cut (?:off )?all (?:cooperation|ties|supplies))"
)

_THREAT_ES = (
    r"(?:tendr\w+|tendri\w+|van?|vamos|deb\w+|habr\w+) (?:que |de |a )?atenerse a las consecuencias|"
    r"at[ei]n\w+ a las consecuencias|que se atengan|"
    r"(?:la|las|lo|los|nos la|nos las|nos lo|me la|me las) (?:van? a|vas a) pagar(?: |$|[.,;!])|"
    r"(?:nos )?(?:la|las|lo) pagar(?:a|an)(?: caro)?(?=$|[ .,;!])|"
    r"(?:pagar(?:a|an|as)|van? a pagar|tendran? que pagar|haremos (?:que )?pag(?:ar|uen?)) (?:muy )?(?:caro|car[oa]s?|"
    r"las consecuencias|por (?:ello|esto|eso)|un alto precio|el precio|con creces)|"
    rf"{_THEY_ES} (?:va a |puede |podria )?(?:costar|costara|saldra|salir|pesara|pesar) (?:muy )?(?:caro|car[oa]s?)|"
    r"sufrir(?:a|an) (?:las|graves|serias|duras) consecuencias|"
    r"habra (?:graves |serias |duras |muchas )?(?:consecuencias|represalias)(?=\s*(?:$|[.,;!]|graves|serias|muy|si\b))|"
    r"se (?:van? a arrepentir|arrepentir(?:a|an))|no nos (?:va a temblar|temblara|tiembla) la mano|"
    r"no respond(?:emos|eremos) (?:de|por) lo que|(?:quedan?|estan?|estas?) advertid\w+|mas (?:les?|te|os) vale\b|"
    r"(?:que )?se preparen\b|ya (?:veran|vera|van a ver)(?=\s*(?:$|[.,;!]|lo que|que|de lo que))|se van a enterar|"
    r"sabran (?:lo que es bueno|quien(?:es)? somos|de lo que somos capaces)|"
    r"(?:los|las) (?:vamos a|haremos) (?:aplastar|hundir|doblar|hacer pagar|pagar)|ojo por ojo|"
    rf"{_BREAK_ES}"
)
_THREAT_EN = (
    r"(?<!consumers )(?<!families )(?<!workers )(?<!households )(?<!taxpayers )(?<!people )(?<!companies )"
    r"(?:will|shall|'ll|going to|have to|make (?:them|him|washington|it)) (?:all |soon |dearly )?pay"
    r"(?: (?:very )?dearly| the price| a (?:heavy|high|steep|terrible) price| for (?:it|this|that)(?=$|[ .,;!]))|"
    r"(?:will|shall|'ll|going to|have to|must) (?:have to )?(?:suffer|face|bear|live with|take) (?:the|severe|serious|"
    r"grave|"
    r"dire) consequences|(?:will|shall|'ll|going to) (?:live to )?regret (?:it|this|that)\b|"
    r"(?:will|shall|'ll|going to) be (?:very )?sorry\b|\bor else(?=\s*(?:$|[.!,;…]))|"
    r"there (?:will|shall) be (?:hell to pay|(?:severe |serious |grave |dire )?consequences|reprisals)(?=\s*(?:$|"
    r"[.!,;]|if\b|"
    r"unless\b))|(?:you|they|he|she|washington) (?:have|has|had) been warned|(?:consider|be) (?:yourselves |"
    r"yourself )?warned|"
    r"(?:had|'d) better (?:not|think|back|watch|be careful|stop|start|give|comply)|(?:do not|don't) (?:test|mess with|"
    r"push) "
    r"(?:us|mexico|our)|will find out (?:what|who|how)|we will (?:crush|bring (?:them|it) to (?:its|their) knees|"
    r"hit (?:them|"
    r"back) hard)|an eye for an eye|what is coming to (?:them|you)|"
    rf"{_BREAK_EN}"
)
_ULTIMATUM_ES = (
    r"(?:tien(?:e|en)|tendr(?:a|an)|les damos|damos|le damos)(?: a \w+(?: \w+)?)? (?:un plazo de |solo |apenas )?"
    r"(?:\d+|un|una|dos|tres|cinco|diez|veinticuatro|cuarenta y ocho|setenta y dos) (?:horas?|dias?|semanas?) para|"
    r"(?:toma|tome|tomen)l[oa] o (?:deja|deje|dejen)l[oa]|"
    r"(?:se (?:les |nos )?(?:acabo|agoto|termino|acaba|agota)|ya no (?:tenemos|hay|queda)) (?:el tiempo|(?:la |"
    r"nuestra )?"
    r"paciencia)|(?:la|nuestra) paciencia (?:de \w+ )?(?:se (?:acabo|agoto|acaba|agota|termino)|"
    r"tiene (?:un )?limites?)|"
    r"\bo (?:cumplen|retiran|aceptan|ceden|pagan|rectifican|se retractan)\b[^.;]{0,80}\bo (?:[a-z]+emos|[a-z]+amos|"
    r"habra)\b|"
    r"o (?:con nosotros|con mexico) o contra (?:nosotros|mexico)"
)
_ULTIMATUM_EN = (
    r"(?:has|have|get|gets|give (?:them|him|it|you|washington)) (?:only |exactly |until |just )?(?:\d+|one|two|three|"
    r"five|ten|"
    r"twenty-four|forty-eight|seventy-two|until \w+) ?(?:hours?|days?|weeks?)? to (?:comply|withdraw|answer|lift|"
    r"respond|"
    r"back|decide|apologi[sz]e|drop|retract|remove)|take it or leave it|(?:our|mexico's) patience (?:has |"
    r"is )?(?:run out|"
    r"running out|ran out|exhausted|over|at an end|has limits)|(?:we|mexico) (?:have|has|are|is) (?:run|"
    r"running) out of "
    r"patience|(?:the )?clock is ticking|time(?: is|'s) up\b|either (?:they|you|washington|"
    r"the united states) [^.;]{1,80}\bor "
    r"(?:we|mexico|else)\b|(?:with|for) us or against us"
)
_MOCKERY_ES = (
    r"(?:nos |me |les )?(?:da|dan|causa|causan|provoca|provocan) (?:mucha |pura )?(?:risa|ternura|pena ajena|lastima)|"
    r"no (?:sabe|saben|entiende|entienden) ni (?:leer|donde|de que|lo que|contar)|"
    r"que alguien (?:les?|por favor) (?:explique|regale|preste|diga|recuerde)|(?:nos |me )(?:reimos|reiremos|rio) de"
)
_MOCKERY_EN = (
    r"(?:don't|doesn't|do not|does not) even know (?:how|where|what)|(?:someone|somebody) should (?:tell|explain to|"
    r"teach|"
    r"remind|buy)|(?:makes?|made) (?:us|me|everyone) laugh|(?:we|i) laugh at|go back to school"
)
_SARCASM_ES = (
    r"que casualidad|vaya (?:sorpresa|novedad|genialidad|amig|aliad|socio|manera de ayudar)\w*|menud[oa]s? (?:amig|"
    r"aliad|"
    r"ayuda|socio|vecin)\w*|gracias por nada|con (?:amigos|socios|aliados|vecinos) asi|(?:que|vaya) (?:brillante|"
    r"genial|"
    r"generos|listos|considerad|amables son)\w*|brillante (?:idea|ocurrencia)|como si fuera(?:n)? (?:muy )?(?:facil|"
    r"santos)|"
    r"un (?:aplauso|bravo) (?:para|por)\b|bravo,? (?:por|senor)|no vaya a ser que se (?:cansen|molesten|ofendan)"
)
_SARCASM_EN = (
    r"what a (?:surprise|coincidence|shock|joke|great (?:friend|neighbo[u]?r))|oh,? really\b|thanks for nothing|"
    r"with (?:friends|neighbo[u]?rs|partners|allies) like (?:these|this|that|those)|"
    r"how (?:very )?(?:generous|kind|thoughtful|brilliant|convenient|nice) of\b|(?:brilliant|genius) (?:idea|move|"
    r"plan)|"
    r"yeah,? (?:right|sure)|sure,? because\b|slow clap|bless (?:his|her|their) hearts?|surprise,? surprise|nice try\b|"
    r"good luck with that"
)
_NAMES_MOCKERY_ES = (
    r"payas[oa]s?|payasadas?|ridicul[oa]s?|ridiculez|idiot[ao]s?|idiotez|estupid[oa]s?|estupidez|imbecil(?:es)?|"
    r"ignorantes?|"
    r"mentiros[oa]s?|hipocrit[ao]s?|hipocresia|cinic[oa]s?|cobardes?|patetic[oa]s?|berrinches?|rabietas?|pataletas?|"
    r"bufon(?:es)?|"
    r"bravucon(?:es)?|bravuconadas?|hazmerreir|pobrecit[oa]s?|loc[oa]s? de atar|bocon(?:es)?|incultos?|lacay[oa]s?|"
    r"reality show|matones?"
)
_NAMES_MOCKERY_EN = (
    r"clowns?|fools?|idiot(?:s|ic)?|morons?|stupid(?:ity)?|ignorant|ignoramus|liars?|cowards?|cowardly|hypocrit(?:e|"
    r"es|ical)|"
    r"pathetic|laughable|ridiculous|tantrums?|bull(?:y|ies)|laughing ?stock|crybab(?:y|ies)|buffoons?|clueless|"
    r"delusional|"
    r"lackeys?|thugs?|reality show"
)
_NAMES_ULTIMATUM_ES = (
    r"ultima advertencia|ultima oportunidad|(?:este|esto) es (?:un|nuestro) ultimatum|damos un ultimatum"
)
_NAMES_ULTIMATUM_EN = (
    r"(?:final|last) (?:warning|chance)|this is (?:an|our) ultimatum|(?:issue|give) (?:them |it )?an ultimatum"
)


def _each(**kinds: str) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"(?<!\w)(?:{pattern})") for kind, pattern in kinds.items()}


def _whole(**kinds: str) -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") for kind, pattern in kinds.items()}


ACTS = {
    "es": _each(threat=_THREAT_ES, ultimatum=_ULTIMATUM_ES, mockery=_MOCKERY_ES, sarcasm=_SARCASM_ES),
    "en": _each(threat=_THREAT_EN, ultimatum=_ULTIMATUM_EN, mockery=_MOCKERY_EN, sarcasm=_SARCASM_EN),
}
NAMES = {
    "es": _whole(mockery=_NAMES_MOCKERY_ES, ultimatum=_NAMES_ULTIMATUM_ES),
    "en": _whole(mockery=_NAMES_MOCKERY_EN, ultimatum=_NAMES_ULTIMATUM_EN),
}
ABSOLUTES = {
    "es": re.compile(
        r"\b(?:jamas|nunca)(?: jamas)? (?:antes )?en la historia\b|\b(?:nunca|jamas),? (?:nunca|jamas)\b|"
        r"\bbajo ninguna circunstancia\b|\ben ninguna circunstancia\b|\bpase lo que pase\b|\bcueste lo que cueste\b|"
        r"\ba como de lugar\b|\bpor siempre(?: jamas)?\b|\bpara siempre jamas\b|\babsolutamente (?:nunca|jamas|nada|"
        r"nadie)\b|"
        r"\b(?:la|el|los|las) (?:mejor|peor|mayor)(?:es)? (?:\w+ ){1,3}de (?:toda )?la historia\b|"
        r"\bnadie en el mundo\b|"
        r"\bgarantiz\w+ (?:totalmente|absolutamente|al (?:100|cien)|por completo)|\bsin excepcion alguna\b"
    ),
    "en": re.compile(
        r"\b(?:never|not once)(?: ever)?(?: before)? in (?:all )?(?:our |the |its )?history\b|\bnever,? ever\b|"
        r"\bunder no circumstances?\b|\bno matter what\b|\bwhatever (?:happens|it takes|the cost)\b|\bat (?:all|"
        r"any) costs?\b|"
        r"\bonce and for all\b|\bfor(?:ever and ever| all time)\b|\babsolutely (?:never|nothing|nobody|no one)\b|"
        r"\bthe (?:best|worst|greatest) (?:\w+ ){1,3}in (?:all )?(?:of )?history\b|\bnobody in the world\b|"
        r"\bguarantees? (?:absolutely|completely|100)|\bwithout any exception\b|\bnever (?:again )?,? period\b"
    ),
}
MOCKING_SIGNS = re.compile(
    "[\U0001f602\U0001f923\U0001f921\U0001f60f\U0001f644\U0001f595\U0001f92e\U0001f480]|"
    r"\b(?:[Jj]a(?:ja)+|[Hh]a(?:ha)+)\b"
)
"""Laughing, rolling eyes, a clown, a raised finger; "jaja"."""
