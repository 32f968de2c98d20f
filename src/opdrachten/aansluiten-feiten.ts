/** What the settings and the inrichting say, as facts for the checklist and its documents. Nothing in it is secret. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DEMO_OIN } from '../demoverbinding.ts';
import type { Instelling } from '../instellingen.ts';
import { planningInZinnen } from '../interactie/beheer/index.ts';
import type { Inrichtingfeit, Installatie, Stroomfeit, Zaaktypefeit } from '../proces/aansluiten/index.ts';
import { type AuthentiekKeuze, type Inrichting, keuzeVoor, type Stroom } from '../proces/lopendezaken/index.ts';
import type { InformerendZaaktype } from '../registraties/catalogi/index.ts';

const VERSIE = new URL('../../package.json', import.meta.url);

export function installatieVan(s: Instelling): Installatie {
  const [base] = s.publicUrl;
  const demo = s.mode === 'demo';
  const { version } = JSON.parse(readFileSync(VERSIE, 'utf8')) as { version: string };
  return {
    versie: version,
    gemeente: s.gemeente,
    nummer: s.oin ?? (demo ? DEMO_OIN : null),
    ontvanger: s.ontvanger,
    endpoint: base === undefined ? null : `${base}/digikoppeling/ebms`,
    accountbron: s.accountDienst === 'geen' ? null : (s.accountUrl ?? (demo ? 'de simulator' : null)),
    brp: s.brpUrl ?? (demo ? 'de simulator' : null),
    aansluiting: s.aansluiting,
    andereAdapter: s.dragers.length > 0,
    tls: tlsVan(s),
    xsd: s.xsd !== null,
    registers: s.bronnen.map(({ naam }) => naam),
    opslag: {
      database: databaseVan(s),
      documenten: s.files ?? resolve(s.dataDir, 'documenten'),
      sleutels: s.keysDir ?? resolve(join(s.dataDir, 'sleutels')),
    },
    waarschuwingen: {
      aan: [
        ...(s.alarmMail ?? []),
        ...(s.alarmWebhook === null ? [] : [`de webhook op ${new URL(s.alarmWebhook).host}`]),
      ],
      vastMinuten: s.alarmVast,
      wegMinuten: s.alarmWeg,
      fouten: s.alarmFouten,
    },
  };
}

function tlsVan({ ebmsListen, ebmsCertHeader }: Instelling): string | null {
  if (ebmsListen !== null) return `Zaakbode zelf, op ${ebmsListen.host}:${ebmsListen.port}`;
  return ebmsCertHeader === null
    ? null
    : `een onderdeel ervoor, dat het certificaat doorgeeft in de header ${ebmsCertHeader}`;
}

/** Where it is, without the name and password in its address. */
function databaseVan({ databaseUrl, dataDir }: Instelling): string {
  if (databaseUrl === null) return `ingebouwd, in ${resolve(dataDir)}. Stop Zaakbode voordat u deze map kopieert`;
  const { host, pathname } = new URL(databaseUrl);
  return `PostgreSQL, ${host}${pathname}`;
}

export function inrichtingfeit(inrichting: Inrichting): Inrichtingfeit {
  const { authentiek, rollen, maxVertrouwelijkheid, verwijzing, acties } = inrichting;
  return {
    authentiek: authentiek.map(bronInWoorden),
    rollen: rollen.map((rol) => rol.replaceAll('_', '-')),
    maxVertrouwelijkheid: maxVertrouwelijkheid.replaceAll('_', ' '),
    verwijzing: verwijzing !== null,
    herroepen: acties.intrekken || acties.verwijderen,
  };
}

function bronInWoorden(keuze: AuthentiekKeuze): string {
  switch (keuze.soort) {
    case 'brp':
      return 'de BRP kent de persoon';
    case 'ingelogd':
      return 'de persoon logde in met DigiD';
    case 'client':
      return `het komt van de applicatie ${keuze.clientId}`;
    case 'register':
      return `het komt uit het register ${keuze.register}`;
  }
}

export function stroomfeit({ naam, zaaktypen, standaard, drager, planning }: Stroom): Stroomfeit {
  const overDigikoppeling = drager.soort === 'digikoppeling';
  const cpaId = overDigikoppeling ? drager.cpaId : null;
  const { perSeconde } = planning;
  return { naam, zaaktypen, standaard, overDigikoppeling, planning: planningInZinnen(planning), cpaId, perSeconde };
}

/** As the administrator overruled the catalogus (L2). */
export function zaaktypenVan(typen: readonly InformerendZaaktype[], inrichting: Inrichting): readonly Zaaktypefeit[] {
  return typen.map(({ identificatie, omschrijving, statustypen }) => ({
    identificatie,
    omschrijving,
    statustypen: statustypen.map((status) => {
      const { zaaktype, statustype } = keuzeVoor(inrichting, identificatie, status.omschrijving);
      const informeren = zaaktype?.aan !== false && (statustype?.aan ?? status.informeren);
      return { ...status, informeren, tekst: statustype?.tekst || status.tekst };
    }),
  }));
}
