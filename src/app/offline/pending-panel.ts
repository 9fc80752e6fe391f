import type { OfflineSpace, PendingState, PendingWrite } from '../../connectors/index.ts';
import { panelStyles } from './panel-styles.ts';

const states: { readonly [S in PendingState]: string } = {
  waiting: 'waits to be sent',
  sending: 'is being sent',
  unsure: 'may have arrived: the connection broke while it was sent',
  conflict: 'meets a newer version',
  refused: 'was refused',
};

/**
 * What the user sees of changes that have not arrived: how many there are, each with its state, and what can be done with it. Nothing is
 * shown while there are none.
 */
export class PendingPanel {
  readonly element: HTMLElement;
  private readonly space: OfflineSpace;
  private readonly details: HTMLDetailsElement;
  private readonly summary: HTMLElement;
  private readonly list: HTMLElement;
  private readonly subscription: { unsubscribe(): void };

  constructor(document: Document, space: OfflineSpace) {
    this.space = space;
    this.element = document.createElement('div');
    const root = this.element.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(panelStyles);
    root.adoptedStyleSheets = [sheet];
    this.details = document.createElement('details');
    this.summary = document.createElement('summary');
    this.summary.setAttribute('aria-live', 'polite');
    this.list = document.createElement('ul');
    this.list.setAttribute('aria-label', 'Changes that have not been sent');
    this.details.append(this.summary, this.list);
    root.append(this.details);
    this.details.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || !this.details.open) return;
      this.details.open = false;
      this.summary.focus();
    });
    this.subscription = space.outbox.changes.subscribe(() => this.show());
    this.show();
  }

  dispose(): void {
    this.subscription.unsubscribe();
    this.element.remove();
  }

  private show(): void {
    const { list } = this.space.outbox;
    const stuck = list.filter(({ state }) => state === 'conflict' || state === 'refused' || state === 'unsure').length;
    this.element.hidden = list.length === 0;
    this.details.classList.toggle('stuck', stuck > 0);
    const count = list.length === 1 ? '1 change' : `${list.length} changes`;
    const need = stuck === 0 ? '' : `; ${stuck} ${stuck === 1 ? 'needs' : 'need'} you`;
    const lasting = this.space.lasting ? '' : '; kept only while this page is open';
    const text = `${count} not sent yet${need}${lasting}`;
    if (this.summary.textContent !== text) this.summary.textContent = text;
    const held = (this.element.shadowRoot?.activeElement as HTMLElement | null)?.dataset['act'];
    this.list.replaceChildren(...list.map((write) => this.item(write)));
    // The keyboard stays where it was, although the list is new.
    if (held !== undefined) (this.list.querySelector<HTMLElement>(`[data-act="${held}"]`) ?? this.summary).focus();
  }

  private item(write: PendingWrite): HTMLElement {
    const { outbox } = this.space;
    const { id, state, connection, operation, message, created } = write;
    const item = this.make('li');
    const at = new Date(created).toLocaleTimeString();
    item.append(this.make('strong', `${connection}.${operation}`), this.make('span', ` of ${at} ${states[state]}.`));
    const fields = [...fieldsOf(typeof write.body === 'string' ? write.body : undefined)];
    const said = fields.slice(0, 4).map(([name, value]) => `${name}: ${value.slice(0, 60)}`);
    if (state !== 'conflict') item.append(this.make('p', [new URL(write.url).pathname, ...said].join(' · ')));
    if (message !== undefined && state !== 'sending') item.append(this.make('p', message));
    if (state === 'conflict') item.append(this.versions(write));
    const actions = this.make('div');
    actions.className = 'actions';
    const add = (act: string, label: string, run: () => Promise<void>): void => {
      const button = this.make('button', label) as HTMLButtonElement;
      button.type = 'button';
      button.dataset['act'] = `${act} ${id}`;
      button.setAttribute('aria-label', `${label}: ${connection}.${operation} of ${at}`);
      button.addEventListener('click', () => void run());
      actions.append(button);
    };
    if (state === 'conflict') {
      add('mine', 'Keep mine', () => outbox.resolve(id, 'mine'));
      add('theirs', 'Take theirs', () => outbox.resolve(id, 'theirs'));
    } else if (state !== 'sending') {
      add('retry', state === 'waiting' ? 'Send now' : 'Send again', () => outbox.retry(id));
      add('discard', 'Discard', () => outbox.discard(id));
    }
    item.append(actions);
    return item;
  }

  /** Both versions, field by field where they are records. */
  private versions({ body, theirs }: PendingWrite): HTMLElement {
    const table = this.make('table');
    const mine = fieldsOf(typeof body === 'string' ? body : undefined);
    const other = fieldsOf(theirs);
    const names = [...mine.keys()].filter((name) => mine.get(name) !== other.get(name));
    const row = (kind: string, ...texts: readonly string[]): HTMLElement => {
      const made = this.make('tr');
      made.append(...texts.map((text, i) => this.make(i === 0 || kind === 'th' ? 'th' : 'td', text)));
      return made;
    };
    table.append(row('th', 'Field', 'Mine', 'Theirs'));
    for (const name of names) table.append(row('td', name, mine.get(name) ?? '', other.get(name) ?? 'not known'));
    return table;
  }

  private make(tag: string, text = ''): HTMLElement {
    const element = this.element.ownerDocument.createElement(tag);
    element.textContent = text;
    return element;
  }
}

function fieldsOf(text: string | undefined): ReadonlyMap<string, string> {
  try {
    const json: unknown = text === undefined ? undefined : JSON.parse(text);
    if (typeof json !== 'object' || json === null) return new Map();
    return new Map(
      Object.entries(json).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value).slice(0, 200),
      ]),
    );
  } catch {
    return new Map();
  }
}
