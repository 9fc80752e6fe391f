import type { AppDiagnostic } from './document.ts';
import { fetchText, problem } from './fetch-file.ts';

/** Where a page's connections are made, and the page to come back to. */
export interface PageGateway {
  readonly address: string;
  readonly page: string;
}

/**
 * Connections, those among them that a gateway has for whoever uses the page: all that the page does not name itself, and those that it names
 * without saying where they are. None of the gateway's, with a diagnostic that says what to do, where it does not tell them.
 */
export async function withGateway<R extends object>(
  records: { readonly [name: string]: R },
  { address, page }: PageGateway,
  base: string,
  diagnostics: AppDiagnostic[],
): Promise<{ readonly [name: string]: R & { readonly gateway?: unknown } }> {
  const { GATEWAY_HEADER } = await import('../connectors/gateway.ts');
  const gateway = new URL(address, base).href.replace(/\/+$/, '');
  const init: RequestInit = { credentials: 'include', headers: { [GATEWAY_HEADER]: '1' } };
  const signIn = `${gateway}/sign-in?return=${encodeURIComponent(page)}`;
  const text = await fetchText(`${gateway}/connections`, 'the connections of the gateway', diagnostics, init, {
    401: problem(gateway, 'GatewaySignIn', `The gateway does not know who you are. Sign in first: ${signIn}`),
  });
  const names = text === undefined ? [] : namesIn(text);
  const known = new Map<string, R & { readonly gateway?: unknown }>(names.map((name) => [name, { gateway } as never]));
  for (const [name, record] of Object.entries(records)) known.set(name, known.has(name) ? { gateway, ...record } : record);
  return Object.fromEntries(known);
}

function namesIn(text: string): readonly string[] {
  try {
    const { connections = [] } = JSON.parse(text) as { readonly connections?: readonly { readonly name: string }[] };
    return connections.map(({ name }) => name);
  } catch {
    return [];
  }
}
