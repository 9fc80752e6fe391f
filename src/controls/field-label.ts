import type { ControlElement } from './control.ts';

/** What screen readers call a field: its own label, else that of the `label` elements of the page, of its card; else nothing. */
export function labelText(control: ControlElement): string {
  const own = control.readText('AccessibleLabel');
  if (own !== '') return own;
  const outside = control.labels
    .map((label) => label.textContent?.trim() ?? '')
    .join(' ')
    .trim();
  return outside || (cardOf(control)?.readText('DisplayName') ?? '');
}

/** The card of a form that a field is in: it names the field, and knows what is wrong with it. */
export function cardOf(control: ControlElement): ControlElement | undefined {
  const card = control.parentElement?.closest<ControlElement>('fx-data-card');
  return card === null ? undefined : card;
}
