import { setTimeout as sleep } from 'node:timers/promises';
import { hasService, spawnService } from '../service.mjs';

/**
 * Gives test pages the demo's service (`test/environment/service.ts` is their side): one that all share, started when the first page
 * asks, and services of a page's own, which it may stop and start again.
 *
 * @returns {import('@web/test-runner').TestRunnerPlugin}
 */
export function servicePlugin() {
  let shared;
  const own = new Map();
  let starts = 0;
  const commands = {
    'service-shared': async () => (hasService() ? answer((shared ??= spawnService())) : { absent: true }),
    'service-start': ({ port }) => {
      own.set(++starts, spawnService(port));
      return { id: starts };
    },
    'service-wait': ({ id }) => answer(own.get(id)),
    'service-stop': async ({ id }) => {
      const service = await own.get(id);
      own.delete(id);
      await service?.stop();
      return {};
    },
  };
  return {
    name: 'service',
    executeCommand: ({ command, payload }) => (Object.hasOwn(commands, command) ? commands[command](payload) : undefined),
    async serverStop() {
      const running = [shared, ...own.values()].map((service) => service?.catch(() => undefined));
      await Promise.all(running.map(async (service) => (await service)?.stop()));
    },
  };
}

/** The address, once it is known. The runner gives a command 20 seconds, which a busy machine may exceed; the page asks again. */
async function answer(service) {
  const found = await Promise.race([service, sleep(5000)]);
  return found === undefined ? {} : { url: found.url };
}
