import { h } from './dom.js';

const number = new Intl.NumberFormat('en');
const dateTime = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

export const count = value => number.format(value);

export const sessions = value => `${count(value)} ${value === 1 ? 'session' : 'sessions'}`;

export function bytes(value) {
  if (value < 1024) return `${value} B`;
  if (value < 1024 * 1024) return `${(value / 1024).toFixed(1)} KB`;
  return `${(value / 1024 / 1024).toFixed(1)} MB`;
}

export function milliseconds(value) {
  if (value === null || value === undefined) return '–';
  if (value < 1) return `${value.toFixed(2)} ms`;
  if (value < 100) return `${value.toFixed(1)} ms`;
  return value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(0)} s`;
}

export function seconds(value) {
  const size = Math.abs(value);
  if (size < 1) return `${Math.round(size * 1000)} ms`;
  if (size < 90) return `${Number(size.toFixed(size < 10 ? 1 : 0))} s`;
  if (size < 90 * 60) return `${Math.round(size / 60)} min`;
  if (size < 36 * 3600) return `${Math.round(size / 3600)} h`;
  return `${Math.round(size / 86400)} d`;
}

const whole = value => seconds(Math.abs(value) < 90 ? Math.round(value) : value);

export const absolute = text => dateTime.format(new Date(text));

/** A moment, as its distance from now; the exact time is its title and its machine-readable value. */
export function time(text) {
  const distance = (new Date(text) - Date.now()) / 1000;
  const words = Math.abs(distance) < 1.5 ? 'now' : distance < 0 ? `${whole(distance)} ago` : `in ${whole(distance)}`;
  return h('time', { datetime: text, title: absolute(text) }, words);
}

/** The same for one session, where there is room. */
export const exactTime = text => h('span', {}, h('time', { datetime: text }, absolute(text)), ' ', h('span', { class: 'quiet' }, '(', time(text), ')'));

const reasons = {
  SignedOut: 'signed out', Deleted: 'deleted', Revoked: 'revoked', IdleTimeout: 'idle timeout', AbsoluteTimeout: 'absolute timeout', Evicted: 'evicted',
  BindingMismatch: 'binding mismatch', TokenReuse: 'token reuse', Corrupted: 'corrupted',
};
const events = { Started: 'started', SignedIn: 'signed in', SignedOut: 'signed out, kept', Cleared: 'cleared' };

export const reason = name => reasons[name] ?? name;

export const event = row => row.event === 'Ended' ? (row.reason ? reason(row.reason) : 'ended') : events[row.event] ?? row.event;
