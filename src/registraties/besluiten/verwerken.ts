/**
 * `POST besluit_verwerken`, as Open Zaak has it: a besluit and its documents in one request and one transaction. Each is an
 * ordinary write, with its right, rules, audit row and notification; a fault in one undoes all.
 */
import { invalid, type Server } from '../../platform/http/index.ts';
import {
  type AnyResource,
  answer,
  assertMayWrite,
  begin,
  type Cause,
  inDelen,
  type Parsed,
  type Ports,
  parseBody,
  resolveReferences,
  writeIn,
  writeRequestOf,
} from '../kern/index.ts';
import { besluitenApi, doel } from './api.ts';
import { besluit } from './besluit.ts';
import { besluitinformatieobject } from './besluitinformatieobject.ts';

const BIOS = 'besluitinformatieobjecten';

export function mountVerwerken(server: Server, ports: Ports): void {
  server.post(`${besluitenApi.root}/besluit_verwerken`, async (request, reply) => {
    const { actor, base } = await begin(request, ports);
    assertMayWrite(besluit, 'create', actor);
    const { hoofd, documenten } = await lees(request.body, ports);
    const { trace, toelichting } = writeRequestOf(request, 'create', ports, besluit);
    const cause: Cause = { actor, trace, toelichting };
    const json = await ports.db.transaction(async (tx) => {
      // One at a time: after a refusal by the database there is nothing more to try.
      const schrijf = async (name: string, resource: AnyResource, parsed: Parsed) => {
        const write = () => writeIn(tx, resource, { method: 'create', id: null, base }, parsed, cause, ports);
        const [written] = await inDelen([[name, write]]);
        return written!;
      };
      const { id, json: eerste } = await schrijf('besluit', besluit, hoofd);
      const delen: string[] = [];
      for (const [i, deel] of documenten.entries()) {
        const values = { ...deel.values, besluit: id };
        delen.push((await schrijf(`${BIOS}.${i}`, besluitinformatieobject, { ...deel, values })).json);
      }
      return `{"besluit":${eerste},"${BIOS}":[${delen.join(',')}]}`;
    });
    return answer(reply, besluit, 201, json);
  });
}

/** Stands where the address of the besluit belongs, until it has one. */
const NOG_GEEN = '00000000-0000-0000-0000-000000000000';

/** Reads every part and looks up what it refers to. */
async function lees(body: unknown, ports: Ports) {
  const { besluit: deel, [BIOS]: lijst } = (typeof body === 'object' && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  const reason = 'Dit veld is verplicht.';
  if (deel === undefined) throw invalid({ name: 'besluit', code: 'required', reason });
  if (lijst === undefined) throw invalid({ name: BIOS, code: 'required', reason });
  if (!Array.isArray(lijst)) throw invalid({ name: BIOS, code: 'not_a_list', reason: 'Hier hoort een lijst.' });
  const een = (resource: AnyResource, sent: unknown) => async (): Promise<Parsed> => {
    const parsed = parseBody(resource, sent, ports.bases, false);
    return { ...parsed, found: await resolveReferences(resource, parsed, 'create', ports) };
  };
  const adres = `${ports.bases[0]}${doel.besluit.href}/${NOG_GEEN}`;
  const bij = (sent: unknown) => (typeof sent === 'object' && sent !== null ? { ...sent, besluit: adres } : sent);
  const [hoofd, ...documenten] = await inDelen([
    ['besluit', een(besluit, deel)],
    ...lijst.map((sent, i) => [`${BIOS}.${i}`, een(besluitinformatieobject, bij(sent))] as const),
  ]);
  return { hoofd: hoofd!, documenten };
}
