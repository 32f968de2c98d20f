/**
 * A worker of the chaos run of notifications, as a process of its own that may be killed at any moment.
 *
 * Arguments: URL of the database, port of the subscribers.
 */

import { abonnementen } from '../../src/integratie/notificaties/bezorgen.ts';
import { createTeller } from '../../src/integratie/notificaties/teller.ts';
import { createVault } from '../../src/platform/crypto/index.ts';
import { openPostgres } from '../../src/platform/db/index.ts';
import { silentLog } from '../../src/platform/log/index.ts';
import { createOutbound } from '../../src/platform/net/index.ts';
import { createOutbox, postgresLiveness } from '../../src/platform/outbox/index.ts';
import { systemClock, systemRandom } from '../../src/platform/time/index.ts';

export const SLEUTEL = 'sleutel van de chaosrun';

async function main(url: string, port: string): Promise<void> {
  const db = await openPostgres({ url, max: 6 });
  const outbox = createOutbox({
    db,
    clock: systemClock,
    random: systemRandom,
    liveness: await postgresLiveness(url, systemRandom),
    onFault: (subscriber, what, error) => process.stderr.write(`${subscriber} ${what}: ${String(error)}\n`),
  });
  outbox.subscribeFamily(
    abonnementen({
      net: createOutbound([{ origin: `http://127.0.0.1:${port}`, intern: true }]),
      vault: createVault(SLEUTEL, systemRandom),
      clock: systemClock,
      random: systemRandom,
      bron: 'urn:nld:oin:00000001234567890000:systeem:zaakbode',
      log: silentLog,
      teller: createTeller(),
    }),
  );
  outbox.start();
  process.stdout.write('begonnen\n');
}

const [, script, url, port] = process.argv;
if (script === import.meta.filename && url && port) await main(url, port);
