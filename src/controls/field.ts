import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { types } from '../formula/index.ts';
import { face, focusRing, hostPadding } from './base-styles.ts';
import { allCorners, border, coloring, corners, interaction, padding, placement, typography } from './common-properties.ts';
import type { ControlElement } from './control.ts';
import { setState } from './custom-states.ts';
import { data, design } from './definition.ts';
import { InputAppearance, ValidationState } from './enums.ts';
import { cardOf, labelText } from './field-label.ts';
import { glyph, paths } from './glyphs.ts';
import { problemStyles, renderProblem } from './problem.ts';
import { color, own, role, size } from './theme.ts';

const { boolean, optionType } = types;

/** What every field to type or choose in has in common. */
export const fieldProperties = {
  ...placement(320, 32),
  ...interaction,
  ...typography,
  ...padding(null),
  ...coloring,
  ...border,
  ...corners,
  ...allCorners,
  Required: data(boolean, false, 'Whether it must be filled in.'),
  ValidationState: data(optionType(ValidationState), 'None', 'Whether what is in it is right.'),
  Appearance: design(optionType(InputAppearance), 'Outline', 'How the field is drawn.'),
  Reset: data(boolean, false, 'Turning this true puts back the default.'),
} as const;

/** The box of a field: a hairline with a stronger foot, which turns into a line of the brand's colour when the field has the focus. */
export const fieldStyles: CSSResult = css`
  ${face({
    fill: role('field-fill', color('surface')),
    color: color('text'),
    line: color('border'),
    thickness: '1px',
    radius: size.radius,
    when: 'editable',
    greys: true,
  })}
  ${hostPadding('0px', '10px')}
  :host {
    display: inline-flex;
    align-items: stretch;
    min-width: 0;
    min-height: ${own('height', size.control)};
    border-block-end-color: ${own('border-color', color('border-strong'))};
    --_foot: ${own('focus-color', color('brand-line'))};
    --_decoration: ${own('underline', '')} ${own('strike', '')};
  }
  @media (hover: hover) {
    :host(:state(editable):hover) {
      border-color: ${own('hover-border-color', own('border-color', color('border-strong')))};
    }
  }
  :host(:state(darker)) {
    background-color: ${own('fill', color('sunken'))};
    border-color: ${own('border-color', 'transparent')};
  }
  :host(:state(lighter)) {
    background-color: ${own('fill', color('surface'))};
    border-color: ${own('border-color', 'transparent')};
  }
  :host(:state(disabled)) {
    border-color: ${own('disabled-border-color', color('border-subtle'))};
    cursor: not-allowed;
  }
  :host(:state(readonly)) {
    background-color: transparent;
    border-color: transparent;
  }
  .foot {
    position: absolute;
    inset-inline: -1px;
    inset-block-end: -1px;
    height: max(2px, var(--_focus-width));
    border-end-start-radius: inherit;
    border-end-end-radius: inherit;
    background: var(--_foot);
    clip-path: inset(calc(100% - 2px) 0 0 0);
    transform: scaleX(0);
    transition: transform 150ms cubic-bezier(0.1, 0.9, 0.2, 1);
    pointer-events: none;
  }
  :host(:focus-within) .foot {
    transform: scaleX(1);
  }
  :host(:focus-within:not(:state(readonly))) {
    ${focusRing}
    outline-offset: -1px;
    outline-color: transparent;
  }
  .input {
    flex: 1;
    width: 100%;
    min-width: 0;
    margin: 0;
    border: 0;
    border-radius: inherit;
    outline: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: inherit;
    text-decoration-line: var(--_decoration);
    padding-block: var(--_padding-block);
    padding-inline: var(--_padding-inline);
  }
  .input::placeholder {
    color: ${color('text-muted')};
    opacity: 1;
  }
  .input:disabled {
    cursor: not-allowed;
    -webkit-text-fill-color: currentcolor;
    opacity: 1;
  }
  .input:disabled::placeholder {
    color: ${color('text-disabled')};
  }
  .slot {
    flex: none;
    align-self: center;
    display: inline-flex;
    width: 20px;
    height: 20px;
    margin-inline: 8px 0;
    color: ${color('text-muted')};
  }
  .slot.end {
    margin-inline: 0 8px;
  }
  .slot.action {
    appearance: none;
    border: 0;
    border-radius: ${size.radius};
    background: none;
    padding: 0;
    width: 24px;
    height: 24px;
    margin-inline: 0 4px;
    place-content: center;
    align-items: center;
    cursor: pointer;
  }
  .slot.action svg {
    width: 16px;
    height: 16px;
  }
  .slot.action:hover {
    background: ${color('sunken')};
    color: ${color('text')};
  }
  .slot.action:focus-visible {
    ${focusRing}
    outline-offset: -2px;
  }
  :host(:state(invalid)),
  :host(:state(invalid):hover) {
    border-color: ${color('danger-line')};
    --_foot: ${color('danger-line')};
  }
  :host(:state(warned)) {
    border-color: ${color('warning-line')};
    --_foot: ${color('warning-line')};
  }
  :host(:state(confirmed)) {
    border-color: ${color('success-line')};
  }
  .slot.invalid {
    color: ${color('danger-line')};
    pointer-events: none;
  }
  ${problemStyles}
  .skeleton {
    inset: -1px;
  }
  @media (forced-colors: active) {
    :host(:focus-within) {
      outline: 2px solid Highlight;
    }
  }
`;

/** What the box of a field tells style sheets. */
export const fieldNotes = {
  editable: 'Something can be typed or chosen.',
  invalid: 'What is in it is wrong.',
  warned: 'What is in it is doubtful.',
  confirmed: 'What is in it is right.',
  darker: 'Its appearance is “Filled Darker”.',
  lighter: 'Its appearance is “Filled Lighter”.',
} as const;

/** Sets the states of a field's box from its validation state and its error. */
export function fieldStates(control: ControlElement, internals: ElementInternals): void {
  const own = control.readText('ValidationState').toLowerCase();
  const refused = control.error !== null || (cardError(control) !== '' && ['', 'none'].includes(own));
  const validation = refused ? 'error' : own;
  for (const [name, state] of validations) setState(internals, name, validation === state);
  const appearance = control.readText('Appearance');
  setState(internals, 'editable', control.mode === 'edit');
  setState(internals, 'darker', appearance === 'Filled Darker');
  setState(internals, 'lighter', appearance === 'Filled Lighter');
}

const validations = [
  ['invalid', 'error'],
  ['warned', 'warning'],
  ['confirmed', 'success'],
] as const;

/** What a field says beside its input: the mark and the message of an error, and the line of the focus. */
export function renderFieldEnd(control: ControlElement): TemplateResult {
  const { error } = control;
  const failure =
    error === null
      ? nothing
      : html`<span class="slot end invalid" title=${error.message}>${glyph(paths.error)}</span>${renderProblem(control)}`;
  return html`${failure}<span class="foot"></span>`;
}

/** For `aria-label`: what screen readers call a field; a hint is better than nothing. */
export const fieldLabel = (control: ControlElement, hint = ''): string | typeof nothing => labelText(control) || hint || nothing;

const cardError = (control: ControlElement): string => cardOf(control)?.readText('Error') ?? '';

/** For `aria-invalid`: whether the field, or the card that it is in, has an error. */
export const fieldInvalid = (control: ControlElement): 'true' | typeof nothing =>
  control.error !== null || cardError(control) !== '' ? 'true' : nothing;

/** For `aria-description`: what is wrong with the field, as it says itself or its card. */
export const fieldProblem = (control: ControlElement): string | typeof nothing =>
  (control.error?.message ?? cardError(control)) || nothing;

/** For `aria-required`: whether the field, or the card that it is in, must be filled in. */
export const fieldRequired = (control: ControlElement): 'true' | typeof nothing =>
  control.read('Required') === true || cardOf(control)?.read('Required') === true ? 'true' : nothing;
