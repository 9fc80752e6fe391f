import { css, html, nothing, unsafeCSS, type CSSResult, type CSSResultGroup, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { baseStyles, face, hostPadding, innerPadding } from './base-styles.ts';
import { alignment, coloring, interaction, padding, placement, typography, typographyAliases } from './common-properties.ts';
import { controlElement, register } from './define.ts';
import { data, design } from './definition.ts';
import { BadgeAppearance, BadgeColor, BadgeShape } from './enums.ts';
import { color, own, ownAlone, type ColorName } from './theme.ts';

const { optionType, text } = types;

/** Ink, tint and line of each colour; a filled badge has the ink as its fill. */
const palette: { readonly [name: string]: readonly [ink: ColorName, tint: ColorName, line: ColorName, onTint?: ColorName] } = {
  Brand: ['brand-text', 'brand-tint', 'brand-line', 'on-brand-tint'],
  Danger: ['danger-text', 'danger-tint', 'danger-line'],
  Severe: ['danger-text', 'danger-tint', 'danger-line'],
  Important: ['text', 'sunken', 'border-strong'],
  Informative: ['text-muted', 'sunken', 'border'],
  Subtle: ['text-muted', 'surface', 'border-subtle'],
  Success: ['success-text', 'success-tint', 'success-line'],
  Warning: ['warning-text', 'warning-tint', 'warning-line'],
};

/** A word or number that stands out: a status, a count. */
export class Badge extends controlElement({
  name: 'Badge',
  tag: 'fx-badge',
  category: 'display',
  summary: 'A word or number that stands out: a status, a count.',
  properties: {
    Content: data(text, 'AB', 'The word or number.'),
    Appearance: design(optionType(BadgeAppearance), 'Tint', 'How much it stands out.'),
    ThemeColor: design(optionType(BadgeColor), 'Brand', 'What its colour says.'),
    Shape: design(optionType(BadgeShape), 'Circular', 'Whether its ends are round.'),
    ...placement(80, 32),
    Tooltip: interaction.Tooltip,
    AccessibleLabel: interaction.AccessibleLabel,
    DisplayMode: interaction.DisplayMode,
    ...typography,
    ...alignment('left', 'middle'),
    ...padding(null),
    Color: coloring.Color,
    Fill: coloring.Fill,
  },
  propertyAliases: { ...typographyAliases, Text: 'Content' },
  events: {},
}) {
  static override styles: CSSResultGroup = [
    baseStyles,
    face({ fill: css`transparent`, color: color('text') }),
    hostPadding('0px', '8px'),
    css`
      :host {
        display: inline-flex;
        align-items: ${own('vertical-align', 'center')};
        justify-content: ${own('text-align', 'start')};
        background: none;
        font-size: ${own('size', '12px')};
        font-weight: ${own('weight', '600')};
        --_fill-set: ${ownAlone('fill')};
        --_ink-set: ${ownAlone('color')};
        --_decoration: ${own('underline', '')} ${own('strike', '')};
      }
      .badge {
        ${innerPadding}
        display: inline-flex;
        align-items: center;
        max-width: 100%;
        min-width: 20px;
        height: 20px;
        overflow: hidden;
        border: 1px solid var(--_line, transparent);
        border-radius: 10px;
        background: var(--_fill-set, var(--_fill));
        color: var(--_ink-set, var(--_ink));
        line-height: 18px;
        text-decoration-line: var(--_decoration);
        white-space: nowrap;
      }
      .badge > span {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .Rounded {
        border-radius: 4px;
      }
      .Square {
        border-radius: 0;
      }
    `,
    ...looks(),
  ];

  protected override get empty(): boolean {
    return this.Content === '';
  }

  override render(): TemplateResult {
    if (this.error !== null) return html`${this.renderFailure()}`;
    const name = this.AccessibleLabel || nothing;
    return html`<span
        class="badge ${this.Appearance} ${this.ThemeColor} ${this.Shape}"
        part="control"
        role=${name === nothing ? nothing : 'img'}
        aria-label=${name}
        title=${this.Tooltip || nothing}
        ><span>${this.Content}</span></span
      >${this.renderPending()}`;
  }
}
register(Badge);

function looks(): CSSResult[] {
  return Object.entries(palette).map(([name, [ink, tint, line, onTint = ink]]) => {
    const is = unsafeCSS(`.${name}`);
    return css`
      ${is}.Tint {
        --_fill: ${color(tint)};
        --_ink: ${color(onTint)};
        --_line: color-mix(in oklab, ${color(line)} 35%, transparent);
      }
      ${is}.Filled {
        --_fill: ${color(ink)};
        --_ink: ${color('surface')};
      }
      ${is}.Outline {
        --_fill: transparent;
        --_ink: ${color(ink)};
        --_line: ${color(line)};
      }
      ${is}.Ghost {
        --_fill: transparent;
        --_ink: ${color(ink)};
      }
    `;
  });
}
