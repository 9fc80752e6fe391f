import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { ConfigurationError, Gateway, readConfiguration, type Configuration } from '../gateway/index.ts';

const usage = `Usage: fxloom gateway [CONFIG]                      serves what CONFIG (gateway.json) describes, until SIGTERM
       fxloom gateway token PERSON [CONFIG]         prints a new token for a person
       fxloom gateway revoke PERSON [CONFIG]        ends all tokens and sessions of a person
       fxloom gateway secret CONNECTION[/PART] [CONFIG]  takes a secret from the first line of standard input
The last three speak to the gateway that runs. PART: client, hook, parameter/NAME or scheme/NAME.`;

/** `fxloom gateway`: the server that keeps secrets and calls services for pages, and what its administrator says to it. */
export async function gatewayCommand(args: readonly string[]): Promise<number> {
  const [verb = 'gateway.json', subject, file = 'gateway.json'] = args;
  try {
    if (verb.startsWith('--')) {
      console.log(usage);
      return verb === '--help' ? 0 : 2;
    }
    if (!Object.hasOwn(requests, verb)) return await serve(verb);
    if (subject === undefined) {
      console.error(usage);
      return 2;
    }
    return await administer(await readConfiguration(file), await requests[verb]!(subject));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function serve(file: string): Promise<number> {
  // The log has standard output; what is said to people goes beside it.
  const gateway = await Gateway.start(await readConfiguration(file), { told: (text) => console.error(text) });
  console.error(`The gateway serves at ${gateway.url}.`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await gateway.close();
  return 0;
}

interface AdminRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

const requests: { readonly [verb: string]: (subject: string) => AdminRequest | Promise<AdminRequest> } = {
  token: (person) => ({ method: 'POST', path: `tokens/${encodeURIComponent(person)}` }),
  revoke: (person) => ({ method: 'DELETE', path: `tokens/${encodeURIComponent(person)}` }),
  secret: async (name) => {
    const [connection = '', ...part] = name.split('/');
    const path = ['secrets', connection, ...(part.length === 0 ? [] : [part.join('/')])].map(encodeURIComponent).join('/');
    return { method: 'PUT', path, body: await firstLine() };
  },
};

async function firstLine(): Promise<string> {
  if (process.stdin.isTTY) console.error('The secret, and Enter:');
  for await (const line of createInterface({ input: process.stdin })) return line;
  return '';
}

async function administer({ host, port, data }: Configuration, { method, path, body }: AdminRequest): Promise<number> {
  const token = (await readFile(`${data}/admin-token`, 'utf8')).trim();
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}/admin/${path}`;
  let response: Response;
  try {
    response = await fetch(address, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body }),
    });
  } catch {
    console.error(`No gateway answers at ${host}:${port}. Start it with \`fxloom gateway\`.`);
    return 1;
  }
  const answer = (await response.json().catch(() => ({}))) as {
    readonly token?: string;
    readonly detail?: string;
    readonly ended?: number;
  };
  if (!response.ok) console.error(answer.detail ?? `The gateway answered ${response.status}.`);
  else if (answer.token !== undefined) console.log(answer.token);
  else console.error(answer.ended === undefined ? 'Kept.' : `${answer.ended} tokens and sessions ended.`);
  return response.ok ? 0 : 1;
}
