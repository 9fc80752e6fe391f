import { hasService, spawnService } from '../service.mjs';

/**
 * Gives test pages the demo's service (`test/environment/service.ts` is their side): one that all share, started when the first page
 * asks, and services of a page's own, which it may stop and start again.
 *
 * @returns {import('@web/test-runner').TestRunnerPlugin}
 */
export function servicePlugin() {
  // Pages get a fresh shop. The service's own tests are the ones that also run on a server.
  delete process.env.DATABASE_URL;
  let shared;
  const own = new Map();
  const commands = {
    'service-url': async () => (hasService() ? (await (shared ??= spawnService())).url : null),
    'service-start': async ({ port }) => {
      const service = await spawnService(port);
      own.set(service.port, service);
      return service.url;
    },
    'service-stop': async ({ port }) => {
      await own.get(port)?.stop();
      return own.delete(port);
    },
  };
  return {
    name: 'service',
    executeCommand: ({ command, payload }) => (Object.hasOwn(commands, command) ? commands[command](payload) : undefined),
    async serverStop() {
      const running = shared === undefined ? [...own.values()] : [await shared.catch(() => undefined), ...own.values()];
      await Promise.all(running.map((service) => service?.stop()));
    },
  };
}
