/** What is wrong with the set-up of a gateway, in a sentence for whoever runs it: what, where, and what to do. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}
