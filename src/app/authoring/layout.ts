import { format, formatDefinitions } from '../../formula/index.ts';
import type { App } from '../app.ts';
import type { PropertySource } from '../document.ts';
import { keyChanges, type KeyEdit, type TextChange } from '../document-edit.ts';
import { formulasOf } from './formulas.ts';

/** What changes in the files of an app when each formula gets the usual layout; formulas with mistakes in their syntax stay as they are. */
export function layOutFormulas(app: App): readonly TextChange[] {
  const sources = new Set<PropertySource>([...formulasOf(app)].map(({ source }) => source));
  const { features } = app.program.analysis;
  const edits: KeyEdit[] = [];
  for (const { name, formula, place } of sources) {
    const written = name === 'Formulas' ? formatDefinitions(formula, { features }) : format(formula, { features });
    if (written !== formula) edits.push({ place, formula: written });
  }
  return keyChanges(app.document?.files ?? [], edits);
}
