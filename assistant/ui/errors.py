"""The sentences of faults that a user of the desk can meet, in Spanish; an unknown one stays as it is."""

import re

from assistant.ui.errors_spanish import SPANISH

_SPANISH: tuple[tuple[str, str], ...] = (
    (
        r"The question has ([\d,]+) characters, more than the ([\d,]+) that can be searched;.*",
        r"La pregunta tiene \1 caracteres y solo se pueden buscar \2; acórtela.",
    ),
    (
        r"The text has ([\d,]+) characters; check at most ([\d,]+) at a time\.",
        r"El texto tiene \1 caracteres; revise cuando más \2 a la vez.",
    ),
    (r"There is no statement '(.*)' on the record.*", r"La declaración «\1» no está en el registro."),
    (r"Stopped; nothing of this draft was kept\.", "Detenido; no se guardó nada de este borrador."),
    (r"There is no topic '(.*?)';.*", r"El registro no tiene el tema «\1»; elija otro."),
    (
        r"'(.*?):(.*)' is no date; write a year.*",
        r"«\1:\2» no es una fecha; escriba un año, un mes o un día, como \1:2026, \1:2026-01 o \1:2026-01-23.",
    ),
    (
        r"'(.*)' names no language of the record;.*",
        r"«\1» no es un idioma del registro; escriba lengua:es o lengua:en.",
    ),
    (
        r"Nobody on the record is called '(.*)'; did you mean (.*)\?",
        r"En el registro nadie se llama «\1»; ¿quiso decir \2?",
    ),
    (
        r"Nobody on the record is called '(.*)';.*",
        r"En el registro nadie se llama «\1»; vea los nombres en «Quién lo dijo».",
    ),
    (
        r"The search asks for '(.*)' and for '(.*)' at once;.*",
        r"La búsqueda pide «\1» y «\2» a la vez; quite uno de los dos.",
    ),
    (
        r"There is nothing to look for beside the conditions;.*",
        "Además de las condiciones falta qué buscar; agregue una o dos palabras: agua de:Velasco.",
    ),
    (
        r"The period is empty: (\S+) is after (\S+); exchange the dates\.",
        r"El periodo está vacío: \1 es posterior a \2; intercambie las fechas.",
    ),
    (
        r"The file has the same content as '(.*)', which is already in the record; not added again\.",
        r"El archivo tiene el mismo contenido que «\1», que ya está en el registro; no se agregó otra vez.",
    ),
    (r"The file is larger than (\d+) MB; split it\.", r"El archivo pesa más de \1 MB; divídalo."),
    (r"The file is empty;.*", "El archivo está vacío; compruebe que se descargó completo."),
    (r"The file is binary, not text;.*", "El archivo es binario, no texto; suba la versión en texto."),
    (
        r"The file is not UTF-8 text \(byte (\d+)\);.*",
        r"El archivo no es texto UTF-8 (byte \1); guárdelo con esa codificación.",
    ),
    (
        r"No reader recognises this file;.*",
        "Ningún lector reconoce este archivo; una versión estenográfica empieza con título, oficina y fecha.",
    ),
    (
        r"The transcript holds no turns;.*",
        "La versión estenográfica no tiene intervenciones; bajo el encabezado, cada una sigue a una línea «---».",
    ),
    (
        r"The role of '(.*)' on (\S+) is not known;.*",
        r"No se sabe qué cargo tenía «\1» el \2; declárelo aquí o en el archivo.",
    ),
    (
        r"The author seems to be '(.*?)', who is not in the registry of speakers;.*",
        r"El autor parece ser «\1», que no está en la lista de voceros; declare aquí quién habla y con qué cargo.",
    ),
    (
        r"The document comes from '(.*?)', which is no institution's own address;.*",
        r"El documento viene de «\1», que no es sitio de una institución; declare aquí quién habla y con qué cargo.",
    ),
    (
        r"The document does not say who speaks;.*",
        "El documento no dice quién habla; declare aquí el nombre y el cargo.",
    ),
    (
        r"The declared speaker '(.*)' is not in the registry of speakers;.*",
        r"«\1» no está en la lista de voceros; declare también su cargo.",
    ),
    (
        r"The (?:declared speaker|account is) '(.*?)'.*does not speak for the government.*",
        r"«\1» no habla por el gobierno, según la lista de voceros; deje fuera el archivo.",
    ),
    (
        r"The document does not say whether it holds .*",
        "El documento no dice si son palabras textuales o una paráfrasis; declárelo aquí.",
    ),
    (r"The document bears no date;.*", "El documento no tiene fecha; declárela aquí (AAAA-MM-DD)."),
    (r"The document holds no text;.*", "El documento no tiene texto; compruebe que se guardó completo."),
    (
        r"The (?:Word file|PDF) is locked.*",
        "El archivo está protegido con contraseña o es de un formato antiguo; guárdelo sin ella, como .docx o PDF.",
    ),
    (r"The (?:Word file|PDF) is (?:damaged|cut off).*", "El archivo está dañado; ábralo y guárdelo otra vez."),
    (
        r"Nobody in the registry of speakers owns (.*); declare it.*",
        "La cuenta de X no es de nadie en la lista de voceros; declare aquí quién habla y con qué cargo.",
    ),
    (r"The transcript is cut off: .*", "La versión estenográfica está cortada; descárguela de nuevo."),
    (
        r"The header has (\d) of its 3 lines.*",
        r"El encabezado tiene \1 de sus 3 líneas (título, oficina, fecha); agregue lo que falta.",
    ),
    (
        r"The third line of the header must be a date such as '(.*?)', not '(.*)'; correct it\.",
        r"La tercera línea del encabezado debe ser una fecha como «\1», no «\2»; corríjala.",
    ),
    (
        r'The text reads like an instruction to a language model: "(.*)"\.',
        r"El texto parece una instrucción para un modelo de lenguaje: «\1».",
    ),
    (
        r'The (.+?) reads like an instruction to a language model: "(.*)"\.',
        r"Un dato que acompaña al texto (\1) parece una instrucción para un modelo de lenguaje: «\2».",
    ),
    (
        r'The .+? holds an encoded block that no reader can read: "(.*)"\.',
        r"Contiene un bloque cifrado que nadie puede leer: «\1».",
    ),
    (
        r'The .+? (?:hides|stacks|strikes|spells|mixes|writes) .*: "(.*)"\.',
        r"Esconde caracteres, o usa letras que no son lo que parecen: «\1».",
    ),
    (r"The file hides text from whoever looks at it: (.*)\.", r"El archivo esconde texto a quien lo mira: \1."),
    (
        r"The label is known, but the words speak to the President .*",
        "La etiqueta se conoce, pero sus palabras se dirigen a la Presidenta, o no se conocía al leer el archivo: "
        "léalo de nuevo, o corrija en él la etiqueta.",
    ),
    (
        r"The registry knows this label by now: read the file again\.",
        "La lista de voceros ya conoce esta etiqueta: vuelva a leer el archivo.",
    ),
    (
        r"The label names nobody in full: .*",
        "La etiqueta no da un nombre completo: diga aquí quién es.",
    ),
    (
        r"Add the person: as an official with the office held, .*",
        "Nadie con ese nombre está en la lista de voceros: diga con qué cargo habla, o que no habla por el gobierno.",
    ),
    (r"No turn under the label '(.*)' waits any more\.", r"La etiqueta «\1» ya se resolvió."),
    (r"Nothing was changed, so there is nothing to correct\.", "No cambió nada, así que no hay qué corregir."),
    (
        r"The statement '(.*)' cannot be corrected, because its file no longer holds it;.*",
        r"La declaración «\1» no puede corregirse, porque su archivo ya no la contiene; corrija el archivo y vuelva a "
        "leerlo, o agréguela de nuevo.",
    ),
    (
        r"Nothing of '(.*?)' is (?:active|quarantined|retracted).*",
        r"La declaración «\1» ya cambió de estado; ábrala de nuevo.",
    ),
    (
        r"The registry of speakers was left as it was\. .*the name '(.*?)' belongs to both '(.*?)' and '(.*?)';.*",
        r"No se guardó: el nombre «\1» sería de «\2» y de «\3» a la vez.",
    ),
    (
        r"The registry of speakers was left as it was\. (.*)",
        r"No se guardó, para no dañar la lista de voceros: \1",
    ),
    (
        r"The section '(.*)' of '(.*)' in the home cannot be continued by machine;.*",
        r"La sección «\1» de \2 está escrita de un modo que el programa no puede continuar; agregue usted el dato ahí.",
    ),
    (
        r"'(.*)' is in the registry of speakers as an official; correct it there\.",
        r"«\1» está en la lista de voceros como funcionario; corríjalo ahí.",
    ),
)


def in_language(sentence: str, lang: str) -> str:
    """Return a fault's sentence in the language of the desk, or as it is where no translation is known."""
    if lang == "es":
        for pattern, spanish in SPANISH:
            match = re.fullmatch(pattern, sentence, re.DOTALL)
            if match:
                return match.expand(spanish)
    return sentence
