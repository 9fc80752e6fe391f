/** What reads the texts of formulas: apps that were checked when they were exported run without it. */
export { check } from '../formula/core.ts';
export { Analysis } from './analysis.ts';
export { columnsOf, mentionsIn, unboundSources, wantedSources } from './named-sources.ts';
