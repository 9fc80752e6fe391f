import { Dynamic, formulaError, FormulaError, type Json } from '../../formula/core.ts';
import { connect } from '../connect.ts';
import type { ConnectorSettings } from '../settings.ts';

/*
 * Documents by which services of tables describe themselves, asked for with the credentials, limits and retries of every call.
 */

async function answerAt(address: string, path: string, settings: ConnectorSettings, media: string, schema: object) {
  const [plain, query = ''] = path.split('?');
  const parameters = [...new URLSearchParams(query)].map(([name, value]) => ({
    name,
    in: 'query',
    required: true,
    'x-ms-visibility': 'internal',
    schema: { type: 'string', default: value },
  }));
  const document = {
    openapi: '3.0.3',
    info: { title: settings.namespace, version: '1' },
    servers: [{ url: address }],
    security: [{ bearer: [] }, { basic: [] }, {}],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, basic: { type: 'http', scheme: 'basic' } } },
    paths: {
      [plain!]: {
        get: { operationId: 'Read', parameters, responses: { 200: { description: '', content: { [media]: { schema } } } } },
      },
    },
  };
  const connector = connect(document, { ...settings, baseUrl: address });
  return connector.call(connector.namespace.functions.get('Read')!, []);
}

/** A document as text. */
export async function textAt(address: string, path: string, settings: ConnectorSettings): Promise<string | FormulaError> {
  const answer = await answerAt(address, path, settings, '*/*', { type: 'string' });
  if (answer instanceof FormulaError) return answer;
  return typeof answer === 'string' ? answer : formulaError('InvalidArgument', 'It is empty.');
}

/** A document of JSON. */
export async function jsonAt(address: string, path: string, settings: ConnectorSettings): Promise<Json | FormulaError> {
  const answer = await answerAt(address, path, settings, 'application/json', {});
  if (answer instanceof FormulaError) return answer;
  return answer instanceof Dynamic ? answer.json : null;
}
