import { css, html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { linkAddress } from './addresses.ts';
import { baseStyles, face, focusRing, hostPadding, innerPadding } from './base-styles.ts';
import {
  alignment,
  coloring,
  interaction,
  padding,
  placement,
  typography,
  typographyAliases,
  when,
} from './common-properties.ts';
import { setState } from './custom-states.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { LinkAppearance } from './enums.ts';
import { color, own } from './theme.ts';

const { boolean, hyperlink, optionType, text } = types;

/** A text that leads somewhere. */
export class Link extends controlElement({
  name: 'Link',
  tag: 'fx-link',
  category: 'display',
  summary: 'A text that leads somewhere.',
  states: { subtle: 'Its appearance is “Subtle”.' },
  properties: {
    Text: data(text, 'Link', 'The text.'),
    URL: data(hyperlink, '', 'Where it leads: an address of the web, mailto: or tel:.'),
    Appearance: design(optionType(LinkAppearance), 'Default', 'How much it stands out.'),
    Wrap: design(boolean, true, 'Whether the text may run over several lines.'),
    AutoHeight: design(boolean, false, 'Whether it grows as high as its text.', { css: 'auto-height', style: when('auto') }),
    ...placement(120, 32),
    ...interaction,
    ...typography,
    ...alignment('left', 'middle'),
    ...padding(0),
    Color: coloring.Color,
    Fill: coloring.Fill,
  },
  propertyAliases: { ...typographyAliases, Url: 'URL' },
  events: { OnSelect: 'When the user follows it.' },
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('brand-text') }),
    hostPadding('0px', '0px'),
    css`
      :host {
        align-content: ${own('vertical-align', 'center')};
        --_decoration: ${own('strike', '')} ${own('underline', '')};
      }
      a {
        ${innerPadding}
        display: inline-block;
        align-content: center;
        min-width: 24px;
        min-height: 24px;
        border-radius: 2px;
        color: inherit;
        text-decoration-line: var(--_decoration);
        text-underline-offset: 2px;
        overflow-wrap: anywhere;
      }
      a:any-link {
        cursor: pointer;
      }
      :host(:state(subtle)) {
        color: ${own('color', color('text'))};
      }
      a:any-link:hover,
      a.Subtle:any-link {
        text-decoration-line: underline;
      }
      a:focus-visible {
        ${focusRing}
      }
      .one-line {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  protected override get empty(): boolean {
    return this.Text === '';
  }

  override willUpdate(changed: Map<string, unknown>): void {
    super.willUpdate(changed);
    setState(this.internals, 'subtle', this.Appearance === 'Subtle');
  }

  override render(): TemplateResult {
    if (this.error !== null) return html`${this.renderFailure()}`;
    const address = this.mode === 'disabled' ? null : linkAddress(this.URL);
    const leaves = address !== null && /^https?:/i.test(address);
    return html`<a
        part="control"
        class="${this.Appearance} ${this.Wrap ? '' : 'one-line'}"
        href=${address ?? nothing}
        target=${leaves ? '_blank' : nothing}
        rel=${leaves ? 'noopener noreferrer' : nothing}
        title=${this.Tooltip || nothing}
        lang=${this.ContentLanguage || nothing}
        tabindex=${this.TabIndex ?? nothing}
        aria-label=${address === null ? nothing : this.AccessibleLabel || nothing}
        aria-disabled=${address === null && this.mode === 'disabled' ? 'true' : nothing}
        @click=${() => this.raise('OnSelect')}
        >${this.Text}</a
      >${this.renderPending()}`;
  }
}
register(Link);
