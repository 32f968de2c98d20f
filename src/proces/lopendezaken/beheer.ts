/** What /beheer sees and does (L9, L14): the port `Zaakberichten` on the register of zaakberichten. */
import type { Digikoppeling } from '../../integratie/digikoppeling/index.ts';
import { type Database, type Queryable, raw, sql } from '../../platform/db/index.ts';
import type { Outbox } from '../../platform/outbox/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { Verwerkingenlog } from '../../registraties/verwerkingen/index.ts';
import { Bsn, maskBsn } from '../../standaarden/bsn/index.ts';
import { beginOfLocalDay, todayInAmsterdam } from '../../standaarden/tijd/index.ts';
import {
  type Berichtenstand,
  type Controlestand,
  type Inzage,
  type Moment,
  PER_PAGINA,
  type VerwantZaakbericht,
  type ZaakberichtDetail,
  type Zaakberichten,
  type ZaakberichtRegel,
  type ZaakberichtSoort,
} from './beeld.ts';
import { beurtVoor } from './beoordeling.ts';
import { VERTELD } from './herroepen.ts';
import { AAN_ZET, alles, kop, lijst, ONDERWEG, REGEL, zaaktypen, zonderBsn } from './lijst.ts';
import { KOLOMMEN, type Wijziging, wijzig, type Zaakberichtrij } from './register.ts';
import { telStaten } from './stand.ts';
import type { Besluitregel } from './verantwoorden.ts';

/** Anything else in the address is no zaakbericht, and no fault of ours. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface DetailRow extends ZaakberichtRegel {
  readonly tijdlijn: readonly { tijd: string; wat: string; toelichting: string | null }[];
  readonly accountGecontroleerdOp: Date | null;
  readonly messageId: string | null;
  readonly referentienummer: string | null;
  readonly antwoord: string | null;
  readonly heeftBsn: boolean;
  readonly rolsoort: string | null;
  readonly stroom: string | null;
  readonly inrichting: number;
  readonly besluit: readonly Besluitregel[];
  readonly soort: ZaakberichtSoort;
  readonly verteld: boolean;
  readonly verwant: readonly VerwantZaakbericht[];
}

export interface ZaakberichtenOptions {
  readonly db: Database;
  readonly outbox: Outbox;
  readonly digikoppeling: Pick<Digikoppeling, 'verzonden'>;
  readonly verwerkingen: Verwerkingenlog;
  /** What somebody is in the register. */
  rollenVan(db: Queryable, bsn: Bsn): Promise<readonly { readonly rolId: string; readonly zaakId: string }[]>;
  readonly clock: Clock;
}

export function createZaakberichten(options: ZaakberichtenOptions): Zaakberichten {
  const { db, outbox, digikoppeling, verwerkingen, clock } = options;
  return {
    lijst: (filter) => lijst(db, filter),
    alles: (filter) => alles(db, filter),
    stand: () => stand(db, clock.now()),
    aanZet: () => kop(db, AAN_ZET),
    onderweg: () => kop(db, ONDERWEG),
    controle: () => controle(db),
    zaaktypen: () => zaaktypen(db),
    async detail(id) {
      if (!UUID.test(id)) return null;
      const [row] = await db.query<DetailRow>(sql`
        select ${REGEL}, tijdlijn, account_gecontroleerd_op as "accountGecontroleerdOp", message_id as "messageId",
          referentienummer, antwoord, rolsoort, stroom, inrichting, besluit, bsn is not null as "heeftBsn", soort, ${VERTELD} as verteld,
          (select coalesce(json_agg(json_build_object('id', v.id, 'soort', v.soort, 'staat', v.staat) order by v.id), '[]'::json)
            from lopendezaken.zaakbericht v
            where v.status_id = z.status_id and v.rol_id is not distinct from z.rol_id and v.soort <> z.soort) as verwant
        from lopendezaken.zaakbericht z where id = ${id}::uuid`);
      if (!row) return null;
      return detailOf(row, row.messageId === null ? null : await digikoppeling.verzonden(row.messageId));
    },
    async vanPersoon(nummer, inzage) {
      const bsn = Bsn.parse(nummer);
      if (!bsn) return 'geen_bsn';
      return await db.transaction(async (tx) => {
        await verwerkingen.schrijf(tx, [
          verwerking(bsn, inzage, 'Zaakberichten van een persoon opgezocht', 'zaakberichten'),
        ]);
        const rollen = await options.rollenVan(tx, bsn);
        const rows = await tx.query<ZaakberichtRegel>(sql`
          select ${REGEL} from lopendezaken.zaakbericht where bsn = ${bsn.reveal()} or (zaak_id = any(${rollen.map((r) => r.zaakId)}::uuid[])
            and (rol_id is null or rol_id = any(${rollen.map((r) => r.rolId)}::uuid[])))
          order by status_gezet_op desc, id desc limit ${PER_PAGINA + 1}`);
        return rows.map(zonderBsn);
      });
    },
    async toonBsn(id, inzage) {
      if (!UUID.test(id)) return null;
      return await db.transaction(async (tx) => {
        const [row] = await tx.query<{ bsn: string; zaaknummer: string }>(sql`
          select bsn, zaaknummer from lopendezaken.zaakbericht where id = ${id}::uuid and bsn is not null`);
        const bsn = row && Bsn.parse(row.bsn);
        if (!bsn) return null;
        await verwerkingen.schrijf(tx, [verwerking(bsn, inzage, 'BSN bij een zaakbericht getoond', row.zaaknummer)]);
        return bsn.reveal();
      });
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
        select ${KOLOMMEN} from lopendezaken.zaakbericht where id = ${id}::uuid and ${AAN_ZET} for update`);
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

function verwerking(betrokkene: Bsn, { wie, reden, trace }: Inzage, naam: string, object: string) {
  const waarom = maskBsn(reden);
  return { betrokkene, activiteit: 'lopende-zaken', naam: `${naam}: ${waarom}`, ontvanger: wie, object, trace };
}

/** The states whose latest change is a check that succeeded, or follows from one. */
const NA_CONTROLE = ['te_verzenden', 'verzonden', 'afgeleverd', 'geen_account'];

async function stand(db: Queryable, now: Date): Promise<Berichtenstand> {
  const vandaag = beginOfLocalDay(todayInAmsterdam(now));
  const [aantallen, [rest]] = await Promise.all([
    telStaten(db),
    db.query<{ afgeleverd: number; fout: number; laatste: Date | null; oudste: Date | null }>(sql`
      select (select count(*) from lopendezaken.zaakbericht where staat = 'afgeleverd' and gewijzigd_op >= ${vandaag}) as afgeleverd,
        (select count(*) from lopendezaken.zaakbericht where staat = 'fout' and gewijzigd_op >= ${vandaag}) as fout,
        (select gewijzigd_op from lopendezaken.zaakbericht where staat = 'afgeleverd' order by gewijzigd_op desc limit 1) as laatste,
        (select status_gezet_op from lopendezaken.zaakbericht where ${ONDERWEG} order by status_gezet_op limit 1) as oudste`),
  ]);
  const { afgeleverd, fout, laatste, oudste } = rest!;
  return { aantallen, vandaag: { afgeleverd, fout }, laatstAfgeleverd: laatste, oudste };
}

async function controle(db: Queryable): Promise<Controlestand> {
  const [[eerste], [laatste], aantallen] = await Promise.all([
    db.query<{ op: Date; reden: string | null }>(
      raw(`select gewijzigd_op as op, reden from lopendezaken.zaakbericht
        where staat = 'wacht_op_controle' order by gewijzigd_op desc limit 1`),
    ),
    db.query<{ op: Date | null }>(sql`
      select max(z.account_gecontroleerd_op) as op from unnest(${NA_CONTROLE}::text[]) as s (staat)
      cross join lateral (select account_gecontroleerd_op from lopendezaken.zaakbericht
        where staat = s.staat order by gewijzigd_op desc limit 1) z`),
    telStaten(db),
  ]);
  const wacht = eerste && {
    geprobeerdOp: eerste.op,
    reden: eerste.reden === null ? null : maskBsn(eerste.reden),
    aantal: aantallen.wacht_op_controle,
  };
  return { laatst: laatste?.op ?? null, wacht: wacht ?? null };
}

type Verzonden = Awaited<ReturnType<Digikoppeling['verzonden']>>;

function detailOf(row: DetailRow, verzonden: Verzonden): ZaakberichtDetail {
  const { antwoord, tijdlijn, ...rest } = zonderBsn(row);
  const leesbaar = (tekst: string | null | undefined): string | null => (tekst == null ? null : maskBsn(tekst));
  return {
    ...rest,
    tijdlijn: tijdlijn.map(
      (m): Moment => ({ tijd: new Date(m.tijd), wat: m.wat, toelichting: leesbaar(m.toelichting) }),
    ),
    berichtXml: leesbaar(verzonden?.payload),
    enveloppe: leesbaar(verzonden?.enveloppe),
    antwoordXml: leesbaar(antwoord),
    besluit: rest.besluit.map(({ vraag, antwoord: gegeven }) => ({ vraag, antwoord: maskBsn(gegeven) })),
    pogingen: (verzonden?.pogingen ?? []).map((poging) => ({ ...poging, reden: leesbaar(poging.reden) })),
  };
}
