/** One app, running: its document, its formulas on a graph, its calls, its behaviors. Without a page it runs all the same. */
// Apps made by a program find every kind of control at once.
import '../controls/index.ts';

export * from './core.ts';
export { finishPopup, popup } from './sign-in.ts';
