import type { App } from '../app.ts';
import { untilAnswered } from '../pending.ts';
import type { RowContext } from '../rows.ts';
import type { Explanation } from './explanation.ts';
import { Explainer } from './explainer.ts';

/** Explains a value of an app when the calls that it waits for have answered. */
export async function why(app: App, path: string, row: RowContext | undefined): Promise<Explanation> {
  const { program } = app;
  const dot = path.lastIndexOf('.');
  const property = dot < 0 ? undefined : program.model.find(path.slice(0, dot))?.property(path.slice(dot + 1));
  if (property !== undefined) await untilAnswered(app.graph, [property.node], (node) => program.callsOf(node));
  return new Explainer(app).explain(path, row);
}
