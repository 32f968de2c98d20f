/** The simulator as a process of its own: `zaakbode simulator`. */
import Fastify from 'fastify';
import type { SimulatorOptions } from './opties.ts';
import { createSimulator, type Simulator } from './simulator.ts';

export interface StartOptions extends SimulatorOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Default 127.0.0.1: a simulator has no access control, so it does not belong on a network. */
  readonly host?: string;
}

export interface RunningSimulator {
  /** Base address, e.g. `http://127.0.0.1:8081`; the pages are at `/simulator`. */
  readonly url: string;
  readonly simulator: Simulator;
  close(): Promise<void>;
}

/** Starts listening. Rejects when the port is taken or the ledger file cannot be read. */
export async function startSimulator(options: StartOptions): Promise<RunningSimulator> {
  const { port, host = '127.0.0.1', ...rest } = options;
  const simulator = createSimulator(rest);
  const app = Fastify({ forceCloseConnections: true });
  try {
    await app.register(simulator.plugin);
    app.get('/', async (_request, reply) => reply.redirect('/simulator', 302));
    const url = await app.listen({ port, host });
    return { url, simulator, close: () => app.close() };
  } catch (fault) {
    await app.close();
    throw fault;
  }
}
