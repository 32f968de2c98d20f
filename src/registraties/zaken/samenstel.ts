/** Which writes each of Open Zaak's combined routes is made of, and in what order; `samen.ts` does them. */
import { invalid } from '../../platform/http/index.ts';
import { type AnyResource, isUuid } from '../kern/index.ts';
import { resultaat } from './resultaat.ts';
import { rol } from './rol.ts';
import { status } from './status.ts';
import { zaak } from './zaak.ts';
import { zaakinformatieobject } from './zaakinformatieobject.ts';
import { zaakobject } from './zaakobject.ts';

/** One write of those that go together. */
export interface Stap {
  /** Place in the body: `zaak`, `rollen.0`. */
  readonly naam: string;
  readonly resource: AnyResource;
  readonly method: 'create' | 'update' | 'partial';
  /** Null for what is made. */
  readonly id: string | null;
  readonly body: unknown;
}

/** What one of the routes does with its body. */
export interface Samenstel {
  readonly pad: string;
  readonly crs: boolean;
  stappen(body: Body, zaakId: string | null): readonly Stap[];
  /** Removes what the body leaves out, before anything is written. */
  readonly rollenVervangen?: boolean;
  readonly moetSluiten?: boolean;
  /** The lists in the answer. */
  lijsten?(body: Body): readonly string[];
}

export type Body = Readonly<Record<string, unknown>>;

const nieuw = (naam: string, resource: AnyResource, body: unknown): Stap => {
  return { naam, resource, method: 'create', id: null, body };
};
const wijzig = (id: string | null, body: unknown): Stap => {
  return { naam: 'zaak', resource: zaak, method: 'partial', id, body };
};

/** A list in the body; nothing when it is left out. */
function lijst(body: Body, naam: string): readonly unknown[] {
  const deel = body[naam] ?? [];
  if (Array.isArray(deel)) return deel;
  throw invalid({ name: naam, code: 'not_a_list', reason: 'Hier hoort een lijst.' });
}

const nieuwe = (body: Body, naam: string, resource: AnyResource): readonly Stap[] =>
  lijst(body, naam).map((deel, i) => nieuw(`${naam}.${i}`, resource, deel));

/** A rol with a uuid is kept and changed, one without is made. */
const rollen = (body: Body): readonly Stap[] =>
  lijst(body, 'rollen').map((deel, i) => {
    const uuid = (deel as Body | null)?.['uuid'];
    const naam = `rollen.${i}`;
    if (uuid === undefined) return nieuw(naam, rol, deel);
    if (typeof uuid === 'string' && isUuid(uuid))
      return { naam, resource: rol, method: 'update', id: uuid, body: deel };
    throw invalid({ name: `${naam}.uuid`, code: 'invalid', reason: 'Hier hoort een uuid.' });
  });

/** Only this group of the zaak, and that one certainly. */
const groep = (naam: 'verlenging' | 'opschorting') => ({
  pad: naam === 'verlenging' ? 'zaak_verlengen' : 'zaak_opschorten',
  crs: false,
  stappen(body: Body, id: string | null): readonly Stap[] {
    const deel = body['zaak'] as Body | null | undefined;
    if (typeof deel === 'object' && deel && !Object.hasOwn(deel, naam))
      throw invalid({ name: `zaak.${naam}`, code: 'required', reason: 'Dit veld is verplicht.' });
    return [
      wijzig(id, typeof deel === 'object' && deel ? { [naam]: deel[naam] } : deel),
      nieuw('status', status, body['status']),
    ];
  },
});

export const SAMENSTELLEN: readonly Samenstel[] = [
  {
    pad: 'zaak_registreren',
    crs: true,
    lijsten: () => ['rollen', 'zaakinformatieobjecten', 'zaakobjecten'],
    stappen: (body) => [
      nieuw('zaak', zaak, body['zaak']),
      ...nieuwe(body, 'rollen', rol),
      ...nieuwe(body, 'zaakinformatieobjecten', zaakinformatieobject),
      ...nieuwe(body, 'zaakobjecten', zaakobject),
      nieuw('status', status, body['status']),
    ],
  },
  {
    pad: 'zaak_bijwerken',
    crs: true,
    rollenVervangen: true,
    lijsten: (body) => (body['rollen'] === undefined ? [] : ['rollen']),
    stappen: (body, id) => [
      ...(body['zaak'] === undefined ? [] : [wijzig(id, body['zaak'])]),
      // First who stays, so that he makes room for who comes.
      ...rollen(body).toSorted((a, b) => Number(a.id === null) - Number(b.id === null)),
      nieuw('status', status, body['status']),
    ],
  },
  groep('verlenging'),
  groep('opschorting'),
  {
    pad: 'zaak_afsluiten',
    crs: false,
    moetSluiten: true,
    stappen: (body, id) => [
      wijzig(id, body['zaak']),
      nieuw('resultaat', resultaat, body['resultaat']),
      nieuw('status', status, body['status']),
    ],
  },
];
