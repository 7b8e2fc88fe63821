"""What can be wrong with any page, asked of a real browser: our own small accessibility check."""

from playwright.sync_api import Page

_ASK = """() => {
  const wrong = [];
  const name = (e) => (e.getAttribute('aria-label') || e.innerText || e.value || '').trim()
    || (e.labels && [...e.labels].map((l) => l.innerText).join(' ').trim());
  const shown = (e) => e.checkVisibility() && e.getClientRects().length > 0;
  const say = (what, e) => wrong.push(what + ': ' + e.outerHTML.slice(0, 120));
  if (!document.documentElement.lang) wrong.push('no language');
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
  for (const landmark of ['header', 'main', 'footer'])
    if (document.querySelectorAll('body > ' + landmark).length > 1) wrong.push('two ' + landmark);
  if (!document.querySelector('main')) wrong.push('no main');
  let level = 0;
  for (const h of document.querySelectorAll('h1,h2,h3,h4')) {
    const now = Number(h.tagName[1]);
    if (now > level + 1 && level) say('heading skips a level', h);
    level = now;
  }
  for (const e of document.querySelectorAll('img'))
    if (!e.hasAttribute('alt') || !e.getAttribute('width')) say('img without alt or size', e);
  for (const e of document.querySelectorAll('a[href],button,input:not([type=hidden]),select'))
    if (shown(e) && !name(e)) say('no name', e);
  for (const e of document.querySelectorAll('progress'))
    if (!e.getAttribute('aria-label')) say('no name', e);
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  if (new Set(ids).size !== ids.length) wrong.push('an id twice');
  for (const e of document.querySelectorAll('[aria-labelledby],[aria-describedby]'))
    for (const attribute of ['aria-labelledby', 'aria-describedby'])
      for (const id of (e.getAttribute(attribute) || '').split(' ').filter(Boolean))
        if (!document.getElementById(id)) say('points at nothing', e);
  for (const e of document.querySelectorAll('button,.button,nav a,.card a,select,input')) {
    const { width, height } = e.getBoundingClientRect();
    const small = e.type === 'checkbox' || e.type === 'radio' ? 24 : 44;
    if (shown(e) && e.type !== 'hidden' && (height < small - 0.5 || width < small - 0.5))
      say('small target ' + width + 'x' + height, e);
  }
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) wrong.push('wider than the screen');
  return wrong;
}"""

_UNTRANSLATED = """() => {
  const data = '[translate=no],.synopsis,script,option[value],time,dd,.facts li:not(.age)';
  const bare = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    const inside = walk.currentNode.parentElement;
    if (/\\p{L}/u.test(text) && !text.includes('\\u27e6') && !inside.closest(data)) bare.push(text);
  }
  for (const e of document.querySelectorAll('[aria-label],[title],[alt],[placeholder]'))
    for (const attribute of ['aria-label', 'title', 'alt', 'placeholder']) {
      const text = e.getAttribute(attribute);
      if (text && !text.includes('\\u27e6')) bare.push(attribute + '=' + text);
    }
  return bare;
}"""


def what_is_wrong(page: Page) -> list[str]:
    """Missing names, labels, alternatives and sizes; small targets; sideways scrolling."""
    return page.evaluate(_ASK)


def untranslated(page: Page) -> list[str]:
    """Words that did not go through the catalogue of messages, names and other facts aside."""
    return page.evaluate(_UNTRANSLATED)
