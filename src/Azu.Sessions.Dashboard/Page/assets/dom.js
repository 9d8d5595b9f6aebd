// Makes elements. Text is only ever text: nothing here reads markup, and the page's policy forbids it.

export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'checked' || key === 'value' || key === 'disabled') element[key] = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// Control characters, those that change the direction or take no room, and halves of pairs: a reader must see that they are there.
const hidden = new RegExp('[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180e\\u200b-\\u200f\\u2028-\\u202e' +
  '\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb\\u{e0000}-\\u{e0fff}\\ud800-\\udfff]', 'gu');

/** Text of any origin: cut, with its hidden characters shown, and set apart from the text around it. */
export function foreign(text, { max = 200, length = text.length, wrap = false } = {}) {
  const shown = text.slice(0, max);
  const element = h('bdi', { class: wrap ? 'foreign wrap' : 'foreign' });
  let from = 0;
  for (const match of shown.matchAll(hidden)) {
    const code = match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
    element.append(shown.slice(from, match.index), h('span', { class: 'hidden-char' }, `U+${code}`));
    from = match.index + match[0].length;
  }
  element.append(shown.slice(from));
  if (length > shown.length) element.append(h('span', { class: 'hidden-char' }, `… ${length} characters`));
  return element;
}

/** Text that the API has cut for a list. */
export const cut = (value, max) => foreign(value.text, { max, length: value.length });

/** Says something to people who hear the page. */
export function say(text) {
  document.getElementById('live').textContent = text;
}
