import { h } from './dom.js';
import { Refused, get } from './api.js';
import { Feed } from './feed.js';
import { nowView } from './now.js';
import { newSearch, sessionsView } from './sessions.js';
import { sessionView } from './session.js';
import { endedView } from './audit.js';
import { racesView } from './races.js';
import { seconds } from './format.js';

const views = [['now', 'Now', nowView], ['sessions', 'Sessions', sessionsView], ['ended', 'Ended', endedView], ['races', 'Races', racesView]];
const app = { overview: null, type: null, figures: null, search: newSearch(), report };
const main = document.getElementById('main');
const banner = document.getElementById('banner');
let view = null;
let isStoreDown = false;
let saidInBanner = '';

const feed = new Feed(figures => {
  app.figures = figures;
  if (figures.storeAnswers) back();
  else report(new Refused(503, 'store', ''));
  view?.onFigures?.();
  foot();
}, report);

start();

async function start() {
  theme();
  try {
    app.overview = await get('overview');
  } catch (refused) {
    report(refused);
    main.replaceChildren(h('p', { class: 'empty' }, refused.message), h('p', {}, h('button', { type: 'button', onclick: start }, 'Try again')));
    return;
  }
  const { types } = app.overview;
  app.type = types.find(type => type.name === remembered('azu-type')) ?? types[0];
  tools();
  window.addEventListener('hashchange', () => show(true));
  feed.follow(app.type.name);
  back();
  show(false);
}

function show(isMoving) {
  const [name, argument] = location.hash.slice(1).split('=');
  // "#main" is the link that skips the navigation.
  if (name === 'main' && view) return main.focus();
  view = name === 'session' && argument ? sessionView(app, argument) : (views.find(([key]) => key === name) ?? views[0])[2](app);
  main.replaceChildren(view.element);
  document.title = `${view.title} · Sessions`;
  const current = name === 'session' ? 'sessions' : (views.find(([key]) => key === name) ?? views[0])[0];
  document.getElementById('views').replaceChildren(h('ul', {}, views.map(([key, label]) =>
    h('li', {}, h('a', { href: `#${key}`, 'aria-current': key === current ? 'page' : null }, label)))));
  // A keyboard and a screen reader go on at the new view.
  if (isMoving) {
    window.scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }
  foot();
}

function tools() {
  const { types } = app.overview;
  const select = h('select', { id: 'type', onchange: () => {
    app.type = types.find(type => type.name === select.value);
    Object.assign(app, { figures: null, search: newSearch() });
    remember('azu-type', app.type.name);
    feed.follow(app.type.name);
    show(false);
  } }, types.map(type => h('option', { value: type.name }, type.name)));
  select.value = app.type.name;
  const colours = h('select', { id: 'theme', onchange: () => { remember('azu-theme', colours.value); theme(); } },
    [['', 'System'], ['light', 'Light'], ['dark', 'Dark']].map(([value, label]) => h('option', { value }, label)));
  colours.value = remembered('azu-theme') ?? '';
  document.getElementById('tools').replaceChildren(...[
    types.length > 1 ? h('div', { class: 'field inline' }, h('label', { for: 'type' }, 'Type'), select) : null,
    h('div', { class: 'field inline' }, h('label', { for: 'theme' }, 'Theme'), colours)].filter(Boolean));
}

function theme() {
  const chosen = remembered('azu-theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
}

/** Something was refused: says what that means for the whole page. */
function report(refused) {
  if (!(refused instanceof Refused)) throw refused;
  if (refused.isAccessLost) {
    warn('lost', 'You may not do this any more. What is on the screen may be old.',
      h('button', { type: 'button', onclick: () => location.reload() }, 'Load again'));
  } else if (refused.isStoreDown) {
    isStoreDown = true;
    warn('store', 'The store does not answer. The figures of this node go on; lists come back when the store does.');
  } else if (refused.isUnreachable) {
    isStoreDown = true;
    warn('unreachable', 'The application does not answer. The page shows its last answer.');
  }
}

function back() {
  const wasDown = isStoreDown;
  isStoreDown = false;
  warn('', '');
  if (wasDown) view?.onStoreBack?.();
}

function warn(kind, text, ...more) {
  if (saidInBanner === kind) return;
  saidInBanner = kind;
  banner.replaceChildren(...(text ? [h('p', {}, text), ...more] : []));
}

function foot() {
  const { overview, type, figures } = app;
  const age = figures ? Math.max(0, (Date.now() - new Date(figures.at)) / 1000) : null;
  document.getElementById('foot').replaceChildren(h('p', {}, [
    `node ${overview.node}`, `store ${type.store}`, `you act as ${overview.operator}`, overview.mayManage ? null : 'read-only',
    age === null ? null : `figures ${age < 5 ? 'are live' : `are ${seconds(age)} old`}`].filter(Boolean).map(text => h('span', {}, text))));
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
