/**
 * Connecting a municipality to MijnOverheid Lopende Zaken (rows A1-A15, bron 001): a guided checklist that knows what is
 * done, what is missing and what is next, and a gate that keeps messages in until it is their time.
 *
 * `dossier.ts` is what the municipality chose; `fasen/` the steps; `stap.ts` how they stand, from `feiten.ts`; `toelating.ts` the
 * gate; `proefrun.ts` the limited run and its release; `gescheiden.ts` what keeps omgevingen apart; `proeven.ts` and
 * `scenarios.ts` the tests; `netwerk.ts` the network check; `documenten/` what is written from all this.
 */
import type { CpaBeheer } from '../../integratie/digikoppeling/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { Clock, Random } from '../../platform/time/index.ts';
import type { VierOgen } from '../../registraties/handelingen/index.ts';
import type { Staat, Zaakberichten } from '../lopendezaken/index.ts';
import { dagVan, type Fout, type Omgeving, type Persoon } from './begrippen.ts';
import type { Certificaatfeit } from './certificaten.ts';
import { createDeelnemers, type Deelnemers } from './deelnemers.ts';
import type { Document } from './documenten/document.ts';
import { documentVan } from './documenten/index.ts';
import { FASEN, stapVan } from './fasen/index.ts';
import {
  cpaVanLopendeZaken,
  type Feiten,
  type Inrichtingfeit,
  type Installatie,
  type Staatwoord,
  type Stroomfeit,
  type Zaaktypefeit,
} from './feiten.ts';
import { bewaarKenmerken, type Kenmerken, kenmerkenVan, overlapVan } from './gescheiden.ts';
import { controleerNetwerk, type Netwerk } from './netwerk.ts';
import { createProefruns, type Proefruns } from './proefrun.ts';
import {
  type Berichtregel,
  createProeven,
  type Proef,
  type Proefregel,
  type Proefsoort,
  type Proeven,
  type Scenario,
} from './proeven.ts';
import { type Controle, createRegister, type NieuweVink, type Register } from './register.ts';
import { scenariosVan, type Voorbeeldbericht } from './scenarios.ts';
import { type Beeld, beeldVan } from './stap.ts';
import type { Poort } from './toelating.ts';

export {
  dagVan,
  type Fout,
  inWoorden,
  inZin,
  leesDag,
  OMGEVING_NAAM,
  type Omgeving,
  omgevingVanMijnOverheid,
  type Persoon,
} from './begrippen.ts';
export { type Certificaatfeit, certificaatfeiten } from './certificaten.ts';
export type { Deelnemer } from './deelnemers.ts';
export { aantalOpen, type Blok, type Cel, type Document, type Waarde } from './documenten/document.ts';
export { DOCUMENTEN, type Documentnaam } from './documenten/index.ts';
export {
  type Contact,
  type Dossier,
  LEEG_DOSSIER,
  MIJLPAAL_NAMEN,
  MIJLPALEN,
  ONDERDEEL_SOORTEN,
  ONDERDELEN,
  type Onderdeel,
  ROL_NAMEN,
  ROLLEN,
  type Rol,
} from './dossier.ts';
export type { Feiten, Inrichtingfeit, Installatie, Staatwoord, Stroomfeit, Zaaktypefeit } from './feiten.ts';
export { type Kenmerken, OmgevingFout, redenenOmNietTeStarten, stempel } from './gescheiden.ts';
export type { Netwerk } from './netwerk.ts';
export { echtNetwerk } from './netwerk-echt.ts';
export type { Proefrun } from './proefrun.ts';
export {
  type Berichtregel,
  leegGelaten,
  PROEFSOORTEN,
  type Proef,
  type Proefregel,
  type Proefsoort,
  type Scenario,
  type Uitkomst,
} from './proeven.ts';
export type { Controle, Controleregel, DossierStand, NieuweVink } from './register.ts';
export type { Voorbeeld, Voorbeeldbericht } from './scenarios.ts';
export type { Beeld, Fasebeeld, Plek, Stapbeeld, StapStaat } from './stap.ts';
export { createPoort, type Poort } from './toelating.ts';

/** Runs the scenarios of the acceptance test in a place of its own (A7); nothing leaves the house. */
export type Proefopstelling = (
  scenarios: readonly Scenario[],
  zaaktypen: readonly Zaaktypefeit[],
) => Promise<readonly Proefregel[]>;

export interface AansluitenOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly omgeving: Omgeving;
  readonly installatie: Installatie;
  readonly cpas: Pick<CpaBeheer, 'cpas' | 'cpa'>;
  readonly certificaten: () => Promise<readonly Certificaatfeit[]>;
  readonly stromen: () => Promise<readonly Stroomfeit[]>;
  readonly zaaktypen: () => Promise<readonly Zaaktypefeit[]>;
  readonly berichten: Pick<Zaakberichten, 'lijst' | 'detail'>;
  /** How Beheer calls and explains each state. */
  readonly staten: Readonly<Record<Staat, Staatwoord>>;
  readonly inrichting: () => Promise<Inrichtingfeit>;
  readonly voorbeeld: Voorbeeldbericht;
  readonly netwerk: Netwerk;
  /** Null where there is none. */
  readonly proefopstelling: Proefopstelling | null;
  readonly poort: Poort;
  /** The release of the limited run goes through it (A9). */
  readonly vierOgen: Pick<VierOgen, 'registreer' | 'vraag' | 'laatste'>;
}

/** For the screens and the command line; everything goes in and out as plain data. */
export interface Aansluiten extends Pick<Register, 'dossier' | 'wijzigDossier'> {
  readonly omgeving: Omgeving;
  /** Of the other chain in the network overview (A5): productie, or of productie preproductie. */
  readonly andereOmgeving: Omgeving;
  readonly installatie: Installatie;
  beeld(): Promise<Beeld>;
  feiten(): Promise<Feiten>;
  /** Ticks a step, or takes the tick back. */
  vink(stap: string, vink: NieuweVink, wie: Persoon): Promise<readonly Fout[]>;
  readonly deelnemers: Deelnemers;
  readonly proefrun: Proefruns;
  controleer(wie: Persoon): Promise<Controle>;
  readonly proeven: Pick<Proeven, 'van' | 'vul' | 'oordeel'>;
  /** The scenarios as they would be now. */
  scenarios(soort: Proefsoort): Promise<readonly Scenario[]>;
  beginProef(soort: Proefsoort, wie: Persoon): Promise<readonly Fout[]>;
  rondProefAf(soort: Proefsoort, opmerking: string): Promise<readonly Fout[]>;
  /** What became of the messages about a zaak. */
  berichten(zaaknummer: string): Promise<readonly Berichtregel[]>;
  /** Runs the acceptance test as a whole. */
  draaiAcceptatie(wie: Persoon): Promise<{ readonly proef: Proef } | { readonly fouten: readonly Fout[] }>;
  document(naam: string): Promise<Document | null>;
  kenmerken(): Promise<Kenmerken>;
  leesKenmerken(tekst: string, wie: Persoon): Promise<readonly Fout[]>;
}

export function createAansluiten(options: AansluitenOptions): Aansluiten {
  const { db, clock, random, omgeving, installatie, cpas, poort, vierOgen } = options;
  const andereOmgeving = omgeving === 'productie' ? 'preproductie' : 'productie';
  const register = createRegister({ db, clock, random, omgeving });
  const deelnemers = createDeelnemers({ db, clock, random });
  const proefruns = createProefruns({ db, clock, vierOgen });
  const proeven = createProeven({ db, clock });

  async function kenmerken(): Promise<Kenmerken> {
    return kenmerkenVan(omgeving, cpas, await options.certificaten());
  }

  async function feiten(): Promise<Feiten> {
    const [{ dossier }, compliance, acceptatie, keten, proefproductie] = await Promise.all([
      register.dossier(omgeving),
      proeven.van('compliance'),
      proeven.van('acceptatie'),
      proeven.van('keten'),
      proeven.van('proefproductie'),
    ]);
    return {
      vandaag: dagVan(clock.now()),
      omgeving,
      installatie,
      dossier,
      vinken: await register.vinken(),
      certificaten: await options.certificaten(),
      cpas: await cpas.cpas(),
      inrichting: await options.inrichting(),
      stromen: await options.stromen(),
      zaaktypen: await options.zaaktypen(),
      deelnemers: await deelnemers.lijst(),
      controle: await register.laatsteControle(),
      proeven: { compliance, acceptatie, keten, proefproductie },
      proefrun: await proefruns.stand(),
      overlap: await overlapVan(db, await kenmerken()),
    };
  }

  const beeld = async (): Promise<Beeld> => beeldVan(FASEN, await feiten());
  const scenarios = async (soort: Proefsoort): Promise<readonly Scenario[]> =>
    scenariosVan(soort, await feiten(), options.voorbeeld);

  async function berichten(zaaknummer: string): Promise<readonly Berichtregel[]> {
    const { regels } = await options.berichten.lijst({ zaaknummer });
    const found: Berichtregel[] = [];
    for (const { id } of regels.toSorted((a, b) => a.statusGezetOp.getTime() - b.statusGezetOp.getTime())) {
      const bericht = await options.berichten.detail(id);
      if (bericht === null) continue;
      const { statustype, staat, reden, gewijzigdOp, accountGecontroleerdOp, messageId, referentienummer } = bericht;
      const accountOp = accountGecontroleerdOp?.toISOString() ?? null;
      const op = gewijzigdOp.toISOString();
      found.push({ statustype, staat, reden: reden ?? '', op, accountOp, messageId, referentienummer });
    }
    return found;
  }

  /** What stands in the way of a step, as a mistake; empty when it may be done. */
  async function belet(stap: string): Promise<readonly Fout[]> {
    const gezien = (await beeld()).fasen.flatMap((fase) => fase.stappen).find(({ id }) => id === stap);
    if (gezien?.staat === 'nvt') return [{ veld: '', tekst: gezien.tekst }];
    if (gezien?.staat === 'wacht') return [{ veld: '', tekst: `Doe eerst: ${gezien.wachtOp.join('; ')}.` }];
    return [];
  }

  return {
    omgeving,
    andereOmgeving,
    installatie,
    dossier: register.dossier,
    wijzigDossier: register.wijzigDossier,
    beeld,
    feiten,
    async vink(stap, vink, wie) {
      if (!stapVan(stap)?.vink) return [{ veld: '', tekst: 'Deze stap vinkt u niet zelf af.' }];
      const fouten = vink.gedaan ? await belet(stap) : [];
      return fouten.length > 0 ? fouten : await register.vink(stap, vink, wie);
    },
    deelnemers,
    proefrun: {
      stand: proefruns.stand,
      async begin(wie) {
        const fouten = await belet('proefrun');
        if (fouten.length > 0) return fouten;
        const uitkomst = await proefruns.begin(wie);
        poort.vergeet();
        return uitkomst;
      },
      async vraagVrijgave(gemeldOp, wie) {
        const fouten = await belet('vrijgave');
        return fouten.length > 0 ? fouten : await proefruns.vraagVrijgave(gemeldOp, wie);
      },
    },
    async controleer(wie) {
      const { dossier } = await register.dossier(omgeving);
      return await register.bewaarControle(await controleerNetwerk(dossier.endpointLogius, options.netwerk), wie);
    },
    proeven,
    scenarios,
    async beginProef(soort, wie) {
      const stap = {
        compliance: 'compliance',
        acceptatie: 'acceptatie',
        keten: 'ketentest',
        proefproductie: 'proefrun-gedaan',
      };
      const fouten = await belet(stap[soort]);
      return fouten.length > 0 ? fouten : await proeven.begin(soort, await scenarios(soort), wie);
    },
    rondProefAf: (soort, opmerking) => proeven.rondAf(soort, opmerking, berichten),
    berichten,
    async draaiAcceptatie(wie) {
      const fouten = await belet('acceptatie');
      if (fouten.length > 0) return { fouten };
      if (options.proefopstelling === null)
        return {
          fouten: [
            {
              veld: '',
              tekst: 'Hier is geen proefopstelling. Draai de test met: zaakbode aansluiten proef acceptatie --draai',
            },
          ],
        };
      const feit = await feiten();
      const lijst = scenariosVan('acceptatie', feit, options.voorbeeld);
      if (lijst.length === 0)
        return { fouten: [{ veld: '', tekst: 'Er zijn geen scenario’s. Kies eerst zaakberichtstromen.' }] };
      const regels = await options.proefopstelling(lijst, feit.zaaktypen);
      const op = clock.now().toISOString();
      return {
        proef: await proeven.bewaar(
          'acceptatie',
          regels.map((regel) => ({ ...regel, wie: wie.naam, op })),
          'Gedraaid tegen de simulator van MijnOverheid, in een eigen proefopstelling.',
          wie,
        ),
      };
    },
    async document(naam) {
      const feit = await feiten();
      const cpa = cpaVanLopendeZaken(feit);
      return documentVan(naam, {
        ...feit,
        cpa,
        staten: options.staten,
        beeld: beeldVan(FASEN, feit),
        anderDossier: await register.dossier(andereOmgeving),
        scenarios: (soort) => scenariosVan(soort, feit, options.voorbeeld),
      });
    },
    kenmerken,
    leesKenmerken: (tekst, wie) => bewaarKenmerken(db, tekst, { wie, eigen: omgeving, clock }),
  };
}

export const aansluitenMigrations = {
  component: 'aansluiten',
  folder: new URL('./migraties', import.meta.url).pathname,
};
