import type { FormulaError } from '../formula/index.ts';
import type { HttpRequest } from './request.ts';

/** What happens on the wire, told as it happens. Requests are shown without credentials. */
export type TraceEvent =
  | {
      readonly kind: 'request';
      readonly call: number;
      readonly name: string;
      readonly attempt: number;
      readonly request: HttpRequest;
    }
  | {
      readonly kind: 'answer';
      readonly call: number;
      readonly name: string;
      readonly status: number;
      readonly milliseconds: number;
    }
  | {
      readonly kind: 'failure';
      readonly call: number;
      readonly name: string;
      readonly error: FormulaError;
      readonly milliseconds: number;
    }
  /** The caller was no longer interested. */
  | { readonly kind: 'cancel'; readonly call: number; readonly name: string; readonly milliseconds: number };

export type Trace = (event: TraceEvent) => void;
