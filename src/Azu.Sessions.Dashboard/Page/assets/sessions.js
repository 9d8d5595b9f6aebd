import { cut, foreign, h, say } from './dom.js';
import { post } from './api.js';
import { bytes, count, seconds, sessions, time } from './format.js';
import { endDialog } from './end.js';
import { pager, trouble } from './parts.js';

const sizes = [25, 50, 100, 200];

/** What the operator looked for stays while they look at one session and come back. */
export const newSearch = () => ({ by: 'all', value: '', cursors: [null], size: 50 });

export function sessionsView(app) {
  const search = app.search;
  const selected = new Set();
  const list = h('div', { class: 'list', 'aria-busy': 'true' });
  const total = h('p', { class: 'quiet', id: 'total' });
  const selection = h('div', { class: 'selection', hidden: true });
  let page = null;
  let hasFailed = false;
  let asked = 0;

  if (app.type.isInCookies || !app.type.canList) return {
    title: 'Sessions',
    element: h('section', { 'aria-labelledby': 'title' }, h('div', { class: 'head' }, h('h1', { id: 'title' }, 'Sessions')), h('p', { class: 'empty' },
      app.type.isInCookies ? 'These sessions are in the cookies of their browsers, where no server can list them.'
        : `The store ${app.type.store} cannot list sessions.`)),
  };

  async function load() {
    const request = ++asked;
    list.setAttribute('aria-busy', 'true');
    try {
      const answer = await post('sessions', { type: app.type.name, cursor: search.cursors.at(-1), size: search.size, ...criterion(search) });
      if (request !== asked) return;
      [page, hasFailed] = [answer, false];
      selected.clear();
      draw();
      say(page.sessions.length === 0 ? 'No sessions.' : `${sessions(page.sessions.length)} on page ${search.cursors.length}.`);
    } catch (refused) {
      if (request !== asked) return;
      hasFailed = true;
      app.report(refused);
      // What is on the screen stays, marked as old; an empty list would be a lie.
      list.replaceChildren(trouble(refused, load), ...(page ? [table()] : []));
    } finally {
      if (request === asked) list.setAttribute('aria-busy', 'false');
    }
  }

  function draw() {
    total.replaceChildren(...totalOf(page, search));
    list.replaceChildren(page.sessions.length === 0 ? h('p', { class: 'empty' }, emptyText(search, page)) : table(), h('div', { class: 'below' }, pages(),
      app.overview.mayManage && search.by === 'all' && page.sessions.length > 0
        ? h('button', { type: 'button', class: 'danger', onclick: () => end({ all: true }) }, 'End every session…') : null));
    drawSelection();
  }

  const pages = () => pager({
    page: search.cursors.length, hasNext: page.nextCursor !== null,
    onPrevious: () => { search.cursors.pop(); load(); },
    onNext: () => { search.cursors.push(page.nextCursor); load(); },
  });

  function table() {
    const mayManage = app.overview.mayManage;
    return h('table', { class: 'sessions' },
      h('caption', { class: 'unseen' }, `Sessions, page ${search.cursors.length}`),
      h('thead', {}, h('tr', {},
        mayManage ? h('th', { scope: 'col', class: 'check' }, h('input', {
          type: 'checkbox', 'aria-label': 'Select all on this page', checked: selected.size > 0 && selected.size === page.sessions.length,
          onchange: event => toggleAll(event.target.checked),
        })) : null,
        ['ID', 'Subject', 'Created', 'Last seen', 'Expires', 'Size', 'Client'].map(name => h('th', {
          scope: 'col', class: name === 'Size' ? 'right' : null,
        }, name)))),
      h('tbody', {}, page.sessions.map(session => row(session, mayManage))));
  }

  const row = (session, mayManage) => h('tr', { class: session.isOwn ? 'own' : null },
    mayManage ? h('td', { class: 'check' }, h('input', {
      type: 'checkbox', 'aria-label': `Select session ${session.id.slice(0, 8)}`, checked: selected.has(session.id),
      onchange: event => { toggle(session.id, event.target.checked); },
    })) : null,
    h('th', { scope: 'row', class: 'plain', 'data-label': 'ID' },
      h('a', { href: `#session=${session.id}`, class: 'id', title: session.id }, session.id.slice(0, 8)),
      session.isOwn ? [' ', h('span', { class: 'badge' }, 'you')] : null),
    h('td', { 'data-label': 'Subject', class: 'plain subject' }, session.subject ? cut(session.subject, 60) : h('span', { class: 'quiet' }, 'anonymous')),
    h('td', { 'data-label': 'Created', class: 'when' }, time(session.createdAt)),
    h('td', { 'data-label': 'Last seen', class: 'when' }, time(session.lastSeenAt)),
    h('td', { 'data-label': 'Expires', class: 'when' }, time(session.expiresAt)),
    h('td', { 'data-label': 'Size', class: 'right num' }, bytes(session.bytes)),
    h('td', { 'data-label': 'Client', class: 'plain client' }, clientOf(session)));

  function toggle(id, isOn) {
    if (isOn) selected.add(id);
    else selected.delete(id);
    const all = list.querySelector('thead input');
    all.checked = selected.size === page.sessions.length;
    all.indeterminate = selected.size > 0 && !all.checked;
    drawSelection();
  }

  function toggleAll(isOn) {
    selected.clear();
    if (isOn) page.sessions.forEach(session => selected.add(session.id));
    list.querySelectorAll('tbody input').forEach(box => { box.checked = isOn; });
    drawSelection();
  }

  function drawSelection() {
    selection.hidden = selected.size === 0;
    selection.replaceChildren(h('span', { class: 'num' }, `${count(selected.size)} selected`),
      h('button', { type: 'button', class: 'danger', onclick: () => end({ ids: [...selected] }) }, 'End selected…'));
  }

  async function end(what) {
    if (await endDialog(app, what)) load();
  }

  load();
  return {
    title: 'Sessions',
    onStoreBack: () => { if (hasFailed) load(); },
    element: h('section', { 'aria-labelledby': 'title' },
      h('div', { class: 'head' }, h('h1', { id: 'title' }, 'Sessions'), total),
      form(app, search, load, end), list, selection),
  };
}

function form(app, search, load, end) {
  const value = h('input', { type: 'search', id: 'value', value: search.value, autocomplete: 'off', spellcheck: 'false', maxlength: '20000' });
  const by = h('select', { id: 'by', onchange: () => adapt() },
    h('option', { value: 'all' }, 'All'), h('option', { value: 'subject' }, 'Subject'), h('option', { value: 'id' }, 'Session id'),
    app.type.indexes.map(name => h('option', { value: `index:${name}` }, `Index: ${name}`)));
  by.value = search.by;
  const size = h('select', { id: 'size', onchange: () => { search.size = Number(size.value); search.cursors = [null]; load(); } },
    sizes.map(n => h('option', { value: String(n) }, String(n))));
  size.value = String(search.size);
  const field = h('div', { class: 'field grow' }, h('label', { for: 'value' }, 'Exactly'), value);
  const endSubject = h('button', { type: 'button', class: 'danger', onclick: () => end({ subject: value.value }) }, 'End all of this subject…');
  function adapt() {
    field.hidden = by.value === 'all';
    endSubject.hidden = !app.overview.mayManage || search.by !== 'subject' || by.value !== 'subject';
  }
  function submit(event) {
    event.preventDefault();
    Object.assign(search, { by: by.value, value: by.value === 'id' ? value.value.trim() : value.value, cursors: [null] });
    adapt();
    load();
  }
  value.addEventListener('input', () => { endSubject.hidden = true; });
  adapt();
  return h('form', { class: 'search', role: 'search', onsubmit: submit },
    h('div', { class: 'field' }, h('label', { for: 'by' }, 'Find by'), by), field,
    h('button', { type: 'submit' }, 'Search'),
    endSubject,
    h('div', { class: 'field size' }, h('label', { for: 'size' }, 'Per page'), size));
}

function clientOf(session) {
  const { userAgent, client, address } = session;
  if (!userAgent && !address) return h('span', { class: 'quiet' }, '–');
  return [userAgent ? h('span', { title: client ? userAgent.text : null }, client ?? cut(userAgent, 40)) : null,
    address ? [' ', h('span', { class: 'quiet num' }, foreign(address, { max: 45 }))] : null];
}

function criterion({ by, value }) {
  if (by === 'subject') return { subject: value };
  if (by === 'id') return { id: value };
  return by.startsWith('index:') ? { index: by.slice('index:'.length), value } : {};
}

function totalOf(page, search) {
  if (search.by !== 'all') {
    return [page.nextCursor || search.cursors.length > 1 ? `Page ${search.cursors.length} of the sessions found` : `${sessions(page.sessions.length)} found`];
  }
  if (!page.total) return ['The store has no count at hand'];
  const { count: number, ageSeconds } = page.total;
  return ageSeconds < 15 ? [sessions(number), ', with expired ones that are not yet removed']
    : ['About ', sessions(number), `; the estimate is ${seconds(ageSeconds)} old`];
}

function emptyText(search, page) {
  if (page.nextCursor) return 'Nothing on this page. More may follow.';
  if (search.by === 'all') return 'There are no sessions yet.';
  return search.by === 'id' ? 'There is no such session, or no longer.' : 'No session has exactly this value.';
}
