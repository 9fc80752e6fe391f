import type { Question } from './device.ts';

/** Asks over the app, in a dialog that takes the keyboard; false where it is left by Escape. */
export function ask(root: ShadowRoot, question: Question): Promise<boolean> {
  const { ownerDocument: document } = root;
  const make = <K extends keyof HTMLElementTagNameMap>(tag: K, text: string, name = ''): HTMLElementTagNameMap[K] => {
    const element = document.createElement(tag);
    element.textContent = text;
    element.className = name;
    return element;
  };
  const dialog = document.createElement('dialog');
  dialog.className = 'question';
  dialog.setAttribute('aria-labelledby', 'question-title');
  const title = make('h2', question.title === '' ? question.message : question.title);
  title.id = 'question-title';
  const texts = [question.subtitle, question.title === '' ? '' : question.message].filter((text) => text !== '');
  const buttons = make('div', '', 'buttons');
  const confirm = make('button', question.confirm, 'primary');
  const cancel = make('button', question.cancel);
  buttons.append(confirm, cancel);
  dialog.append(title, ...texts.map((text) => make('p', text)), buttons);
  root.append(dialog);
  return new Promise((resolve) => {
    for (const [button, answer] of [
      [confirm, 'yes'],
      [cancel, 'no'],
    ] as const) {
      button.type = 'button';
      button.addEventListener('click', () => dialog.close(answer));
    }
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    dialog.showModal();
    confirm.focus();
  });
}
