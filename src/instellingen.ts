/** The settings of Zaakbode: one table, from which the README's table is made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foutenInAccountDienst } from './instellingen-accounts.ts';
import { foutenInAlarm } from './instellingen-alarm.ts';
import {
  adresEnPoort,
  bronnen,
  clamdAdres,
  clients,
  dragers,
  headerNaam,
  lijsten,
  metricsToken,
  oin,
  oneUrl,
  optioneel,
  organisaties,
  postgresUrl,
  roles,
  sleutel,
  vreemdeRegisters,
  wusProfiel,
} from './instellingen-lezen.ts';
import { OIDC_INSTELLINGEN, oidcFouten } from './instellingen-oidc.ts';
import { addresses, choice, type Setting, type Settings, text, urls, whole } from './platform/config/index.ts';
import { type ObjectStore, storeOf } from './platform/files/index.ts';
import { readAddresses, readSmtpUrl } from './platform/mail/index.ts';
import type { ClientSetting } from './registraties/autorisaties/index.ts';
import { VERTROUWELIJKHEDEN } from './standaarden/zgw/index.ts';

/** Fixed and public, for the demonstration only: README examples use it. */
export const DEMO_CLIENT: ClientSetting = {
  clientId: 'demo',
  secret: 'alleen-voor-de-demonstratie-op-deze-computer',
  heeftAlleAutorisaties: true,
};

const setting = <T>(name: string, meaning: string, shown: string, read: Setting<T>['read']): Setting<T> => ({
  name,
  meaning,
  shown,
  read,
});

export const INSTELLINGEN = {
  port: setting('PORT', 'Poort waarop Zaakbode luistert.', '`8080`', whole(8080, 1, 65_535)),
  host: setting(
    'HOST',
    'Adres waarop Zaakbode luistert. In de demo alleen deze computer zelf.',
    '`127.0.0.1`',
    text('127.0.0.1'),
  ),
  publicUrl: setting(
    'PUBLIC_URL',
    'Adressen waaronder Zaakbode bereikbaar is, met komma’s ertussen; het eerste staat in berichten.',
    'uit HOST en PORT',
    urls,
  ),
  proxy: setting(
    'TRUSTED_PROXY',
    'Adressen (IP of CIDR) van de gateway of offloader voor Zaakbode, met komma’s ertussen. Alleen hun `X-Forwarded-*` wordt geloofd.',
    'geen',
    addresses,
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    'PostgreSQL 15 of nieuwer. Leeg: een ingebouwde database in DATA_DIR.',
    'ingebouwd',
    postgresUrl,
  ),
  dataDir: setting('DATA_DIR', 'Map voor de ingebouwde database en bestanden.', '`./data`', text('./data')),
  files: setting(
    'FILES',
    'Waar de bestanden van documenten liggen: een map, of `s3://bucket/map?endpoint=https://...&region=...`. Zie docs/documenten-opslag.md.',
    'in DATA_DIR',
    optioneel,
  ),
  s3Sleutel: setting('S3_ACCESS_KEY_ID', 'Naam van de sleutel voor S3, bij FILES.', 'geen', optioneel),
  s3Geheim: setting('S3_SECRET_ACCESS_KEY', 'De sleutel voor S3 zelf.', 'geen', optioneel),
  clamd: setting(
    'CLAMD',
    'Virusscanner voor documenten: `server:poort` of het pad van de socket van clamd. Leeg: er wordt niet gescand.',
    'geen',
    clamdAdres,
  ),
  keysDir: setting(
    'KEYS_DIR',
    'Map met sleutels en certificaten (PEM) voor Digikoppeling, met daarin `vertrouwd/` en `crl/`. Zie docs/digikoppeling-tls.md.',
    '`sleutels` in DATA_DIR',
    optioneel,
  ),
  keysWachtwoord: setting('KEYS_PASSPHRASE', 'Wachtwoord van versleutelde sleutels in KEYS_DIR.', 'geen', optioneel),
  ebmsListen: setting(
    'EBMS_LISTEN',
    'Adres (`server:poort`) waarop Zaakbode zelf ebMS ontvangt over tweezijdige TLS. Leeg: dat doet een offloader, zie EBMS_CERT_HEADER.',
    'geen',
    adresEnPoort,
  ),
  ebmsCertificaat: setting(
    'EBMS_CERTIFICAAT',
    'Welk certificaat uit KEYS_DIR voor TLS wordt getoond: het OIN erin, of de SHA-256-vingerafdruk.',
    'het enige',
    optioneel,
  ),
  ebmsCertHeader: setting(
    'EBMS_CERT_HEADER',
    'Header waarin een TLS-offloader het clientcertificaat doorgeeft (PEM, gecodeerd als in een adres). Alleen van adressen in TRUSTED_PROXY.',
    'geen',
    headerNaam,
  ),
  mode: setting(
    'ZAAKBODE_MODE',
    '`demo` met simulator, of `productie` zonder.',
    '`demo`',
    choice(['demo', 'productie'], 'demo'),
  ),
  omgeving: setting(
    'OMGEVING',
    'Waarvoor deze Zaakbode is: `compliance`, `preproductie` of `productie`. Een CPA voor een andere omgeving wordt geweigerd. De demo heeft haar eigen omgeving.',
    '`productie`',
    choice(['compliance', 'preproductie', 'productie'], 'productie'),
  ),
  demodata: setting(
    'ZAAKBODE_DEMODATA',
    '`ja` vult een lege demodatabase met voorbeelden, `nee` laat haar leeg.',
    '`ja`',
    choice(['ja', 'nee'], 'ja'),
  ),
  roles: setting('ZAAKBODE_ROLES', 'Wat dit proces doet: `web`, `worker` of allebei.', '`web,worker`', roles),
  sleutel: setting(
    'ZAAKBODE_SLEUTEL',
    'Sleutel waarmee geheimen versleuteld worden bewaard, minstens 32 tekens. Verplicht in productie.',
    'gemaakt in de demo',
    sleutel,
  ),
  clients: setting(
    'ZGW_CLIENTS',
    'JSON-lijst van `{clientId, secret, heeftAlleAutorisaties?}` die bij de start worden aangemaakt.',
    'client `demo` in de demo',
    clients,
  ),
  profiel: setting(
    'ZGW_PROFILE',
    '`1.7` volgt de standaard. `openzaak` doet als Open Zaak waar die twee elkaar tegenspreken.',
    '`1.7`',
    choice(['1.7', 'openzaak'], '1.7'),
  ),
  rateLimit: setting(
    'RATE_LIMIT',
    'Verzoeken per seconde die één client van de API’s mag doen; wat hij tien seconden spaart, mag hij ineens. Daarboven antwoordt Zaakbode met 429. Telt per proces. `geen`: geen grens.',
    '`geen`',
    (value) => (value === undefined || value === 'geen' ? null : whole(0, 1, 100_000)(value)),
  ),
  metricsToken: setting(
    'METRICS_TOKEN',
    'Token, minstens 16 tekens, waarmee een meetdienst `/metrics` leest (`Authorization: Bearer`). Zonder token is dat alleen vanaf deze computer te lezen.',
    'geen',
    metricsToken,
  ),
  uitgaand: setting(
    'OUTBOUND_ALLOW',
    'Bronnen die verwijzingen mogen bereiken, met komma’s ertussen, zoals `https://zaken.example.nl`. Zet `intern:` ervoor als de naam naar een adres binnen uw eigen netwerk leidt.',
    'geen',
    bronnen,
  ),
  referentielijsten: setting(
    'REFERENTIELIJSTEN_URL',
    'Adres van referentielijsten elders, zoals `https://lijsten.example.nl/api/v1`: verwijzingen daarheen mogen, ook zonder OUTBOUND_ALLOW. Wat is ingebouwd, blijft bekend. Ook hier kan `intern:` ervoor.',
    'alleen de ingebouwde lijsten',
    lijsten,
  ),
  dragers: setting(
    'DIGIKOPPELING_DRAGERS',
    'JSON-bestand dat zegt welke berichten een ander dan Zaakbode zelf verzendt: een bestaande adapter (ebms-core), of een map met bestanden. Zie docs/digikoppeling-api.md.',
    'Zaakbode verzendt alles zelf',
    dragers,
  ),
  logLevel: setting(
    'LOG',
    'Hoeveel het log vertelt: `debug`, `info`, `warn`, `error` of `silent`.',
    '`info`',
    choice(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  ),
  logFile: setting(
    'LOG_FILE',
    'Bestand waarin het log ook komt, naast stdout. Mag worden verplaatst (logrotate); na SIGHUP begint het meteen opnieuw.',
    'geen',
    optioneel,
  ),
  alarmWebhook: setting(
    'ALARM_WEBHOOK',
    'Adres dat een bericht krijgt als er iets vastloopt, weg is of verloopt. De bron ervan staat ook in OUTBOUND_ALLOW. Zie docs/waarschuwingen.md.',
    'geen',
    oneUrl,
  ),
  alarmSleutel: setting(
    'ALARM_WEBHOOK_SLEUTEL',
    'Sleutel waarmee berichten aan ALARM_WEBHOOK worden ondertekend, minstens 32 tekens.',
    'geen',
    sleutel,
  ),
  alarmMail: setting(
    'ALARM_MAIL',
    'E-mailadressen die hetzelfde bericht krijgen, met komma’s ertussen.',
    'geen',
    (value) => (value === undefined ? null : readAddresses(value)),
  ),
  smtp: setting(
    'SMTP_URL',
    'Mailserver: `smtp://naam:wachtwoord@server:587` (met STARTTLS) of `smtps://server`.',
    'geen',
    (value) => (value === undefined ? null : readSmtpUrl(value)),
  ),
  mailVan: setting('MAIL_VAN', 'E-mailadres waarvan mail van Zaakbode komt.', 'geen', (value) =>
    value === undefined ? null : readAddresses(value)[0]!,
  ),
  alarmVast: setting(
    'ALARM_VAST',
    'Na zoveel minuten wachten op verzending of bevestiging komt er een waarschuwing.',
    '`60`',
    whole(60, 1, 10_080),
  ),
  alarmWeg: setting(
    'ALARM_WEG',
    'Na zoveel minuten zonder antwoord van een controle of van MijnOverheid komt er een waarschuwing.',
    '`15`',
    whole(15, 1, 1_440),
  ),
  alarmFouten: setting(
    'ALARM_FOUTEN',
    'Bij zoveel zaakberichten die in een kwartier fout gaan komt er een waarschuwing.',
    '`10`',
    whole(10, 1, 10_000),
  ),
  gemeente: setting(
    'GEMEENTE',
    'Naam van de gemeente op schermen en in berichten, zonder het woord gemeente ervoor.',
    '`Demodam`',
    text('Demodam'),
  ),
  organisaties: setting(
    'ORGANISATIES',
    'JSON-bestand met namen van organisaties: een lijst van `{rsin, naam, oin?, eigen?}`. Zaakbevraging noemt de naam bij zaken van anderen; `eigen` is wat bij de gemeente zelf hoort.',
    'alleen de gemeente zelf, uit LZ_OIN',
    organisaties,
  ),
  bevraagbaarTot: setting(
    'ZAAKBEVRAGING_MAX_VERTROUWELIJKHEID',
    'Zaken die vertrouwelijker zijn dan dit, laat Zaakbevraging niet zien.',
    '`zaakvertrouwelijk`',
    choice(VERTROUWELIJKHEDEN, 'zaakvertrouwelijk'),
  ),
  oin: setting(
    'LZ_OIN',
    'OIN van de gemeente: de PartyId in de CPA en de zender van zaakberichten.',
    'OIN van de demo',
    oin,
  ),
  cpa: setting(
    'LZ_CPA',
    'Bestand met de CPA voor Lopende Zaken. Zonder CPA staat de koppeling in productie uit.',
    'CPA met de simulator in de demo',
    (value) => value ?? null,
  ),
  ontvanger: setting(
    'LZ_ONTVANGER',
    'OIN van MijnOverheid in de CPA en in zaakberichten.',
    '`00000004003214345001`',
    (value) => oin(value ?? '00000004003214345001')!,
  ),
  action: setting('LZ_ACTION', 'Action in de CPA waaronder zaakberichten gaan.', '`zaakbericht`', text('zaakbericht')),
  volgorde: setting(
    'LZ_VOLGORDE',
    '`per-zender`: één bericht tegelijk, zodat het tijdstip bij aankomst oploopt. `per-zaak`: meer tegelijk.',
    '`per-zender`',
    choice(['per-zender', 'per-zaak'], 'per-zender'),
  ),
  ebmsMax: setting(
    'EBMS_MAX_MIB',
    'Grootste ebMS-bericht dat wordt aangenomen, in MiB. Boven 20 MiB schrijft Digikoppeling Grote Berichten voor, tenzij partijen iets anders afspreken.',
    '`256`',
    whole(256, 1, 10_240),
  ),
  accountUrl: setting('LZ_ACCOUNT_URL', 'Adres van de accountcontrole.', 'simulator in de demo', oneUrl),
  accountDienst: setting(
    'LZ_ACCOUNT_DIENST',
    'Hoe Zaakbode vraagt of iemand een account heeft: `http`, `wus`, of `geen` (dan beslist het antwoord van MijnOverheid). Zie docs/accountcontrole.md.',
    '`http`, of de simulator in de demo',
    (value) => (value === undefined ? null : choice(['geen', 'http', 'wus', 'simulator'], 'http')(value)),
  ),
  wusProfiel: setting(
    'LZ_WUS_PROFIEL',
    'JSON-bestand met de codes en namen voor LZ_ACCOUNT_DIENST=wus. Zie docs/accountcontrole.md.',
    'dat van de Berichtenbox, zonder berichtTypeCode',
    wusProfiel,
  ),
  brpUrl: setting(
    'LZ_BRP_URL',
    'Adres van de BRP-controle: alleen een BSN dat daar bekend is, is authentiek.',
    'simulator in de demo',
    oneUrl,
  ),
  verwijzing: setting(
    'LZ_VERWIJZING',
    'Adres van de zaak op de eigen site, met `{uuid}` of `{zaaknummer}` erin. `geen` laat het weg.',
    'stand-in in de demo',
    (value) => value ?? null,
  ),
  geenAccountCodes: setting(
    'LZ_GEEN_ACCOUNT_CODES',
    'Foutcodes waarmee MijnOverheid zegt dat iemand geen account heeft, met komma’s ertussen.',
    '`SIM001` (van de simulator)',
    (value) => (value ?? 'SIM001').split(',').flatMap((code) => code.trim() || []),
  ),
  xsd: setting(
    'LZ_XSD',
    'Map of zip-bestand met de XSD’s die Logius uitreikt. Elk bericht wordt ertegen gehouden voordat het wordt verzonden.',
    'geen',
    optioneel,
  ),
  moSjabloon: setting(
    'LZ_MO_SJABLOON',
    'Sjabloon van het MO-bericht, voor stromen die dat gebruiken. Zie docs/zaakbericht.md.',
    'eigen lezing, alleen voor de proef',
    optioneel,
  ),
  maxVertrouwelijkheid: setting(
    'LZ_MAX_VERTROUWELIJKHEID',
    'Zaken die vertrouwelijker zijn dan dit, gaan niet naar MijnOverheid.',
    '`zaakvertrouwelijk`',
    choice(VERTROUWELIJKHEDEN, 'zaakvertrouwelijk'),
  ),
  bronnen: setting(
    'ZGW_BRONNEN',
    'JSON-bestand met ZGW-registers van anderen, zoals Open Zaak, waarvan de statussen ook naar MijnOverheid gaan. Zie docs/vreemd-register.md.',
    'alleen het eigen register',
    vreemdeRegisters,
  ),
  aansluiting: setting(
    'LZ_AANSLUITING',
    'In productie: `bestaand` als de gemeente al aangesloten was en berichten naar iedereen mogen, `nieuw` als eerst een beperkte productierun nodig is. Zonder gaat er niets weg tot die run; wie al verstuurde, moet kiezen.',
    'nog niet gekozen',
    (value) => (value === undefined ? null : choice(['nieuw', 'bestaand'], 'nieuw')(value)),
  ),
  ...OIDC_INSTELLINGEN,
} as const;

export type Instelling = Settings<typeof INSTELLINGEN>;

/** Where the bytes of documents lie; opens nothing yet. */
export function bestandenOpslag(s: Instelling): ObjectStore {
  const sleutels = { S3_ACCESS_KEY_ID: s.s3Sleutel ?? undefined, S3_SECRET_ACCESS_KEY: s.s3Geheim ?? undefined };
  return storeOf(s.files ?? join(s.dataDir, 'documenten'), sleutels);
}

/** What only settings together can get wrong. */
export function samenhang(s: Instelling): readonly string[] {
  const faults: string[] = [...oidcFouten(s)];
  const loopback = ['127.0.0.1', '::1', 'localhost'].includes(s.host);
  if (s.mode === 'demo' && !loopback) {
    faults.push(
      'HOST: in de demo kan iedereen inloggen. Zij luistert daarom alleen op 127.0.0.1. Zet ZAAKBODE_MODE=productie om ergens anders te luisteren.',
    );
  }
  try {
    bestandenOpslag(s);
  } catch (error) {
    faults.push(`FILES: ${(error as Error).message}`);
  }
  if (s.ebmsCertHeader !== null && s.proxy.length === 0) {
    faults.push(
      'EBMS_CERT_HEADER: zet ook TRUSTED_PROXY, met het adres van de offloader. Van anderen wordt de header niet geloofd.',
    );
  }
  if (s.mode === 'productie' && s.sleutel === null) {
    faults.push('ZAAKBODE_SLEUTEL: verplicht in productie. Maak er een met: openssl rand -base64 48');
  }
  if (s.mode === 'productie' && s.cpa !== null) {
    for (const [name, value] of [
      ['LZ_OIN', s.oin],
      ['LZ_BRP_URL', s.brpUrl],
    ] as const) {
      if (value === null) faults.push(`${name}: verplicht als LZ_CPA is gezet.`);
    }
  }
  faults.push(...foutenInAccountDienst(s), ...foutenInAlarm(s));
  if (s.databaseUrl === null && s.roles.length === 1) {
    faults.push(
      'ZAAKBODE_ROLES: de ingebouwde database heeft één proces. Zet DATABASE_URL om taken over processen te verdelen.',
    );
  }
  return faults;
}

/** The text of the CPA file. */
export function leesCpa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`LZ_CPA: het bestand ${file} is niet te lezen.`);
  }
}
