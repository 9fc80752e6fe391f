/** What the editor needs only when something is wrong or a button is pressed; loaded then. */
export { completeDefinitions, format, formatDefinitions, minify, quickFixes } from '../formula/index.ts';
