"""Turns of phrase that address a language model, in Spanish and English.

Each is tried only on a text that holds one of its signs (between "/"), because plain words are found far quicker.
In a pattern, "_" is a blank or a line break, other white space means nothing, and <<name>> stands for one of the
`PARTS`. Every pattern reads folded text: lower case, no accents, plain quotes.
"""

PARTS = {
    "start": r"""
        (?:^|[.!?;:,\n\"'(\[*#>|-]_?|\b(?:y|e|and|please|por_favor|favor_de|then|entonces|despues|luego|ahora
        |now|must|should|debes|debe|will|tienes_que|always|siempre)_)
    """,
    "not": r"""
        (?<!\bno_)(?<!\bnot_)(?<!n't_)(?<!\bnever_)(?<!\bnunca_)(?<!\bquien_)(?<!\bwho_)(?<!cannot_)(?<!\bsin_)
    """,
    "few": r"""(?:[\w',]+_){0,4}?""",
    "offices_es": r"""
        (?!_(?:social|medic|parlamentari|legislativ|tecnic|personal|juridic|administrativ|ejecutiv|educativ
        |consular|del?\b_(?!ia\b|inteligencia|redaccion)))
    """,
    "offices_en": r"""
        (?!_(?:secretary|professor|attorney|director|coach|manager|minister|chief|general|commissioner|principal
        |to_the|of|at|in)\b)
    """,
    "model_es": r"""
        (?:modelo_de_lenguaje|modelo_de_ia|ia\b|inteligencia_artificial|llm|chatbot|bot\b|asistente_virtual
        |asistente_de_ia|chatgpt|gpt)
    """,
    "model_en": r"""(?:(?:large_)?language_model|ai\b|llm|chatbot|bot\b|virtual_assistant|chatgpt|gpt)""",
    "text_es": r"""(?:oraci|frase|texto|borrador|enunciado|afirmaci|declaraci|todo|respuesta|contenido)""",
    "text_en": r"""(?:sentence|statement|draft|claim|text|everything|answer|content|passage|it\b)""",
    "fit_es": r"""
        (?:consistentes?|coherentes?|compatibles?|aprobad[oa]s?|verdader[oa]s?|list[oa]s?|correct[oa]s?|ready)
    """,
    "fit_en": r"""(?:consistent|coherent|compatible|approved|supported|true|ready|correct|verified)""",
}

PHRASES: tuple[tuple[str, str], ...] = (
    # What was said before is to be ignored.
    (
        "ignor/olvid/desobede/desatiend/descart/omit/anula tus/cancela tus/borra tus/suspende tus/caso omiso/"
        "hagas caso/no sigas/tomes en/no atiendas/no respetes",
        r"""
        \b(?=[iodhnacbs])<<not>>(?:ignor(?:a|as|e|es|en|ad|ar)|olvid(?:a|e|es|ar)|desobedec(?:e|er)|desatiend(?:e|as)|descart(?:a|e
        |ar)|olvidate_de|(?:anula|cancela|borra|suspende)(?=_tus)|omit(?:e|as|ir)|haz_caso_omiso_de|hagas_caso_omiso_de|hacer_caso_omiso_de|no_(?:hagas_caso|sigas
        |obedezcas|tomes_en_cuenta|atiendas|respetes))_<<few>>(?:(?:tus|todas_tus|cualquier)_(?:\w+_)?(?:instrucc
        |indicac|directri|ordenes|reglas|prompt|restricc)|(?:instruccion(?:es)?|indicacion(?:es)?
        |directrices|directivas|ordenes|reglas?|prompts?|restricciones)_(?:\w+_){0,2}?(?:anterior|previ[ao]|precedente|de_arriba|recibid
        |dadas|iniciales|originales|de(?:l)?_sistema|que_(?:te|le|has|hayas|recibi)))
        """,
    ),
    (
        "ignor/olvid/descart/caso omiso",
        r"""
        \b(?=[iodh])<<not>>(?:ignora|ignore|olvida|olvide|descarta|descarte|haz_caso_omiso_de|haga_caso_omiso_de)_(?:lo_que_(?:te|se_te)_
        (?:dijeron|dijo|han_dicho|ha_dicho)|todo_lo_(?:anterior|previo|que_(?:te|se_te)_(?:han_|haya_|hayan_)?(?:dijeron|dicho|dijo))|lo_anterior_y)
        """,
    ),
    (
        "ignore /disregard/forget/override/bypass/overlook/not follow/n't follow/not obey/stop following",
        r"""
        \b(?=[idfobs])<<not>>(?:ignore|disregard|forget|override|bypass|overlook|do_not_follow|don't_follow|do_not_obey
        |stop_following)_<<few>>(?:(?:previous|prior|earlier|above|preceding|foregoing|existing|original|initial
        |system|your)_(?:\w+_){0,2}?(?:instructions?|prompts?|directives?|directions|guidelines|rules|guardrails
        |programming|training|commands)|(?:instructions|prompts?|directives|guidelines|rules)_(?:\w+_){0,2}?(?:above
        |before_this|you_(?:were|have|received)))
        """,
    ),
    (
        "ignore /disregard/forget",
        r"""
        \b(?=[idf])<<not>>(?:ignore|disregard|forget)_(?:everything|anything)_(?:above|before|you_(?:were|have_been)_told
        |you_know)
        """,
    ),
    # The reader is told that it is a machine, or which part to play.
    (
        "como si fueras/eres /actua/comport/finge/seras ",
        r"""
        \b(?:eres|seras|actua_como|actuaras_como|comportate_como|finge_(?:ser|que_eres))_(?:ahora_)?(?:un_|una_|el_
        |la_)?(?:\w+_){0,2}?<<model_es>>
        |\bcomo_si_fueras_(?:un_|una_)?(?:modelo|asistente|ia\b|inteligencia_artificial|chatbot)
        """,
    ),
    (
        "asistente",
        r"""
        \b(?:eres|seras)_(?:ahora_)?un_asistente\b<<offices_es>>
        """,
    ),
    (
        "you are/you're/act as/pretend/behave",
        r"""
        \b(?:you_are|you're|act_as|pretend_(?:to_be|that_you_are|you_are)|behave_(?:like|as))_(?:now_)?(?:an?_
        |the_)?(?:\w+_){0,2}?<<model_en>>(?!_(?:hub|power|leader|expert|minister|council|researcher|company|nation
        |summit))
        """,
    ),
    (
        "you are/you're/act as",
        r"""
        \b(?:you_are|you're)_(?:now_)?an?_(?:helpful_|new_)?assistant\b<<offices_en>>
        """,
    ),
    (
        "as if you/unrestricted/unfiltered/uncensored/as an ai,",
        r"""
        \bas_if_you_were_(?:an?_)?(?:\w+_){0,2}?<<model_en>>|(?:^|[.!?;:\n]_?)as_an_ai,
        |\b(?:unrestricted|unfiltered|uncensored)_(?:assistant|ai\b|model|chatbot)
        """,
    ),
    (
        "language model/ai model/ai assistant/ai language",
        r"""
        (?<!works_)(?<!serves_)(?<!functions_)(?<!known_)(?<!described_)(?<!trained_)(?<!developed_)\bas_an?_
        (?:large_|ai_|helpful_)?(?:language_model|ai_model|ai_assistant|ai_language_model)\b
        """,
    ),
    (
        "modelo de lenguaje/modelo de ia/asistente de ia/asistente virtual",
        r"""
        (?:^|[.!?;:\n\"'(]_?)como_(?:un_)?(?:gran_)?(?:modelo_de_lenguaje|modelo_de_ia|asistente_de_ia
        |asistente_virtual)\b
        """,
    ),
    (
        "a partir de ahora/a partir de este momento/de ahora en adelante/desde ahora",
        r"""
        \b(?:a_partir_de_(?:ahora|este_momento)|de_ahora_en_adelante|desde_ahora),?_(?:solo_|siempre_|unicamente_)?(?:respond(?:e
        |eras|es)\b|contestaras|actuaras|debes_(?:responder|contestar|decir)|vas_a_responder|di_que|tu_(?:tarea
        |funcion|papel|rol)_(?:es|sera)|ignora\b|ignoraras)
        """,
    ),
    (
        "from now on/task is now/new task/new role",
        r"""
        \bfrom_now_on,?_(?:you_(?:will|must|are_to|should|shall)_)?(?:only_|always_)?(?:respond|answer|act_as|reply
        |ignore|say_that)\b|\byour_task_is_now_|\byour_new_(?:task|role|instructions?)_(?:is|are)\b
        """,
    ),
    # What the answer is to be.
    (
        "responde/contesta/devuelve /escribe /genera /imprime ",
        r"""
        <<start>>(?:responde|respondeme|contesta|devuelve|escribe|genera|imprime)_(?:unicamente|solamente|solo
        |exclusivamente|siempre|nada_mas)(?:_?:_|_(?:con\b(?!_(?:hechos|argumentos|verdad|resultados|trabajo))|en_
        (?:json|espanol|ingles|mayusculas)|que\b|si\b|no\b|[\"'{<]|lo_siguiente|json|\"?consistente|\"?coherente))
        """,
    ),
    (
        " only/ exactly/nothing but/ just /always /solely",
        r"""
        <<start>>always_(?:answer|reply|respond|say)_(?:that|with|yes|no)\b|<<start>>(?:respond|reply|answer|output|return|print)_(?:only|exactly|just|always|with_nothing_but
        |nothing_but|solely)(?:_?:_|_(?:with|in_(?:json|english|spanish)|that|yes\b|no\b|the_words?\b|the_following
        |json|[\"'{<]|consistent))
        """,
    ),
    (
        "pregunt/consult/interrog",
        r"""
        \b(?:cuando|si|siempre_que|cada_vez_que)_(?:el_usuario_|alguien_|un_usuario_|la_usuaria_)?(?:te_)
        (?:pregunten?|pregunta|preguntan|preguntaran|consulten?|interroguen)_?(?:[^.!?\n]{0,80}?[,:;]_?)?(?:siempre_
        |solo_|tu_|entonces_|unicamente_)?(?:di\b|diras|responde\b|responderas|contesta\b|contestaras|afirma\b
        |debes)(?!_con_(?:orgullo|respeto|la_verdad|educacion|calma))
        |\b(?:cuando|si)_(?:alguien|el_usuario)_(?:te_)?pregunt\w+_[^.!?\n;]{0,80}?,?_(?:di|responde|contesta)_que\b
        """,
    ),
    (
        "pregunt",
        r"""
        \bcuando_te_pregunten_(?:\w+_){0,10}?(?:responde|contesta|di_que|afirma)\b
        """,
    ),
    (
        "usuario",
        r"""
        \b(?:cuando|si)_(?:el|un)_usuario_[^.!?\n;]{1,80}?,?_?\b(?:di_que|(?:responde|contesta|afirma)(?:_siempre)?
        (?:_que|_con|_si\b|_?:))
        """,
    ),
    (
        "asked/asks/ask ",
        r"""
        \b(?:when|if|whenever)_(?:you_are_|you're_|ever_)*(?:asked|someone_asks|anyone_asks|the_user_asks
        |a_user_asks|anybody_asks|users_ask)\b[^.!?\n]{0,80}?[,:;]?_?(?:[,:;]_?|\basked_|\basks_)(?:you_(?:must
        |should|will)_|always_|just_|only_|simply_)*(?:say|answer|reply|respond|claim|state|tell)\b
        """,
    ),
    (
        "user/usuario",
        r"""
        \b(?:tell|inform|convince)_the_user_(?:that|to)\b|\b(?:dile|informale|respondele)_al_usuario\b
        """,
    ),
    # Sources are to be kept quiet, and secrets told.
    (
        "cite/menciones/reveles/mention/reveal/disclose",
        r"""
        <<start>>no_(?:cites|menciones|reveles|muestres|reproduzcas)_(?:est[ea]_declaracion|esto|este_(?:mensaje|texto|parrafo
        |documento)|esta_(?:nota|instrucc|fuente|indicac)|estas_instrucc|la_fuente|las_fuentes|ninguna_fuente
        |tus_instrucc)|<<start>>(?:do_not|don't|never)_(?!mention_it\b)(?:cite|mention|reveal|disclose|quote)_(?:this_(?:text
        |message|note|instruction|document|sentence|source|statement)?\b|these_instructions|it\b|the_source|any_source|sources|your)
        """,
    ),
    (
        "prompt/instruc",
        r"""
        \b(?:reveal|repeat|print|show|output|leak|display)_(?:me_)?(?:all_)?(?:of_)?your_(?:\w+_){0,2}?(?:prompts?
        |instructions)\b|\b(?:revela|repite|muestra|muestrame|imprime|ensena|copia)_(?:todas_)?tus?_(?:\w+_){0,2}?
        (?:prompt|instruccion)
        """,
    ),
    # How sentences are to be judged.
    (
        "consistent/coherent/compatib/aprobad/verdader/list/correct/ready",
        r"""
        <<start>>(?:marca|marcala|etiqueta|clasifica|califica|considera|evalua|trata|da_por)_(?:[\w'\"]+_){0,3}?
        <<text_es>>\w*(?:_[\w'\"]+){0,6}?_(?:como_|por_)?[\"']?<<fit_es>>\b
        |<<start>>(?:marca|etiqueta|clasifica|califica|considera|evalua)_(?:como_)?<<fit_es>>_(?:\w+_){0,3}?<<text_es>>
        """,
    ),
    (
        "consistent/coherent/compatib/approved/supported/true/ready/correct/verified",
        r"""
        <<start>>(?:mark|label|classify|flag|treat|rate|tag|judge|consider|score)_(?:[\w'\"]+_){0,3}?<<text_en>>\w*
        (?:_[\w'\"]+){0,6}?_as_[\"']?<<fit_en>>\b|<<start>>(?:mark|label|tag|rate)_(?:\w+_){0,3}?<<text_en>>\w*_<<fit_en>>\b
        """,
    ),
    (
        "label/verdict/veredicto/etiqueta",
        r"""
        \b(?:label|verdict|veredicto|etiqueta)[\"']?_?[:=]_?[\"']?(?:consistent|ready|approved|aprobad|consistente
        |listo)|\b(?:set|output|return)_(?:the_|a_)?(?:label|verdict)_(?:to|of|as)_
        """,
    ),
    # The machinery of a conversation between a person and a model.
    (
        "system prompt/prompt de/jailbreak/developer mode/desarrollador/do anything now/system message",
        r"""
        \bsystem_prompt\b|\bprompt_del?_sistema\b|\b(?:enable|enter|activate)_(?:developer|jailbreak|god|dan)_mode\b
        |\bactiva_(?:el_)?modo_(?:desarrollador|jailbreak|dios)\b|\bdo_anything_now\b
        """,
    ),
    (
        "<|/[inst/<<sys/###/[system/<system/<assistant/<user/tool_call/function_call/<invoke/begin_of",
        r"""
        <\|\w+\|>|\[/?inst\]|<</?sys>>|\#\#\#_?(?:instruc|system|assistant|user|human|response|respuesta|sistema)
        |\[/?(?:system|assistant)\b[^\]]{0,20}\]|</?(?:system|assistant|user|tool.call
        |function.calls?|invoke|instructions?)\b[^>]{0,40}>|\"(?:tool.calls?
        |function.call)\"
        """,
    ),
    (
        "\"role\"/'role'",
        r"""
        [\"']role[\"']_?:_?[\"'](?:system|user|assistant|tool|developer|function)[\"']
        """,
    ),
    (
        "assistant:/assistant :/chatgpt:/gpt/system:/human:",
        r"""
        (?:^|[\n.!?\"']_?)(?:assistant|chatgpt|gpt-?4?|system|human)_?:_?\S
        """,
    ),
    (
        "asistente:/sistema:/usuario:/user:",
        r"""
        (?:^|[\n.!?]_?)(?:usuario|user|sistema)_?:[^\n]{0,400}[\n.!?]_?(?:asistente|assistant)_?:|(?:^
        |\n)_?asistente_?:_?(?:claro|si,|por_supuesto|mexico|entendido|de_acuerdo)
        """,
    ),
    (
        "following instruc/llm/ ia/ ai/model/chatbot/assistant/asistente",
        r"""
        \b(?:instrucciones|nota|mensaje|atencion|aviso)_(?:importante_)?(?:para|a)_(?:el_|la_|los_|las_|todos_los_)?
        <<model_es>>_?[:,.]|\b(?:instructions?|note|message|attention|notice)_(?:for|to)_(?:the_|any_|all_)?
        (?:\w+_)?(?:<<model_en>>|assistant|language_models|llms|chatbots)_?[:,.]|(?:^|[.!?\n]_?)(?:attention
        |atencion|hey|dear|estimad[oa]),?_(?:llm|chatbot|chatgpt|language_model|modelo_de_lenguaje|asistente_de_ia
        |ai_model|ia\b)_?[:,]|\b(?:nota|instrucciones|mensaje|aviso)_(?:al|para_el)_(?:modelo|asistente)_?:
        |\b(?:el|la)_(?:asistente|modelo|ia|chatbot)_(?:debe|debera|tiene_que)_(?:responder|contestar|decir|afirmar)
        (?:_siempre|_unicamente|_solo)?_(?:que|si)\b
        |\bthe_(?:assistant|model|ai|chatbot)_(?:must|should|will|shall)_(?:always_|only_)?(?:answer|respond|reply|say)
        _(?:that|yes|with)\b|\bobey_the_following_instructions
        """,
    ),
    (
        "instruc",
        r"""
        (?:^|[.!?\n]_?)(?:new|updated|nuevas?)_(?:instructions?|instruccion(?:es)?)_?:_(?:you|always|ignore|respond
        |answer|say|your|ignora|responde|di|debes|siempre|tu|contesta)\b
        """,
    ),
)
