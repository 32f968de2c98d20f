/** Joins the checklist of Lopende Zaken with what it looks at: for the running program, and for a command without one. */
import { DEMO_OIN } from '../demoverbinding.ts';
import { omgevingVan } from '../fundament.ts';
import type { Instelling } from '../instellingen.ts';
import type { CpaBeheer } from '../integratie/digikoppeling/index.ts';
import { UITLEG } from '../interactie/beheer/index.ts';
import type { Database } from '../platform/db/index.ts';
import { functiesOpAfstand } from '../platform/http/index.ts';
import type { Clock, Random } from '../platform/time/index.ts';
import type { Tls } from '../platform/tls/index.ts';
import {
  type Aansluiten,
  type AansluitenOptions,
  certificaatfeiten,
  createAansluiten,
  echtNetwerk,
  type Poort,
  type Proefopstelling,
  type Voorbeeldbericht,
} from '../proces/aansluiten/index.ts';
import type { Inrichting, Zaakberichten } from '../proces/lopendezaken/index.ts';
import { leesInformerend } from '../registraties/catalogi/index.ts';
import { Bsn, maskBsn } from '../standaarden/bsn/index.ts';
import { InvalidBericht, writeZakLk01, type Zaakbericht } from '../standaarden/stuf/index.ts';
import { toLocalDigits } from '../standaarden/tijd/index.ts';
import { inrichtingfeit, installatieVan, stroomfeit, zaaktypenVan } from './aansluiten-feiten.ts';

/** Where a command asks the running program. */
export const AANSLUITEN_PAD = '/opdrachten/aansluiten';

/** What a command may ask of it; everything else is done on the screens, where it is known who does it. */
export const FUNCTIES = [
  'beeld',
  'dossier',
  'wijzigDossier',
  'controleer',
  'scenarios',
  'draaiAcceptatie',
  'document',
  'kenmerken',
  'leesKenmerken',
] as const satisfies readonly (keyof Aansluiten)[];
export type AansluitWerk = Pick<Aansluiten, (typeof FUNCTIES)[number]>;

export const aansluitenOpAfstand = (vraag: (functie: string, args: string) => Promise<string>): AansluitWerk =>
  functiesOpAfstand<AansluitWerk>(FUNCTIES, vraag);

export function maakAansluiten(
  s: Instelling,
  ground: { readonly db: Database; readonly clock: Clock; readonly random: Random; readonly tls: Tls },
  ports: {
    readonly cpas: Pick<CpaBeheer, 'cpas' | 'cpa'>;
    readonly berichten: Pick<Zaakberichten, 'lijst' | 'detail'>;
    readonly poort: Poort;
    readonly vierOgen: AansluitenOptions['vierOgen'];
    readonly inrichting: () => Promise<Inrichting>;
    readonly proefopstelling: Proefopstelling | null;
  },
): Aansluiten {
  const { db, clock, random, tls } = ground;
  const { inrichting, ...rest } = ports;
  return createAansluiten({
    db,
    clock,
    random,
    omgeving: omgevingVan(s),
    installatie: installatieVan(s),
    staten: UITLEG,
    certificaten: () => certificaatfeiten(tls),
    inrichting: async () => inrichtingfeit(await inrichting()),
    stromen: async () => (await inrichting()).stromen.map(stroomfeit),
    zaaktypen: async () => zaaktypenVan(await leesInformerend(db), await inrichting()),
    voorbeeld: voorbeeldVan(s, clock),
    netwerk: echtNetwerk(tls.client),
    ...rest,
  });
}

/** A number of the test range of the simulator: nobody's. */
const VOORBEELD_BSN = Bsn.parse('999993653')!;

/** A made-up message, as it would leave: for the scenarios. */
function voorbeeldVan(s: Instelling, clock: Clock): Voorbeeldbericht {
  const zender = {
    organisatie: s.oin ?? DEMO_OIN,
    applicatie: 'Zaakbode',
    administratie: `Gemeente ${s.gemeente}`.slice(0, 50),
  };
  return ({ zaaktype, nummer }) => {
    const { volgnummer, omschrijving, tekst } = zaaktype.statustypen[nummer]!;
    const now = clock.now();
    const vandaag = toLocalDigits(now).replace(/^(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3');
    const bericht: Zaakbericht = {
      referentienummer: 'VOORBEELD',
      tijdstipBericht: toLocalDigits(now),
      zender,
      ontvanger: { organisatie: s.ontvanger, applicatie: 'MijnOverheid', administratie: 'Lopende zaken' },
      zaak: {
        identificatie: 'VOORBEELD-0001',
        omschrijving: zaaktype.omschrijving,
        startdatum: vandaag,
        einddatum: nummer === zaaktype.statustypen.length - 1 ? vandaag : null,
      },
      zaaktype: { omschrijving: zaaktype.omschrijving, code: zaaktype.identificatie },
      geadresseerde: { rol: 'initiator', bsn: VOORBEELD_BSN, authentiek: true },
      status: { volgnummer, omschrijving, ...(tekst && { toelichting: tekst }), datumStatusGezet: now },
    };
    try {
      return maskBsn(writeZakLk01(bericht));
    } catch (fault) {
      if (!(fault instanceof InvalidBericht)) throw fault;
      return `Dit bericht kan zo niet worden gemaakt. ${fault.message}`;
    }
  };
}
