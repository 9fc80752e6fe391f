/*
 * What binding a definition costs, as ratios against what reading its text and following its references costs the usual library, in one
 * run: all published definitions of the test data, each from its text to every function with its types. CPU time, not wall time; the
 * median of several rounds. Then one function alone, bound when it is first asked for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { connect } from '../src/connectors/index.ts';
import { dataPath } from '../test/environment/data.node.ts';

const ROUNDS = 5;
const MOST = 1.5;
const folder = dataPath('connectors/given');
const peerName = '@apidevtools/swagger-parser';

interface Peer {
  dereference(document: object, options: object): Promise<unknown>;
}

if (folder === undefined) console.log('The definitions are absent (FXLOOM_DATA).');
else await run(folder);

async function run(from: string): Promise<void> {
  const texts = readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('apiDefinition.swagger.json'))
    .map((file) => readFileSync(join(from, file), 'utf8').replace(/^\uFEFF/, ''));
  const peer = await loadPeer();
  const [own, others]: [number[], number[]] = [[], []];
  let functions = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    functions = 0;
    const ownTime = await cpu(() => {
      for (const text of texts) functions += bindAll(text);
    });
    const otherTime = peer === undefined ? Number.NaN : await cpu(() => dereferenceAll(peer, texts));
    // The first round compiles the code.
    if (round === 0) continue;
    own.push(ownTime);
    others.push(otherTime);
  }
  console.log(`${texts.length} definitions, ${functions} functions, CPU milliseconds, median of ${ROUNDS} rounds`);
  console.log(`every function bound, with types      ${median(own).toFixed(0).padStart(8)}`);
  if (peer !== undefined) {
    const ratio = median(own) / median(others);
    console.log(`${peerName} dereference${median(others).toFixed(0).padStart(8)}`);
    console.log(
      `ratio                                 ${ratio.toFixed(2).padStart(8)}  (at most ${MOST})${ratio > MOST ? '  over' : ''}`,
    );
    if (ratio > MOST) process.exitCode = 1;
  }
  await oneFunction(texts);
}

function bindAll(text: string): number {
  const connector = connect(text, { namespace: 'C', includeInternal: true, includeUnsupported: true });
  let count = 0;
  for (const definition of connector.namespace.functions.values()) count += definition.overloads.length;
  return count;
}

/** What the peer refuses costs it nothing; it reads the same texts. */
async function dereferenceAll(peer: Peer, texts: readonly string[]): Promise<void> {
  for (const text of texts) {
    try {
      await peer.dereference(JSON.parse(text) as object, { resolve: { external: false } });
    } catch {
      continue;
    }
  }
}

/** One function of each definition, when everything else of it is still unread. */
async function oneFunction(texts: readonly string[]): Promise<void> {
  const times: number[] = [];
  for (const text of texts) {
    const connector = connect(text, { namespace: 'C' });
    const name = [...connector.operations.keys()][Math.floor(connector.operations.size / 2)];
    if (name === undefined) continue;
    const start = performance.now();
    void connector.namespace.functions.get(name)?.overloads;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (part: number): string => times[Math.min(times.length - 1, Math.floor(times.length * part))]!.toFixed(2);
  console.log(`one function bound on demand, milliseconds: median ${at(0.5)}, 95 % ${at(0.95)}, most ${at(1)}`);
}

async function loadPeer(): Promise<Peer | undefined> {
  try {
    const found = createRequire(resolve('bench/peers/package.json')).resolve(peerName);
    return ((await import(pathToFileURL(found).href)) as { default: Peer }).default;
  } catch {
    console.log(`The peer is not installed: npm ci --prefix bench/peers --ignore-scripts`);
    return undefined;
  }
}

async function cpu(work: () => void | Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
