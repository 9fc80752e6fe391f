/**
 * What one script tag brings to a page: the language, connectors, `<fx-app>`, and the functions and kinds of controls that nearly every app has. All
 * others are loaded when an app or the page uses them (`loadFunctions`, `loadKinds`).
 */
import './usual-kinds.ts';

export * from './formula/core.ts';
export type { Category } from './formula/core.ts';
export * from './connectors/index.ts';
export * from './controls/core.ts';
export * from './app/core.ts';
