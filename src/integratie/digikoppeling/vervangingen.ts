/**
 * Addresses and certificates that are used in the place of those in a CPA: written down with who, when and why, never
 * erased, in force at once here and within ten seconds in other processes.
 */
import { X509Certificate } from 'node:crypto';
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import { leadsHere } from '../../platform/net/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { applyOverrides, type Cpa, certificatesOf, channelsOf, parseCpa } from '../../standaarden/ebms/index.ts';
import { verlegAdressen } from './adressen.ts';
import { type Cpas, VERVANGINGEN, type VervangingRij, vervangingenVan } from './cpas.ts';

export interface Vervanging extends VervangingRij {
  readonly nr: number;
  /** Null: for every CPA. */
  readonly cpaId: string | null;
  readonly reden: string;
  readonly wie: string;
  readonly sinds: Date;
  /** Null while it is in force. */
  readonly tot: Date | null;
  readonly totWie: string | null;
}

/** What an operator asks. `bron` of a certificate may be its certId in the CPA, when it is for one CPA. */
export interface NieuweVervanging extends VervangingRij {
  readonly cpaId: string | null;
  readonly reden: string;
}

/** What is wrong with what was asked, and in which field. */
export class VervangingFout extends Error {
  override readonly name = 'VervangingFout';
  readonly veld: 'cpaId' | 'bron' | 'doel' | 'reden';

  constructor(veld: VervangingFout['veld'], message: string) {
    super(message);
    this.veld = veld;
  }
}

export interface Vervangingen {
  /** In the place of an earlier one for the same. Throws `VervangingFout`. */
  zet(nieuw: NieuweVervanging, wie: string): Promise<void>;
  /** False when there is no such override in force. */
  stop(nr: number, wie: string): Promise<boolean>;
  /** Those for this CPA and for all, ended ones too, the newest first; null: all there are. */
  lijst(cpaId: string | null): Promise<readonly Vervanging[]>;
}

const MAX_REDEN = 500;

export function createVervangingen(db: Database, clock: Clock, cpas: Cpas): Vervangingen {
  /** Of this CPA, or of all: waiting messages go where the CPA in force says. */
  async function volg(tx: Tx, cpaId: string | null): Promise<void> {
    const rows = await tx.query<{ tekst: string; vervangingen: readonly VervangingRij[] }>(sql`
      select v.tekst, ${VERVANGINGEN} from digikoppeling.cpa c
      join digikoppeling.cpa_versie v on v.cpa_id = c.cpa_id and v.versie = c.versie
      where c.cpa_id = coalesce(${cpaId}, c.cpa_id) order by c.cpa_id`);
    for (const { tekst, vervangingen } of rows)
      await verlegAdressen(tx, applyOverrides(parseCpa(Buffer.from(tekst)), vervangingenVan(vervangingen)));
    tx.afterCommit(() => cpas.vergeet());
  }

  async function beeindig(tx: Tx, where: ReturnType<typeof sql>, wie: string): Promise<readonly (string | null)[]> {
    const rows = await tx.query<{ cpa_id: string | null }>(sql`
      update digikoppeling.cpa_vervanging set tot = ${clock.now()}, tot_wie = ${wie}
      where tot is null and ${where} returning cpa_id`);
    return rows.map((row) => row.cpa_id);
  }

  return {
    async zet({ cpaId, soort, bron, doel, reden }, wie) {
      const waarom = reden.trim();
      if (waarom === '') throw new VervangingFout('reden', 'Vul in waarom. De reden blijft bij de CPA staan.');
      if (waarom.length > MAX_REDEN)
        throw new VervangingFout('reden', `Maak de reden korter: hoogstens ${MAX_REDEN} tekens.`);
      await db.transaction(async (tx) => {
        const cpa = cpaId === null ? null : await tekstVan(tx, cpaId);
        const source = soort === 'adres' ? adresIn(cpa, bron.trim()) : certificaatIn(cpa, bron.trim());
        const target = soort === 'adres' ? leesAdres(doel.trim()) : leesCertificaat(doel);
        await beeindig(tx, sql`soort = ${soort} and bron = ${source} and cpa_id is not distinct from ${cpaId}`, wie);
        await tx.query(sql`
          insert into digikoppeling.cpa_vervanging (cpa_id, soort, bron, doel, reden, wie, sinds)
          values (${cpaId}, ${soort}, ${source}, ${target}, ${waarom}, ${wie}, ${clock.now()})`);
        await volg(tx, cpaId);
      });
    },
    stop: (nr, wie) =>
      db.transaction(async (tx) => {
        const [ended] = await beeindig(tx, sql`nr = ${nr}`, wie);
        if (ended !== undefined) await volg(tx, ended);
        return ended !== undefined;
      }),
    lijst: (cpaId) =>
      db.query<Vervanging>(sql`
        select nr, cpa_id as "cpaId", soort, bron, doel, reden, wie, sinds, tot, tot_wie as "totWie" from digikoppeling.cpa_vervanging
        where ${cpaId}::text is null or cpa_id is null or cpa_id = ${cpaId} order by nr desc`),
  };
}

async function tekstVan(tx: Tx, cpaId: string): Promise<Cpa> {
  const [row] = await tx.query<{ tekst: string }>(sql`
    select v.tekst from digikoppeling.cpa c join digikoppeling.cpa_versie v on v.cpa_id = c.cpa_id and v.versie = c.versie
    where c.cpa_id = ${cpaId}`);
  if (!row) throw new VervangingFout('cpaId', `CPA ${cpaId} is niet geladen.`);
  return parseCpa(Buffer.from(row.tekst));
}

/** The address as the CPA has it, so that a typing error cannot make an override that does nothing. */
function adresIn(cpa: Cpa | null, bron: string): string {
  if (cpa === null) {
    if (URL.canParse(bron)) return bron;
    throw new VervangingFout('bron', 'Geef het adres zoals het in de CPA’s staat, met https:// ervoor.');
  }
  const known = [
    ...new Set(cpa.parties.flatMap(channelsOf).flatMap(({ endpoints }) => endpoints.map(({ uri }) => uri))),
  ];
  if (known.includes(bron)) return bron;
  throw new VervangingFout('bron', `Dit adres staat niet in de CPA. Kies uit: ${known.join(', ')}`);
}

function certificaatIn(cpa: Cpa | null, bron: string): string {
  const fingerprint = bron.toUpperCase();
  if (cpa === null) {
    if (/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/.test(fingerprint)) return fingerprint;
    throw new VervangingFout(
      'bron',
      'Geef voor alle CPA’s de SHA-256-vingerafdruk van het certificaat: 32 keer twee tekens met dubbele punten ertussen.',
    );
  }
  const known = certificatesOf(cpa).filter(({ certificate }) => certificate.x509 !== null);
  const found = known.find(({ certificate: { id, x509 } }) => id === bron || x509?.fingerprint256 === fingerprint)
    ?.certificate.x509;
  if (found) return found.fingerprint256;
  const names = known.map(({ certificate }) => certificate.id).join(', ') || 'geen';
  throw new VervangingFout('bron', `Dit certificaat staat niet in de CPA. Kies uit: ${names}`);
}

/** Digikoppeling is https; http only to this computer itself, for a test. */
function leesAdres(text: string): string {
  const url = URL.parse(text);
  if (
    url &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && leadsHere(url.hostname))) &&
    !url.username &&
    !url.password
  )
    return url.href;
  throw new VervangingFout('doel', 'Vul een adres in dat met https:// begint, zonder naam of wachtwoord erin.');
}

function leesCertificaat(text: string): string {
  try {
    return new X509Certificate(text).toString();
  } catch {
    throw new VervangingFout(
      'doel',
      'Dit certificaat is niet te lezen. Plak het als PEM, met de regels BEGIN en END erbij.',
    );
  }
}
