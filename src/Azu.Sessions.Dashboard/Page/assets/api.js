// Asks the API. No subject, address or search text is ever part of an address.

const root = new URL(document.querySelector('meta[name="azu-root"]').content + '/', document.baseURI);

export class Refused extends Error {
  constructor(status, error, detail) {
    super(detail);
    this.status = status;
    this.error = error;
  }

  get isStoreDown() { return this.status === 503; }

  get isAccessLost() { return (this.status === 401 || this.status === 403) && this.error !== 'origin'; }

  get isUnreachable() { return this.status === 0; }
}

export function address(path, query = {}) {
  const url = new URL(`api/${path}`, root);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url;
}

async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', redirect: 'error', ...options });
  } catch {
    throw new Refused(0, 'unreachable', 'The application does not answer.');
  }
  const isJson = response.headers.get('Content-Type')?.includes('json');
  const answer = isJson ? await response.json().catch(() => null) : null;
  if (response.ok && answer !== null) return answer;
  throw new Refused(response.status, answer?.error ?? 'refused', answer?.detail ?? `The application answered ${response.status}.`);
}

export const get = (path, query) => ask(address(path, query), {});

export const post = (path, body) => ask(address(path), {
  method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Azu-Sessions': '1' }, body: JSON.stringify(body),
});
