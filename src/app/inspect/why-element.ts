import { defineElement } from '../../controls/core.ts';
import type { App } from '../app.ts';
import type { RowContext } from '../rows.ts';
import { describeExplanation } from './describe.ts';
import type { ErrorOrigin, Explanation, WrittenFormula } from './explanation.ts';
import { why } from './why.ts';
import { whyStyles } from './why-styles.ts';

// Importing this module in Node must not fail, although there is nothing to show there.
const Base = (globalThis as { HTMLElement?: typeof HTMLElement }).HTMLElement ?? (class {} as typeof HTMLElement);

/** What `fx-jump` carries: the formula that the user wants to see. */
export type JumpDetail = WrittenFormula;

/**
 * `<fx-why>`: the tree of why a value is so. Keys as in any tree: up and down go through what is shown, right and left open and close, Enter
 * goes to the formula.
 *
 * @fires fx-jump - The user wants to see a formula: its control, property and place (`WrittenFormula`).
 */
export class WhyElement extends Base {
  #root: ShadowRoot | undefined;
  #asked = 0;
  readonly #shown = new WeakMap<Element, Explanation>();

  /** Shows why a value of an app is so now; `undefined` shows nothing. */
  async explain(app: App | undefined, path: string, row?: RowContext): Promise<void> {
    const asked = ++this.#asked;
    if (app === undefined) return this.#show(undefined, '');
    let found: Explanation | undefined;
    let problem = '';
    try {
      found = await why(app, path, row);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    if (asked === this.#asked) this.#show(found, problem);
  }

  /** Puts the focus on the tree. */
  override focus(): void {
    this.#root?.querySelector<HTMLElement>('[role="treeitem"]')?.focus();
  }

  #show(explanation: Explanation | undefined, problem: string): void {
    const root = (this.#root ??= this.#open());
    const held = root.activeElement !== null;
    const list = root.querySelector('ul')!;
    if (explanation === undefined) {
      list.replaceChildren();
      root.querySelector('p')!.textContent = problem;
    } else {
      root.querySelector('p')!.textContent = '';
      const item = this.#item(explanation, 1);
      list.replaceChildren(item);
      this.#expand(item, true);
      item.tabIndex = 0;
      if (held) item.focus();
    }
    root.querySelector('p')!.hidden = explanation !== undefined;
    list.hidden = explanation === undefined;
  }

  #open(): ShadowRoot {
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(whyStyles);
    root.adoptedStyleSheets = [sheet];
    const list = this.#make('ul');
    list.setAttribute('role', 'tree');
    list.setAttribute('aria-label', 'Why this value');
    list.addEventListener('keydown', (event) => this.#key(event));
    list.addEventListener('click', (event) => this.#click(event));
    root.append(this.#make('p', 'empty'), list);
    return root;
  }

  #make(tag: string, className = '', text = ''): HTMLElement {
    const element = this.ownerDocument.createElement(tag);
    if (className !== '') element.className = className;
    element.textContent = text;
    return element;
  }

  #item(explanation: Explanation, level: number): HTMLElement {
    const item = this.#make('li', explanation.used ? '' : 'unused');
    this.#shown.set(item, explanation);
    item.setAttribute('role', 'treeitem');
    item.setAttribute('aria-level', String(level));
    item.style.setProperty('--level', String(level - 1));
    item.tabIndex = -1;
    const row = this.#make('div', 'item');
    const { name, value, because, details } = describeExplanation(explanation);
    const text = this.#make('div');
    text.append(this.#make('span', 'name', name));
    if (value !== '') text.append(' = ', this.#make('span', value.startsWith('error') ? 'value error' : 'value', value));
    text.append(this.#make('span', 'because', ` — ${because}`));
    if (explanation.formula !== undefined) text.append(...this.#formula(explanation.formula, explanation.origin));
    for (const detail of details.slice(explanation.formula === undefined ? 0 : 1))
      text.append(this.#make('span', 'detail', detail));
    const opens = explanation.inputs.length > 0;
    row.append(this.#make('span', 'sign', opens ? '▸' : ''), text);
    item.append(row);
    if (opens) item.setAttribute('aria-expanded', 'false');
    return item;
  }

  /** The formula with the part that an error comes from, and its place. */
  #formula(formula: WrittenFormula, origin: ErrorOrigin | undefined): Node[] {
    const { text, file, line, column } = formula;
    const code = this.#make('code', 'formula');
    const own = origin?.formula.control === formula.control && origin.formula.property === formula.property ? origin : undefined;
    if (own === undefined) code.append(`= ${text.trim()}`);
    else
      code.append(
        `= ${text.slice(0, own.from)}`,
        this.#make('mark', '', text.slice(own.from, own.to)),
        text.slice(own.to).trimEnd(),
      );
    return file === '' ? [code] : [code, this.#make('span', 'detail', `${file}:${line}:${column}`)];
  }

  #expand(item: HTMLElement, open: boolean): void {
    if (item.getAttribute('aria-expanded') === null) return;
    item.setAttribute('aria-expanded', String(open));
    item.querySelector('.sign')!.textContent = open ? '▾' : '▸';
    const level = levelOf(item);
    while (item.nextElementSibling !== null && levelOf(item.nextElementSibling) > level) item.nextElementSibling.remove();
    if (open) item.after(...this.#shown.get(item)!.inputs.map((input) => this.#item(input, level + 1)));
  }

  #key(event: KeyboardEvent): void {
    const item = (event.target as Element).closest<HTMLElement>('[role="treeitem"]');
    if (item === null) return;
    const items = [...this.#root!.querySelectorAll<HTMLElement>('[role="treeitem"]')];
    const at = items.indexOf(item);
    const expanded = item.getAttribute('aria-expanded');
    const moves: { readonly [key: string]: () => HTMLElement | null | undefined } = {
      ArrowDown: () => items[at + 1],
      ArrowUp: () => items[at - 1],
      Home: () => items[0],
      End: () => items.at(-1),
      ArrowRight: () => (expanded === 'true' ? items[at + 1] : (this.#expand(item, true), item)),
      ArrowLeft: () =>
        expanded === 'true' ? (this.#expand(item, false), item) : item.parentElement?.closest<HTMLElement>('[role="treeitem"]'),
      Enter: () => (this.#jump(item), item),
    };
    const move = moves[event.key];
    if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#move(move());
  }

  #click(event: Event): void {
    const target = event.target as Element;
    const item = target.closest<HTMLElement>('[role="treeitem"]');
    if (item === null) return;
    if (target.closest('.formula') !== null) this.#jump(item);
    else if (target.closest('.sign, .name') !== null) this.#expand(item, item.getAttribute('aria-expanded') !== 'true');
    this.#move(item);
  }

  #move(item: HTMLElement | null | undefined): void {
    if (item === null || item === undefined) return;
    for (const other of this.#root!.querySelectorAll<HTMLElement>('[role="treeitem"][tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  }

  /** To the formula; of a value that is an error, to the formula that the error comes from. */
  #jump(item: HTMLElement): void {
    const { formula, origin } = this.#shown.get(item)!;
    const detail = origin?.formula ?? formula;
    if (detail !== undefined)
      this.dispatchEvent(new CustomEvent<JumpDetail>('fx-jump', { detail, bubbles: true, composed: true }));
  }
}

const levelOf = (item: Element): number => Number(item.getAttribute('aria-level'));

declare global {
  interface HTMLElementTagNameMap {
    'fx-why': WhyElement;
  }
}

defineElement('fx-why', WhyElement);
