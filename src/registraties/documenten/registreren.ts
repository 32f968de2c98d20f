/**
 * What Open Zaak adds: numbers for documents that are still to come, and `document_registreren`: a document and the
 * zaak that it belongs to in one request and one transaction. Each part is an ordinary write, with its right, rules, audit
 * row and notification; a fault in one undoes both, and is told by its place.
 */
import { invalid, type Server } from '../../platform/http/index.ts';
import {
  type AnyResource,
  answer,
  assertMayWrite,
  begin,
  type Cause,
  inDelen,
  mountReservering,
  type Parsed,
  type Ports,
  parseBody,
  writeIn,
  writeRequestOf,
} from '../kern/index.ts';
import { zaakinformatieobject } from '../zaken/index.ts';
import { documentenApi, doel, NUMMER, RESERVEREN } from './api.ts';
import { document } from './document.ts';
import { geefNummers } from './nummer.ts';
import type { DocumentenPorts } from './ports.ts';
import { grootBericht, metBestand, voorMaker } from './schrijven.ts';

const EIO = 'enkelvoudiginformatieobject';
const ZIO = 'zaakinformatieobject';

export function mountRegistreren(server: Server, ports: DocumentenPorts): void {
  mountReservering(server, ports, documentenApi, RESERVEREN, NUMMER, (bronorganisatie, aantal) =>
    geefNummers(ports.db, bronorganisatie, aantal, ports.clock.now()),
  );
  server.post(`${documentenApi.root}/document_registreren`, grootBericht(ports), async (request, reply) => {
    const { actor, base } = await begin(request, ports);
    assertMayWrite(document, 'create', actor);
    assertMayWrite(zaakinformatieobject, 'create', actor);
    const { eio, zio } = await lees(request.body, ports);
    const { trace, toelichting } = writeRequestOf(request, 'create', ports, document);
    const cause: Cause = { actor, trace, toelichting };
    const { een, ander } = await metBestand(ports, eio, (metInhoud) =>
      ports.db.transaction(async (tx) => {
        const schrijf = async (name: string, resource: AnyResource, parsed: Parsed) => {
          const write = () => writeIn(tx, resource, { method: 'create', id: null, base }, parsed, cause, ports);
          return (await inDelen([[name, write]]))[0]!;
        };
        const een = await schrijf(EIO, metInhoud, eio);
        return { een, ander: await schrijf(ZIO, zaakinformatieobject, bijDocument(zio, een, ports)) };
      }),
    );
    reply.header('location', `${base}${een.path}`);
    const json = await voorMaker(ports, een, eio, actor, base);
    return answer(reply, document, 201, `{"${EIO}":${json},"${ZIO}":${ander.json}}`);
  });
}

/** Stands where the address of the document belongs, until it has one. */
const NOG_GEEN = '00000000-0000-0000-0000-000000000000';

const adres = (ports: Ports, id: string): string => `${ports.bases[0]}${doel.document.href}/${id}`;

async function lees(body: unknown, ports: Ports): Promise<{ readonly eio: Parsed; readonly zio: Parsed }> {
  const gegeven = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const weg = [EIO, ZIO].filter((name) => gegeven[name] === undefined);
  const reason = 'Dit veld is verplicht.';
  if (weg.length > 0) throw invalid(...weg.map((name) => ({ name, code: 'required', reason })));
  const deel = (name: string, resource: AnyResource, extra: object) => (): Parsed => {
    const sent = gegeven[name];
    const isObject = typeof sent === 'object' && sent !== null && !Array.isArray(sent);
    return parseBody(resource, isObject ? { ...sent, ...extra } : sent, ports.bases, false);
  };
  const [eio, zio] = await inDelen([
    [EIO, deel(EIO, document, {})],
    [ZIO, deel(ZIO, zaakinformatieobject, { informatieobject: adres(ports, NOG_GEEN) })],
  ]);
  return { eio: eio!, zio: zio! };
}

/** The relation with the document that now is there: what its rules would have found at its address. */
function bijDocument(zio: Parsed, { id, json }: { readonly id: string; readonly json: string }, ports: Ports): Parsed {
  const informatieobject = adres(ports, id);
  return {
    ...zio,
    values: { ...zio.values, informatieobject },
    found: new Map([[informatieobject, JSON.parse(json)]]),
  };
}
