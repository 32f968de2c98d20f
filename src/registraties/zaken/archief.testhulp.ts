/** Test help: a zaaktype with a resultaattype for every afleidingswijze. */
import { sql } from '../../platform/db/index.ts';
import {
  type Answer,
  OPEN_KLASSE,
  publishedZaaktype,
  type Registers,
  TOEGEKEND,
  type Zaaktype,
} from '../registers.testhulp.ts';
import { maak, ZRC } from './zaken.testhulp.ts';

export { codes, maak } from './zaken.testhulp.ts';

export interface Archieftype extends Zaaktype {
  readonly resultaattypen: Readonly<Record<string, string>>;
  /** An eigenschap that holds a day. */
  readonly eigenschap: string;
}

/** By afleidingswijze: what else its archiefprocedure needs. */
const PROCEDURES: Readonly<Record<string, object>> = {
  afgehandeld: {},
  ander_datumkenmerk: { datumkenmerk: 'einde', objecttype: 'pand', registratie: 'BAG' },
  eigenschap: { datumkenmerk: 'vervalt' },
  gerelateerde_zaak: {},
  hoofdzaak: {},
  ingangsdatum_besluit: {},
  termijn: { procestermijn: 'P2M' },
  vervaldatum_besluit: {},
  zaakobject: { datumkenmerk: 'record/data/einde', objecttype: 'overige' },
};

/** The extra types are put in as a correction, after publishing. */
export async function archiefZaaktype(r: Registers): Promise<Archieftype> {
  const t = await publishedZaaktype(r, { deelzaaktypen: ['PARKEREN'] });
  const { zaaktype } = t;
  const resultaattypen: Record<string, string> = {};
  const resultaattype = async (omschrijving: string, procedure: object, archiefactietermijn: string) => {
    const { url } = await maak(r, '/catalogi/api/v1/resultaattypen', {
      zaaktype,
      omschrijving,
      resultaattypeomschrijving: TOEGEKEND,
      selectielijstklasse: OPEN_KLASSE,
      archiefnominatie: 'vernietigen',
      archiefactietermijn,
      brondatumArchiefprocedure: procedure,
    });
    resultaattypen[omschrijving] = url;
  };
  for (const [afleidingswijze, rest] of Object.entries(PROCEDURES))
    await resultaattype(afleidingswijze, { afleidingswijze, ...rest }, 'P1Y');
  await resultaattype('zonder', { afleidingswijze: 'eigenschap', datumkenmerk: 'x' }, 'P1Y');
  // The selectielijst would fill it in.
  await r.db.query(sql`update catalogi.resultaattype set archiefactietermijn = null where omschrijving = 'zonder'`);
  const specificatie = { formaat: 'datum', lengte: '8', kardinaliteit: '1' };
  const eigenschap = await maak(r, '/catalogi/api/v1/eigenschappen', {
    zaaktype,
    naam: 'vervalt',
    definitie: 'Einde',
    specificatie,
  });
  return { ...t, resultaattypen, eigenschap: eigenschap.url };
}

/** Gives the zaak a resultaat of this afleidingswijze, when it has none, and its end status. */
export async function sluitMet(r: Registers, zaak: string, t: Archieftype, wijze: string): Promise<Answer> {
  if ((await r.send('GET', zaak)).body.resultaat === null)
    await maak(r, 'resultaten', { zaak, resultaattype: t.resultaattypen[wijze] });
  return await r.send('POST', `${ZRC}/statussen`, {
    zaak,
    statustype: t.eind,
    datumStatusGezet: '2026-11-02T08:30:00Z',
  });
}
