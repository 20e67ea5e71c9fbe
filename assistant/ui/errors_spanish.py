"""What a fault is called in Spanish: a pattern over the English sentence and its translation, first fit first."""

SPANISH: tuple[tuple[str, str], ...] = (
    (
        r"This takes the role (\w+), and (.*) has the role (\w+);.*",
        r"Para esto hace falta el rol «\1» y \2 tiene «\3»; pídalo a quien administra la mesa.",
    ),
    (r"Nobody is signed in;.*", "Nadie ha iniciado sesión; inicie sesión y hágalo de nuevo."),
    (
        r"You have had the language model work (\d+) times in a row, as often as allowed; try again in (\d+) seconds\.",
        r"Ya usó el modelo de lenguaje las \1 veces permitidas; vuelva a intentarlo en \2 segundos.",
    ),
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
    (r"There is no draft '(.*)' in this home;.*", r"En esta mesa no hay ningún borrador «\1»; revise la dirección."),
    (
        r"The draft '(.*)' has no version (\d+); it has 1 to (\d+),.*",
        r"El borrador «\1» no tiene versión \2; tiene de la 1 a la \3.",
    ),
    (
        r"The brief '(.*)' holds no fields;.*",
        r"El archivo «\1» no es una solicitud: le faltan los campos topic, format y lang.",
    ),
    (r"The brief '(.*)' is larger than (\d+) kB;.*", r"El archivo «\1» pesa más de \2 kB; acorte el contexto."),
    (
        r"The brief '(.*)' has ([\d,]+) characters;.*",
        r"El archivo «\1» tiene \2 caracteres, demasiados para una solicitud.",
    ),
    (
        r"The brief '(.*)' is not UTF-8 text;.*",
        r"El archivo «\1» no es texto UTF-8; guárdelo con esa codificación.",
    ),
    (
        r"The brief '([^']*)', (?:field )?['‘]?([\w.]+)['’]?.*Correct the file\.",
        r"En el archivo «\1» falta o está mal el campo «\2»; corríjalo.",
    ),
    (
        r"'([^']*)' is not valid YAML(?: at line (\d+))?:.*",
        r"El archivo «\1» no es YAML válido; revíselo o guarde de nuevo la solicitud.",
    ),
    (
        r"There is no statement '(.*)' on the record to pin;.*",
        r"La declaración «\1», que estaba fijada, ya no está en el registro; quítela.",
    ),
    (
        r"The entry rests on no statement;.*",
        "Falta en qué se apoya: elija al menos una declaración del registro que lo respalde.",
    ),
    (r"The ledger has the entry '(.*)' already;.*", r"El catálogo ya tiene la entrada «\1»; elíjala para cambiarla."),
    (r"'(.*)' may not change the ledger; these may: (.*)\.", r"«\1» no puede cambiar el catálogo; pueden: \2."),
    (r"Say why the ledger changes:.*", "Escriba por qué se cambia: queda en el expediente."),
    (
        r"The statement '(.*)' does not give the figure (.*);.*",
        r"La declaración «\1» no da la cifra \2; elija la que la da.",
    ),
    (
        r"The wording of a red line stays as it is;.*",
        "La redacción de una línea roja no se cambia; retírela y agregue otra.",
    ),
    (r"Choose the principle that the entry belongs to\.", "Elija a qué principio pertenece."),
    (r"Choose the figure that has a newer value\.", "Elija la cifra que tiene un valor más reciente."),
    (r"Write at least one term to avoid,.*", "Escriba al menos una forma del término, una por renglón."),
    (
        r"Write what to say instead in both languages,.*",
        "Escriba qué decir en su lugar en los dos idiomas, o en ninguno.",
    ),
    (
        r"Write at least one sentence that would cross.*",
        "Escriba al menos una frase que cruzaría la línea roja: por ella se reconoce.",
    ),
    (
        r"Write the wording in Spanish and in English:.*",
        "Escríbalo en español y en inglés: los borradores de ambos idiomas se apoyan en ello.",
    ),
    (r"'(.*)' is no number; write it like (.*)\.", r"«\1» no es un número; escríbalo como \2."),
    (r"Nothing of the principle was changed;.*", "No cambió nada del principio; cambie una redacción o agregue una."),
    (r"The entry is retired;.*", "La entrada está retirada; restitúyala antes de cambiarla."),
    (
        r"The ledger has no (?:retired )?entry '(.*)'.*",
        r"El catálogo no tiene en esa situación la entrada «\1»; elija una de la lista.",
    ),
    (
        r"Ledger '(.*)', (?:field '(.*?)'|line .*?): (.*); correct the file\.",
        r"Archivo «\1», campo «\2»: \3; corrija el archivo.",
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
    (
        r"The question names no matter;.*",
        "La pregunta no dice sobre qué asunto; agréguelo: ¿qué ha cambiado desde enero sobre aranceles?",
    ),
    (
        r"Nothing on the record is to or about the counterpart '(.*)'; choose one of: (.*)\.",
        r"Nada en el registro se dirige o refiere a la contraparte «\1»; elija una de estas: \2.",
    ),
    (
        r"Nothing on the record is to or about the counterpart '(.*)';.*",
        r"Nada en el registro se dirige o refiere a la contraparte «\1».",
    ),
    (
        r"The other side's words cannot be those of '(.*)', who speaks for the government.*",
        r"«\1» habla por el gobierno según la lista de voceros: sus palabras no pueden ser de la otra parte.",
    ),
    (
        r"The document is the other side's and has turns, .*",
        "El documento es de la otra parte y tiene varias voces; deje solo las palabras de quien habla.",
    ),
    (
        r"The document is the other side's, so nothing tells who speaks in it;.*",
        "El documento es de la otra parte: declare aquí quién habla y con qué cargo.",
    ),
    (
        r"No text can be read out of this kind of file; give one of: (.*)\.",
        r"De este tipo de archivo no se puede leer texto; abra uno de estos: \1.",
    ),
    (r"The document is longer than ([\d,]+) letters;.*", r"El documento tiene más de \1 letras; revíselo por partes."),
    (
        r"(?:The PDF is a scan without text|The PDF does not say which letters its signs are);.*",
        "El PDF es una imagen sin texto que se pueda leer; pásele reconocimiento de texto (OCR) o escriba su texto.",
    ),
    (
        r"All text of the PDF is hidden.*",
        "Todo el texto del PDF está escondido a la vista; pida el documento original.",
    ),
    (r"The PDF holds no text;.*", "El PDF no tiene texto; descárguelo de nuevo o imprímalo otra vez como PDF."),
    (
        r"The Word file(?: would unpack to|'s part).*",
        "El archivo de Word no es un documento ordinario; guarde su texto en uno nuevo.",
    ),
    (
        r"The file takes (?:longer than|too much memory).*",
        "El archivo tarda o pesa demasiado para leerlo; guárdelo de nuevo, divídalo o pegue su texto.",
    ),
    (r"The file is damaged: .*", "El archivo está dañado; ábralo y guárdelo otra vez."),
    (
        r"The process that reads files could not be started.*",
        "No se pudo iniciar el programa que lee archivos; cierre otros programas e inténtelo de nuevo.",
    ),
    (
        r"Both texts are in (?:Spanish|English);.*",
        "Los dos textos están en el mismo idioma; pegue la versión en el otro.",
    ),
    (
        r"One version has ([\d,]+) characters; compare at most ([\d,]+) at a time\.",
        r"Una de las versiones tiene \1 caracteres; compare cuando más \2 a la vez.",
    ),
    (r"Nobody is named;.*", "Escriba su nombre, arriba a la derecha."),
    (r"The name has (\d+) characters.*", r"El nombre tiene \1 caracteres; acórtelo."),
    (
        r"The name holds characters that are hidden.*",
        "El nombre tiene caracteres ocultos o falsos; escríbalo de nuevo.",
    ),
    (
        r"The draft '(.*?)' was cleared, so its text is frozen;.*",
        r"El borrador \1 ya tiene visto bueno y su texto está congelado; para seguir a partir de él, cópielo como "
        r"borrador nuevo.",
    ),
    (
        r"The draft '(.*?)' was edited since you looked at it \(it is now version (\d+)\);.*",
        r"El borrador \1 se editó desde que usted lo abrió (va en la versión \2); véalo otra vez antes de decidir.",
    ),
    (
        r"(.*) acted on the draft '(.*?)' since you looked at it.*",
        r"\1 se adelantó: movió el borrador \2 después de que usted lo abrió; véalo otra vez antes de decidir.",
    ),
    (
        r"The draft '(.*?)' is not for clearance;.*",
        r"El borrador \1 no está para visto bueno; falta enviarlo.",
    ),
    (
        r"The draft '(.*?)' was edited after it was submitted;.*",
        r"El borrador \1 se editó después de enviarlo; hay que enviarlo de nuevo.",
    ),
    (
        r"The draft '(.*?)' was returned and says the same still;.*",
        r"El borrador \1 se devolvió y sigue diciendo lo mismo; corríjalo antes de enviarlo otra vez.",
    ),
    (
        r"The draft '(.*?)' is for clearance already, as (.*) sent it\.",
        r"El borrador \1 ya está para visto bueno, como lo envió \2.",
    ),
    (r"Only (.*), who submitted it, can withdraw.*", r"Solo puede retirarlo quien lo envió: \1."),
    (
        r"(.*?)(?: \(taken for (.*); write names in full\))? is an author of this draft and may not .*",
        r"\1 figura en la autoría de este borrador y no puede hacerlo; le toca a otra persona. Si es un homónimo, "
        r"escriba su nombre completo.",
    ),
    (r"(.*) is not among those who may .*?: (.*)\.", r"\1 no está entre quienes pueden hacerlo: \2."),
    (
        r"(.*?) has approved this text already(?: \(.*\))?;.*",
        r"\1 ya dio su visto bueno a este texto; le toca a otra persona.",
    ),
    (
        r"The record does not hold (\d+) of this text's sentences, and nobody has accepted them.*?: (.*)",
        r"El registro no sostiene estas frases (\1), y nadie las ha aceptado como posiciones nuevas: \2",
    ),
    (
        r"The text of the draft '(.*?)' is blocked;.*",
        "El texto está bloqueado: corríjalo, o escriba en unas palabras por qué puede salir así.",
    ),
    (
        r"The record has moved, and the text stands worse on it than when it was last looked at \((.*)\);.*",
        r"El registro cambió y el texto queda peor que la última vez que se vio (\1); no se dio el visto bueno, véalo "
        r"otra vez.",
    ),
    (
        r"The draft '(.*?)' does not hold exactly this sentence;.*",
        r"El borrador \1 no dice exactamente esa frase; vea lo que dice ahora.",
    ),
    (
        r"This sentence contradicts the record and cannot be accepted.*",
        "Esta frase contradice el registro y no puede aceptarse como posición nueva; corríjala, o dé el visto bueno "
        "con una razón por escrito.",
    ),
    (r"(.*) has accepted this sentence already\.", r"\1 ya aceptó esta frase."),
    (r"This sentence is no new position.*", "Esta frase no es una posición nueva: no hay nada que aceptar."),
    (
        r"This sentence cannot join the record:.*",
        "Esta frase no puede entrar al registro (cita a alguien, una regla la detiene o su redacción es sospechosa); "
        "acéptela sin agregarla.",
    ),
    (r"Write why the draft is returned.*", "Escriba en unas palabras por qué se devuelve; queda con su nombre."),
    (r"The comment is empty;.*", "El comentario está vacío; escriba lo que quiera decir."),
    (r"What you wrote has ([\d,]+) characters.*", r"Lo que escribió tiene \1 caracteres; acórtelo."),
)
