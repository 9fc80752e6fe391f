/** Everything that runs an app: the language, connectors, controls, and `<fx-app>`. The authoring side is `fxloom/studio`. */
export * from './formula/index.ts';
export type { Category } from './formula/index.ts';
export * from './connectors/index.ts';
export * from './controls/index.ts';
export * from './app/index.ts';
