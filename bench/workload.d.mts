export interface Dialect {
  readonly and: string;
}
export const inputs: { readonly [name: string]: number | boolean };
export const dialects: { readonly fx: Dialect };
export function formulas(dialect: Dialect): string[];
export function longFormula(dialect: Dialect, salt: number): string;
export function richFormula(salt: number): string;
export function size(tree: object): number;
type WorkloadRow = { Id: number; Price: number; Quantity: number; Name: string };
export function coded(count: number): { table: (WorkloadRow & { Code: string })[]; keys: { Key: string }[] };
export function rows(): WorkloadRow[];
export function total(values: readonly unknown[]): number;
