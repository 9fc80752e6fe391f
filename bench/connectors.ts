/*
 * What binding a definition costs, as ratios against what reading its text and following its references costs the usual library, in one
 * run: all published definitions of the test data, each from its text to every function with its types. CPU time, not wall time; the
 * median of several rounds. Then every function alone, bound when it is first asked for.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bind, connect, readDefinition, readSource, type Connector } from '../src/connectors/index.ts';
import { dataPath } from '../test/environment/data.node.ts';

const ROUNDS = 5;
const MOST = 1.5;
/** Attempts at each function alone, and the milliseconds that none may take in all of them. */
const ATTEMPTS = 4;
const MANY_ATTEMPTS = 60;
const MOST_ALONE = 1;
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
  await everyFunction(texts);
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

/**
 * Each function of each definition, bound when everything else of it is still unread. The least of several attempts, so that what else the
 * machine does meanwhile does not count; CPU time, the compiler's and the garbage collector's included.
 */
async function everyFunction(texts: readonly string[]): Promise<void> {
  const least = new Map<string, number>();
  for (const [n, text] of texts.entries()) {
    const source = await readSource(text);
    const fresh = (): Connector => bind(readDefinition(source), { namespace: 'C' });
    for (const name of fresh().operations.keys()) {
      let time = Infinity;
      // What seems slow is tried more often: a busy machine makes anything slow now and then.
      for (let attempt = 0; attempt < ATTEMPTS || (time > MOST_ALONE / 2 && attempt < MANY_ATTEMPTS); attempt++) {
        const { functions } = fresh().namespace;
        const start = process.cpuUsage();
        void functions.get(name)?.overloads;
        const { user, system } = process.cpuUsage(start);
        time = Math.min(time, (user + system) / 1000);
      }
      least.set(`${n} ${name}`, time);
    }
  }
  const times = [...least.values()].sort((a, b) => a - b);
  const at = (part: number): string => times[Math.min(times.length - 1, Math.floor(times.length * part))]!.toFixed(2);
  const slowest = [...least].find(([, time]) => time === times.at(-1))![0].split(' ')[1];
  console.log(
    `each of ${times.length} functions bound alone, milliseconds: median ${at(0.5)}, 95 % ${at(0.95)}, most ${at(1)} (${slowest}, at most ${MOST_ALONE})`,
  );
  if (times.at(-1)! > MOST_ALONE) process.exitCode = 1;
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
