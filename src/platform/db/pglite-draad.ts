/** The thread in which the embedded database runs; started by `openEmbedded`. */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { directConnection } from './pglite.ts';

export interface ThreadRequest {
  readonly id: number;
  readonly text: string;
  readonly values: unknown[] | null;
  readonly close: boolean;
}

export interface ThreadAnswer {
  readonly id: number;
  readonly rows?: unknown[];
  readonly error?: { message: string; code?: string; constraint?: string };
}

const port = parentPort;
if (port) {
  const { dataDir } = workerData as { dataDir: string };
  const pglite = await PGlite.create({ dataDir });
  const connection = directConnection(pglite);
  port.on('message', (request: ThreadRequest) => void answer(request));
  port.postMessage({ id: 0, rows: [] } satisfies ThreadAnswer);

  const answer = async (request: ThreadRequest): Promise<void> => {
    try {
      if (request.close) await connection.close();
      const rows = request.close ? [] : await connection.run(request.text, request.values);
      port.postMessage({ id: request.id, rows } satisfies ThreadAnswer);
    } catch (error) {
      const { message, code, constraint } = error as { message: string; code?: string; constraint?: string };
      const fault = { message, ...(code && { code }), ...(constraint && { constraint }) };
      port.postMessage({ id: request.id, error: fault } satisfies ThreadAnswer);
    }
  };
}
