"""The lines of script that the tab which checks a text needs: links inside the result, one-click changes, memory."""

JS_RESULT = """
element.addEventListener('click', (event) => {
  const put = event.target.closest('[data-apply]');
  if (put) { trigger('submit', {apply: put.dataset.apply}); return; }
  const link = event.target.closest('[data-go]');
  if (!link) return;
  event.preventDefault();
  const there = element.querySelector('#' + link.dataset.go);
  if (!there) return;
  element.querySelectorAll('[aria-current]').forEach((each) => each.removeAttribute('aria-current'));
  const number = (link.dataset.go.match(/^check-[ms]-(\\d+)$/) || [])[1];
  const chosen = number === undefined ? null : element.querySelector('#check-m-' + number);
  if (chosen) chosen.setAttribute('aria-current', 'true');
  if (there.tagName === 'DETAILS') there.open = true;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  there.scrollIntoView({behavior: calm ? 'auto' : 'smooth', block: there.tagName === 'DETAILS' ? 'start' : 'center'});
  (there.tagName === 'DETAILS' ? there.querySelector('summary') : there).focus({preventScroll: true});
});
"""
"""In the result: a sentence opens its reasons, a finding its sentence, and back; a suggestion is put into the text."""

JS_KEEP = """
(...now) => {
  if (!window.deskCheckBack) return;
  try { localStorage.setItem('desk-check', JSON.stringify(now)); } catch (refused) { }
}
"""
"""Keeps in the browser what is in the form, once what was kept is back in it: a page loads with empty boxes."""

JS_BACK = """
(...empty) => {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem('desk-check')); } catch (refused) { }
  window.deskCheckBack = true;
  const fits = Array.isArray(kept) && kept.length === empty.length
    && kept.every((each, n) => typeof each === typeof empty[n]);
  return fits ? kept : empty;
}
"""
"""Brings back what the form held; whatever the browser keeps that is no such thing counts as nothing."""

JS_COPY = "(text) => { navigator.clipboard.writeText(text); return [text]; }"
