/** One app, running: its document, its formulas on a graph, its calls, its behaviors. Without a page it runs all the same. */
// Apps made by a program find every kind of control at once.
import '../controls/index.ts';
import { provideLibrary } from '../formula/index.ts';

// ... and every function of the language.
provideLibrary();

export * from './core.ts';
export { finishPopup, popup } from './sign-in.ts';
