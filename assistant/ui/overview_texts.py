"""The words of the overview, in Spanish and English."""

OVERVIEW_WORDS: dict[str, tuple[str, str]] = {
    "ov_refresh": ("Actualizar", "Refresh"),
    "ov_period": ("Periodo", "Period"),
    "ov_months_12": ("Últimos 12 meses", "Last 12 months"),
    "ov_months_24": ("Últimos 24 meses", "Last 24 months"),
    "ov_months_0": ("Todo el registro", "The whole record"),
    "ov_loading": ("Reuniendo el panorama…", "Putting the overview together…"),
    "ov_ready": ("Panorama actualizado.", "Overview up to date."),
    # The installation
    "ov_state": ("Estado de la instalación", "State of the installation"),
    "ov_statements": ("declaraciones", "statements"),
    "ov_newest": ("la más reciente", "the newest"),
    "ov_passages": ("pasajes indexados", "passages indexed"),
    "ov_drafts_n": ("borradores", "drafts"),
    "ov_index": ("índice", "index"),
    "ov_index_ok": ("al día", "up to date"),
    "ov_index_behind": ("{n} cambios atrás", "{n} changes behind"),
    "ov_model": ("modelo de lenguaje", "language model"),
    "ov_model_none": ("ninguno: se redacta con el registro", "none: drafts come from the record alone"),
    "ov_embeddings": ("vectores", "embeddings"),
    "ov_version": ("versión", "version"),
    "ov_no_problem": ("Nada que arreglar.", "Nothing to mend."),
    "ov_run": ("Se arregla con", "Mended by"),
    "ov_problem_ledger": ("{detail}", "{detail}"),
    "ov_problem_stray": (
        "El archivo ledger.yaml retira algo que no existe: {detail}.",
        "The file ledger.yaml retires what is not there: {detail}.",
    ),
    "ov_problem_empty": ("El registro está vacío.", "The record is empty."),
    "ov_problem_behind": (
        "El índice va {n} cambios atrás del registro: lo más nuevo aún no se encuentra.",
        "The index is {n} changes behind the record: the newest cannot be found yet.",
    ),
    "ov_problem_other_model": (
        "El índice se hizo con otro modelo ({detail}).",
        "The index was built with another model ({detail}).",
    ),
    "ov_problem_quarantined": (
        "Declaraciones en cuarentena, que nadie encuentra hasta que se liberen: {n}.",
        "Statements in quarantine, which nobody finds until they are released: {n}.",
    ),
    "ov_problem_unattributed": (
        "Intervenciones que no se pudieron atribuir a nadie: {n}.",
        "Turns that could be attributed to nobody: {n}.",
    ),
    # Gaps
    "ov_gaps": ("Temas sin nada reciente", "Topics with nothing recent"),
    "ov_gaps_none_now": (
        "Todos los temas y principios tienen algo de los últimos {days} días.",
        "Every topic and principle has something from the last {days} days.",
    ),
    "ov_gaps_all_now": (
        "Contando desde hoy, ningún tema ni principio tiene algo de los últimos {days} días: la declaración más "
        "reciente del registro es del {day}, hace {ago} días.",
        "Counted from today, no topic or principle has anything from the last {days} days: the newest statement on "
        "the record is of {day}, {ago} days ago.",
    ),
    "ov_gaps_now": (
        "Contando desde hoy, {n} de {all} temas y principios no tienen nada de los últimos {days} días.",
        "Counted from today, {n} of {all} topics and principles have nothing from the last {days} days.",
    ),
    "ov_gaps_then": (
        "Respecto de la última declaración del registro, {day}, no tienen nada en los {days} días anteriores: {n}.",
        "Relative to the newest statement on the record, {day}, with nothing in the {days} days before: {n}.",
    ),
    "ov_gaps_rest": ("Los demás, contando desde hoy ({n})", "The others, counted from today ({n})"),
    "ov_gap_of_topic": ("tema", "topic"),
    "ov_gap_of_principle": ("principio", "principle"),
    "ov_gap_never": ("nunca se ha dicho nada", "nothing was ever said"),
    "ov_ago": ("hace {n} días", "{n} days ago"),
    # Over time
    "ov_by_month": ("Declaraciones por mes", "Statements per month"),
    "ov_by_month_alt": (
        "De {first} a {last}: {n} declaraciones; el mes con más, {most} ({top}). Las cifras están en la tabla.",
        "From {first} to {last}: {n} statements; most in {most} ({top}). The figures are in the table below.",
    ),
    "ov_verbatim": ("Textual", "Verbatim"),
    "ov_paraphrase": ("Paráfrasis", "Paraphrase"),
    "ov_as_table": ("Ver como tabla", "Show as a table"),
    "ov_month": ("Mes", "Month"),
    "ov_total": ("Total", "Total"),
    "ov_topics": ("Temas en el tiempo", "Topics over time"),
    "ov_principles": ("Principios en el tiempo", "Principles over time"),
    "ov_course_note": (
        "Cada barra es un mes, de {first} a {last}. «Total» cuenta todo el registro; la fecha abre la última "
        "declaración.",
        "Each bar is a month, from {first} to {last}. “Total” counts the whole record; the date opens the last "
        "statement.",
    ),
    "ov_topic": ("Tema", "Topic"),
    "ov_principle": ("Principio", "Principle"),
    "ov_course": ("Por mes", "By month"),
    "ov_last": ("Última", "Last"),
    "ov_opens_last": ("abrir la última declaración sobre {name}", "open the last statement on {name}"),
    "ov_speakers": ("Quién ha hablado", "Who has spoken"),
    "ov_speaker": ("Nombre", "Name"),
    "ov_by_form": ("Declaraciones", "Statements"),
    # Drafts
    "ov_drafts": ("Borradores recientes", "Recent drafts"),
    "ov_drafts_none": ("Todavía no hay borradores.", "There are no drafts yet."),
    "ov_drafts_none_note": ("Los que haga en «Redactar» aparecerán aquí.", "What you make under “Draft” appears here."),
    "ov_open_draft": ("Abrir el borrador", "Open the draft"),
    "ov_by": ("por {who}", "by {who}"),
    "ov_version_n": ("versión {n}", "version {n}"),
    "ov_state_of": ("visto bueno: {state}", "clearance: {state}"),
    # Texts that went out
    "ov_out": ("Textos con visto bueno o publicados", "Cleared and published texts"),
    "ov_out_none": (
        "Ningún texto tiene todavía visto bueno ni se ha publicado.",
        "No text has been cleared or published yet.",
    ),
    "ov_out_counts": (
        "Con visto bueno: {cleared}. Publicados: {published}. Conviene revisarlos cuando el registro cambia.",
        "Cleared: {cleared}. Published: {published}. Look at them again when the record changes.",
    ),
    "ov_check_now": ("Revisar ahora", "Check now"),
    "ov_checking": ("Revisando los textos contra el registro…", "Checking the texts against the record…"),
    "stage_checking texts": ("Revisando los textos", "Checking the texts"),
    "ov_agree": (
        "Revisados: {n}. Todos siguen de acuerdo con el registro.",
        "Checked: {n}. All of them still agree with the record.",
    ),
    "ov_drifted": (
        "Revisados: {n}. Ya no concuerdan con el registro: {drifted}.",
        "Checked: {n}. No longer in agreement with the record: {drifted}.",
    ),
    "ov_was_now": ("antes {was}, ahora {now}", "was {was}, is now {now}"),
    "ov_why_label": ("El dictamen de la frase empeoró.", "The verdict on the sentence got worse."),
    "ov_why_withdrawn": (
        "La declaración en que se apoyaba ya no está en el registro.",
        "The statement it rested on is no longer on the record.",
    ),
    "ov_why_corrected": (
        "La declaración en que se apoyaba se corrigió.",
        "The statement it rested on was corrected.",
    ),
    "ov_why_superseded": (
        "La declaración en que se apoyaba quedó superada por otra.",
        "The statement it rested on was superseded by another.",
    ),
    "ov_why_newer-figure": ("Hay una cifra más reciente.", "There is a newer figure."),
    "ov_why_finding": ("Una revisión encontró algo nuevo.", "A check found something new."),
    "ov_status_cleared": ("Con visto bueno", "Cleared"),
    "ov_status_published": ("Publicado", "Published"),
    # The evaluation
    "ov_eval": ("Última evaluación", "Last evaluation"),
    "ov_eval_none": ("No hay ninguna evaluación guardada.", "No evaluation was kept."),
    "ov_eval_how": (
        "En una copia del código fuente, «assistant eval --out carpeta» prueba el programa y deja aquí el resultado.",
        "In a source checkout, “assistant eval --out folder” tests the program and leaves the result here.",
    ),
    "ov_eval_passed": ("Aprobada", "Passed"),
    "ov_eval_failed": ("No aprobada", "Failed"),
    "ov_eval_facts": ("{day} · {n} casos · versión {version}", "{day} · {n} samples · version {version}"),
    "ov_eval_missed": ("bajo el mínimo: {names}", "below the threshold: {names}"),
    "ov_eval_suite": ("Prueba", "Suite"),
    "ov_eval_samples": ("Casos", "Samples"),
    "ov_eval_result": ("Resultado", "Result"),
    "ov_eval_unreadable": (
        "El informe {file} no se puede leer; haga otro con «assistant eval --out carpeta».",
        "The report {file} cannot be read; make another with “assistant eval --out folder”.",
    ),
    "ov_ledger": (
        "Catálogo de posiciones: principios, líneas rojas, términos y cifras",
        "The ledger: principles, red lines, terms and figures",
    ),
}
