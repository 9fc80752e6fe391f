/** A process of one contender: measures a task whenever it is asked to, in CPU nanoseconds, and gives its result with it. */
const { tasks, memory = {} } = await import(process.argv[2]);
const prepared = new Map();
/** CPU microseconds that a task runs before it is measured. */
const WARM_UP = 500_000;

async function measure(name, milliseconds) {
  if (!prepared.has(name)) {
    const work = tasks[name]();
    prepared.set(name, { work, result: await work() });
    // Code that the engine has not compiled yet would be measured instead.
    for (const end = process.cpuUsage().user + WARM_UP; process.cpuUsage().user < end;) await work();
  }
  const { work, result } = prepared.get(name);
  for (let times = 1; ; times *= 2) {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) {
      const given = work();
      if (given instanceof Promise) await given;
    }
    const { user, system } = process.cpuUsage(before);
    if (user + system > milliseconds * 1000) return { nanoseconds: ((user + system) * 1000) / times, result };
  }
}

/** Bytes that what a task gives takes, of objects and of buffers. */
async function weigh(name) {
  const work = memory[name]();
  const used = () => {
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  work();
  const before = used();
  const kept = work();
  const bytes = used() - before;
  return { nanoseconds: kept === undefined ? 0 : bytes, result: undefined };
}

process.on('message', async ({ task, milliseconds }) =>
  process.send(
    task in tasks ? await measure(task, milliseconds) : task in memory ? await weigh(task) : { nanoseconds: undefined },
  ),
);
process.send('ready');
