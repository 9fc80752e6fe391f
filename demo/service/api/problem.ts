/** Messages by field: `lines[0].quantity`, or the name of a parameter. */
export type FieldErrors = ReadonlyMap<string, readonly string[]>;

/** An answer that says what is wrong (RFC 9457). Thrown by handlers, sent as `application/problem+json`. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly errors: FieldErrors | undefined;
  readonly headers: { readonly [name: string]: string };

  constructor(
    status: number,
    title: string,
    detail: string,
    more: { errors?: FieldErrors; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.status = status;
    this.title = title;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }

  toJSON(): unknown {
    return {
      type: `/problems/${this.title.toLowerCase().replaceAll(' ', '-')}`,
      title: this.title,
      status: this.status,
      detail: this.message,
      ...(this.errors && { errors: Object.fromEntries(this.errors) }),
    };
  }
}

export const notFound = (what: string, id: number): Problem => new Problem(404, 'Not Found', `There is no ${what} ${id}.`);

export const conflict = (detail: string): Problem => new Problem(409, 'Conflict', detail);

export const invalid = (errors: FieldErrors): Problem =>
  new Problem(
    422,
    'Validation Failed',
    errors.size === 1 ? 'One field needs your attention.' : `${errors.size} fields need your attention.`,
    { errors },
  );

/** A problem of one field. */
export const invalidField = (field: string, message: string): Problem => invalid(new Map([[field, [message]]]));
