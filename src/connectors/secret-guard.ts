import { throwError } from 'rxjs';
import { CallFailure, type Transport } from './transport.ts';

/** Hosts of this machine, where plain http stays inside it. */
const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|[\w-]+\.localhost)$/;

/** Whether a credential may travel to an origin at all: encrypted, or inside this machine. */
export function isPrivateWay(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' || loopback.test(hostname);
}

/** Whether a credential may go to an origin: by an unbroken way, and to a host that it is for where it names some. */
export const mayGoTo = (origin: string, origins: readonly string[] | undefined): boolean =>
  isPrivateWay(origin) && (origins === undefined || origins.some((allowed) => new URL(allowed).origin === origin));

/** Secrets that are looked for. */
const MOST = 100;

/**
 * The last gate before the wire. What stands between a credential and the wire (policies of a description, for example) may change where a
 * request goes; a request that carries a secret to a host that the secret is not for is not sent.
 */
export class SecretGuard {
  readonly #secrets = new Map<string, readonly string[] | undefined>();

  /** Notes a secret that has been put into a request. Short texts would be found everywhere. */
  note(secret: string, origins: readonly string[] | undefined): void {
    if (secret.length < 4) return;
    this.#secrets.set(secret, origins);
    // Tokens that were renewed long ago are worth nothing.
    if (this.#secrets.size > MOST) this.#secrets.delete(this.#secrets.keys().next().value!);
  }

  wrap(transport: Transport): Transport {
    return (request, operation) => {
      const { origin } = new URL(request.url);
      const carried = [request.url, ...request.headers.values()];
      for (const [secret, origins] of this.#secrets) {
        if (mayGoTo(origin, origins)) continue;
        const forms = formsOf(secret);
        if (carried.some((text) => forms.some((form) => text.includes(form))))
          return throwError(() => new CallFailure('wrong-host'));
      }
      return transport(request, operation);
    };
  }
}

/** How a secret may stand in a text: as it is, percent-encoded in either case, as forms encode, escaped as in JSON or HTML. */
function formsOf(secret: string): readonly string[] {
  const encoded = encodeURIComponent(secret);
  return [
    secret,
    encoded,
    encoded.replace(/%../g, (escape) => escape.toLowerCase()),
    encoded.replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ];
}

/** A text without secrets, however they are written in it. Short ones are left alone. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.filter((secret) => secret.length >= 4).flatMap(formsOf);
  return [...new Set(forms)].sort((a, b) => b.length - a.length).reduce((shown, form) => shown.replaceAll(form, '•••'), text);
}
