import { seeded, shuffled } from '../statistics.ts';
import { type Block, runBlock } from './blocks.ts';
import type { Cell } from './report.ts';
import { type Server, startServer } from './server.ts';
import type { Arm, Endpoint, Subject } from './subject.ts';

/** How much is measured. */
export interface Amount {
  readonly pairs: number;
  /** Measured seconds of one block. */
  readonly seconds: number;
}

interface Place {
  readonly endpoint: Endpoint;
  readonly clients: number;
}

/** Compares the servers of one application, which it starts when they are needed. */
export class Comparison implements AsyncDisposable {
  private readonly subject: Subject;
  private readonly amount: Amount;
  private readonly random = seeded(1);
  private readonly running = new Map<Arm, Server>();

  constructor(subject: Subject, amount: Amount) {
    this.subject = subject;
    this.amount = amount;
  }

  /** Every place with every arm and the threaded server, in turns; a pair is made of blocks of the same turn. */
  async cells(endpoints: readonly Endpoint[], clients: readonly number[], arms: readonly Arm[]): Promise<Cell[]> {
    const places = endpoints.flatMap((endpoint) => clients.map((each) => ({ endpoint, clients: each })));
    const measured = places.map((place) => ({ place, turns: [] as Map<Arm, Block>[] }));
    for (let turn = 0; turn < this.amount.pairs; turn += 1) {
      for (const { place, turns } of shuffled(measured, this.random)) {
        const blocks = new Map<Arm, Block>();
        const all: readonly Arm[] = ['threaded', ...arms];
        for (const arm of shuffled(all, this.random)) blocks.set(arm, await this.block(arm, place));
        turns.push(blocks);
      }
    }
    return measured.flatMap(({ place, turns }) =>
      arms.map((arm) => ({
        endpoint: place.endpoint.id,
        clients: place.clients,
        arm,
        pairs: turns.flatMap((blocks) => {
          const [mine, base] = [blocks.get(arm), blocks.get('threaded')];
          return mine === undefined || base === undefined ? [] : [{ arm: mine, base }];
        }),
      })),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const arm of [...this.running.keys()]) await this.end(arm);
  }

  private async block(arm: Arm, { endpoint, clients }: Place): Promise<Block> {
    const server = this.running.get(arm) ?? (await startServer(this.subject.servers[arm]));
    this.running.set(arm, server);
    await endpoint.reset?.();
    const measureMs = this.amount.seconds * 1000;
    const block = await runBlock(server, endpoint.requests, { connections: clients, measureMs });
    // A server that is still busy with what it did not answer would be measured with it in the next block.
    if (Object.keys(block.failures).length > 0) await this.end(arm);
    return block;
  }

  private async end(arm: Arm): Promise<void> {
    await this.running.get(arm)?.[Symbol.asyncDispose]();
    this.running.delete(arm);
  }
}
