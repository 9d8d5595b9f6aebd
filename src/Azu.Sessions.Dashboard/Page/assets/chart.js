import { h, svg } from './dom.js';

const width = 240;
const height = 48;

/** A small chart of the last ten minutes. Each series is [label, values, class]; a null value is a gap. Its summary is for people who do not see it. */
export function chart(title, unit, series, format) {
  const all = series.flatMap(([, values]) => values).filter(value => value !== null);
  const highest = Math.max(...all, 0);
  const top = highest > 0 ? highest : 1;
  // Nothing is no line, and not a line at the bottom.
  const drawn = highest > 0 ? series : [];
  const summary = `${title}, last ten minutes: ${series.map(([label, values]) => describe(label, values, format)).join('; ')}.`;
  const areas = drawn.slice(0, 1).flatMap(([, values, style]) => paths(values, top, true).map(d => svg('path', { d, class: `area ${style}` })));
  const lines = drawn.flatMap(([, values, style]) => paths(values, top).map(d => svg('path', { d, class: `line ${style}` })));
  return h('figure', { class: 'chart' },
    h('figcaption', {}, h('span', {}, title), h('span', { class: 'quiet num' }, highest === 0 ? 'nothing yet' : `highest ${format(highest)}${unit}`)),
    svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': summary, preserveAspectRatio: 'none' },
      svg('line', { x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5, class: 'base' }), ...areas, ...lines),
    series.length > 1
      ? h('p', { class: 'legend' }, series.map(([label, , style]) => h('span', {}, h('span', { class: `key ${style}`, 'aria-hidden': 'true' }), label)))
      : null);
}

function describe(label, values, format) {
  const there = values.filter(value => value !== null);
  return there.length === 0 ? `${label}: nothing` : `${label}: latest ${format(there.at(-1))}, highest ${format(Math.max(...there))}`;
}

/** One path for each run of values without a gap. */
function paths(values, top, isArea = false) {
  const at = i => [(i * width) / (values.length - 1), height - 2 - (values[i] / top) * (height - 6)];
  const found = [];
  let run = [];
  for (let i = 0; i <= values.length; i++) {
    if (i < values.length && values[i] !== null) {
      run.push(at(i));
      continue;
    }
    // A single value is a short line: a point has no length.
    if (run.length === 1) run.unshift([Math.max(0, run[0][0] - width / values.length), run[0][1]]);
    if (run.length > 0) {
      const line = run.map(([x, y], n) => `${n === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
      found.push(isArea ? `${line}L${run.at(-1)[0].toFixed(1)} ${height}L${run[0][0].toFixed(1)} ${height}Z` : line);
    }
    run = [];
  }
  return found;
}
