// Ends sessions, after a dry run that says how many.

import { foreign, h, say } from './dom.js';
import { post } from './api.js';
import { seconds, sessions } from './format.js';

/** Asks, and ends. True where something was ended, or may have been. */
export function endDialog(app, what) {
  return new Promise(resolve => {
    let hasEnded = false;
    const body = h('div', { class: 'dialog-body' }, h('p', {}, 'Counting…'));
    const go = h('button', { type: 'submit', class: 'danger strong', disabled: true }, 'End');
    const cancel = h('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel');
    const buttons = h('div', { class: 'buttons' }, cancel, go);
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' },
      h('form', { onsubmit: submit }, h('h2', { id: 'dialog-title' }, titleOf(what)), body, buttons));
    dialog.addEventListener('close', () => { dialog.remove(); resolve(hasEnded); });
    document.body.append(dialog);
    dialog.showModal();
    preview();

    async function preview() {
      try {
        const found = await post('end/preview', { type: app.type.name, ...what });
        if (found.sessions === 0) {
          body.replaceChildren(h('p', {}, 'Nothing would end: there is no such session, or no longer.'));
          return;
        }
        const confirm = what.all ? typed(app.type.name, isRight => { go.disabled = !isRight; }) : null;
        body.replaceChildren(...[
          what.subject ? h('p', {}, 'Subject: ', foreign(what.subject, { max: 300, wrap: true })) : null,
          h('p', { class: 'count' }, countOf(found)),
          found.includesOwn ? h('p', { class: 'warn' }, 'Your own session is among them: you will be signed out.') : null,
          confirm].filter(Boolean));
        go.textContent = found.sessions === null ? 'End them' : found.isExact ? `End ${sessions(found.sessions)}` : 'End them';
        go.disabled = confirm !== null;
        (confirm?.querySelector('input') ?? cancel).focus();
      } catch (refused) {
        fail(refused);
      }
    }

    async function submit(event) {
      event.preventDefault();
      if (go.disabled) return;
      go.disabled = true;
      body.append(h('p', { role: 'status' }, 'Ending…'));
      try {
        const done = await post('end', { type: app.type.name, ...what, confirm: what.all ? app.type.name : undefined });
        hasEnded = true;
        const text = `${done.ended === null ? 'Ended' : `Ended ${sessions(done.ended)}`}. ${whenHeard(done)}`;
        body.replaceChildren(h('p', {}, text));
        const close = h('button', { type: 'button', onclick: () => dialog.close() }, 'Close');
        buttons.replaceChildren(close);
        close.focus();
        say(text);
      } catch (refused) {
        // The store may have carried it out without saying so.
        hasEnded = true;
        fail(refused);
      }
    }

    function fail(refused) {
      app.report(refused);
      body.replaceChildren(h('p', { class: 'warn', role: 'alert' }, refused.isStoreDown
        ? 'The store does not answer. Some sessions may have ended; look again when it is back.' : refused.message));
      go.disabled = true;
    }
  });
}

const titleOf = what => what.all ? 'End all sessions' : what.subject !== undefined ? 'End all sessions of a subject'
  : what.ids.length === 1 ? 'End this session' : 'End the selected sessions';

function countOf(found) {
  if (found.sessions === null) return 'How many would end cannot be counted.';
  return `This ends ${found.isExact ? '' : 'about '}${sessions(found.sessions)}.`;
}

function whenHeard({ keepsCopies, heardWithinSeconds }) {
  if (!keepsCopies) return 'Their next requests are refused.';
  return heardWithinSeconds === null ? 'Nodes with a near cache may admit them for MaxRevocationLag more: 2 s unless set.'
    : `Nodes with a near cache may admit them for ${seconds(heardWithinSeconds)} more.`;
}

/** A confirmation that a hand does not give by itself. */
function typed(word, onChange) {
  const input = h('input', { id: 'confirm', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', oninput: () => onChange(input.value === word) });
  return h('div', { class: 'field' }, h('label', { for: 'confirm' }, 'Type ', h('strong', {}, word), ' to confirm'), input);
}
