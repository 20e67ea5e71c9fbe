"""Every word the desk shows, in Spanish and English, and the choice between them."""

import re
from collections.abc import Iterable

import gradio as gr

from assistant.ui.ask_texts import ASK_WORDS
from assistant.ui.brief_texts import BRIEF_WORDS
from assistant.ui.check_texts import CHECK_WORDS
from assistant.ui.clearance_texts import CLEARANCE_WORDS
from assistant.ui.draft_texts import DRAFT_WORDS
from assistant.ui.ledger_texts import LEDGER_WORDS
from assistant.ui.overview_texts import OVERVIEW_WORDS
from assistant.ui.record_texts import RECORD_WORDS

MAX_ITEMS = 10
"""Rows for items; no format yields more."""

_PAIRS: dict[str, tuple[str, str]] = {
    # The page
    "title": ("Mesa de redacción", "Drafting desk"),
    "banner": (
        "Borrador para visto bueno: nada de lo que aparece aquí es un texto autorizado.",
        "Draft for clearance: nothing shown here is a cleared text.",
    ),
    "tab_draft": ("Redactar", "Draft"),
    "tab_clearance": ("Visto bueno", "Clearance"),
    "tab_ask": ("Preguntar", "Ask"),
    "tab_check": ("Revisar un texto", "Check a text"),
    "tab_record": ("Registro", "Record"),
    "tab_overview": ("Panorama", "Overview"),
    "who": ("Su nombre", "Your name"),
    "who_hint": ("Quedará en el expediente", "It is kept with what you do"),
    "sign_out": ("Cerrar sesión", "Sign out"),
    "need_who": (
        "Escriba primero su nombre, arriba a la derecha: queda en el expediente.",
        "First write your name at the top right: it is kept on file.",
    ),
    "any": ("Cualquiera", "Any"),
    "close": ("✕ Cerrar (Esc)", "✕ Close (Esc)"),
    "failed": ("No se pudo completar", "This could not be done"),
    "unexpected": (
        "El programa encontró una falla que no conoce; los detalles están en {log}.",
        "The program met a fault it does not know; the details are in {log}.",
    ),
    # Filters
    "filters": ("Acotar la búsqueda", "Narrow the search"),
    "speaker": ("Quién lo dijo", "Speaker"),
    "since": ("Desde", "From"),
    "until": ("Hasta", "To"),
    "date_hint": ("AAAA-MM-DD", "YYYY-MM-DD"),
    "topic_filter": ("Tema", "Topic"),
    "lang_filter": ("Idioma de la declaración", "Language of the statement"),
    "lang_es": ("Español", "Spanish"),
    "lang_en": ("Inglés", "English"),
    "bad_date": (
        "«{value}» no es una fecha; escríbala como 2026-01-23.",
        "“{value}” is not a date; write it like 2026-01-23.",
    ),
    "bad_period": (
        "El periodo está vacío: {since} es posterior a {until}; intercambie las fechas.",
        "The period is empty: {since} is after {until}; exchange the dates.",
    ),
    # Draft
    "brief_topic": ("Asunto o acto", "Topic or event"),
    "brief_topic_hint": (
        "Qué se va a comunicar: una reunión, una llamada, una postura…",
        "What is to be communicated: a meeting, a call, a position…",
    ),
    "brief_format": ("Formato", "Format"),
    "format_talking-points": ("Puntos de conversación", "Talking points"),
    "format_post": ("Publicación en X", "Post"),
    "format_thread": ("Hilo", "Thread"),
    "format_press-line": ("Línea de prensa", "Press line"),
    "format_qa": ("Preguntas y respuestas", "Q&A"),
    "brief_lang": ("Idioma", "Language"),
    "draft_button": ("Redactar", "Draft"),
    "draft_empty": (
        "Aquí aparecerá el borrador: cada punto con las declaraciones en que se apoya.",
        "The draft will appear here: every point with the statements it rests on.",
    ),
    "need_topic": ("Escriba primero el asunto o acto.", "First write the topic or event."),
    "need_text": (
        "El borrador quedó vacío; escriba al menos un punto.",
        "The draft is empty; write at least one point.",
    ),
    "nothing_head": ("No consta en el registro", "Nothing on the record"),
    "nothing_body": (
        "Ninguna declaración del registro trata este asunto, así que no se redactó nada: no hay texto de relleno.",
        "No statement on the record deals with this matter, so nothing was written: there is no filler.",
    ),
    "copy": ("Copiar", "Copy"),
    "copied": ("Copiado ✓", "Copied ✓"),
    "copy_all": ("Copiar todo", "Copy all"),
    "export_docx": ("⬇ Word", "⬇ Word"),
    "export_md": ("⬇ Markdown", "⬇ Markdown"),
    "export_txt": ("⬇ Texto", "⬇ Text"),
    "length": ("{length} caracteres", "{length} characters"),
    "length_of": ("{length} de {limit}", "{length} of {limit}"),
    "length_over": ("{length} de {limit}: no cabe", "{length} of {limit}: too long"),
    "references": ("Referencias", "References"),
    "cited_from": ("Se apoya en", "Rests on"),
    "cited_before": ("El borrador original se apoyaba en", "The draft as written rested on"),
    "edited": ("Editado, falta revisar", "Edited, not checked"),
    # Ask
    "question": ("Pregunta", "Question"),
    "question_hint": (
        "¿Qué ha dicho México sobre…? También vale: aranceles de:Ebrard desde:2026-01",
        "What has Mexico said about…? This works too: tariffs from:Ebrard since:2026-01",
    ),
    "ask_button": ("Preguntar", "Ask"),
    "ask_example_1": ("¿Qué ha dicho México sobre tropas extranjeras?", "What has Mexico said about foreign troops?"),
    "ask_example_2": (
        "¿Cuántas personas se han trasladado a Estados Unidos?",
        "How many persons were transferred to the United States?",
    ),
    "ask_empty": (
        "Aquí aparecerá lo que consta en el registro, con su fuente.",
        "What is on the record will appear here, with its source.",
    ),
    "need_question": ("Escriba primero la pregunta.", "First write the question."),
    "answer_head": (
        "Lo que consta en el registro, de lo más reciente a lo más antiguo",
        "What is on the record, newest first",
    ),
    "no_record_head": ("No consta en el registro", "No record"),
    "no_record_body": (
        "Ninguna declaración del registro responde a esta pregunta. No se inventa una respuesta.",
        "No statement on the record answers this question. No answer is made up.",
    ),
    "timeline": ("Cronología, de lo más antiguo a lo más reciente", "Timeline, oldest to newest"),
    "open_statement": ("Ver la declaración", "Open the statement"),
    # Check
    "check_text": ("Texto por revisar", "Text to check"),
    "check_text_hint": ("Pegue aquí el texto que va a salir", "Paste the text that is to go out"),
    "check_lang": ("Idioma del texto", "Language of the text"),
    "auto": ("Automático", "Automatic"),
    "is_post": ("Es una sola publicación (máximo 280)", "It is one post (at most 280)"),
    "check_button": ("Revisar", "Check"),
    "check_example": ("Probar con un ejemplo", "Try an example"),
    "check_example_1": (
        "La cooperación de México con Estados Unidos sigue, con respeto irrestricto a la soberanía y al territorio. "
        "En enero de 2026 fueron trasladadas 26 personas a Estados Unidos. "
        "El próximo mes se abrirá un consulado en Anchorage.",
        "Mexico's cooperation with the United States continues, with unrestricted respect for sovereignty and "
        "territory. In January 2026, 26 persons were transferred to the United States. "
        "Next month a consulate will open in Anchorage.",
    ),
    "check_empty": (
        "Aquí aparecerá el texto marcado, frase por frase.",
        "The marked text will appear here, sentence by sentence.",
    ),
    "need_check_text": ("Pegue primero el texto por revisar.", "First paste the text to check."),
    "marked_text": ("El texto, marcado", "The text, marked"),
    "by_sentence": ("Frase por frase", "Sentence by sentence"),
    "for_record": ("Lo que consta a favor o más cerca", "On the record for it, or nearest"),
    "against_record": ("Lo que consta en contra", "On the record against it"),
    "say_instead": ("En su lugar puede decir", "You can say instead"),
    "evidence": ("Lo más cercano en el registro", "Nearest on the record"),
    # Record
    "browse": ("Buscar en el registro", "Look through the record"),
    "contains": ("Palabras o «frase exacta»", "Words or “exact phrase”"),
    "contains_hint": ("aranceles de:Ebrard desde:2026-01", "tariffs from:Ebrard since:2026-01"),
    "form_filter": ("Forma", "Form"),
    "browse_button": ("Buscar", "Search"),
    "page_of": ("{first}–{last} de {total} declaraciones", "{first}–{last} of {total} statements"),
    "page_none": (
        "Ninguna declaración cumple con estos filtros.",
        "No statement meets these filters.",
    ),
    "found_of": (
        "{first}–{last} de {total} declaraciones, de la más a la menos cercana",
        "{first}–{last} of {total} statements, nearest first",
    ),
    "found_none": (
        "Ninguna declaración comparte palabras con la búsqueda ni trata su asunto.",
        "No statement shares words with the search or deals with its matter.",
    ),
    "found_no_phrase": (
        "Ninguna declaración dice exactamente «{phrase}»; sin comillas se busca también lo parecido.",
        "No statement says exactly “{phrase}”; without the marks, similar wording is found too.",
    ),
    "searched_exactly": ("Exactamente: «{phrase}»", "Exactly: “{phrase}”"),
    "searched_loosely": (
        "Nadie dice exactamente «{phrase}»: se buscó como palabras",
        "Nobody says exactly “{phrase}”: searched as words",
    ),
    "searched_also": ("{name} también como {others}", "{name} also as {others}"),
    "why": ("Por qué", "Why"),
    "why_words": ("Palabras en común", "Words in common"),
    "why_for": ("{word} (por {name})", "{word} (for {name})"),
    "why_in_question": ("{word} (en la pregunta que contesta)", "{word} (in the question it answers)"),
    "why_no_words": ("ninguna; se encontró por su significado", "none; it was found by its meaning"),
    "why_other_language": (
        "ninguna, porque está en el otro idioma: se encontró por su significado",
        "none, because it is in the other language: it was found by its meaning",
    ),
    "why_places": ("Lugar", "Place"),
    "why_place_words": ("{rank}.º por palabras", "no. {rank} by words"),
    "why_place_meaning": ("{rank}.º por significado", "no. {rank} by meaning"),
    "why_similarity": ("parecido {value}", "similarity {value}"),
    "why_score": ("Puntaje", "Score"),
    "why_matter": ("sobre el asunto: {value}", "on the matter: {value}"),
    "why_phrases": ("Frase exacta", "Exact phrase"),
    "why_filters": ("Filtros", "Filters"),
    "part_meaning": ("significado", "meaning"),
    "part_words": ("palabras", "words"),
    "part_occasion": ("lo dicho en la ocasión", "what was said on the occasion"),
    "part_language": ("significado en otro idioma", "meaning across languages"),
    "part_topic": ("tema", "topic"),
    "part_month": ("mes", "month"),
    "part_likeness": ("parecido con el primero", "likeness to the first"),
    "part_short": ("intervención breve", "short turn"),
    "part_unasked": ("sin pregunta antes", "no question before it"),
    "part_authority": ("tipo de fuente", "kind of source"),
    "newer": ("← Anteriores", "← Previous"),
    "older": ("Siguientes →", "Next →"),
    "upload": ("Agregar archivos", "Add files"),
    "upload_label": (
        "Estenográficas, comunicados (HTML, PDF, DOCX), tablas CSV, archivo de X",
        "Transcripts, communiqués (HTML, PDF, DOCX), CSV tables, X archive",
    ),
    "declare": ("Declarar lo que el archivo no dice", "Declare what the file does not say"),
    "declare_hint": (
        "Quién habla, cuándo y si son sus propias palabras. Lo que el archivo ya dice no se cambia.",
        "Who speaks, when, and whether the words are their own. What the file says itself is not changed.",
    ),
    "declare_form": ("¿Son las palabras exactas?", "Are these the exact words?"),
    "declare_side": ("¿De quién son las palabras?", "Whose words are these?"),
    "declare_side_hint": (
        "Las de la contraparte se consultan aparte y nunca respaldan un texto nuestro.",
        "The other side's are kept apart and never support a text of ours.",
    ),
    "declared_own": ("Nuestras", "Ours"),
    "declared_counterpart": ("De la contraparte", "The other side's"),
    "undeclared": ("Sin declarar", "Not declared"),
    "declared_verbatim": ("Sí: texto literal", "Yes: verbatim"),
    "declared_paraphrase": ("No: paráfrasis", "No: a paraphrase"),
    "authority_agreement": ("Tratado o declaración conjunta", "Treaty or joint statement"),
    "authority_communique": ("Comunicado", "Communiqué"),
    "authority_speech": ("Discurso o conferencia", "Speech or press conference"),
    "authority_post": ("Publicación", "Post"),
    "upload_button": ("Agregar al registro", "Add to the record"),
    "adding": ("Agregando al registro…", "Adding to the record…"),
    "need_files": ("Elija primero uno o varios archivos.", "First choose one or more files."),
    "ingest_added": ("agregadas: {n}", "added: {n}"),
    "ingest_updated": ("actualizadas: {n}", "updated: {n}"),
    "ingest_unchanged": ("sin cambio: {n}", "unchanged: {n}"),
    "ingest_quarantined": (
        "En cuarentena: {n}. Algo en su texto es sospechoso; nadie las encuentra hasta que se liberen "
        "(assistant quarantine).",
        "In quarantine: {n}. Something about their text is suspicious; nobody finds them until they are released "
        "(assistant quarantine).",
    ),
    "ingest_head": (
        "Archivos leídos: {files}, en {seconds} s; pasajes indexados: {passages}",
        "Files read: {files}, in {seconds} s; passages indexed: {passages}",
    ),
    "ingest_statements": ("Declaraciones", "Statements"),
    "ingest_aside": (
        "Intervenciones apartadas (no son postura de la cancillería)",
        "Turns set aside (not the ministry's position)",
    ),
    "ingest_rejected": ("Archivos rechazados", "Rejected files"),
    "aside_journalist": ("periodistas", "journalists"),
    "aside_moderator": ("moderación", "moderators"),
    "aside_voice": ("voces sin nombre", "unnamed voices"),
    "aside_guest": ("invitados", "guests"),
    "aside_stage": ("acotaciones", "stage directions"),
    "aside_unattributed": ("sin atribución", "unattributed"),
    "aside_empty": ("vacías", "empty"),
    "aside_retweet": ("republicaciones", "reposts"),
    "aside_reply": ("respuestas a otros", "replies to others"),
    "aside_other language": ("en otro idioma", "in another language"),
    "stage_reading": ("Leyendo", "Reading"),
    "stage_indexing": ("Indexando", "Indexing"),
    # Statement
    "statement": ("Declaración", "Statement"),
    "role": ("Cargo en esa fecha", "Role on that date"),
    "date": ("Fecha", "Date"),
    "venue": ("Dónde", "Venue"),
    "authority": ("Tipo de fuente", "Kind of source"),
    "form": ("Forma", "Form"),
    "verbatim": ("Textual", "Verbatim"),
    "paraphrase": ("Paráfrasis", "Paraphrase"),
    "verbatim_note": (
        "Palabras de quien habla: pueden ir entre comillas.",
        "The speaker's own words: they may stand in quotation marks.",
    ),
    "paraphrase_note": (
        "No son sus palabras: nunca van entre comillas.",
        "Not the speaker's words: never in quotation marks.",
    ),
    "text": ("Texto", "Text"),
    "lines": ("Líneas discursivas", "Lines to take"),
    "source": ("Fuente", "Source"),
    "turn": ("intervención {n}", "turn {n}"),
    "superseded": ("Superada", "Superseded"),
    "maybe_superseded": ("Quizá superada por", "Maybe superseded by"),
    "superseded_by": ("Superada por una declaración posterior", "Superseded by a later statement"),
    "topics": ("Temas", "Topics"),
    "counterpart": ("Contraparte", "Counterpart"),
    # Labels and verdicts
    "label_consistent": ("Coincide con el registro", "Consistent"),
    "label_unsupported": ("Sin sustento", "Unsupported"),
    "label_contradicts": ("Contradice", "Contradicts"),
    "label_none": ("No afirma nada", "States nothing"),
    "verdict_ready": ("Listo para visto bueno", "Ready for clearance"),
    "verdict_review": ("Por revisar", "For review"),
    "verdict_blocked": ("Bloqueado", "Blocked"),
    "verdict_ready_note": (
        "Cada frase coincide con el registro. Decide una persona.",
        "Every sentence is consistent with the record. A person decides.",
    ),
    "verdict_review_note": (
        "Hay frases u observaciones que una persona debe resolver.",
        "There are sentences or findings that a person must settle.",
    ),
    "verdict_blocked_note": ("No debe salir así.", "It must not go out like this."),
    "count_consistent": ("Coinciden: {n}", "Consistent: {n}"),
    "count_unsupported": ("Sin sustento: {n}", "Unsupported: {n}"),
    "count_contradicts": ("Contradicen: {n}", "Contradicting: {n}"),
    "expected": ("Principios que cabría mencionar", "Principles one would expect"),
    "severity_block": ("Impide salir", "Blocks"),
    "severity_warn": ("Atención", "Warning"),
    "severity_info": ("Nota", "Note"),
    "suggestion": ("Sugerencia", "Suggestion"),
    "place": ("caracteres {start}–{end}", "characters {start}–{end}"),
    "check_figures": ("Cifras", "Figures"),
    "check_dates": ("Fechas", "Dates"),
    "check_names": ("Nombres", "Names"),
    "check_terms": ("Términos", "Terms"),
    "check_official-list": ("Lista oficial", "Official list"),
    "check_red-lines": ("Línea roja", "Red line"),
    "check_moving-figures": ("Cifra que cambia", "Moving figure"),
    "check_quotations": ("Cita textual", "Quotation"),
    "check_polarity": ("Sentido contrario", "Turned round"),
    "check_superseded": ("Superada", "Superseded"),
    "check_post-length": ("Longitud", "Length"),
    "check_publication": ("Reglas de publicación", "Publication rules"),
    "check_drafting-notes": ("Nota de trabajo", "Drafting note"),
    "check_coverage": ("Cobertura", "Coverage"),
}
_ITEMS = {f"item_{n}": (f"Punto {n}", f"Item {n}") for n in range(1, MAX_ITEMS + 1)}
_TABS = (BRIEF_WORDS, DRAFT_WORDS, CLEARANCE_WORDS, ASK_WORDS, CHECK_WORDS, RECORD_WORDS, OVERVIEW_WORDS, LEDGER_WORDS)
EVERY = (_PAIRS, _ITEMS, *_TABS)
TEXTS = {
    lang: {key: pair[index] for words in EVERY for key, pair in words.items()}
    for index, lang in enumerate(("es", "en"))
}


def t(lang: str, key: str, **values: object) -> str:
    """Return the wording of `key` in `lang` with its values filled in."""
    return TEXTS[lang][key].format(**values)


def known(lang: str, key: str, otherwise: str) -> str:
    """Return the wording of `key`, or `otherwise` where there is none."""
    return TEXTS[lang].get(key, otherwise)


def lang_of(request: gr.Request | None) -> str:
    """Return the browser's language as the page itself chooses it: Spanish, or else English."""
    return language_of(str(request.headers.get("accept-language", "")) if request is not None else "")


def language_of(wanted: str) -> str:
    """Return the language for an `Accept-Language` header: Spanish where it comes first, or else English."""
    return "es" if re.match(r"\s*es\b", wanted, re.IGNORECASE) else "en"


def translations(extra: Iterable[tuple[str, str, str]] = ()) -> gr.I18n:
    """Return what the page needs to translate itself; `extra` adds (key, Spanish, English)."""
    words = {lang: dict(texts) for lang, texts in TEXTS.items()}
    for key, spanish, english in extra:
        words["es"][key], words["en"][key] = spanish, english
    return gr.I18n(es=words["es"], en=words["en"])


def word(key: str) -> str:
    """Return the mark that the page replaces by the wording of `key` in the browser's language."""
    return str(gr.I18n()(key))
