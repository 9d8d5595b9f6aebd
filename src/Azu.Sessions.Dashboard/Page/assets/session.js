import { foreign, h } from './dom.js';
import { get, post } from './api.js';
import { bytes, exactTime, seconds } from './format.js';
import { auditTable } from './audit.js';
import { endDialog } from './end.js';
import { trouble } from './parts.js';

export function sessionView(app, id) {
  const body = h('div', { 'aria-busy': 'true' });
  const history = h('div', {});
  let hasFailed = false;

  async function load() {
    body.setAttribute('aria-busy', 'true');
    hasFailed = false;
    try {
      draw(await get(`sessions/${id}`, { type: app.type.name }));
    } catch (refused) {
      if (refused.status === 404 || refused.status === 400) body.replaceChildren(h('p', { class: 'empty' }, refused.message));
      else {
        hasFailed = true;
        app.report(refused);
        body.replaceChildren(trouble(refused, load));
      }
    } finally {
      body.setAttribute('aria-busy', 'false');
    }
    if (app.type.audit) await loadHistory();
  }

  async function loadHistory() {
    try {
      const page = await post('audit', { type: app.type.name, id, size: 50 });
      history.replaceChildren(h('h2', {}, 'What happened'),
        page.rows.length === 0 ? h('p', { class: 'empty' }, 'The audit has nothing about this session.') : auditTable(page.rows, { withSession: false }));
    } catch (refused) {
      hasFailed = true;
      app.report(refused);
    }
  }

  function draw(session) {
    const rows = [
      ['Subject', session.subject === null ? h('span', { class: 'quiet' }, 'anonymous') : foreign(session.subject, { max: 2000, wrap: true })],
      ['Created', exactTime(session.createdAt)],
      ['Signed in', session.signedInAt && exactTime(session.signedInAt)],
      ['Last seen', exactTime(session.lastSeenAt)],
      ['Expires', h('span', {}, exactTime(session.expiresAt), ' unless it is used')],
      ['Ends at the latest', session.absoluteExpiresAt && exactTime(session.absoluteExpiresAt)],
      ['Idle timeout of its own', session.idleTimeoutSeconds && seconds(session.idleTimeoutSeconds)],
      ['Secret rotated', session.rotatedAt && exactTime(session.rotatedAt)],
      ['Client', session.userAgent === null ? null : foreign(session.userAgent, { max: 600, wrap: true })],
      ['Address', session.address === null ? null : foreign(session.address)],
      ...session.indexes.map(({ name, value }) => [`Index: ${name}`, foreign(value, { max: 600, wrap: true })]),
      ['Bound to its client', session.isBound ? 'yes' : 'no'],
      ['Writes, sign-ins', `${session.version}, ${session.generation}`],
      ['Size of the data', bytes(session.bytes)],
    ].filter(([, value]) => value !== null && value !== undefined);
    body.replaceChildren(
      session.isOwn ? h('p', { class: 'note' }, h('span', { class: 'badge' }, 'you'), ' This is the session that you look with.') : '',
      h('dl', { class: 'record' }, rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', { class: 'num' }, value)))),
      h('div', { class: 'buttons' },
        app.overview.mayManage ? h('button', { type: 'button', class: 'danger', onclick: () => end({ ids: [id] }) }, 'End this session…') : null,
        app.overview.mayManage && session.subject !== null
          ? h('button', { type: 'button', class: 'danger', onclick: () => end({ subject: session.subject }) }, 'End all of this subject…') : null,
        app.overview.maySeeData ? h('button', { type: 'button', onclick: showData }, 'Show the structure of the data') : null));
  }

  async function showData(event) {
    const button = event.currentTarget;
    try {
      const { isReadable, data } = await get(`sessions/${id}/data`, { type: app.type.name });
      const shown = isReadable && data !== null
        ? h('pre', { class: 'data', tabindex: '0', 'aria-label': 'Structure of the data, values masked' }, foreignLines(JSON.stringify(data, null, 2)))
        : h('p', { class: 'empty', tabindex: '-1' }, isReadable ? 'The session has no data.' : 'This node cannot read the data.');
      button.remove();
      body.append(shown);
      shown.focus();
    } catch (refused) {
      app.report(refused);
      button.after(trouble(refused, () => button.click()));
    }
  }

  async function end(what) {
    if (await endDialog(app, what)) load();
  }

  load();
  return {
    title: `Session ${id.slice(0, 8)}`,
    onStoreBack: () => { if (hasFailed) load(); },
    element: h('section', { 'aria-labelledby': 'title' },
      h('p', { class: 'back' }, h('a', { href: '#sessions' }, '← Sessions')),
      h('div', { class: 'head' }, h('h1', { id: 'title' }, 'Session ', h('span', { class: 'id' }, id))),
      body, history),
  };
}

const foreignLines = text => text.split('\n').map(line => h('span', { class: 'line' }, foreign(line, { max: 400 }), '\n'));
