"""The page on which somebody signs in: it stands by itself, because nothing of the desk is open yet."""

from html import escape
from string import Template

from assistant.ui.texts import language_of

_WORDS = {
    "es": {
        "title": "Mesa de redacción",
        "lead": "Inicie sesión para continuar.",
        "user": "Usuario",
        "password": "Contraseña",
        "submit": "Entrar",
        "help": "¿Olvidó su contraseña? Pida otra a quien administra la mesa.",
        "wrong": "El usuario o la contraseña no son correctos.",
        "wait": "Hubo demasiados intentos fallidos; vuelva a intentarlo en {seconds} s.",
    },
    "en": {
        "title": "Drafting desk",
        "lead": "Sign in to continue.",
        "user": "User",
        "password": "Password",
        "submit": "Sign in",
        "help": "Forgot your password? Ask whoever administers the desk for another.",
        "wrong": "User or password is wrong.",
        "wait": "Too many attempts failed; try again in {seconds} s.",
    },
}
_PAGE = Template("""<!doctype html>
<html lang="$lang"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title><style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; min-height: 100vh; display: grid; place-items: center }
main { width: min(22rem, 90vw) } h1 { font-size: 1.4rem; margin: 0 }
label { display: block; margin-top: 1rem }
input { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; margin-top: .2rem }
button { font: inherit; padding: .5rem 1.4rem; margin-top: 1.4rem; cursor: pointer }
.fault { border-left: 4px solid #b3261e; padding: .4rem .8rem; margin: 1rem 0 0 }
small { display: block; margin-top: 1rem }
</style></head><body><main><h1>$title</h1><p>$lead</p>$fault
<form method="post" action="/login">
<label for="user">$user_word</label>
<input id="user" name="user" value="$user" autocomplete="username" autocapitalize="none" spellcheck="false"
 maxlength="64" required$first>
<label for="password">$password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required$second>
<button type="submit">$submit</button></form><small>$help</small></main></body></html>
""")


def login_page(accepted: str, fault: str = "", *, user: str = "", seconds: int = 0) -> str:
    """Return the page in the language that a browser asks for; `fault` is "", "wrong" or "wait"."""
    lang = language_of(accepted)
    words = _WORDS[lang]
    said = words[fault].format(seconds=seconds) if fault else ""
    return _PAGE.substitute(
        lang=lang,
        title=words["title"],
        lead=words["lead"],
        fault=f'<p class="fault" role="alert">{escape(said)}</p>' if said else "",
        user_word=words["user"],
        user=escape(user[:64]),
        first="" if user else " autofocus",
        second=" autofocus" if user else "",
        password=words["password"],
        submit=words["submit"],
        help=words["help"],
    )
