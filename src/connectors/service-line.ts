import { from, switchMap } from 'rxjs';
import { baseAddress } from './address.ts';
import { Authorizer } from './credentials.ts';
import type { Definition } from './definition.ts';
import { readPolicies, type Policy } from './policies/policy.ts';
import type { PolicyContext } from './policies/policy-transport.ts';
import { UNSAID } from './request.ts';
import { SecretGuard } from './secret-guard.ts';
import type { ConnectorSettings } from './settings.ts';
import { ownTransport, type Transport } from './transport.ts';

/** The longest answer that policies work on. */
const MAX_RESPONSE_BYTES = 20_000_000;

/** What puts credentials into requests of a connection: policies act after it, and the guard looks at what they made last. */
export function authorizerOf(
  definition: Definition,
  settings: ConnectorSettings,
  policies: readonly Policy[] = readPolicies(settings.apiProperties),
): Authorizer {
  const guard = new SecretGuard();
  const plain = ownTransport(settings);
  return new Authorizer(definition, settings.credentials, policed(guard.wrap(plain), definition, settings, policies), guard);
}

function policed(
  transport: Transport,
  definition: Definition,
  settings: ConnectorSettings,
  policies: readonly Policy[],
): Transport {
  if (policies.length === 0) return transport;
  const context = {
    policies,
    parameters: settings.connectionParameters ?? {},
    base: ({ servers }) => baseAddress(definition, servers, settings) ?? UNSAID,
    maxResponseBytes: settings.maxResponseBytes ?? MAX_RESPONSE_BYTES,
  } satisfies PolicyContext;
  return (request, operation) =>
    from(import('./policies/policy-transport.ts')).pipe(
      switchMap(({ withPolicies }) => withPolicies(transport, context)(request, operation)),
    );
}
