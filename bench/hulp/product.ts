/**
 * The product as the bench runs it: `dist/main.js`, in production mode, with the simulator in a process of its own. The
 * addresses stay the same during the whole bench: stored envelopes and types hold them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createAuthority } from '../../src/platform/tls/pki.testhulp.ts';
import { writeCpa } from '../../src/standaarden/ebms/index.ts';
import type { Opruimer } from './opruimer.ts';
import { freePort } from './poort.ts';
import { type Proces, startProces } from './proces.ts';
import type { TlsKant } from './tls-kant.ts';

export interface ZaakbodeOpties {
  readonly database: string;
  readonly rollen: 'web' | 'web,worker';
  readonly volgorde?: Volgorde;
  /** Only sows: then its agreement is another than the one that is measured with. */
  readonly zaait?: boolean;
  /** As a municipality has it: certificates on both sides, and each message held against the schemas of StUF. */
  readonly beveiligd?: boolean;
  /** `OUTBOUND_ALLOW`. */
  readonly uitgaand?: string;
}

export type Volgorde = 'per-zender' | 'per-zaak';

export interface Product {
  /** Base addresses. */
  readonly zaakbode: string;
  readonly simulator: string;
  /** RSIN of the municipality. */
  readonly rsin: string;
  /** Starts Zaakbode and waits until it says that it runs. */
  startZaakbode(opties: ZaakbodeOpties): Promise<Proces>;
  /** Starts a simulator with an empty ledger that knows every BSN; `beveiligd`: what it sends goes by `startTls`. */
  startSimulator(volgorde?: Volgorde, beveiligd?: boolean): Promise<Proces>;
  /** Starts the TLS of the other side. */
  startTls(): Promise<Proces>;
  /** Starts `zaakbode start` as a visitor does: the demo on the embedded database in `dataDir`. Does not wait. */
  startDemo(dataDir: string): Promise<Proces>;
  /** A JWT for the APIs, valid for an hour; without a client that of one that may everything. */
  token(client?: typeof CLIENT): Promise<string>;
  /** Every process of the product so far, for their memory. */
  readonly processen: readonly Proces[];
}

const SECRET = 'alleen-voor-de-bench-op-deze-computer';
const CLIENT = { clientId: 'bench', secret: SECRET, heeftAlleAutorisaties: true };
/** Has a secret and no rights, until somebody makes an applicatie with its client id. */
export const LEZER = { clientId: 'bench-lezer', secret: SECRET, heeftAlleAutorisaties: false };
const GEMEENTE = 'Demodam';
const START_MS = 60_000;
export const DRAAIT = 'Zaakbode draait';

export interface ProductOpties {
  /** The folder of the repository. */
  readonly root: string;
  /** For output and the CPA. */
  readonly map: string;
  readonly opruimer: Opruimer;
  readonly signal: AbortSignal;
  /** Folder for CPU profiles, or null. */
  readonly profiel: string | null;
}

export async function createProduct({ root, map, opruimer, signal, profiel }: ProductOpties): Promise<Product> {
  const main = join(root, 'dist', 'main.js');
  if (!existsSync(main)) throw new Error('dist/main.js is er niet. Draai eerst: npm run build');
  const { verbinding, demodata } = await loadDist(root);
  const [port, simulatorPort] = [await freePort(), await freePort()];
  const zaakbode = `http://127.0.0.1:${port}`;
  const simulator = `http://127.0.0.1:${simulatorPort}`;
  const feiten = verbinding.demoCpaFeiten('00000004003214345001');
  const cpa = join(map, 'cpa.xml');
  writeFileSync(cpa, verbinding.demoCpa(feiten, GEMEENTE, zaakbode, simulator));
  // The stock is sown under a CPA of its own: the one that is measured with is met for the first time.
  const zaaiCpa = join(map, 'cpa-zaaien.xml');
  writeFileSync(zaaiCpa, verbinding.demoCpa({ ...feiten, cpaId: 'ZAAIEN' }, GEMEENTE, zaakbode, simulator));
  const tls = await maakTls();
  // Nothing of our own environment: a setting that happens to stand there would be measured along.
  const base = { PATH: process.env['PATH'] ?? '', HOME: map, NODE_ENV: 'production' };
  const processen: Proces[] = [];
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const flags = scripts.start.split(' ').filter((word) => word.startsWith('--'));
  const prof = profiel === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profiel)}`];

  function start(naam: string, args: readonly string[], env: Readonly<Record<string, string>>): Proces {
    const uitvoer = join(map, `${processen.length}-${naam}.log`);
    const proces = startProces({
      naam,
      args: [...flags, ...prof, main, ...args],
      env: { ...base, ...env },
      uitvoer,
      cwd: map,
    });
    processen.push(proces);
    opruimer.onthoud(() => proces.stop());
    return proces;
  }

  /** Keys of both sides, and the agreement in which their certificates stand. */
  async function maakTls() {
    const authority = await createAuthority('Bench');
    const [wij, zij] = [
      await authority.leaf({ oin: verbinding.DEMO_OIN }),
      await authority.leaf({ oin: feiten.ownPartyId }),
    ];
    const poorten = {
      poort: await freePort(),
      simulator: simulatorPort,
      terug: await freePort(),
      zaakbode: await freePort(),
    };
    const keys = join(map, 'sleutels');
    mkdirSync(join(keys, 'vertrouwd'), { recursive: true, mode: 0o700 });
    writeFileSync(join(keys, 'eigen.pem'), `${wij.keyPem}${wij.chain}`, { mode: 0o600 });
    writeFileSync(join(keys, 'vertrouwd', 'proef.pem'), authority.trust);
    const opdracht = join(map, 'tls.json');
    const sleutels = { sleutel: zij.keyPem, keten: zij.chain, vertrouwd: authority.trust };
    writeFileSync(opdracht, JSON.stringify({ ...poorten, sleutels } satisfies TlsKant));
    const file = join(map, 'cpa-tls.xml');
    const [own, peer] = [`https://127.0.0.1:${poorten.zaakbode}`, `https://127.0.0.1:${poorten.poort}`];
    writeFileSync(
      file,
      writeCpa({
        cpaId: feiten.cpaId,
        start: new Date('2020-01-01T00:00:00Z'),
        end: new Date('2050-01-01T00:00:00Z'),
        service: feiten.service,
        parties: [
          {
            name: GEMEENTE,
            partyId: feiten.peerPartyId,
            role: feiten.peerRole,
            endpoint: `${own}/digikoppeling/ebms`,
            tls: wij.x509,
          },
          {
            name: 'Simulator',
            partyId: feiten.ownPartyId,
            role: feiten.ownRole,
            endpoint: `${peer}/simulator/ebms`,
            tls: zij.x509,
          },
        ],
        actions: [feiten.actionZaakbericht],
        answers: [feiten.actionFoutbericht],
      }),
    );
    return { map: keys, poorten, opdracht, cpa: file, xsd: resolve(root, '..', 'shared', 'xsd', 'stuf') };
  }

  return {
    zaakbode,
    simulator,
    rsin: verbinding.DEMO_RSIN,
    processen,
    async startZaakbode({ database, rollen, volgorde = 'per-zender', zaait, beveiligd, uitgaand = '' }) {
      const proces = start('zaakbode', ['start'], {
        PORT: String(port),
        DATABASE_URL: database,
        DATA_DIR: join(map, 'data'),
        ZAAKBODE_MODE: 'productie',
        ZAAKBODE_ROLES: rollen,
        ZAAKBODE_SLEUTEL: 'sleutel-van-de-bench-op-deze-computer-en-nergens-anders',
        ZGW_CLIENTS: JSON.stringify([CLIENT, LEZER]),
        GEMEENTE,
        OUTBOUND_ALLOW: uitgaand,
        LZ_OIN: verbinding.DEMO_OIN,
        LZ_ONTVANGER: feiten.ownPartyId,
        LZ_CPA: zaait ? zaaiCpa : beveiligd ? tls.cpa : cpa,
        LZ_VOLGORDE: volgorde,
        ...(beveiligd && { KEYS_DIR: tls.map, EBMS_LISTEN: `127.0.0.1:${tls.poorten.zaakbode}`, LZ_XSD: tls.xsd }),
        LZ_ACCOUNT_URL: `${simulator}/simulator/accounts/controle`,
        LZ_BRP_URL: `${simulator}/simulator/brp/controle`,
        LZ_VERWIJZING: `${zaakbode}/mijnzaken/{uuid}`,
        // The bench measures a connection that is in use.
        LZ_AANSLUITING: 'bestaand',
      });
      await proces.wachtOp(DRAAIT, START_MS, signal);
      return proces;
    },
    async startSimulator(volgorde = 'per-zender', beveiligd = false) {
      const gemeente = beveiligd ? `http://127.0.0.1:${tls.poorten.terug}` : zaakbode;
      const args = ['--port', String(simulatorPort), '--gemeente', `${gemeente}/digikoppeling/ebms`, '--alle-bsns'];
      // With several messages in flight the tijdstip may cross on the wire; per zender that may not happen (StUF019).
      if (volgorde === 'per-zaak') args.push('--zonder-tijdstip');
      const proces = start('simulator', ['simulator', ...args], {});
      await proces.wachtOp('De simulator draait', START_MS, signal);
      return proces;
    },
    async startTls() {
      const proces = startProces({
        naam: 'tls',
        args: [join(root, 'bench', 'hulp', 'tls-kant.ts'), tls.opdracht],
        env: { PATH: base.PATH },
        uitvoer: join(map, 'tls.log'),
        cwd: map,
      });
      opruimer.onthoud(() => proces.stop());
      await proces.wachtOp('tls luistert', START_MS, signal);
      return proces;
    },
    startDemo: async (dataDir) => start('demo', ['start'], { PORT: String(await freePort()), DATA_DIR: dataDir }),
    token: (client = CLIENT) => demodata.zgwToken(client, 'Bench'),
  };
}

/** What the bench borrows from the product as it was built; the types come from its source. */
async function loadDist(root: string) {
  const load = (path: string): Promise<unknown> => import(`file://${join(root, 'dist', path)}`);
  return {
    verbinding: (await load('demoverbinding.js')) as typeof import('../../src/demoverbinding.ts'),
    demodata: (await load('demodata.js')) as typeof import('../../src/demodata.ts'),
  };
}
