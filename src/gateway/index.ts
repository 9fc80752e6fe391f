export { Gateway, type GatewayOptions } from './gateway.ts';
export { checkConfiguration, readConfiguration, type Configuration } from './configuration.ts';
export { ConfigurationError } from './configuration-error.ts';
export type { Resolve } from './private-addresses.ts';
export { lockFolder } from './folder-lock.ts';
