/** What /beheer sees and does (L9, L14): the port `Zaakberichten` on the register of zaakberichten. */
import type { Digikoppeling } from '../../integratie/digikoppeling/index.ts';
import { and, type Database, raw, type Sql, sql } from '../../platform/db/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import {
  EIND_STATEN,
  type Moment,
  OPEN_STATEN,
  type Staat,
  type ZaakberichtDetail,
  type Zaakberichten,
  type ZaakberichtFilter,
  type ZaakberichtRegel,
} from './beeld.ts';
import { beurtVoor } from './beoordeling.ts';
import { KOLOMMEN, type Wijziging, wijzig, type Zaakberichtrij } from './register.ts';

const PAGINA = 50;
/** Anything else in the address is no zaakbericht, and no fault of ours. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** fout, or expired while the lane still waits: then an operator decides. */
const WACHT = raw(`(staat = 'fout' or (staat = 'verlopen_onbekend' and token is not null))`);

const REGEL = sql`id, zaaknummer, zaaktype, statustype, staat, reden, status_gezet_op as "statusGezetOp", gewijzigd_op as "gewijzigdOp",
  ${WACHT} as "wachtOpBeheerder"`;

interface DetailRow extends ZaakberichtRegel {
  readonly tijdlijn: readonly { tijd: string; wat: string; toelichting: string | null }[];
  readonly accountGecontroleerdOp: Date | null;
  readonly messageId: string | null;
  readonly antwoord: string | null;
}

export function createZaakberichten(options: {
  db: Database;
  outbox: Outbox;
  digikoppeling: Pick<Digikoppeling, 'verzondenPayload'>;
  clock: Clock;
}): Zaakberichten {
  const { db, outbox, digikoppeling, clock } = options;
  return {
    async lijst(filter) {
      const where = and(conditions(filter));
      const regels = await db.query<ZaakberichtRegel>(sql`
        select ${REGEL} from lopendezaken.zaakbericht where ${where}
        order by gewijzigd_op desc, id desc limit ${PAGINA} offset ${(filter.pagina - 1) * PAGINA}`);
      const perStaat = await db.query<{ staat: Staat; n: number }>(
        sql`select staat, count(*) as n from lopendezaken.zaakbericht group by staat`,
      );
      const [totaal] = await db.query<{ n: number }>(
        sql`select count(*) as n from lopendezaken.zaakbericht where ${where}`,
      );
      const leeg = Object.fromEntries([...OPEN_STATEN, ...EIND_STATEN].map((staat) => [staat, 0])) as Record<
        Staat,
        number
      >;
      return {
        regels: regels.map(masked),
        aantallen: { ...leeg, ...Object.fromEntries(perStaat.map((r) => [r.staat, r.n])) },
        totaal: totaal!.n,
      };
    },
    async detail(id) {
      if (!UUID.test(id)) return null;
      const [row] = await db.query<DetailRow>(sql`
        select ${REGEL}, tijdlijn, account_gecontroleerd_op as "accountGecontroleerdOp", message_id as "messageId", antwoord
        from lopendezaken.zaakbericht where id = ${id}::uuid`);
      if (!row) return null;
      const xml = row.messageId === null ? null : await digikoppeling.verzondenPayload(row.messageId);
      return detailOf(row, xml);
    },
    opnieuwAanbieden: (id, wie) =>
      beslis(id, () => ({
        staat: 'te_verzenden',
        reden: `Opnieuw aangeboden door ${wie}.`,
        wat: 'Opnieuw aangeboden',
        opnieuw: true,
      })),
    overslaan: (id, reden, wie) =>
      beslis(id, (rij) => ({
        staat: rij.staat === 'verlopen_onbekend' ? 'verlopen_onbekend' : 'afgewezen',
        reden: `Overgeslagen door ${wie}: ${maskBsn(reden)}`,
        wat: 'Overgeslagen',
        opnieuw: false,
      })),
  };

  /** An operator's decision. The row is locked, so a double click decides once. */
  async function beslis(
    id: string,
    kies: (rij: Zaakberichtrij) => Pick<Wijziging, 'reden' | 'wat' | 'staat'> & { opnieuw: boolean },
  ): Promise<boolean> {
    if (!UUID.test(id)) return false;
    return await db.transaction(async (tx) => {
      const [rij] = await tx.query<Zaakberichtrij>(sql`
        select ${KOLOMMEN} from lopendezaken.zaakbericht where id = ${id}::uuid and ${WACHT} for update`);
      if (!rij) return false;
      const { opnieuw, ...keuze } = kies(rij);
      const wijziging: Wijziging = { id: rij.id, token: null, ...keuze };
      const data = { soort: 'voltooid', wijziging };
      const reason = keuze.reden ?? '';
      const done =
        rij.token === null
          ? []
          : await outbox.complete(
              tx,
              new Map([
                [
                  rij.token,
                  opnieuw
                    ? { kind: 'opnieuw' as const, reason, afterMs: 0, data }
                    : { kind: 'eind' as const, state: keuze.staat, reason, data },
                ],
              ]),
            );
      if (done.length > 0) return true;
      // The lane went on (a foutbericht after the acknowledgment) and its new turn has not come yet. One turn too many does
      // no harm: who ended takes none.
      await wijzig(tx, [wijziging], clock.now());
      if (opnieuw) await outbox.publish(tx, [beurtVoor(rij)]);
      return true;
    });
  }
}

function conditions({ staat, zaaknummer }: ZaakberichtFilter): Sql[] {
  const found: Sql[] = [];
  if (staat) found.push(sql`staat = ${staat}`);
  if (zaaknummer) found.push(sql`zaaknummer = ${zaaknummer}`);
  return found;
}

/** Texts of others may quote a number; no BSN leaves this file. */
function masked<T extends ZaakberichtRegel>(regel: T): T {
  return { ...regel, reden: regel.reden === null ? null : maskBsn(regel.reden) };
}

function detailOf(row: DetailRow, xml: string | null): ZaakberichtDetail {
  const { antwoord, tijdlijn, ...rest } = masked(row);
  return {
    ...rest,
    tijdlijn: tijdlijn.map(
      (m): Moment => ({
        tijd: new Date(m.tijd),
        wat: m.wat,
        toelichting: m.toelichting === null ? null : maskBsn(m.toelichting),
      }),
    ),
    berichtXml: xml === null ? null : maskBsn(xml),
    antwoordXml: antwoord === null ? null : maskBsn(antwoord),
  };
}
