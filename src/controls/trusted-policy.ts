interface Policy {
  createHTML(text: string): string;
  createScriptURL(text: string): string;
}
interface Page {
  readonly trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  [key: symbol]: Policy | undefined;
}

/**
 * The one policy of Trusted Types that this library has, shared by all its copies: a page allows it by `trusted-types fxloom`. What goes
 * through it is parsed apart from the page and cleaned before anything of it is shown. Undefined where the browser knows no such policies.
 */
export function trustedPolicy(): Policy | undefined {
  const page = globalThis as unknown as Page;
  return (page[Symbol.for('fxloom.policy')] ??= page.trustedTypes?.createPolicy('fxloom', {
    createHTML: (text) => text,
    createScriptURL: () => {
      throw new TypeError('No script is ever loaded from data.');
    },
  }));
}
