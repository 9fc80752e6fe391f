import { executeServerCommand } from '@web/test-runner-commands';

/** A real service that one test has for itself. */
export interface OwnService {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** Kills it, as a machine that fails would. */
  stop(): Promise<void>;
  /** Starts it again at the same address. */
  start(): Promise<void>;
}

/**
 * The address of the demo's service, which all pages of a test run share, or `null` in a checkout without it. The first call starts it,
 * which takes seconds: await it at the top of a test file, where no test's time runs.
 */
export async function serviceUrl(): Promise<string | null> {
  const url: string | null = await executeServerCommand('service-url');
  return url === null ? null : url.replace(/\/$/, '');
}

/** Starts a service of its own for a test that kills it. `stop` it at the end. */
export async function ownService(): Promise<OwnService> {
  const url: string = await executeServerCommand('service-start', { port: 0 });
  const port = Number(new URL(url).port);
  return {
    url: url.replace(/\/$/, ''),
    stop: async () => void (await executeServerCommand('service-stop', { port })),
    start: async () => void (await executeServerCommand('service-start', { port })),
  };
}
