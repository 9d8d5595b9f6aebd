import { cut, foreign, h, say } from './dom.js';
import { post } from './api.js';
import { event, time } from './format.js';
import { pager, trouble } from './parts.js';

export function endedView(app) {
  const search = { by: 'all', value: '', endsOnly: true, cursors: [null] };
  const head = h('div', { class: 'head' }, h('h1', { id: 'title' }, 'Ended'),
    h('p', { class: 'quiet' }, 'What ended which session, when, and why: the newest first.'));
  if (!app.type.audit) return {
    title: 'Ended',
    element: h('section', { 'aria-labelledby': 'title' }, head, h('div', { class: 'empty' },
      h('p', {}, app.type.audit === false ? 'This store keeps no audit: its options do not ask for one.' : `The store ${app.type.store} cannot keep an audit.`),
      h('p', {}, 'On PostgreSQL and SQLite set ', h('code', {}, 'Audit = true'), ' where ', h('code', {}, 'UseDatabaseStore'), ' is called. ' +
        'From then on this page says who ended what.'))),
  };

  const list = h('div', { class: 'list' });
  let page = null;
  let hasFailed = false;
  let asked = 0;

  async function load() {
    const request = ++asked;
    list.setAttribute('aria-busy', 'true');
    try {
      const answer = await post('audit', {
        type: app.type.name, endsOnly: search.endsOnly, cursor: search.cursors.at(-1),
        subject: search.by === 'subject' ? search.value : undefined, id: search.by === 'id' ? search.value.trim() : undefined,
      });
      if (request !== asked) return;
      [page, hasFailed] = [answer, false];
      list.replaceChildren(page.rows.length === 0
        ? h('p', { class: 'empty' }, search.by === 'all' ? 'Nothing has ended yet.' : 'The audit has nothing about this.')
        : auditTable(page.rows, { withSession: true }), h('div', { class: 'below' }, pager({
        page: search.cursors.length, hasNext: page.nextCursor !== null,
        onPrevious: () => { search.cursors.pop(); load(); },
        onNext: () => { search.cursors.push(page.nextCursor); load(); },
      })));
      say(`${page.rows.length} rows.`);
    } catch (refused) {
      if (request !== asked) return;
      hasFailed = true;
      app.report(refused);
      list.replaceChildren(trouble(refused, load), ...(page ? [auditTable(page.rows, { withSession: true })] : []));
    } finally {
      if (request === asked) list.setAttribute('aria-busy', 'false');
    }
  }

  load();
  return {
    title: 'Ended',
    onStoreBack: () => { if (hasFailed) load(); },
    element: h('section', { 'aria-labelledby': 'title' }, head, form(search, load), list),
  };
}

function form(search, load) {
  const value = h('input', { type: 'search', id: 'value', autocomplete: 'off', spellcheck: 'false', maxlength: '20000' });
  const field = h('div', { class: 'field grow', hidden: true }, h('label', { for: 'value' }, 'Exactly'), value);
  const by = h('select', { id: 'by', onchange: () => { field.hidden = by.value === 'all'; } },
    h('option', { value: 'all' }, 'All'), h('option', { value: 'subject' }, 'Subject'), h('option', { value: 'id' }, 'Session id'));
  const ends = h('input', {
    type: 'checkbox', id: 'ends', checked: true, onchange: () => {
      Object.assign(search, { endsOnly: ends.checked, cursors: [null] });
      load();
    },
  });
  return h('form', {
    class: 'search', role: 'search', onsubmit: submitted => {
      submitted.preventDefault();
      Object.assign(search, { by: by.value, value: value.value, cursors: [null] });
      load();
    },
  }, h('div', { class: 'field' }, h('label', { for: 'by' }, 'Find by'), by), field, h('button', { type: 'submit' }, 'Search'),
  h('label', { class: 'choice' }, ends, ' Ends only'));
}

export const auditTable = (rows, { withSession }) => h('table', { class: 'audit' },
  h('caption', { class: 'unseen' }, 'What happened'),
  h('thead', {}, h('tr', {}, ['When', 'What', 'By', 'Subject', ...(withSession ? ['Session'] : [])].map(name => h('th', { scope: 'col' }, name)))),
  h('tbody', {}, rows.map(row => h('tr', {},
    h('td', { 'data-label': 'When', class: 'when' }, time(row.at)),
    h('td', { 'data-label': 'What' }, h('span', { class: `what ${row.event}` }, event(row))),
    h('td', { 'data-label': 'By' }, row.actor ? cut(row.actor, 60) : h('span', { class: 'quiet' }, by(row))),
    h('td', { 'data-label': 'Subject', class: 'subject' }, row.subject ? cut(row.subject, 60) : h('span', { class: 'quiet' }, 'anonymous')),
    withSession
      ? h('td', { 'data-label': 'Session' }, h('a', { href: `#session=${row.id}`, class: 'id', title: row.id }, row.id.slice(0, 8))) : null))));

const own = new Set(['IdleTimeout', 'AbsoluteTimeout', 'Evicted', 'BindingMismatch', 'TokenReuse', 'Corrupted']);

/** A row without an actor: the visitor did it, or the library. */
const by = row => row.event === 'Ended' && own.has(row.reason) ? 'the library' : row.event === 'Ended' && row.reason !== 'SignedOut' ? 'unknown' : 'the visitor';
