import { css, type CSSResult, type ReactiveController } from 'lit';
import { types } from '../formula/index.ts';
import { border, coloring, interaction, placement } from './common-properties.ts';
import { ControlElement } from './control.ts';
import { data, design, hosted, output } from './definition.ts';
import { DisplayMode } from './enums.ts';
import { own } from './theme.ts';

const { boolean, emptyRecord, emptyTable, number, optionType, text } = types;

/** Below this width, in pixels, cards follow each other in one column. */
const ONE_COLUMN = 480;

/** Columns of a form whose cards are as wide as they like. */
const FINE = 60;

/** What forms to change and forms to read have in common. */
export const formProperties = {
  DataSource: data(emptyTable, [], 'The data source whose records it shows.', { names: 'table' }),
  Item: data(emptyRecord, null, 'The record that it shows.'),
  Current: hosted(emptyRecord, 'The record that its cards show: the item, or the defaults of a new one.'),
  DisplayMode: output(optionType(DisplayMode), 'Whether people can use its cards.'),
  ...placement(800, 500, true),
  NumberOfColumns: design(number, 3, 'How many cards fit side by side. A narrow form has one column.'),
  SnapToColumns: design(boolean, true, 'Whether cards are as wide as whole columns.'),
  Layout: design(text, '', 'The name of its layout.', { ignored: true }),
  UseFluentV9Cards: design(boolean, false, 'Whether its cards were made of modern controls.', { ignored: true }),
  AcceptsFocus: data(boolean, false, 'Whether it takes the focus itself.', { ignored: true }),
  TabIndex: { ...interaction.TabIndex, ignored: true },
  ContentLanguage: { ...interaction.ContentLanguage, ignored: true },
  AccessibleLabel: interaction.AccessibleLabel,
  Fill: coloring.Fill,
  BorderColor: border.BorderColor,
  BorderStyle: border.BorderStyle,
  BorderThickness: border.BorderThickness,
  FocusedBorderColor: border.FocusedBorderColor,
  FocusedBorderThickness: border.FocusedBorderThickness,
} as const;

/** Cards in rows: each takes as many columns as its width asks for, in the order of its Y and X, and grows with what is in it. */
export const formStyles: CSSResult = css`
  :host {
    display: grid;
    grid-template-columns: repeat(var(--_columns, 3), minmax(0, 1fr));
    grid-auto-rows: max-content;
    align-content: start;
    overflow: auto;
    background-color: ${own('fill', 'transparent')};
    border: ${own('border-thickness', '0px')} ${own('border-style', 'solid')} ${own('border-color', 'currentcolor')};
  }
  ::slotted(*) {
    position: relative;
    width: auto;
    min-height: ${own('height', 'var(--fx-default-height, auto)')};
    height: auto;
  }
`;

const numberOf = (control: ControlElement, name: string, otherwise: number): number => {
  const value = control.read(name);
  return typeof value === 'number' ? value : otherwise;
};

/** Places the cards of a form: again whenever the form, a card or the room for them has changed. */
export class CardLayout implements ReactiveController {
  readonly #form: ControlElement;
  readonly #sizes: ResizeObserver;
  #columns = 0;

  constructor(form: ControlElement) {
    this.#form = form;
    this.#sizes = new ResizeObserver(() => this.#resized());
    form.addController(this);
  }

  hostConnected(): void {
    this.#sizes.observe(this.#form);
  }

  hostDisconnected(): void {
    this.#sizes.disconnect();
  }

  hostUpdate(): void {
    this.place();
  }

  /** Writes order and span of each card. */
  place(): void {
    const form = this.#form;
    const columns = this.#columnCount();
    this.#columns = columns;
    form.style.setProperty('--_columns', String(columns));
    const designed = numberOf(form, 'Width', 0) || form.clientWidth || 800;
    const cards = [...form.children].filter((child): child is ControlElement => child instanceof ControlElement);
    const placed = cards.map((card, index) => ({ card, index, x: numberOf(card, 'X', 0), y: numberOf(card, 'Y', 0) }));
    // Equal places keep the order of the document, which is also that of the keyboard.
    placed.sort((a, b) => a.y - b.y || a.x - b.x || a.index - b.index);
    for (const [order, { card }] of placed.entries()) {
      const wanted = numberOf(card, 'Width', designed / columns);
      const span = Math.min(columns, Math.max(1, Math.round((wanted * columns) / designed)));
      card.style.order = String(order);
      card.style.gridColumn = `span ${span}`;
    }
  }

  #columnCount(): number {
    const width = this.#form.clientWidth;
    if (width > 0 && width < ONE_COLUMN) return 1;
    return this.#form.read('SnapToColumns') === false
      ? FINE
      : Math.max(1, Math.floor(numberOf(this.#form, 'NumberOfColumns', 3)));
  }

  #resized(): void {
    if (this.#columnCount() !== this.#columns) this.place();
  }
}

/** What a form has around its slot: its role and name for screen readers. */
export function describeForm(form: ControlElement, internals: ElementInternals): void {
  const label = form.readText('AccessibleLabel');
  internals.role = label === '' ? 'group' : 'form';
  internals.ariaLabel = label || null;
}
