/** A small description with one of everything, for tests of reading, binding and requests. OpenAPI 3.1. */
export const shop = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  servers: [{ url: 'https://shop.example/api' }],
  components: {
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    schemas: {
      Item: {
        type: 'object',
        required: ['id', 'name'],
        properties: {
          id: { type: 'integer' },
          name: { type: 'string', title: 'Item name' },
          price: { type: 'number' },
          created: { type: 'string', format: 'date-time' },
          day: { type: ['string', 'null'], format: 'date' },
          active: { type: 'boolean' },
          picture: { type: 'string', contentEncoding: 'base64' },
          tags: { type: 'array', items: { type: 'string' } },
          'odd name': { type: 'string' },
        },
      },
      Node: {
        type: 'object',
        properties: {
          name: { type: 'string' },
          parent: { $ref: '#/components/schemas/Node' },
          children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
        },
      },
    },
  },
  paths: {
    '/items': {
      get: {
        operationId: 'get-items',
        summary: 'The items.',
        parameters: [
          { name: 'count', in: 'query', required: true, schema: { type: 'integer' } },
          { name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'open', in: 'query', schema: { type: 'boolean' } },
          { name: 'since', in: 'query', schema: { type: 'string', format: 'date-time' } },
          { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
        ],
        responses: {
          '200': {
            description: 'ok',
            content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Item' } } } },
          },
        },
      },
      post: {
        operationId: 'addItem',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } },
        responses: {
          '201': { description: 'made', content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } },
        },
      },
    },
    '/items/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getItem',
        responses: {
          '200': { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } },
        },
      },
      delete: { operationId: 'deleteItem', security: [{ key: [] }], responses: { '204': { description: 'gone' } } },
    },
    '/tree': {
      get: {
        operationId: 'tree',
        responses: {
          '200': { description: 'ok', content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } },
        },
      },
    },
  },
};
