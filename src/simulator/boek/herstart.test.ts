import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulator, JournaalFout } from '../index.ts';
import { acknowledgmentOp, bericht, CPA, type Opstelling, startOpstelling, zakLk01 } from '../simulator.testhulp.ts';

let map: string;
let ledgerFile: string;
let proef: Opstelling;
beforeEach(async () => {
  map = mkdtempSync(join(tmpdir(), 'simulator-'));
  ledgerFile = join(map, 'grootboek.jsonl');
  proef = await startOpstelling({ ledgerFile });
});
afterEach(async () => {
  await proef.close();
  rmSync(map, { recursive: true });
});

async function herstart(): Promise<void> {
  await proef.close();
  proef = await startOpstelling({ ledgerFile });
}

const tweede = zakLk01({
  referentie: 'r2',
  tijdstip: '20261103100000000',
  datum: '20261103095900000',
  status: 'Klaar',
});

test('after a restart the ledger, the counts and the history of the citizen are the same', async () => {
  await proef.lever(bericht('m-1@g.example', zakLk01()));
  await proef.lever(bericht('m-1@g.example', zakLk01()));
  await proef.lever(bericht('m-2@g.example', tweede));
  await proef.lever(bericht('m-2@g.example', zakLk01()));
  await proef.lever(
    bericht('m-3@g.example', zakLk01({ authentiek: 'N', referentie: 'r3', tijdstip: '20261104100000000' })),
  );
  const ledger = proef.simulator.ledger();
  const page = (await proef.app.inject('/simulator/burger/p-7k2m')).body;
  await herstart();
  expect(proef.simulator.ledger()).toEqual(ledger);
  expect(ledger.map(({ dubbel, afwijkend }) => [dubbel, afwijkend])).toEqual([
    [1, 0],
    [0, 1],
    [0, 0],
  ]);
  expect((await proef.app.inject('/simulator/burger/p-7k2m')).body).toBe(page);
});

test('a message from before the restart is a duplicate and gets the same Acknowledgment to the byte', async () => {
  await proef.lever(bericht('m-1@g.example', zakLk01()));
  const [before] = await proef.gemeente.krijgt('Acknowledgment');
  await herstart();
  await proef.lever(bericht('m-1@g.example', zakLk01()));
  const [after] = await proef.gemeente.krijgt('Acknowledgment');
  expect(after?.body).toBe(before?.body);
  expect(proef.simulator.ledger()).toMatchObject([{ dubbel: 1 }]);
});

test('the last tijdstip and the referentienummers are still known', async () => {
  await proef.lever(bericht('m-1@g.example', zakLk01()));
  await herstart();
  await proef.lever(bericht('m-2@g.example', zakLk01({ referentie: 'r2' })));
  await proef.lever(bericht('m-3@g.example', zakLk01({ tijdstip: '20261104100000000' })));
  expect(proef.simulator.ledger().map(({ foutcode }) => foutcode)).toEqual([null, 'StUF019', 'StUF016']);
});

test('a foutbericht that was not acknowledged is taken up again; one that was is not', async () => {
  await proef.lever(bericht('m-1@g.example', zakLk01({ authentiek: 'N' })));
  await proef.lever(
    bericht('m-2@g.example', zakLk01({ authentiek: 'N', referentie: 'r2', tijdstip: '20261104100000000' })),
  );
  const sent = await proef.gemeente.krijgt('foutbericht', 2);
  const first = sent.find(({ refToMessageId }) => refToMessageId === 'm-1@g.example');
  await proef.lever(acknowledgmentOp(first?.messageId ?? ''));
  await herstart();
  await proef.simulator.rust();
  expect(proef.gemeente.ingekomen.map(({ refToMessageId }) => refToMessageId)).toEqual(['m-2@g.example']);
});

test('mail that was sent is not sent again, mail that was waiting still is', async () => {
  await proef.lever(bericht('m-1@g.example', zakLk01()));
  expect(proef.simulator.verstuurPost()).toBe(1);
  await proef.lever(bericht('m-2@g.example', tweede));
  await herstart();
  expect((await proef.app.inject('/simulator/post')).body).toContain('Verstuurd (1)');
  expect(proef.simulator.verstuurPost()).toBe(1);
  expect(proef.simulator.verstuurPost()).toBe(0);
});

test('an account that was opened stays open', async () => {
  proef.simulator.setAccount('p-n8fr', { status: 'actief', geactiveerdOp: '2026-11-02T09:00:00.000Z' });
  await herstart();
  expect(proef.simulator.stand().personen.find(({ id }) => id === 'p-n8fr')?.account.status).toBe('actief');
});

test('a last line that was cut off is dropped, and the file goes on after the line before it', async () => {
  await proef.lever(bericht('m-1@g.example', zakLk01()));
  await proef.close();
  appendFileSync(ledgerFile, '{"soort":"bericht","nr":2,"messa');
  proef = await startOpstelling({ ledgerFile });
  expect(proef.simulator.ledger()).toHaveLength(1);
  await proef.lever(bericht('m-2@g.example', tweede));
  await herstart();
  expect(proef.simulator.ledger().map(({ messageId }) => messageId)).toEqual(['m-1@g.example', 'm-2@g.example']);
});

test('what was answered with 204 is in the file, also when the process ends without closing', async () => {
  await Promise.all(
    [1, 2, 3, 4].map((nr) => proef.lever(bericht(`m-${nr}@g.example`, zakLk01({ referentie: `r${nr}` })))),
  );
  const lines = readFileSync(ledgerFile, 'utf8').trimEnd().split('\n');
  expect(lines).toHaveLength(5);
});

test('the same message sixteen times at once is one message in the file', async () => {
  const one = bericht('m-1@g.example', zakLk01());
  await Promise.all(Array.from({ length: 16 }, () => proef.lever(one)));
  await herstart();
  expect(proef.simulator.ledger()).toMatchObject([{ toegepast: true, dubbel: 15 }]);
});

test('no BSN stands in the file', async () => {
  await proef.lever(bericht('m-1@g.example', zakLk01()));
  await proef.lever(
    bericht('m-2@g.example', zakLk01({ bsn: '111222333', referentie: 'r2', tijdstip: '20261104100000000' })),
  );
  const text = readFileSync(ledgerFile, 'utf8');
  expect(text).not.toContain('999993653');
  expect(text).not.toContain('111222333');
});

test('a damaged line in the middle stops the start with a text that says what to do', async () => {
  await proef.lever(bericht('m-1@g.example', zakLk01()));
  await proef.close();
  const [kop, ...rest] = readFileSync(ledgerFile, 'utf8').split('\n');
  writeFileSync(ledgerFile, [kop, '{"soort":"beri', ...rest].join('\n'));
  const start = () => createSimulator({ gemeenteEndpoint: 'http://127.0.0.1:9/', cpa: CPA, ledgerFile });
  expect(start).toThrow(JournaalFout);
  expect(start).toThrow(/Regel 2 .* Zet een goede kopie terug/);
});

test('a file without its first line, or of another version, stops the start', async () => {
  await proef.close();
  const start = () => createSimulator({ gemeenteEndpoint: 'http://127.0.0.1:9/', cpa: CPA, ledgerFile });
  writeFileSync(
    ledgerFile,
    '{"soort":"account","persoon":"p-n8fr","account":{"status":"geen","geactiveerdOp":null}}\n',
  );
  expect(start).toThrow(/mist zijn eerste regel/);
  writeFileSync(ledgerFile, '{"soort":"kop","versie":2,"boek":"a","sleutel":"b"}\n');
  expect(start).toThrow(/andere versie/);
});
