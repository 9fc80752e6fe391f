import { requestKey } from '../call-log.ts';
import type { Answer } from '../exchange.ts';
import type { HttpRequest } from '../request.ts';
import type { DeviceStore, DeviceStores } from './device-store.ts';

interface StoredAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly received: number;
}

/** What is known of an answer without reading its body. */
interface Entry {
  readonly partition: string;
  readonly key: string;
  readonly size: number;
  /** When it was last kept or read. */
  readonly used: number;
}

/** Answers of services, kept on this device: the latest to each request, up to a size; those that were not used for longest go first. */
export class AnswerStore {
  private readonly answers: DeviceStore<StoredAnswer>;
  private readonly entries: DeviceStore<Entry>;
  private readonly maxBytes: number;
  /** What is kept, as far as this page knows; counted when the first answer is kept. */
  private bytes: number | undefined;

  constructor(stores: DeviceStores, maxBytes: number) {
    this.answers = stores.open('answers');
    this.entries = stores.open('entries');
    this.maxBytes = maxBytes;
  }

  async find(partition: string, request: HttpRequest): Promise<Answer | undefined> {
    const key = keyOf(request);
    const found = await this.answers.get([partition, key]);
    if (found === undefined) return undefined;
    const { received, headers, ...answer } = found;
    void this.entries.put([partition, key], { partition, key, size: answer.bytes.length, used: Date.now() }).catch(() => {});
    return { ...answer, headers: new Map(headers), redact: (text) => text, stored: received };
  }

  /** Keeps an answer that may be kept. What cannot be kept (the device is full) is passed over. */
  async keep(partition: string, request: HttpRequest, answer: Answer): Promise<void> {
    const { status, reason, headers, bytes } = answer;
    const size = bytes.length;
    if (status !== 200 || size > this.maxBytes / 4 || /no-store/i.test(headers.get('cache-control') ?? '')) return;
    const key = keyOf(request);
    const now = Date.now();
    try {
      await this.answers.put([partition, key], { status, reason, headers: [...headers], bytes, received: now });
      await this.entries.put([partition, key], { partition, key, size, used: now });
      this.bytes = this.bytes === undefined ? await this.count() : this.bytes + size;
      if (this.bytes > this.maxBytes) await this.evict();
    } catch {
      // Without room for the new, the oldest give theirs.
      await this.evict().catch(() => {});
    }
  }

  /** Forgets all answers of a partition. */
  async clear(partition: string): Promise<void> {
    for (const { key } of await this.entries.list([partition])) await this.drop(partition, key);
    this.bytes = undefined;
  }

  private async count(): Promise<number> {
    return (await this.entries.list([])).reduce((sum, { size }) => sum + size, 0);
  }

  /** Takes the answers away that were not used for longest, until a good part of the room is free. */
  private async evict(): Promise<void> {
    const entries = [...(await this.entries.list([]))].sort((a, b) => a.used - b.used);
    let bytes = entries.reduce((sum, { size }) => sum + size, 0);
    for (const { partition, key, size } of entries) {
      if (bytes <= this.maxBytes * 0.8) break;
      await this.drop(partition, key);
      bytes -= size;
    }
    this.bytes = bytes;
  }

  private async drop(partition: string, key: string): Promise<void> {
    await this.answers.delete([partition, key]);
    await this.entries.delete([partition, key]);
  }
}

const keyOf = (request: HttpRequest): string => {
  const headers = [...request.headers].filter(([name]) => !/^(?:if-none-match|idempotency-key)$/i.test(name));
  return requestKey({ ...request, headers: new Map(headers) });
};
