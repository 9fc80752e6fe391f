import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { BlobValue, types } from '../formula/index.ts';
import { mediaAddress } from './addresses.ts';
import { baseStyles, face, hostPadding, innerPadding } from './base-styles.ts';
import { border, coloring, interaction, padding, placement } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design, output } from './definition.ts';
import { PdfZoom } from './enums.ts';
import { frameAddress, frameStyles } from './frame.ts';
import { glyph, paths } from './glyphs.ts';
import { messages } from './messages.ts';
import { color } from './theme.ts';

const { any, boolean, number, optionType, text } = types;

/**
 * A PDF document, in the browser's own viewer. Such a viewer tells nothing: how many pages there are is not known, and the page and zoom
 * that a user turns to are not either.
 */
export class PdfViewer extends controlElement({
  name: 'PDFViewer',
  tag: 'fx-pdf-viewer',
  category: 'media',
  summary: 'A PDF document, in the browser’s own viewer.',
  properties: {
    Document: data(any, null, 'The address of the document, which begins with https, or the document itself.'),
    Page: data(number, 1, 'The page that is shown first.'),
    Zoom: design(
      optionType(PdfZoom),
      'page-width',
      'How large pages are: `Zoom.FitWidth`, `Zoom.FitBoth`, `Zoom.Automatic`, or percent.',
    ),
    FindText: data(text, '', 'What is searched for, where the viewer can.'),
    ShowControls: design(boolean, false, 'Whether the viewer shows its buttons.'),
    CurrentPage: output(number, 'The page that is shown first.', (read) => read('Page'), 1),
    CurrentFindText: output(text, 'What is searched for.', (read) => read('FindText'), ''),
    ...placement(640, 480),
    ...interaction,
    ...padding(0),
    Fill: coloring.Fill,
    ...border,
  },
  events: {},
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: color('sunken'), color: color('text') }),
    hostPadding('0px', '0px'),
    frameStyles,
    css`
      .page {
        ${innerPadding}
        height: 100%;
      }
    `,
  ];

  protected override get empty(): boolean {
    return this.Document === null;
  }

  override render(): TemplateResult {
    const address = this.#address;
    const title = this.AccessibleLabel || this.Tooltip || messages.document;
    if (address === null || this.error !== null || this.mode === 'disabled') {
      const words =
        this.error?.message ?? (this.Document === null || this.Document === '' ? messages.noDocument : messages.notSafe);
      return html`<div class="note" part="control" title=${this.Tooltip || nothing}>
        ${glyph(paths.documentPdf)}<span>${words}</span>${address === null ? nothing : this.#renderLink(address)}
      </div>`;
    }
    const place = new URLSearchParams({ page: String(this.Page ?? 1), zoom: this.Zoom, toolbar: this.ShowControls ? '1' : '0' });
    if (this.FindText !== '') place.set('search', this.FindText);
    // What cannot show it says so, and offers the document itself.
    return html`<div class="page">
      <object
        part="control"
        type="application/pdf"
        data="${address}#${place.toString()}"
        width="100%"
        height="100%"
        aria-label=${title}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        tabindex=${this.TabIndex ?? nothing}
      >
        <div class="note">${glyph(paths.documentPdf)}<span>${messages.noViewer}</span>${this.#renderLink(address)}</div>
      </object>
    </div>`;
  }

  #renderLink(address: string): TemplateResult {
    return html`<a href=${address} target="_blank" rel="noopener noreferrer">${messages.openElsewhere}</a>`;
  }

  get #address(): string | null {
    const { Document: document } = this;
    if (document instanceof BlobValue) return document.mediaType === 'application/pdf' ? mediaAddress(document) : null;
    return typeof document === 'string' ? (frameAddress(document)?.href ?? null) : null;
  }
}
register(PdfViewer);
