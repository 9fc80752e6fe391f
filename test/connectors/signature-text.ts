import { describeFunction, type Connector, type HttpRequest } from '../../src/connectors/index.ts';
import { FormulaError, type Value } from '../../src/formula/index.ts';

/** A function in one line: `Get(id:s, {q:s=x}, hidden v:s=7) -> ![…]`. */
export function signatureText(connector: Connector, name: string): string {
  const operation = connector.operations.get(name);
  if (operation === undefined) return `no ${name} among ${[...connector.operations.keys()].join(', ')}`;
  const { required, optional, hidden, returnType, unsupported } = describeFunction(operation);
  const list = (parameters: typeof required): string =>
    parameters
      .map(({ name: of, type, default: value }) => `${of}:${type}${value === undefined ? '' : `=${JSON.stringify(value)}`}`)
      .join(', ');
  const parts = [
    list(required),
    optional.length === 0 ? '' : `{${list(optional)}}`,
    hidden.length === 0 ? '' : `hidden ${list(hidden)}`,
  ];
  return `${name}(${parts.filter((part) => part !== '').join(', ')}) -> ${returnType}${unsupported === undefined ? '' : ` unsupported: ${unsupported}`}`;
}

/** A call's request in one line: `POST https://s.example/a X-A=1 application/json {"a":1}`; an error's message. */
export function requestText(connector: Connector, name: string, ...args: Value[]): string {
  const request = connector.request(connector.namespace.functions.get(name)!, args);
  return request instanceof FormulaError ? `error: ${request.message}` : printRequest(request);
}

function printRequest({ method, url, headers, body }: HttpRequest): string {
  const shown = [...headers]
    .filter(([name]) => name !== 'Accept')
    .map(([name, value]) => (name === 'Content-Type' ? value.replace('; charset=utf-8', '') : `${name}=${value}`));
  const text = typeof body === 'string' ? body : body === undefined ? '' : new TextDecoder('latin1').decode(body);
  return [method, url, ...shown, text].filter((part) => part !== '').join(' ');
}
