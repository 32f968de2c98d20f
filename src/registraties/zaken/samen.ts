/**
 * Several writes about one zaak in one request and ONE transaction, as Open Zaak has them: `zaak_registreren`,
 * `zaak_bijwerken`, `zaak_verlengen`, `zaak_opschorten`, `zaak_afsluiten`. Each part is an ordinary write of its resource,
 * with its right, rules, audit row and notification; a fault in one of them undoes all, and is told by its place
 * (`rollen.0.roltype`). The status comes last, so that it finds what it needs.
 */
import { raw, sql, type Tx } from '../../platform/db/index.ts';
import { invalid, type Server } from '../../platform/http/index.ts';
import {
  type AnyResource,
  answer,
  assertCrs,
  assertMayWrite,
  begin,
  type Cause,
  consulted,
  foundFor,
  inDeel,
  inDelen,
  jsonOf,
  type Parsed,
  type Ports,
  parseBody,
  type View,
  viewOf,
  writeIn,
  writeRequestOf,
} from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { resultaat } from './resultaat.ts';
import { rol } from './rol.ts';
import { type Body, SAMENSTELLEN, type Samenstel, type Stap } from './samenstel.ts';
import { status, teRaadplegen } from './status.ts';
import { zaak } from './zaak.ts';

export function mountSamen(server: Server, ports: Ports): void {
  for (const samenstel of SAMENSTELLEN) {
    const maakt = samenstel.pad === 'zaak_registreren';
    server.post(`${zakenApi.root}/${samenstel.pad}${maakt ? '' : '/:uuid'}`, async (request, reply) => {
      const { actor, base } = await begin(request, ports);
      if (samenstel.crs) assertCrs(request);
      const zaakId = maakt ? null : writeRequestOf(request, 'update', ports, zaak).id;
      const { toelichting, trace } = writeRequestOf(request, 'create', ports, zaak);
      const body = bodyOf(request.body);
      const stappen = samenstel.stappen(body, zaakId);
      for (const stap of stappen) assertMayWrite(stap.resource, stap.method, actor);
      const gelezen = await lees(stappen, zaakId, ports);
      const cause: Cause = { actor, trace, toelichting };
      const { id, json } = await ports.db.transaction((tx) =>
        schrijf(tx, samenstel, gelezen, zaakId, body, base, cause, ports),
      );
      if (maakt) reply.header('location', `${base}${doel.zaak.href}/${id}`);
      return answer(reply, { ...zaak, crs: samenstel.crs }, maakt ? 201 : 200, json);
    });
  }
}

function bodyOf(body: unknown): Body {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Body;
  throw invalid({ name: 'nonFieldErrors', code: 'invalid', reason: 'Stuur een JSON-object.' });
}

interface Gelezen extends Stap {
  readonly parsed: Parsed;
}

/** Stands where the address of the zaak belongs, until she has one. */
const NOG_GEEN = '00000000-0000-0000-0000-000000000000';

/** Reads every part and looks up what it refers to; tells all that is wrong at once. */
async function lees(stappen: readonly Stap[], zaakId: string | null, ports: Ports): Promise<readonly Gelezen[]> {
  const adres = `${ports.bases[0]}${doel.zaak.href}/${zaakId ?? NOG_GEEN}`;
  const lezen = async (stap: Stap): Promise<Gelezen> => {
    const { resource, method, body } = stap;
    if (body === undefined) throw invalid({ name: '', code: 'required', reason: 'Dit veld is verplicht.' });
    const eigen = typeof body === 'object' && body !== null && !Array.isArray(body) && resource !== zaak;
    const parsed = parseBody(resource, eigen ? { ...body, zaak: adres } : body, ports.bases, method === 'partial');
    return { ...stap, parsed: { ...parsed, found: await foundFor(resource, parsed, stap, ports) } };
  };
  return await metBronnen(await inDelen(stappen.map((stap) => [stap.naam, () => lezen(stap)])), zaakId, ports);
}

/** zrc-021: a status that closes the zaak looks at what the resultaat beside it asks, and not at what is stored. */
async function metBronnen(
  gelezen: readonly Gelezen[],
  zaakId: string | null,
  ports: Ports,
): Promise<readonly Gelezen[]> {
  const type = gelezen.find((stap) => stap.resource === resultaat)?.parsed.values['resultaattype'];
  if (typeof type !== 'string' || zaakId === null) return gelezen;
  return await Promise.all(
    gelezen.map(async (stap) => {
      if (stap.resource !== status) return stap;
      const adressen = await teRaadplegen(ports, zaakId, String(stap.parsed.values['statustype']), type);
      const bekend = stap.parsed.found ?? new Map();
      const found = new Map([
        ...bekend,
        ...(await consulted(
          adressen.filter((adres) => !bekend.has(adres)),
          ports,
        )),
      ]);
      return { ...stap, parsed: { ...stap.parsed, found } };
    }),
  );
}

async function schrijf(
  tx: Tx,
  samenstel: Samenstel,
  gelezen: readonly Gelezen[],
  bekend: string | null,
  body: Body,
  base: string,
  cause: Cause,
  ports: Ports,
): Promise<{ id: string; json: string }> {
  if (bekend !== null && samenstel.rollenVervangen && body['rollen'] !== undefined)
    await verwijderRollen(tx, bekend, gelezen, base, cause, ports);
  const geschreven: { readonly naam: string; readonly id: string; readonly resource: AnyResource }[] = [];
  let zaakId = bekend;
  for (const { naam, resource, method, id, parsed } of gelezen) {
    const values = resource === zaak ? parsed.values : { ...parsed.values, zaak: zaakId };
    const written = await inDeel(naam, () =>
      writeIn(tx, resource, { method, id, base }, { ...parsed, values }, cause, ports),
    );
    if (resource === zaak) zaakId = written.id;
    geschreven.push({ naam, id: written.id, resource });
  }
  const id = zaakId!;
  if (samenstel.moetSluiten) await assertGesloten(tx, id);
  return {
    id,
    json: await toon(tx, id, geschreven, samenstel.lijsten?.(body) ?? [], viewOf(ports, base)),
  };
}

/** Rollen that the body does not name any more. */
async function verwijderRollen(
  tx: Tx,
  zaakId: string,
  gelezen: readonly Gelezen[],
  base: string,
  cause: Cause,
  ports: Ports,
): Promise<void> {
  const blijft = gelezen.filter((stap) => stap.resource === rol && stap.id !== null).map((stap) => stap.id);
  const rows = await tx.query<{ id: string }>(sql`
    select t.id from zaken.rol t where t.zaak_id = ${zaakId} and t.id <> all(${blijft}::uuid[])
      and ${rol.visible(cause.actor, rol.scopes.read, 't')} order by t.id`);
  for (const { id } of rows)
    await writeIn(tx, rol, { method: 'delete', id, base }, { values: {}, given: new Set() }, cause, ports);
}

async function assertGesloten(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.query<{ open: boolean }>(
    sql`select einddatum is null as open from zaken.zaak where id = ${id}`,
  );
  if (!row?.open) return;
  const reason = 'Met dit statustype sluit de zaak niet. Kies het laatste statustype van het zaaktype.';
  throw invalid({ name: 'status.statustype', code: 'invalid', reason });
}

/** Every part as it stands in the end, and the zaak always. */
async function toon(
  tx: Tx,
  zaakId: string,
  geschreven: readonly { readonly naam: string; readonly id: string; readonly resource: AnyResource }[],
  lijsten: readonly string[],
  view: View,
): Promise<string> {
  const delen = new Map<string, string[]>();
  const alle = [
    { naam: 'zaak', id: zaakId, resource: zaak as AnyResource },
    ...geschreven.filter((deel) => deel.naam !== 'zaak'),
  ];
  for (const { naam, id, resource } of alle) {
    const [row] = await tx.query<{ json: string }>(sql`
      select ${jsonOf(resource, view)} as json from ${raw(resource.table)} t where t.id = ${id}`);
    const [veld = naam] = naam.split('.');
    delen.set(veld, [...(delen.get(veld) ?? []), row!.json]);
  }
  const een = [...delen].filter(([naam]) => !lijsten.includes(naam)).map(([naam, [json]]) => `"${naam}":${json}`);
  const meer = lijsten.map((naam) => `"${naam}":[${(delen.get(naam) ?? []).join(',')}]`);
  return `{${[...een, ...meer].join(',')}}`;
}
