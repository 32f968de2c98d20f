/** The composition of Lopende Zaken: what the settings say of it, joined to what it stands on. */
import { DEMO_OIN, demoCpa, demoCpaFeiten } from './demoverbinding.ts';
import { type Fundament, omgevingVan } from './fundament.ts';
import { type Instelling, leesCpa } from './instellingen.ts';
import { accountDienst } from './instellingen-accounts.ts';
import type { StatusBron } from './integratie/bronnen/index.ts';
import type { Digikoppeling } from './integratie/digikoppeling/index.ts';
import { createMailer } from './platform/mail/index.ts';
import type { Poort } from './proces/aansluiten/index.ts';
import {
  BEGIN,
  createBronnen,
  createVoorbeelden,
  type Inrichting,
  type Inrichtingen,
  koppelLopendeZaken,
  type Lopen,
  type Instellingen as LopendeZaken,
  laadVormen,
  type Voorbeelden,
  type Vormen,
  wekWachtenden,
} from './proces/lopendezaken/index.ts';
import { createWaarschuwingen, type Waarschuwingen, type WaarschuwingenOpties } from './proces/waarschuwingen/index.ts';

/** What it is joined to. */
export interface Delen {
  readonly digikoppeling: Digikoppeling;
  readonly inrichtingen: Inrichtingen;
  readonly lopen: Lopen;
  readonly bron: StatusBron;
  readonly toelating: Poort;
  readonly vormen: Vormen;
}

/** Lopende Zaken, when there is an agreement to send under: gives the id of that CPA, or null. */
export async function koppel(
  s: Instelling,
  f: Fundament,
  delen: Delen,
  domein: string,
  own: string,
  simulator: string,
): Promise<string | null> {
  const { digikoppeling } = delen;
  const { db, net, clock, random, log, outbox, ports } = f;
  const demo = s.mode === 'demo';
  const cpa =
    s.cpa !== null ? leesCpa(s.cpa) : demo ? demoCpa(demoCpaFeiten(s.ontvanger), s.gemeente, own, simulator) : null;
  if (cpa === null) return null;
  const { id: cpaId } = await digikoppeling.cpas.laad(
    cpa,
    s.cpa === null ? { wie: 'demo' } : { wie: 'LZ_CPA', bijStart: true },
  );
  // Where there are no screens yet, the log tells what is wrong with it.
  for (const { code, severity, places, text } of (await digikoppeling.beheer.cpa(cpaId))?.bevindingen ?? [])
    if (severity === 'fout') log.warn({ cpa: cpaId, code, plaats: places[0] }, text);
  koppelLopendeZaken(outbox, {
    ...delen,
    db,
    ...createBronnen({
      terug: () => wekWachtenden({ ...f, inrichtingen: delen.inrichtingen }),
      db,
      net,
      clock,
      random,
      accounts: accountDienst(s, f.tls.client, simulator),
      brpUrl: s.brpUrl ?? `${simulator}/simulator/brp/controle`,
    }),
    outbox,
    verwerkingen: ports.verwerkingen,
    instellingen: lopendeZaken(s, cpaId, domein),
    clock,
    random,
    log,
    publish: outbox.publish,
  });
  // Who waits asks what the settings of now say: another source may be asked, or none.
  await wekWachtenden({ ...f, inrichtingen: delen.inrichtingen });
  return cpaId;
}

/** The forms in which messages go, with what Logius handed out: what the stromen use is compiled at the start. */
export async function vormenVan(s: Instelling, inrichtingen: Inrichtingen): Promise<Vormen> {
  const { stromen } = await inrichtingen.actueel();
  return await laadVormen(
    { sjabloon: s.moSjabloon, xsd: s.xsd },
    stromen.map(({ standaard }) => standaard),
  );
}

/** Messages as they would be made, for the screens. */
export function voorbeeldenVan(s: Instelling, f: Fundament, delen: Pick<Delen, 'bron' | 'vormen'>): Voorbeelden {
  return createVoorbeelden({ ...f, ...delen, instellingen: lopendeZaken(s, '', '') });
}

function lopendeZaken(s: Instelling, cpaId: string, domein: string): LopendeZaken {
  return {
    cpaId,
    action: s.action,
    oin: s.oin ?? DEMO_OIN,
    applicatie: 'Zaakbode',
    administratie: `Gemeente ${s.gemeente}`.slice(0, 50),
    ontvanger: { organisatie: s.ontvanger, applicatie: 'MijnOverheid', administratie: 'Lopende zaken' },
    domein,
  };
}

/** What the settings say, until somebody changes it in Beheer. */
export function beginVan(s: Instelling, base: string): Inrichting {
  const standInPage = s.mode === 'demo' ? `${base}/mijnzaken/{uuid}` : null;
  return {
    ...BEGIN,
    verwijzing: s.verwijzing === 'geen' ? null : (s.verwijzing ?? standInPage),
    geenAccountCodes: s.geenAccountCodes,
    maxVertrouwelijkheid: s.maxVertrouwelijkheid,
  };
}

/** Who is warned of what goes wrong, and how. */
export function waarschuwingenVan(
  s: Instelling,
  f: Fundament,
  delen: Omit<Delen, 'bron' | 'toelating' | 'vormen'> & Pick<WaarschuwingenOpties, 'registers'>,
): Waarschuwingen {
  const { alarmWebhook: url, alarmSleutel: sleutel, alarmMail: aan, smtp: server, mailVan: from } = s;
  return createWaarschuwingen({
    ...f,
    ...delen,
    cpas: delen.digikoppeling.beheer,
    keystore: f.tls.keystore,
    grenzen: { vastMinuten: s.alarmVast, wegMinuten: s.alarmWeg, fouten: s.alarmFouten },
    afzender: { gemeente: s.gemeente, omgeving: omgevingVan(s), base: f.ports.bases[0]! },
    webhook: url === null || sleutel === null ? null : { url, sleutel, net: f.uitgaand.net },
    mail: aan === null || server === null || from === null ? null : { aan, mailer: createMailer({ server, from }) },
  });
}
