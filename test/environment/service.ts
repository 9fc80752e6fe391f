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

/** What the test run answers (`scripts/testing/service-plugin.mjs`): neither an address nor `absent` while the service is starting. */
interface Answer {
  readonly url?: string;
  readonly absent?: true;
}

/**
 * The address of the demo's service, which all pages of a test run share, or `null` in a checkout without it. The first call starts it,
 * which takes seconds: await it at the top of a test file, where no test's time runs.
 */
export async function serviceUrl(): Promise<string | null> {
  for (;;) {
    const { url, absent }: Answer = await executeServerCommand('service-shared');
    if (absent) return null;
    if (url !== undefined) return url.replace(/\/$/, '');
  }
}

/** Starts a service of its own for a test that kills it. `stop` it at the end. */
export async function ownService(): Promise<OwnService> {
  let { id, url } = await start(0);
  const port = Number(new URL(url).port);
  return {
    url: url.replace(/\/$/, ''),
    stop: async () => void (await executeServerCommand('service-stop', { id })),
    start: async () => void ({ id, url } = await start(port)),
  };
}

async function start(port: number): Promise<{ id: number; url: string }> {
  const { id }: { id: number } = await executeServerCommand('service-start', { port });
  for (;;) {
    const { url }: Answer = await executeServerCommand('service-wait', { id });
    if (url !== undefined) return { id, url };
  }
}
