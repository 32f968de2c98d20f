/**
 * What an operator sees of the agreements: how each stands, what lint says, what is overridden, and its versions. Plain
 * data, so that it can be shown, printed and sent. One statement for the list, three for one CPA.
 */
import { type Database, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import {
  type ActionProfile,
  type CertificateUse,
  type Cpa,
  type CpaFinding,
  certificatesOf,
  channelsOf,
  lintCpa,
  type Omgeving,
  oinOfCertificate,
  type Profile,
  parseCpa,
  validityOf,
} from '../../standaarden/ebms/index.ts';
import { VERVANGINGEN, type VervangingRij, vervangingenVan } from './cpas.ts';
import type { Vervanging, Vervangingen } from './vervangingen.ts';

export interface Partijregel {
  readonly naam: string;
  readonly partyId: string;
  /** The party that we are. */
  readonly wij: boolean;
}

export interface Certificaatregel {
  readonly id: string;
  readonly partij: string;
  readonly gebruik: readonly CertificateUse[];
  readonly oin: string | null;
  readonly onderwerp: string;
  readonly vingerafdruk: string;
  readonly tot: Date;
  /** Whole days until then, negative when it is over. */
  readonly dagen: number;
  /** Another one stands in the text. */
  readonly vervangen: boolean;
}

export interface Adresregel {
  readonly partij: string;
  readonly kanaal: string;
  /** As it stands in the text. */
  readonly inTekst: string;
  readonly geldend: string;
}

export interface Versieregel {
  readonly versie: number;
  readonly geladenOp: Date;
  readonly wie: string;
  readonly vingerafdruk: string;
  readonly elders: string | null;
}

export interface CpaRegel {
  readonly cpaId: string;
  readonly versie: number;
  /** Null: loaded before environments were kept apart. */
  readonly omgeving: Omgeving | null;
  /** False: it belongs to another environment, so nothing is done with it here. */
  readonly inGebruik: boolean;
  readonly status: Cpa['status'];
  readonly van: Date;
  readonly totEnMet: Date;
  readonly partijen: readonly Partijregel[];
  /** Each once; empty when no action fits one. */
  readonly profielen: readonly Profile[];
  readonly fouten: number;
  readonly waarschuwingen: number;
  readonly certificaten: readonly Certificaatregel[];
  /** The other side takes nothing in, since then and because of this. */
  readonly neerSinds: Date | null;
  readonly neerReden: string | null;
  readonly oudsteTeVerzenden: Date | null;
  readonly oudsteOnbevestigd: Date | null;
  /** The last Ping: its time in ms, or what went wrong. */
  readonly ping: { readonly op: Date; readonly ms: number | null; readonly fout: string | null } | null;
}

export interface CpaDetail extends CpaRegel {
  readonly bevindingen: readonly CpaFinding[];
  readonly acties: readonly ActionProfile[];
  readonly adressen: readonly Adresregel[];
  readonly vervangingen: readonly Vervanging[];
  /** The newest first. */
  readonly versies: readonly Versieregel[];
}

export interface Overzicht {
  cpas(): Promise<readonly CpaRegel[]>;
  cpa(cpaId: string): Promise<CpaDetail | null>;
  /** The text of a version, exactly as it was loaded. */
  versie(cpaId: string, versie: number): Promise<(Versieregel & { readonly tekst: string }) | null>;
}

export interface OverzichtOpties {
  readonly db: Database;
  readonly clock: Clock;
  readonly omgeving: Omgeving;
  /** Our PartyId. */
  readonly eigen: string;
  readonly vervangingen: Vervangingen;
}

interface Rij {
  readonly cpaId: string;
  readonly versie: number;
  readonly omgeving: Omgeving | null;
  readonly tekst: string;
  readonly vervangingen: readonly VervangingRij[];
  readonly neerSinds: Date | null;
  readonly neerReden: string | null;
  readonly oudsteTeVerzenden: Date | null;
  readonly oudsteOnbevestigd: Date | null;
  readonly pingOp: Date | null;
  readonly pingMs: number | null;
  readonly pingFout: string | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function createOverzicht(opties: OverzichtOpties): Overzicht {
  const { db, vervangingen } = opties;
  const lees = (cpaId: string | null): Promise<readonly Rij[]> =>
    db.query<Rij>(sql`
      select c.cpa_id as "cpaId", c.versie, c.omgeving, v.tekst, ${VERVANGINGEN}, k.neer_sinds as "neerSinds",
        k.neer_reden as "neerReden", k.ping_op as "pingOp", k.ping_ms as "pingMs", k.ping_fout as "pingFout",
        (select b.gemaakt from digikoppeling.bericht b where b.cpa_id = c.cpa_id and b.staat = 'te_verzenden'
          order by b.nr limit 1) as "oudsteTeVerzenden",
        (select b.verzonden from digikoppeling.bericht b where b.cpa_id = c.cpa_id and b.staat = 'verzonden'
          order by b.nr limit 1) as "oudsteOnbevestigd"
      from digikoppeling.cpa c
      join digikoppeling.cpa_versie v on v.cpa_id = c.cpa_id and v.versie = c.versie
      left join digikoppeling.kanaal k on k.cpa_id = c.cpa_id
      where ${cpaId}::text is null or c.cpa_id = ${cpaId} order by c.cpa_id`);
  return {
    async cpas() {
      return (await lees(null)).map((rij) => regelVan(rij, opties).regel);
    },
    async cpa(cpaId) {
      const [rij] = await lees(cpaId);
      if (!rij) return null;
      const { regel, lint, tekst, geldend } = regelVan(rij, opties);
      return {
        ...regel,
        bevindingen: lint.findings,
        acties: lint.actions,
        adressen: adressenVan(tekst, geldend),
        vervangingen: await vervangingen.lijst(cpaId),
        versies: await db.query<Versieregel>(sql`
          select versie, geladen_op as "geladenOp", wie, vingerafdruk, elders from digikoppeling.cpa_versie
          where cpa_id = ${cpaId} order by versie desc`),
      };
    },
    async versie(cpaId, versie) {
      const [rij] = await db.query<Versieregel & { readonly tekst: string }>(sql`
        select versie, geladen_op as "geladenOp", wie, vingerafdruk, elders, tekst from digikoppeling.cpa_versie
        where cpa_id = ${cpaId} and versie = ${versie}`);
      return rij ?? null;
    },
  };
}

function regelVan(rij: Rij, { clock, omgeving, eigen }: OverzichtOpties) {
  const now = clock.now();
  const { tekst: text, vervangingen, pingOp, pingMs, pingFout, ...kanaal } = rij;
  const tekst = parseCpa(Buffer.from(text));
  const lint = lintCpa(text, {
    now,
    omgeving: rij.omgeving ?? omgeving,
    overrides: vervangingenVan(vervangingen),
  });
  // What was loaded can be read.
  const geldend = lint.cpa!;
  const profielen = lint.actions.flatMap(({ profile }) => (profile === null ? [] : [profile]));
  const regel: CpaRegel = {
    ...kanaal,
    inGebruik: (rij.omgeving ?? omgeving) === omgeving,
    status: geldend.status,
    van: geldend.start,
    totEnMet: geldend.end,
    partijen: geldend.parties.map(({ name, partyIds }) => ({
      naam: name,
      partyId: partyIds[0]!.value,
      wij: partyIds.some(({ value }) => value === eigen),
    })),
    profielen: [...new Set(profielen)],
    fouten: lint.findings.filter(({ severity }) => severity === 'fout').length,
    waarschuwingen: lint.findings.filter(({ severity }) => severity === 'waarschuwing').length,
    certificaten: certificatenVan(tekst, geldend, now),
    ping: pingOp && { op: pingOp, ms: pingMs, fout: pingFout },
  };
  return { regel, lint, tekst, geldend };
}

/** Those that something uses. */
export function certificatenVan(tekst: Cpa, geldend: Cpa, now: Date): readonly Certificaatregel[] {
  const inTekst = certificatesOf(tekst);
  return certificatesOf(geldend).flatMap(({ party, certificate: { id, x509 }, uses }, i) => {
    if (x509 === null || uses.length === 0) return [];
    const { until } = validityOf(x509);
    return [
      {
        id,
        partij: geldend.parties[party].name,
        gebruik: uses,
        oin: oinOfCertificate(x509),
        onderwerp: x509.subject.replaceAll('\n', ', '),
        vingerafdruk: x509.fingerprint256,
        tot: until,
        dagen: Math.floor((until.getTime() - now.getTime()) / DAY_MS),
        vervangen: inTekst[i]!.certificate.x509?.fingerprint256 !== x509.fingerprint256,
      },
    ];
  });
}

function adressenVan(tekst: Cpa, geldend: Cpa): readonly Adresregel[] {
  return tekst.parties.flatMap((party, p) => {
    const inForce = channelsOf(geldend.parties[p]!);
    return channelsOf(party).flatMap((channel, c) =>
      channel.endpoints.map(({ uri }, e) => ({
        partij: party.name,
        kanaal: channel.id,
        inTekst: uri,
        geldend: inForce[c]!.endpoints[e]!.uri,
      })),
    );
  });
}
