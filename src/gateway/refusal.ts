import { CallFailure, SignInError } from '../connectors/forward.ts';
import { PrivateAddress } from './private-addresses.ts';
import { TooLarge } from './mask.ts';

/** Why a gateway does not do what it was asked: what the caller gets to read, and nothing of the inside. */
export class Refusal extends Error {
  readonly status: number;
  /** A word for programs and metrics. */
  readonly code: string;
  /** Seconds after which another attempt may do better. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export const notFound = (what: string): Refusal => new Refusal(404, 'not-found', `There is no ${what}, or it is not for you.`);

const failures: { readonly [reason: string]: readonly [status: number, code: string, message: string] } = {
  network: [502, 'network', 'The service could not be reached, or the connection broke.'],
  timeout: [504, 'timeout', 'The service did not answer in time.'],
  redirect: [
    502,
    'redirect',
    'The service sent the call elsewhere, and redirects are not followed. Check the connection’s address.',
  ],
  'wrong-host': [502, 'wrong-host', 'The call was not sent: its secret is for another address than the call would go to.'],
  address: [502, 'address', 'The address made from the connection’s settings is none of its service.'],
  'too-large': [502, 'too-large', 'The answer is larger than the gateway passes on.'],
};

/** What the caller is told of any error. Unknown ones are the gateway's own, and said to nobody but the log. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof PrivateAddress)
    return new Refusal(
      502,
      'private-address',
      'The service has a private address, which the gateway’s configuration does not allow.',
    );
  if (error instanceof TooLarge) return new Refusal(...failures['too-large']!);
  if (error instanceof SignInError) return new Refusal(502, 'sign-in', 'The gateway could not sign in to the service.');
  const known = error instanceof CallFailure ? failures[error.reason] : undefined;
  return known === undefined ? new Refusal(500, 'internal', 'Something went wrong in the gateway.') : new Refusal(...known);
}
