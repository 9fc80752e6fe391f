/** Why values of an app are so: asked for by `app.why`, shown by `<fx-why>`, and over any page by Alt and a click. */
export type { ErrorOrigin, Explanation, ExplainedKind, WrittenFormula } from './explanation.ts';
export { describeExplanation, printExplanation, type DescribedExplanation } from './describe.ts';
export { why } from './why.ts';
export { WhyElement, type JumpDetail } from './why-element.ts';
export { Inspector } from './inspector.ts';
