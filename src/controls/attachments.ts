import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { BlobValue, field, isRow, isTable, types, type Row, type Table, type Value } from '../formula/index.ts';
import { linkAddress, mediaAddress } from './addresses.ts';
import { attachmentsStyles } from './attachments-styles.ts';
import { border, coloring, interaction, padding, placement, typography, typographyAliases } from './common-properties.ts';
import { setState } from './custom-states.ts';
import { controlElement, register } from './define.ts';
import { data, design, output, type ReadProperty } from './definition.ts';
import { displayText, sameRow } from './display-text.ts';
import { BorderStyle } from './enums.ts';
import { fieldLabel } from './field.ts';
import { fileValue, filesOf, pickFiles } from './files.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';

const { any, boolean, color, emptyTable, media, number, optionType, table, text } = types;

const shade = (css: string, summary: string) => design(color, null, summary, { css });

/** Files that belong to something: those that are there, with a way to add some and to take some away. */
export class Attachments extends controlElement({
  name: 'Attachments',
  tag: 'fx-attachments',
  category: 'input',
  summary: 'Files that belong to something, with a way to add some and to take some away.',
  form: 'Attachments',
  states: { dropping: 'A file is held over it.' },
  properties: {
    Items: data(emptyTable, null, 'The files that are there: `Name` (or `DisplayName`) and `Value`, their address or content.'),
    Default: data(any, null, 'The files that are there where Items is blank.'),
    Attachments: output(
      table({ Name: text, DisplayName: text, Value: media, AbsoluteUri: text, Id: text }),
      'The files, without those taken away and with those added.',
      (read, chosen) => (chosen !== undefined && isTable(chosen) ? chosen : given(read)),
    ),
    MaxAttachments: data(number, 6, 'How many files there may be.'),
    MaxAttachmentSize: data(number, 10, 'How large a file may be, in megabytes.'),
    NoAttachmentsText: data(text, 'There is nothing attached.', 'What it says where there are none.'),
    AddAttachmentText: data(text, 'Attach file', 'What it says to add one.'),
    MaxAttachmentsText: data(text, 'Maximum number of attachments reached.', 'What it says where no more may be added.'),
    Reset: data(boolean, false, 'Turning this true brings back what was there at first.'),
    Required: data(boolean, false, 'Whether there must be a file.'),
    ...placement(330, 300),
    ...interaction,
    ...typography,
    ...padding(0),
    ...coloring,
    ...border,
    ItemSpacing: design(number, 0, 'Pixels between files.', { css: 'item-spacing' }),
    ItemFill: shade('item-fill', 'The background of a file.'),
    ItemColor: shade('item-color', 'The text of a file.'),
    ItemHoverFill: shade('item-hover-fill', 'The background of a file under the pointer.'),
    ItemHoverColor: shade('item-hover-color', 'The text of a file under the pointer.'),
    ItemPressedFill: shade('item-pressed-fill', 'The background of a file that is pressed.'),
    ItemPressedColor: shade('item-pressed-color', 'The text of a file that is pressed.'),
    ItemDisabledFill: shade('item-disabled-fill', 'The background of a file while the control is disabled.'),
    ItemDisabledColor: shade('item-disabled-color', 'The text of a file while the control is disabled.'),
    AddedItemFill: shade('added-fill', 'The background of a file that was added.'),
    AddedItemColor: shade('added-color', 'The text of a file that was added.'),
    RemovedItemFill: shade('removed-fill', 'The background of a file that was taken away.'),
    RemovedItemColor: shade('removed-color', 'The text of a file that was taken away.'),
    ItemErrorFill: shade('item-error-fill', 'The background of what went wrong with a file.'),
    ItemErrorColor: shade('item-error-color', 'The text of what went wrong with a file.'),
    NoAttachmentsColor: shade('none-color', 'The text where there are no files.'),
    AddAttachmentColor: shade('add-color', 'The text to add a file.'),
    MaxAttachmentsColor: shade('full-color', 'The text where no more may be added.'),
    DropTargetBorderColor: shade('drop-border-color', 'The line while files are dragged over it.'),
    DropTargetBackgroundColor: shade('drop-fill', 'The background while files are dragged over it.'),
    DropTargetTextColor: shade('drop-color', 'The text while files are dragged over it.'),
    DropTargetBorderThickness: design(number, 2, 'The thickness of that line.', { css: 'drop-border-thickness' }),
    DropTargetBorderStyle: design(optionType(BorderStyle), 'dotted', 'The kind of that line.', { css: 'drop-border-style' }),
  },
  propertyAliases: { ...typographyAliases },
  events: {
    OnSelect: 'When the user opens a file.',
    OnAddFile: 'When the user has added files.',
    OnRemoveFile: 'When the user has taken a file away.',
    OnUndoRemoveFile: 'When the user has brought back a file that was taken away.',
  },
}) {
  static override styles: CSSResultGroup = attachmentsStyles;

  /** What went wrong with the files that were picked last. */
  #problems: readonly string[] = [];

  protected override get empty(): boolean {
    return this.Attachments.length === 0;
  }

  override reset(): void {
    this.#problems = [];
    super.reset();
  }

  override render(): TemplateResult {
    const first = given((name) => this.read(name));
    const now = this.Attachments.filter((row): row is Row => isRow(row));
    const added = now.filter((row) => !first.some((other) => sameRow(other, row)));
    const full = now.length >= (this.MaxAttachments ?? 0);
    return html`<div
        class="box"
        part="control"
        role="group"
        aria-label=${fieldLabel(this)}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        @dragover=${(event: DragEvent) => this.#dragged(event, true)}
        @dragleave=${(event: DragEvent) => this.#dragged(event, false)}
        @drop=${(event: DragEvent) => this.#picked(event)}
      >
        ${this.renderFailure()}
        <ul aria-label=${messages.list} ?hidden=${first.length + added.length === 0}>
          ${first.map((row) => this.#renderFile(row, now.some((other) => sameRow(other, row)) ? 'kept' : 'removed'))}
          ${added.map((row) => this.#renderFile(row, 'added'))}
        </ul>
        ${first.length + added.length === 0 ? html`<div class="none">${this.NoAttachmentsText}</div>` : nothing}
        ${this.#problems.map((problem) => html`<div class="wrong" role="alert">${problem}</div>`)}
        ${full ? html`<div class="full" role="status">${this.MaxAttachmentsText}</div>` : this.#renderAdd()}
        <input type="file" multiple hidden @change=${(event: Event) => this.#picked(event)} />
      </div>
      ${this.renderPending()}`;
  }

  #renderAdd(): unknown {
    if (this.mode === 'view') return nothing;
    const tab = this.TabIndex ?? nothing;
    return html`<button
      type="button"
      class="add"
      tabindex=${tab}
      ?disabled=${this.mode === 'disabled'}
      @click=${() => pickFiles(this.renderRoot.querySelector('input')!)}
    >
      ${glyph(paths.paperClip)}<span>${this.AddAttachmentText}</span>
    </button>`;
  }

  #renderFile(row: Row, state: 'kept' | 'added' | 'removed'): TemplateResult {
    const name = fileName(row);
    const address = addressOf(row);
    const shown =
      address === null || state === 'removed'
        ? html`<span class="name">${name}</span>`
        : html`<a
            class="name"
            href=${address}
            download=${name}
            target="_blank"
            rel="noopener"
            @click=${() => this.raise('OnSelect')}
            >${name}</a
          >`;
    const undo = state === 'removed';
    const label = undo ? messages.bringBack(name) : messages.remove(name);
    const button = html`<button
      type="button"
      class="change"
      aria-label=${label}
      title=${label}
      ?disabled=${this.mode === 'disabled'}
      @click=${() => (undo ? this.#bringBack(row) : this.#remove(row))}
    >
      ${glyph(undo ? paths.undo : paths.dismiss)}
    </button>`;
    return html`<li class=${state}>${glyph(paths.document)}${shown}${this.mode === 'view' ? nothing : button}</li>`;
  }

  #dragged(event: DragEvent, over: boolean): void {
    if (this.mode !== 'edit') return;
    event.preventDefault();
    setState(this.internals, 'dropping', over);
  }

  #picked(event: Event): void {
    if (event instanceof DragEvent) this.#dragged(event, false);
    const files = filesOf(event);
    if (files.length > 0 && this.mode === 'edit') void this.#add(files);
  }

  async #add(files: readonly File[]): Promise<void> {
    const problems: string[] = [];
    const most = this.MaxAttachmentSize ?? 10;
    let rows = this.Attachments;
    const before = rows.length;
    for (const file of files) {
      if (rows.length >= (this.MaxAttachments ?? 0)) problems.push(`${file.name}: ${this.MaxAttachmentsText}`);
      else if (file.size > most * 1_000_000) problems.push(messages.tooLarge(file.name, most));
      else {
        try {
          rows = [...rows, { Name: file.name, DisplayName: file.name, Value: await fileValue(file), AbsoluteUri: '', Id: '' }];
        } catch {
          problems.push(messages.unreadable(file.name));
        }
      }
    }
    this.#problems = problems;
    this.requestUpdate();
    if (rows.length === before) return;
    this.output('Attachments', rows);
    this.raise('OnAddFile');
  }

  #remove(row: Row): void {
    this.output(
      'Attachments',
      this.Attachments.filter((other) => !sameRow(other, row)),
    );
    this.raise('OnRemoveFile');
  }

  /** Back to its place among those that were there at first. */
  #bringBack(row: Row): void {
    const first = given((name) => this.read(name));
    const now = this.Attachments;
    const kept = first.filter((other) => sameRow(other, row) || now.some((one) => sameRow(one, other)));
    this.output('Attachments', [...kept, ...now.filter((one) => !first.some((other) => sameRow(other, one)))]);
    this.raise('OnUndoRemoveFile');
  }
}
register(Attachments);

/** The files that formulas say are there. */
function given(read: ReadProperty): Row[] {
  const items = read('Items') as Table;
  const fallback: Value = read('Default');
  const rows = items.length > 0 ? items : isTable(fallback) ? fallback : isRow(fallback) ? [fallback] : [];
  return rows.filter((row): row is Row => isRow(row));
}

const nameColumns = ['DisplayName', 'Name', 'FileName'];
const fileName = (row: Row): string =>
  nameColumns.map((name) => displayText(field(row, name))).find((name) => name !== '') ?? messages.file;

/** Where a file can be read: its content as it was picked, a picture or film, or a place in the web. */
function addressOf(row: Row): string | null {
  for (const name of ['Value', 'AbsoluteUri', 'Link']) {
    const value = field(row, name);
    const address = value instanceof BlobValue ? mediaAddress(value) : linkAddress(displayText(value));
    if (address !== null) return address;
  }
  return null;
}
