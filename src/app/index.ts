/** One app, running: its document, its formulas on a graph, its calls, its behaviors. Without a page it runs all the same. */
export { App, type AppConnector, type AppOptions, type View } from './app.ts';
export {
  AppDocument,
  allControls,
  type AppDiagnostic,
  type AppSource,
  type ControlSource,
  type PropertySource,
} from './document.ts';
export type { AppModel } from './app-model.ts';
export type { ControlModel } from './control-model.ts';
export type { Property } from './property.ts';
export type { RowContext } from './rows.ts';
export { Graph, type Cell, type FormulaNode } from './graph.ts';
