import { createRequire } from 'node:module';

/** Loads what is compared with from `bench/peers`. */
export const peer = createRequire(new URL('peers/package.json', import.meta.url));
