export interface Dialect {
  readonly and: string;
}
export const inputs: { readonly [name: string]: number | boolean };
export const dialects: { readonly fx: Dialect };
export function formulas(dialect: Dialect): string[];
export function longFormula(dialect: Dialect, salt: number): string;
export function richFormula(salt: number): string;
export function size(tree: object): number;
export function rows(): { Id: number; Price: number; Quantity: number; Name: string }[];
export function total(values: readonly unknown[]): number;
