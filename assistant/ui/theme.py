"""How the desk looks, and the few lines of script it needs. Only fonts of the system, nothing from outside."""

from pathlib import Path

from gradio.themes import Base
from gradio.themes.utils import colors, sizes

CSS_PATHS = [
    Path(__file__).with_name(f"{name}.css")
    for name in ("desk", "brief", "draft", "clearance", "ask", "check", "record", "overview")
]
NARROW_CSS_PATH = Path(__file__).with_name("narrow.css")
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "monospace")

JS_LINKS = """
element.addEventListener('click', async (event) => {
  const link = event.target.closest('[data-statement]');
  if (link) {
    window.deskReturnTo = link;
    trigger('select', {id: link.dataset.statement, mark: link.dataset.mark || ''});
    return;
  }
  const copy = event.target.closest('[data-copy]');
  if (!copy) return;
  const box = copy.closest('.item-row').querySelector('textarea');
  await navigator.clipboard.writeText(box.value);
  const words = copy.textContent;
  copy.textContent = copy.dataset.done;
  setTimeout(() => { copy.textContent = words; }, 1500);
});
"""
"""Runs in every HTML block: a citation opens its statement, a copy button copies its row."""

JS_PAGE = """
() => {
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') document.querySelector('#statement-close')?.click();
  });
}
"""
JS_SIGNED_OUT = """<script>
(() => {  // whose session has ended goes to the page where one signs in; drafts are kept by the browser
  const send = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await send(...asked);
    if (answer.status === 401) window.location.assign('/login');
    return answer;
  };
})();
</script>"""
JS_OPENED = "() => setTimeout(() => document.querySelector('#statement-panel h2')?.focus(), 150)"
JS_CLOSED = "() => { window.deskReturnTo?.focus(); }"
JS_TO_RESULT = """
() => {
  const result = [...document.querySelectorAll('.result')].find((each) => each.offsetParent);
  const top = result?.getBoundingClientRect().top;
  if (window.innerWidth > 700 && top >= 0 && top < window.innerHeight / 2) return;
  result?.scrollIntoView({behavior: 'smooth'});
}
"""
"""Where the result is out of sight, as it is on a narrow screen, on which it lies below the form: go there."""
JS_COPY_ALL = """
(...texts) => {
  navigator.clipboard.writeText(texts.filter((text) => text && text.trim()).join('\\n\\n'));
  return texts;
}
"""


def theme() -> Base:
    """Return the theme: calm, dense, system fonts."""
    return Base(
        primary_hue=colors.emerald,
        neutral_hue=colors.slate,
        text_size=sizes.text_md,
        spacing_size=sizes.spacing_sm,
        radius_size=sizes.radius_sm,
        font=_SANS,
        font_mono=_MONO,
    ).set(
        button_primary_background_fill="#1b5e4b",
        button_primary_background_fill_dark="#1b5e4b",
        button_primary_background_fill_hover="#124435",
        button_primary_background_fill_hover_dark="#237a62",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
    )
