/**
 * Taking back what was told is done by two: one asks it, another agrees (A12). What is asked stands with four eyes; it is
 * carried out in the transaction that says who agreed.
 */
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import {
  type Handler,
  type Inhoud,
  NietUitvoerbaar,
  type Verzoek,
  type VierOgen,
  type Wie,
} from '../../registraties/handelingen/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import { type Herroepactie, type Herroepen, VERTELD } from './herroepen.ts';
import type { Inrichtingen } from './inrichting-register.ts';

/** `uit`: the inrichting does not allow it. `kan_niet`: it was never told, or it was taken back before. */
export type VraagAfloop = 'gevraagd' | 'al_gevraagd' | 'uit' | 'kan_niet';

export interface Herroepverzoeken {
  /** Asks it about this zaakbericht; nothing happens until another agrees. */
  vraag(actie: Herroepactie, id: string, reden: string, wie: Wie): Promise<VraagAfloop>;
  /** What was asked about this zaakbericht and waits for another, as this person sees it. */
  open(id: string, wie: Pick<Wie, 'subject'>): Promise<readonly Verzoek[]>;
}

const NAAM: Readonly<Record<Herroepactie, string>> = {
  intrekken: 'Status intrekken bij MijnOverheid',
  verwijderen: 'Zaak laten verwijderen bij MijnOverheid',
};
const WAT: Readonly<Record<Herroepactie, string>> = {
  intrekken: 'MijnOverheid krijgt bericht dat deze status een vergissing was.',
  verwijderen: 'MijnOverheid krijgt bericht dat de hele zaak weg moet, met alle statussen.',
};
const UIT: Readonly<Record<Herroepactie, string>> = {
  intrekken: 'Intrekken staat uit. Zet het aan bij Inrichting, Berichten. Geef daarna opnieuw akkoord.',
  verwijderen: 'Laten verwijderen staat uit. Zet het aan bij Inrichting, Berichten. Geef daarna opnieuw akkoord.',
};
const KAN_NIET =
  'Dit kan niet meer: het bericht is niet verteld, of het is al teruggenomen. Kijk bij het zaakbericht. Wie het vroeg, kan zijn verzoek intrekken.';

const SOORT: Readonly<Record<Herroepactie, { readonly verzoek: string; readonly bericht: string }>> = {
  intrekken: { verzoek: 'lopende-zaken.intrekken', bericht: 'intrekking' },
  verwijderen: { verzoek: 'lopende-zaken.verwijderen', bericht: 'verwijdering' },
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is asked, as four eyes keeps it. Without the person: he is with the zaakbericht. */
interface Gevraagd extends Inhoud {
  readonly zaakbericht: string;
  readonly zaaknummer: string;
  readonly zaaktype: string;
  readonly statustype: string;
  readonly reden: string;
  readonly vrager: string;
}

export function createHerroepverzoeken({
  db,
  vierOgen,
  herroepen,
  inrichtingen,
}: {
  readonly db: Database;
  readonly vierOgen: Pick<VierOgen, 'registreer' | 'vraag' | 'lijst'>;
  readonly herroepen: Herroepen;
  readonly inrichtingen: Pick<Inrichtingen, 'actueel'>;
}): Herroepverzoeken {
  for (const actie of ['intrekken', 'verwijderen'] as const) vierOgen.registreer(SOORT[actie].verzoek, handler(actie));

  function handler(actie: Herroepactie): Handler {
    return {
      naam: NAAM[actie],
      toon(inhoud) {
        const { zaaknummer, zaaktype, statustype } = inhoud as Gevraagd;
        return [
          { naam: 'Zaaknummer', waarde: zaaknummer },
          { naam: 'Zaaktype', waarde: zaaktype },
          { naam: 'Status', waarde: statustype },
          { naam: 'Wat er gebeurt', waarde: WAT[actie] },
        ];
      },
      async voerUit(tx: Tx, inhoud, wie) {
        const { zaakbericht, reden, vrager } = inhoud as Gevraagd;
        const door = `${vrager}, met akkoord van ${wie.naam}`;
        const { soort } = await herroepen[actie](zaakbericht, reden, door, tx);
        if (soort !== 'gedaan') throw new NietUitvoerbaar(soort === 'uit' ? UIT[actie] : KAN_NIET);
      },
    };
  }

  const open: Herroepverzoeken['open'] = async (id, wie) =>
    (await vierOgen.lijst(wie)).filter(({ object, staat }) => object === id && staat === 'open');

  return {
    open,
    async vraag(actie, id, reden, wie) {
      if (!UUID.test(id)) return 'kan_niet';
      if (!(await inrichtingen.actueel()).acties[actie]) return 'uit';
      if ((await open(id, wie)).some(({ naam }) => naam === NAAM[actie])) return 'al_gevraagd';
      const [over] = await db.query<Pick<Gevraagd, 'zaaknummer' | 'zaaktype' | 'statustype'>>(sql`
        select zaaknummer, zaaktype, statustype from lopendezaken.zaakbericht z where id = ${id}::uuid and ${VERTELD}
          and not exists (select 1 from lopendezaken.zaakbericht v
            where v.status_id = z.status_id and v.rol_id is not distinct from z.rol_id and v.soort = ${SOORT[actie].bericht})`);
      if (over === undefined) return 'kan_niet';
      const inhoud: Gevraagd = { zaakbericht: id, ...over, reden: maskBsn(reden), vrager: wie.naam };
      await vierOgen.vraag({ soort: SOORT[actie].verzoek, inhoud, object: id, reden }, wie);
      return 'gevraagd';
    },
  };
}
