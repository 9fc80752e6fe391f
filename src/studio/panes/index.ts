import type { Pane } from './pane.ts';

/** The panes of the studio, in order. A pane is one file and one line here. */
export const panes: readonly Pane[] = [
  { name: 'problems', title: 'Problems', tag: 'fx-problems-pane', load: () => import('./problems.ts') },
  { name: 'uses', title: 'Uses', tag: 'fx-uses-pane', load: () => import('./uses.ts') },
  { name: 'connections', title: 'Connections', tag: 'fx-connections-pane', load: () => import('./connections.ts') },
  { name: 'why', title: 'Why', tag: 'fx-why-pane', load: () => import('./why.ts') },
];

export type { FormulaPlace, Pane, PaneElement, PaneSubject } from './pane.ts';
