/**
 * The floor plan: which room may know which. The folder tree is the GEMMA plate of MijnServices, and this table is its
 * documentation: a new component gets its line here first. `../huis.test.ts` holds every import against it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from './huis.ts';

/** From top to bottom. A file imports from its own component or from a lower floor, never from a higher one. */
const FLOORS = ['interactie', 'proces', 'integratie', 'registraties', 'standaarden', 'platform'] as const;

/** Per floor: each component, and which components of the same floor it may import. */
export const COMPONENTS: Record<(typeof FLOORS)[number], Record<string, string[]>> = {
  // What people see.
  interactie: {
    ui: [],
    api: ['ui'],
    mijnservices: [],
    mijngemeente: ['ui', 'mijnservices'],
    werkplek: ['ui', 'mijnservices'],
    beheer: ['ui'],
  },
  // What acts on events.
  proces: {
    lopendezaken: [],
    zaakgebeurtenissen: [],
    outputmanagement: [],
    klantnotificatie: [],
    intake: [],
    aansluiten: ['lopendezaken'],
    waarschuwingen: ['lopendezaken'],
  },
  // What connects.
  integratie: { notificaties: [], digikoppeling: [], bronnen: [], fsc: [] },
  // What is kept. kern is the engine of all registers and knows none; autorisaties and catalogi ← zaken ← besluiten ← documenten.
  registraties: {
    kern: [],
    catalogi: ['kern'],
    autorisaties: ['kern', 'catalogi'],
    zaken: ['kern', 'autorisaties', 'catalogi'],
    besluiten: ['kern', 'autorisaties', 'catalogi', 'zaken'],
    documenten: ['kern', 'autorisaties', 'catalogi', 'zaken', 'besluiten'],
    zaakbevraging: ['kern', 'autorisaties', 'catalogi', 'zaken', 'besluiten', 'documenten', 'verwerkingen'],
    klantinteracties: ['kern', 'autorisaties'],
    taken: ['kern', 'autorisaties'],
    berichten: ['kern', 'autorisaties'],
    verzoeken: ['kern', 'autorisaties'],
    toestemmingen: ['kern', 'autorisaties'],
    verwerkingen: ['kern', 'autorisaties'],
    // What operators did, and what waits for a second one.
    handelingen: [],
    // Moving in and out of the registers.
    overzetten: ['kern', 'catalogi', 'zaken'],
    // The list of all the others.
    geheel: [
      'kern',
      'catalogi',
      'autorisaties',
      'zaken',
      'besluiten',
      'documenten',
      'zaakbevraging',
      'klantinteracties',
      'taken',
      'berichten',
      'verzoeken',
      'toestemmingen',
      'verwerkingen',
      'overzetten',
    ],
  },
  // Wire standards, as pure functions.
  standaarden: {
    tijd: [],
    bsn: [],
    zgw: [],
    xml: [],
    ldv: [],
    cloudevents: [],
    stuf: ['xml', 'tijd', 'bsn'],
    wus: ['xml'],
    ebms: ['xml'],
    xsd: ['xml'],
    mobericht: ['xml', 'tijd', 'stuf'],
  },
  // The ground floor, no municipal word in it.
  platform: {
    time: [],
    log: [],
    config: [],
    files: ['db'],
    db: [],
    zip: [],
    crypto: ['time'],
    net: ['db'],
    tls: ['time', 'log', 'net'],
    outbox: ['db', 'time'],
    http: ['db', 'log', 'time'],
    identity: ['http', 'time', 'db', 'net'],
    usage: ['http', 'time'],
    mail: ['db', 'net'],
  },
};

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'),
) as Record<'dependencies' | 'devDependencies', Record<string, string>>;

export const HOUSE: House = {
  floors: FLOORS,
  components: COMPONENTS,
  // Its message handler is written apart from ours, so that it can disagree.
  beside: { simulator: ['standaarden', 'platform'] },
  // main and its commands, app (the composition) with what it reads and fills; their tests lie beside them.
  roof: /^(?:opdrachten\/[\w-]+|main|app[\w-]*|fundament|instellingen[\w-]*|omgeving|demo[\w-]*|bench[\w-]*)(?:\.test|\.testhulp)?\.tsx?$/,
  forTests: /\.(?:test|testhulp)\.tsx?$/,
  helpers: /\.testhulp\.tsx?$/,
  // No database, no server, no clock or chance of their own: what they need comes as an argument.
  pure: { standaarden: ['saxes', 'libxml2-wasm', 'node:crypto'] },
  homes: {
    // One place reads XML, so one place refuses DOCTYPE and limits depth.
    saxes: { components: ['standaarden/xml'], tests: false },
    // Canonical XML for signatures, and the schemas that Logius hands out; in tests the oracle for schemas.
    'libxml2-wasm': { components: ['standaarden/ebms', 'standaarden/xsd'], tests: true },
    // What node:crypto cannot: certificate requests and revocation lists.
    pkijs: { components: ['platform/tls'], tests: true },
    asn1js: { components: ['platform/tls'], tests: true },
    // One way to the database; the liveness of a process needs a connection of its own.
    pg: { components: ['platform/db', 'platform/outbox'], tests: true },
    '@electric-sql/pglite': { components: ['platform/db'], tests: true },
    // One place signs for S3, and holds its keys.
    aws4fetch: { components: ['platform/files'], tests: true },
    // One relying party, so that every login is checked in one place.
    'openid-client': { components: ['platform/identity'], tests: false },
    // One log, so that every line is masked.
    pino: { components: ['platform/log'], tests: false },
    // One place sends mail, and holds the password of the server.
    nodemailer: { components: ['platform/mail'], tests: false },
  },
  dependencies: Object.keys(dependencies),
  devDependencies: Object.keys(devDependencies),
};
