import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { isRow, type Table, types } from '../formula/index.ts';
import { baseStyles, face, hostPadding } from './base-styles.ts';
import { alignment, border, coloring, corners, interaction, padding, placement, typography, typographyAliases } from './common-properties.ts'; // oxfmt-ignore
import type { ControlElement } from './control.ts';
import { controlElement, register } from './define.ts';
import { data, output } from './definition.ts';
import { displayText } from './display-text.ts';
import { filesOf, pickFiles } from './files.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { pressStyles, renderPress } from './press.ts';
import { color, own, size } from './theme.ts';

const { boolean, emptyTable, text } = types;

/** What a button that reads or writes a file has in common. */
const properties = {
  Error: output(text, 'Why the last file could not be read or written.', undefined, ''),
  ...placement(160, 40),
  ...interaction,
  ...typography,
  ...alignment('center', 'middle'),
  ...padding(null),
  ...coloring,
  ...border,
  ...corners,
} as const;

const styles: CSSResultGroup = [
  baseStyles,
  pressStyles,
  face({
    fill: color('surface'),
    color: color('text'),
    line: color('border'),
    thickness: '1px',
    radius: size.radius,
    shades: true,
    when: 'active',
    greys: true,
  }),
  hostPadding('5px', '12px'),
  css`
    :host {
      min-height: ${own('height', size.control)};
      --_decoration: ${own('underline', '')} ${own('strike', '')};
    }
    .press,
    .rest {
      display: flex;
      gap: 6px;
      align-items: ${own('vertical-align', 'center')};
      justify-content: ${own('text-align', 'center')};
      text-decoration-line: var(--_decoration);
    }
    svg {
      flex: none;
      width: 20px;
      height: 20px;
    }
    .wrong {
      position: absolute;
      inset-block-start: 100%;
      inset-inline: 0;
      color: ${color('danger-text')};
      font-size: ${size.textSmall};
    }
  `,
];

const renderFace = (control: ControlElement, path: string, press: () => void): TemplateResult => {
  const wrong = control.error?.message ?? control.readText('Error');
  return html`${renderPress(control, html`${glyph(path)}<span>${control.readText('Text')}</span>`, {
    label: control.readText('AccessibleLabel'),
    pressable: true,
    press,
  })}${wrong === '' ? nothing : html`<div class="wrong" role="alert">${wrong}</div>`}`;
};

/** Writes rows into a file on the user's device. */
export class Export extends controlElement({
  name: 'Export',
  tag: 'fx-export',
  category: 'input',
  summary: 'Writes rows into a file on the user’s device.',
  properties: {
    Text: data(text, 'Export', 'The text on it.'),
    Data: data(emptyTable, null, 'The rows. The file holds them as JSON.'),
    ...properties,
  },
  propertyAliases: { ...typographyAliases },
  events: { OnSelect: 'When the user presses it.' },
}) {
  static override styles: CSSResultGroup = styles;

  override get pressable(): boolean {
    return true;
  }

  override render(): TemplateResult {
    return renderFace(this, paths.exporting, () => this.#write());
  }

  #write(): void {
    const rows = this.Data.filter((row) => isRow(row));
    const address = URL.createObjectURL(new Blob([JSON.stringify(rows, plain, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'export.json';
    link.click();
    // The browser has taken the file by the next turn.
    setTimeout(() => URL.revokeObjectURL(address));
    this.raise('OnSelect');
  }
}
register(Export);

/** Dates and other values that JSON does not have are written as they are read. */
const plain = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype
    ? displayText(value as never)
    : value;

/** Reads rows from a file on the user's device. */
export class Import extends controlElement({
  name: 'Import',
  tag: 'fx-import',
  category: 'input',
  summary: 'Reads rows from a file on the user’s device.',
  properties: {
    Text: data(text, 'Import', 'The text on it.'),
    Data: output(emptyTable, 'The rows of the file that was read last: a list of objects in JSON.', undefined, []),
    Reset: data(boolean, false, 'Turning this true forgets them.'),
    ...properties,
  },
  propertyAliases: { ...typographyAliases },
  events: { OnSelect: 'When rows have been read.' },
}) {
  static override styles: CSSResultGroup = styles;

  override get pressable(): boolean {
    return true;
  }

  override reset(): void {
    super.reset();
    this.measure('Error', '');
  }

  override render(): TemplateResult {
    return html`${renderFace(this, paths.importing, () => pickFiles(this.renderRoot.querySelector('input')!))}
      <input type="file" accept=".json,application/json" hidden @change=${(event: Event) => void this.#read(event)} />`;
  }

  async #read(event: Event): Promise<void> {
    const [file] = filesOf(event);
    if (file === undefined) return;
    try {
      const parsed: unknown = JSON.parse(await file.text());
      const rows = Array.isArray(parsed) ? parsed : [parsed];
      if (!rows.every((row) => typeof row === 'object' && row !== null)) throw new TypeError('No rows.');
      this.measure('Error', '');
      this.output('Data', rows as Table);
      this.raise('OnSelect');
    } catch {
      this.measure('Error', messages.noRows(file.name));
    }
  }
}
register(Import);
