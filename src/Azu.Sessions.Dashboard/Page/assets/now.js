import { h } from './dom.js';
import { chart } from './chart.js';
import { bytes, count, milliseconds, reason, seconds } from './format.js';

export function nowView(app) {
  const body = h('div', {});
  const draw = () => body.replaceChildren(...(app.figures ? content(app.figures) : [h('p', { class: 'empty' }, 'Waiting for the figures of this node…')]));
  draw();
  return {
    title: 'Now',
    element: h('section', { 'aria-labelledby': 'title' },
      h('div', { class: 'head' },
        h('h1', { id: 'title' }, 'Now'),
        h('p', { class: 'quiet' }, 'What node ', h('strong', {}, app.overview.node), ' sees. Each node has figures of its own; they begin when it starts.')),
      body),
    onFigures: draw,
  };
}

function content(now) {
  const { lastMinute: minute, charts } = now;
  return [
    h('div', { class: 'tiles' },
      tile('Sessions', now.sessions ? count(now.sessions.count) : '–', sessionsNote(now)),
      tile('Started', count(minute.started), 'in the last minute'),
      tile('Signed in', count(minute.signedIn), 'in the last minute'),
      tile('Ended', count(minute.ended), endedNote(minute)),
      tile('Load', milliseconds(now.loads.median), latencyNote(now.loads, 'loads')),
      tile('Commit', milliseconds(now.commits.median), latencyNote(now.commits, 'commits'))),
    h('div', { class: 'charts' },
      chart('Started and ended', ' in 5 s', [['started', charts.started, 'one'], ['ended', charts.ended, 'two']], count),
      chart('Load, median', '', [['load', charts.loads, 'one']], milliseconds),
      chart('Commit, median', '', [['commit', charts.commits, 'one']], milliseconds),
      chart('Conflicts', ' in 5 s', [['conflicts', charts.conflicts, 'three']], count)),
    h('div', { class: 'columns' },
      facts('Requests in the last minute', [
        ['Conflicts, merged', count(minute.conflicts)],
        ['Overwritten properties', count(minute.overwrites)],
        ['Sessions refused', count(minute.sessionsRefused)],
        ['Tokens refused', count(minute.tokensRefused)],
      ]),
      facts('Store', [
        ['Circuit: find', circuit(now.circuits?.find)],
        ['Circuit: write', circuit(now.circuits?.write)],
        ['Circuit: remove', circuit(now.circuits?.remove)],
        ['Pending removals', count(now.pendingRemovals), now.pendingRemovals > 0],
        ['Clock difference', now.clockOffsetSeconds === null ? 'not compared' : clock(now.clockOffsetSeconds), Math.abs(now.clockOffsetSeconds ?? 0) >= 2],
      ]),
      now.nearCache ? facts('Near cache', [
        ['Hits', now.nearCache.hitRate === null ? '–' : `${(100 * now.nearCache.hitRate).toFixed(1)} %`],
        ['Copies', `${count(now.nearCache.copies)} (${bytes(now.nearCache.bytes)})`],
        ['Lease', now.nearCache.isLeaseHeld === null ? 'not needed' : now.nearCache.isLeaseHeld ? 'held' : 'lost', now.nearCache.isLeaseHeld === false],
        ['Revocation lag, longest', seconds(now.nearCache.longestLagSeconds)],
        ['Revocation lag, bound', now.revocationLagSeconds === null ? 'not noted' : seconds(now.revocationLagSeconds)],
      ]) : h('div', { class: 'facts' }, h('h2', {}, 'Near cache'), h('p', { class: 'quiet' }, 'This node keeps no copies.'))),
  ];
}

const tile = (name, value, note) => h('div', { class: 'tile' }, h('h2', {}, name), h('p', { class: 'figure num' }, value), h('p', { class: 'quiet' }, note));

function sessionsNote(now) {
  if (!now.sessions) return now.storeAnswers ? 'the store has no count at hand' : 'the store does not answer';
  if (!now.storeAnswers) return `when the store last answered, ${seconds(now.sessions.ageSeconds)} ago`;
  return now.sessions.ageSeconds < 15 ? `in ${now.store}` : `an estimate, ${seconds(now.sessions.ageSeconds)} old`;
}

const endedNote = minute => minute.ended === 0 ? 'in the last minute'
  : Object.entries(minute.endedBy).sort((a, b) => b[1] - a[1]).map(([why, n]) => `${count(n)} ${reason(why)}`).join(', ');

const latencyNote = (latency, what) => latency.count === 0 ? `no ${what} in the last minute` : [
  'median; 99\u00a0% ', h('span', { class: 'keep' }, milliseconds(latency.p99)), h('br'), `${count(latency.count)} ${what} a minute`,
];

const circuit = state => state === undefined ? 'none needed' : state === 'Closed' ? 'closed'
  : h('span', { class: 'bad' }, state === 'Open' ? 'open' : 'half open');

const clock = offset => Math.abs(offset) < 0.005 ? 'none' : `${seconds(offset)} ${offset > 0 ? 'behind the store' : 'ahead of the store'}`;

const facts = (title, rows) => h('div', { class: 'facts' },
  h('h2', {}, title),
  h('dl', {}, rows.map(([name, value, isBad]) => h('div', {}, h('dt', {}, name), h('dd', { class: isBad ? 'num bad' : 'num' }, value)))));
