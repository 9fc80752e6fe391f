export interface FormulaOfShape {
  readonly kind: string;
  readonly a: number;
  readonly b: number;
}
export interface Built {
  set(input: number, value: number): void;
  get(formula: number): number;
}
type Build = (formulas: readonly FormulaOfShape[], inputs: number) => Built;
type Tasks = { readonly [name: string]: () => () => unknown };
export const kinds: { readonly [kind: string]: { readonly fx: (a: string, b: string) => string } };
export function shown(formulas: readonly FormulaOfShape[]): boolean[];
export function changing(build: Build, names?: readonly string[]): Tasks;
export function opening(build: Build): Tasks;
export function holding(build: Build): Tasks;
