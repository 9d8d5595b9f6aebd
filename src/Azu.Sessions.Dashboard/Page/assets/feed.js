// The figures of this node, as they come. The stream ends itself each minute, and the browser opens the next. A refused one is opened again here.

import { address, get } from './api.js';

const pause = 5_000;

export class Feed {
  #source = null;
  #timer = 0;
  #type = null;
  #onFigures;
  #onTrouble;

  constructor(onFigures, onTrouble) {
    this.#onFigures = onFigures;
    this.#onTrouble = onTrouble;
  }

  follow(type) {
    if (this.#type === type && this.#source) return;
    this.#type = type;
    this.#open();
  }

  #open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = this.#source = new EventSource(address('events', { type: this.#type }));
    source.addEventListener('now', event => {
      clearTimeout(this.#timer);
      this.#onFigures(JSON.parse(event.data));
    });
    source.addEventListener('error', () => {
      if (source !== this.#source) return;
      clearTimeout(this.#timer);
      if (source.readyState === EventSource.CLOSED) this.#explain(source);
      // Between two streams the browser connects by itself. A connection that stays away is worth a word.
      else this.#timer = setTimeout(() => this.#explain(source), pause);
    });
  }

  /** The stream does not say why it was refused. The same figures, asked for once, do. */
  async #explain(source) {
    try {
      const figures = await get('now', { type: this.#type });
      if (source === this.#source) this.#onFigures(figures);
    } catch (refused) {
      if (source === this.#source) this.#onTrouble(refused);
    }
    if (source === this.#source) this.#timer = setTimeout(() => this.#open(), pause);
  }
}
