// What is loaded for a description that leaves something to its service, or that lists values for somebody who writes formulas.
export { askSchema, askSuggestions } from './ask.ts';
export { Dynamics } from './dynamics.ts';
export { LiveOperation } from './live-calls.ts';
