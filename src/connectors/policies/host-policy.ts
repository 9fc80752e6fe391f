import type { ApiOperation } from '../definition.ts';
import type { Policy } from './policy.ts';
import { parametersOf } from './policy-expression.ts';

const hostTemplates: ReadonlySet<string> = new Set(['dynamichosturl', 'dynamicsubdomain']);

/** The policies for an operation, in their order. */
export const policiesOf = (policies: readonly Policy[], operation: ApiOperation): readonly Policy[] =>
  policies.filter(({ operations }) => operations === undefined || operations.has(operation.id ?? ''));

/** Whether a policy says where the service is, and the connection parameters that it lacks for that. */
export function hostPolicy(
  policies: readonly Policy[],
  operation: ApiOperation,
  parameters: { readonly [name: string]: string },
): { readonly missing: readonly string[] } | undefined {
  const found = policiesOf(policies, operation).filter(({ template }) => hostTemplates.has(template));
  if (found.length === 0) return undefined;
  const missing = found
    .flatMap((policy) => parametersOf(policy.text('urlTemplate')))
    .filter((name) => !Object.hasOwn(parameters, name));
  return { missing: [...new Set(missing)] };
}
