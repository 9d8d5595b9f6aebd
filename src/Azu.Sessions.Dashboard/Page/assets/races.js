import { h } from './dom.js';
import { get } from './api.js';
import { count } from './format.js';
import { trouble } from './parts.js';

const kinds = {
  ConflictMerged: ['conflict, merged', 'A write found a newer version, and was applied on top of it.'],
  ResurrectionRefused: ['late write, refused', 'A write came after the session had ended. The session stayed ended.'],
  TokenReused: ['token reuse', 'A token came back that a rotation had replaced. Another browser may have a copy of the cookie.'],
};
const pause = 5_000;

export function racesView(app) {
  const list = h('div', { class: 'list' });
  let at = 0;
  let shown = '';

  async function load() {
    at = Date.now();
    try {
      const { races, capacity } = await get('races', { type: app.type.name });
      const drawn = JSON.stringify(races);
      // Only what changed is drawn again: a reader may be in the middle of it.
      if (drawn === shown) return;
      shown = drawn;
      list.replaceChildren(...(races.length === 0 ? [h('p', { class: 'empty' }, 'No two requests have met in one session since this node started.')]
        : minutes(races)), races.length < capacity ? '' : h('p', { class: 'quiet' }, `The latest ${capacity}. Older ones are forgotten.`));
    } catch (refused) {
      app.report(refused);
      if (!shown) list.replaceChildren(trouble(refused, load));
    }
  }

  load();
  return {
    title: 'Races',
    onFigures: () => { if (Date.now() - at > pause) load(); },
    element: h('section', { 'aria-labelledby': 'title' },
      h('div', { class: 'head' }, h('h1', { id: 'title' }, 'Races'),
        h('p', { class: 'quiet' }, 'Requests that met in one session on node ', h('strong', {}, app.overview.node), ', a minute at a time.')),
      h('dl', { class: 'kinds' }, Object.values(kinds).map(([name, text]) => h('div', {}, h('dt', {}, name), h('dd', {}, text)))),
      list),
  };
}

const minute = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const second = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });

function minutes(races) {
  const groups = Map.groupBy ? Map.groupBy(races, race => minute.format(new Date(race.at))) : grouped(races);
  return [...groups].map(([when, group]) => h('section', { class: 'minute' },
    h('h2', {}, when, ' ', h('span', { class: 'quiet num' }, summary(group))),
    h('ul', {}, group.map(race => h('li', {},
      h('time', { datetime: race.at, class: 'num' }, second.format(new Date(race.at))),
      h('span', { class: `what ${race.kind}` }, kinds[race.kind][0]),
      h('a', { href: `#session=${race.id}`, class: 'id', title: race.id }, race.id.slice(0, 8)))))));
}

function grouped(races) {
  const groups = new Map();
  for (const race of races) {
    const when = minute.format(new Date(race.at));
    groups.set(when, [...(groups.get(when) ?? []), race]);
  }
  return groups;
}

const summary = group => Object.entries(kinds).map(([kind, [name]]) => [name, group.filter(race => race.kind === kind).length])
  .filter(([, n]) => n > 0).map(([name, n]) => `${name}: ${count(n)}`).join(' · ');
