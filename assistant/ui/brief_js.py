"""The script of the brief: what a press officer does in the form, told to the handlers at the right moment.

One empty HTML block carries it. It listens to the page, because what it watches is drawn anew all the time, and
tells: ``input`` (the topic has come to rest), ``edit`` (the story has), ``click`` (a statement is pinned or dropped),
``select`` (an example or a recent topic), ``apply`` (the story's heading is to be the topic).
"""

JS_BRIEF = """
window.deskBrief?.abort();
const own = window.deskBrief = new AbortController();
const on = (type, act, capture = false) => document.addEventListener(type, act, {signal: own.signal, capture});
const box = () => document.querySelector('#brief-topic textarea');
const timers = {};
const later = (name, wait, act) => { clearTimeout(timers[name]); timers[name] = setTimeout(act, wait); };
const search = () => { document.querySelector('#evidence-working')?.classList.add('on'); trigger('input', {}); };
const missing = (is) => {
  document.querySelector('#brief-topic-error')?.classList.toggle('on', is);
  if (is) {
    box().setAttribute('aria-invalid', 'true');
    box().setAttribute('aria-describedby', 'brief-topic-error');
    box().scrollIntoView({block: 'center'});
    box().focus();
  } else {
    box().removeAttribute('aria-invalid');
    box().removeAttribute('aria-describedby');
  }
};
on('input', (event) => {
  if (event.target.closest('#brief-topic')) { missing(false); later('evidence', 900, search); }
  if (event.target.closest('#brief-context')) {
    later('story', 400, () => trigger('edit', {}));
    if (box().value.trim()) later('evidence', 1500, search);
  }
});
on('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  if (!event.target.closest('#brief-topic, #brief-context')) return;
  event.preventDefault();
  document.querySelector('#draft-button')?.click();
});
on('click', (event) => {
  if (!event.target.closest('#draft-button, #evidence-button')) return;
  clearTimeout(timers.evidence);
  if (box().value.trim()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  missing(true);
}, true);
on('click', (event) => {
  const button = event.target.closest('[data-act], [data-example], [data-draft]');
  if (!button) return;
  const {act, id, example, draft, go} = button.dataset;
  window.deskGo = go === 'yes';
  if (act === 'topic') { missing(false); trigger('apply', {}); return; }
  if (example || draft) { missing(false); trigger('select', {example: example || '', draft: draft || ''}); return; }
  window.deskActed = {act, id, list: button.closest('#evidence-found') ? '#evidence-found' : '#evidence-list'};
  trigger('click', {act, id});
});
const fold = (tries) => {
  const head = document.querySelector('#evidence-box > button.label-wrap');
  if (head && !head.classList.contains('open')) return;
  head?.click();
  if (tries) setTimeout(() => fold(tries - 1), 150);
};
if (window.innerWidth <= 700) fold(50);
"""

JS_SEARCHING = """
() => {
  const wanted = document.querySelector('#brief-topic textarea')?.value.trim();
  document.querySelector('#evidence-working')?.classList.toggle('on', Boolean(wanted));
}
"""
JS_SEARCHED = "() => { document.querySelector('#evidence-working')?.classList.remove('on'); }"
JS_REFOCUS = """
() => {
  const {act, id, list} = window.deskActed || {};
  if (!id || (document.activeElement && document.activeElement !== document.body)) return;
  const button = `[data-act="${act}"][data-id="${CSS.escape(id)}"]`;
  (document.querySelector(`${list} ${button}`) || document.querySelector(`#evidence-list ${button}`))?.focus();
}
"""
"""A list that is drawn anew loses the focus; the button that was pressed gets it back."""
JS_GO = """
() => {
  if (window.deskGo) document.querySelector('#draft-button')?.click();
  else document.querySelector('#brief-topic textarea')?.focus();
  window.deskGo = false;
}
"""
JS_KEEP = "(...values) => ({values: values.slice(0, %d)})"
"""Runs in the browser alone: what is typed is remembered there without asking the server."""
JS_TO_TOPIC = "() => document.querySelector('#brief-topic textarea')?.focus()"
JS_SAVE = """
(name, text) => {
  if (!text) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type: 'application/yaml'}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
"""
