import type { Note } from './described-kind.ts';

/** An element that is no control: it has attributes of its own and no declaration. */
export interface PageElement {
  readonly tag: string;
  readonly className: string;
  /** Its file in `src`, without an ending. */
  readonly file: string;
  readonly summary: string;
  readonly attributes: readonly Note[];
  readonly events: readonly (Note & { readonly detail: string })[];
}

export const pageElements: readonly PageElement[] = [
  {
    tag: 'fx-app',
    className: 'AppElement',
    file: 'app/element',
    summary: 'An app in a page: the file that `src` names, or the controls inside, whose attributes may be formulas.',
    attributes: [
      { name: 'src', summary: 'The address of the app’s file, or of several, separated by spaces.' },
      { name: 'connections', summary: 'Connections as JSON, or the address of a JSON file.' },
      { name: 'gateway', summary: 'The address of a gateway, whose connections need not be written.' },
      { name: 'history', summary: 'Whether the screen stands in the address of the page; a value is its name there.' },
      { name: 'diagnostics', summary: '`off` hides what is wrong with the formulas from those who look at the page.' },
    ],
    events: [
      { name: 'fx-ready', detail: '{ app: App }', summary: 'The app runs.' },
      { name: 'fx-navigate', detail: '{ from: string | null; to: string }', summary: 'Another screen is shown.' },
      { name: 'fx-error', detail: '{ source: string; message: string }', summary: 'An error that no formula handled.' },
      { name: 'fx-exit', detail: 'unknown', summary: 'The app asks to be left.' },
      { name: 'fx-hide', detail: 'unknown', summary: 'The app asks to be hidden.' },
    ],
  },
  {
    tag: 'fx-formula-bar',
    className: 'FormulaBar',
    file: 'studio/formula-bar',
    summary: 'A field for one formula, with diagnostics, completion and values while it is written.',
    attributes: [],
    events: [
      { name: 'fx-input', detail: 'FormulaInput', summary: 'After each change.' },
      { name: 'fx-commit', detail: 'FormulaInput', summary: 'After Enter.' },
      { name: 'fx-cancel', detail: 'null', summary: 'After Escape.' },
    ],
  },
];
