/**
 * One message in the ledger: as it is kept, and as checkers may see it.
 */
import type { EbmsFout, Mutatie, StatusBeeld, StufFout, StufPartij, Uitkomst } from './feiten.ts';

/** As kept. With the dossiers 1 kB a message (measured: 100,000 messages took 99 MB). Counters change, the rest does not. */
export interface Regel {
  readonly nr: number;
  readonly ontvangenOp: number;
  readonly messageId: string;
  /** Null when it equals the MessageId, as is common. */
  readonly conversationId: string | null;
  readonly sha256: string;
  readonly inhoudSha256: string | null;
  readonly zender: StufPartij | null;
  readonly referentienummer: string | null;
  readonly tijdstipBericht: string | null;
  readonly persoon: string | null;
  readonly zaaknummer: string | null;
  readonly mutatie: Mutatie;
  readonly status: StatusBeeld | null;
  readonly uitkomst: Uitkomst;
  readonly stufFout: StufFout | null;
  readonly ebmsFout: EbmsFout | null;
  dubbel: number;
  afwijkend: number;
  /** The foutbericht about this message was acknowledged. */
  bevestigd: boolean;
}

/** As `GET /simulator/bestuur/ledger` and `ledger()` show it. Holds no BSN. */
export interface LedgerRegel {
  /** Order of arrival, from 1, without gaps. */
  readonly nr: number;
  /** ISO 8601 instant. */
  readonly ontvangenOp: string;
  readonly messageId: string;
  /** Of the HTTP body as it first came, in hexadecimal. */
  readonly sha256: string;
  readonly zender: StufPartij | null;
  readonly referentienummer: string | null;
  readonly tijdstipBericht: string | null;
  readonly zaakidentificatie: string | null;
  readonly status: string | null;
  readonly datumStatusGezet: string | null;
  /** The id that stands for the citizen in links, not a BSN. */
  readonly persoon: string | null;
  readonly mutatie: Mutatie;
  readonly toegepast: boolean;
  readonly uitkomst: Uitkomst;
  /** Code of the foutbericht or MessageError that answered it. */
  readonly foutcode: string | null;
  /** How often the same MessageId came again with the same bytes, and with other bytes. */
  readonly dubbel: number;
  readonly afwijkend: number;
  readonly foutBevestigd: boolean;
}

export function toLedgerRegel(regel: Regel): LedgerRegel {
  return {
    nr: regel.nr,
    ontvangenOp: new Date(regel.ontvangenOp).toISOString(),
    messageId: regel.messageId,
    sha256: Buffer.from(regel.sha256, 'base64url').toString('hex'),
    zender: regel.zender,
    referentienummer: regel.referentienummer,
    tijdstipBericht: regel.tijdstipBericht,
    zaakidentificatie: regel.zaaknummer,
    status: regel.status?.omschrijving ?? null,
    datumStatusGezet: regel.status?.datumStatusGezet ?? null,
    persoon: regel.persoon,
    mutatie: regel.mutatie,
    toegepast: regel.uitkomst === 'toegepast',
    uitkomst: regel.uitkomst,
    foutcode: regel.stufFout?.code ?? regel.ebmsFout?.code ?? null,
    dubbel: regel.dubbel,
    afwijkend: regel.afwijkend,
    foutBevestigd: regel.bevestigd,
  };
}
