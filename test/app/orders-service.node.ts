import { connectText, type Connector, type ConnectorSettings } from '../../src/connectors/index.ts';

/** The definition of a shop that has these paths. */
export const shopDefinition = (url: string, paths: object): object => ({
  openapi: '3.0.3',
  info: { title: 'Shop', version: '1' },
  servers: [{ url }],
  paths,
});

/** A small service of orders, as a definition. */
export const ordersDefinition = (url: string): object =>
  shopDefinition(url, {
    '/orders': {
      get: {
        operationId: 'ListOrders',
        parameters: [{ name: 'status', in: 'query', schema: { type: 'string' } }],
        responses: { '200': { description: 'ok', content: { 'application/json': { schema: { type: 'array', items: order } } } } },
      },
      post: {
        operationId: 'CreateOrder',
        requestBody: { content: { 'application/json': { schema: order } } },
        responses: { '201': { description: 'ok', content: { 'application/json': { schema: order } } } },
      },
    },
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: {
        operationId: 'GetOrder',
        responses: { '200': { description: 'ok', content: { 'application/json': { schema: order } } } },
      },
      put: {
        operationId: 'UpdateOrder',
        parameters: [{ name: 'If-Match', in: 'header', schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: order } } },
        responses: { '200': { description: 'ok', content: { 'application/json': { schema: order } } } },
      },
      delete: { operationId: 'DeleteOrder', responses: { '204': { description: 'gone' } } },
    },
  });

const order = {
  type: 'object',
  properties: { id: { type: 'integer' }, name: { type: 'string' }, total: { type: 'number' } },
};

/** The connector `Shop` over such a service. */
export const ordersConnector = (url: string, settings: Partial<ConnectorSettings> = {}): Promise<Connector> =>
  connectText(JSON.stringify(ordersDefinition(url)), { namespace: 'Shop', ...settings });
