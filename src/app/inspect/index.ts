import type { App } from '../app.ts';
import { untilAnswered } from '../pending.ts';
import { Property } from '../property.ts';
import type { RowContext } from '../rows.ts';
import type { Explanation } from './explanation.ts';
import { Explainer } from './why.ts';

export type { ErrorOrigin, Explanation, ExplainedKind, WrittenFormula } from './explanation.ts';
export { describeExplanation, printExplanation, type DescribedExplanation } from './describe.ts';

/** Explains a value of an app when the calls that it waits for have answered. */
export async function why(app: App, path: string, row: RowContext | undefined): Promise<Explanation> {
  const { model } = app.program;
  const dot = path.lastIndexOf('.');
  const property = dot < 0 ? undefined : model.find(path.slice(0, dot))?.property(path.slice(dot + 1));
  if (property instanceof Property) await untilAnswered(app.graph, [property.node], (node) => app.program.callsOf(node));
  return new Explainer(app).explain(path, row);
}
