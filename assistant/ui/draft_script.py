"""The script of the draft's side: it watches the boxes, keeps in the browser what is typed, and opens what was open."""

JS_PULSE = """
const PAUSE = 500, TELL = 120, AGAIN = 2500, TRIES = 3;
const every = () => [...document.querySelectorAll('#draft-side .item-row')];
const rows = () => every().filter((row) => row.querySelector('.item-head'));
const box = (row) => row.querySelector('textarea');
const texts = () => rows().map((row) => box(row) ? box(row).value : '');
const mark = () => element.querySelector('[data-draft]');
const plain = (text) => text.replace(/\\r\\n?/g, '\\n');
let timer = null, telling = null, tried = '', tries = 0, looking = null;

const wait = (pause) => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    timer = null;
    const now = JSON.stringify(texts());
    tries = now === tried ? tries + 1 : 1;
    tried = now;
    trigger('submit', {});
  }, pause);
};
// A label is shown only while the very words that it was given for stand in the box.
const compare = () => {
  looking = null;
  let moved = false;
  for (const row of rows()) {
    const off = box(row) && plain(row.querySelector('.item-head').dataset.of) !== plain(box(row).value);
    row.toggleAttribute('data-moved', Boolean(off));
    moved = moved || off;
  }
  document.querySelector('#draft-side')?.toggleAttribute('data-moved', moved);
  if (!moved) {
    clearTimeout(timer);
    timer = null;
    tries = 0;
  } else if (timer === null && !(tries >= TRIES && tried === JSON.stringify(texts()))) wait(tries ? AGAIN : PAUSE);
};
const look = () => { looking = looking ?? requestAnimationFrame(compare); };
const forget = (id) => { try { localStorage.removeItem('desk-draft:' + id); } catch { /* as below */ } };
const remember = () => {
  const now = mark();
  if (!now || !now.dataset.draft) return;
  const name = 'desk-draft:' + now.dataset.draft;
  const filled = (each) => JSON.stringify(each.filter((text) => text.trim()));
  try {
    if (filled(texts()) === filled(JSON.parse(now.dataset.kept))) forget(now.dataset.draft);
    else {
      const typed = {number: Number(now.dataset.number), texts: texts(), at: Date.now()};
      localStorage.setItem(name, JSON.stringify(typed));
    }
  } catch { /* a browser that keeps nothing */ }
};

document.addEventListener('input', (event) => {
  const row = event.target.closest ? event.target.closest('#draft-side .item-row') : null;
  if (!row || event.target !== box(row)) return;
  compare();
  remember();
  wait(PAUSE);
  telling = telling ?? setTimeout(() => {
    telling = null;
    trigger('input', {item: Number(row.id.split('-')[1]) - 1, text: box(row).value});
  }, TELL);
});
new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
setInterval(look, 1000);
watch('value', () => {
  const now = mark();
  if (!now) return;
  const address = new URL(window.location.href);
  if (now.dataset.draft) address.searchParams.set('draft', now.dataset.draft);
  else address.searchParams.delete('draft');
  history.replaceState(history.state, '', address);
  try { sessionStorage.setItem('desk-drafts', now.dataset.each); } catch { /* as above */ }
  // The boxes may get their texts a moment later: nothing is read from them now, or it might be another draft's.
  if (now.dataset.draft && now.dataset.unkept !== 'yes') forget(now.dataset.draft);
  look();
  setTimeout(remember, 1000);
});
"""
"""Runs once in the hidden block that marks which draft is on the desk.

``input`` tells what is typed, ``submit`` that typing paused for half a second. What is typed is in the browser's own
storage at once: not even a server that is gone can lose it.
"""

JS_ASKED = """
() => {
  const read = (store, name) => { try { return JSON.parse(store.getItem(name)); } catch { return null; } };
  const named = new URL(window.location.href).searchParams.get('draft');
  const before = read(sessionStorage, 'desk-drafts') || {each: [], at: 0};
  const open = named && !before.each.includes(named) ? {each: [named], at: 0} : before;
  if (named && open.each.includes(named)) open.at = open.each.indexOf(named);
  const unkept = {};
  for (const id of open.each) unkept[id] = read(localStorage, 'desk-draft:' + id);
  return [{...open, unkept}];
}
"""
"""What a page that was just loaded is to open: the draft in its address, or what it had open, with unkept texts."""

JS_ACTS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (button) trigger('select', {...button.dataset});
});
"""
"""Runs in blocks whose buttons say what they do and on what: ``<button data-act="restore" data-number="3">``."""
