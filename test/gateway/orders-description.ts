const order = { type: 'object', properties: { id: { type: 'integer' }, note: { type: 'string' } } };
const answer = (schema: object): object => ({ 200: { description: 'ok', content: { 'application/json': { schema } } } });
const id = { name: 'id', in: 'path', required: true, schema: { type: 'integer' } };

/** An operation that lists orders, without its answer. */
export const listOrders = {
  operationId: 'ListOrders',
  parameters: [
    { name: 'status', in: 'query', schema: { type: 'string' } },
    { name: 'top', in: 'query', schema: { type: 'integer' } },
  ],
};

/** A small service: a list, a row, a change, something that fails, and a callback. */
export const orders = {
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  components: {
    securitySchemes: {
      header: { type: 'apiKey', in: 'header', name: 'X-Key' },
      query: { type: 'apiKey', in: 'query', name: 'key' },
    },
  },
  security: [{ header: [] }],
  paths: {
    '/orders': {
      get: {
        ...listOrders,
        responses: answer({ type: 'object', properties: { value: { type: 'array', items: order } } }),
      },
    },
    '/orders/{id}': {
      get: { operationId: 'GetOrder', parameters: [id], responses: answer(order) },
      patch: {
        operationId: 'UpdateOrder',
        parameters: [id],
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', properties: { note: { type: 'string' } } } } },
        },
        responses: answer(order),
      },
    },
    '/files/{name}': {
      get: {
        operationId: 'GetFile',
        parameters: [
          { name: 'name', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'X-Mode', in: 'header', schema: { type: 'string' } },
        ],
        responses: answer(order),
      },
    },
    '/teapot': { get: { operationId: 'Teapot', responses: answer(order) } },
    '/subscriptions': {
      'x-ms-notification-content': { schema: order },
      post: {
        operationId: 'OnOrder',
        'x-ms-trigger': 'single',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['callback'],
                properties: {
                  status: { type: 'string' },
                  callback: { type: 'string', 'x-ms-notification-url': true, 'x-ms-visibility': 'internal' },
                },
              },
            },
          },
        },
        responses: { 201: { description: 'ok' } },
      },
    },
  },
};
