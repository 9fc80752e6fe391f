/** One app, running: its document, its formulas on a graph, its calls, its behaviors. Without a page it runs all the same. */
// Apps made by a program find every kind of control at once.
import '../controls/index.ts';
import { provideLibrary } from '../formula/index.ts';
import { provideYaml } from './yaml-late.ts';
import * as yaml from './yaml-whole.ts';

// ... every function of the language, and the YAML library.
provideLibrary();
provideYaml(yaml);

export * from './core.ts';
export { followedBy, reactionsIn, type Followed, type Reaction, type Reactions } from './reactions.ts';
export { finishPopup, popup } from './sign-in.ts';
