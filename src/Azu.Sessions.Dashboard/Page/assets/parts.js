import { h } from './dom.js';

export const pager = ({ page, hasNext, onPrevious, onNext }) => page === 1 && !hasNext ? h('div', {}) : h('nav', { class: 'pager', 'aria-label': 'Pages' },
  h('button', { type: 'button', disabled: page === 1, onclick: onPrevious }, 'Previous'),
  h('span', { class: 'num' }, `Page ${page}`),
  h('button', { type: 'button', disabled: !hasNext, onclick: onNext }, 'Next'));

/** What went wrong where something should be, and a way to try again. */
export const trouble = (refused, again) => h('div', { class: 'trouble', role: 'alert' },
  h('p', {}, refused.isStoreDown ? 'This may be old. It is read again when the store is back.' : refused.message),
  h('button', { type: 'button', onclick: again }, 'Try again'));
