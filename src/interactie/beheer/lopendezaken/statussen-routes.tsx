/** The routes of the mapping of statussen. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptForms, formValue, sendPage } from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { ActionFailed, type BeheerOptions, load, NotFound, wieIs } from '../kader.tsx';
import { STATUSSEN } from './adres.ts';
import { leesFlits, zetFlits } from './flits.ts';
import { faultInReden } from './redenveld.ts';
import { statussen } from './statussen.tsx';
import { basisVan, wijzigInrichting } from './wijzigen.ts';
import { metZaaktype, veldenVan, type ZaaktypeStand, zaaktypePagina } from './zaaktype.tsx';

interface MetZaaktype {
  Params: { zaaktype: string };
}

const FLITS = 'statussen';
/** Sixty statussen with a text of a thousand characters, in the worst encoding. */
const MAX_BYTES = 512 * 1024;

export function mountStatussen(app: FastifyInstance, options: BeheerOptions): void {
  const { inrichtingen, catalogus } = options.lopendeZaken;
  const send = (reply: FastifyReply, { page, status }: Antwoord) => sendPage(reply, page, status);
  const mislukt = (request: FastifyRequest, reply: FastifyReply) =>
    sendPage(reply, <ActionFailed request={request} options={options} />, 503);
  const lees = (request: FastifyRequest<MetZaaktype>) =>
    load(request, options, async () => {
      const [inrichting, zaaktype] = await Promise.all([
        inrichtingen.actueel(),
        catalogus.zaaktype(request.params.zaaktype),
      ]);
      return { inrichting, zaaktype };
    });

  app.get('/lopende-zaken/statussen', async (request, reply) =>
    send(reply, await statussen(request, options, leesFlits(request, reply, FLITS))),
  );

  app.get<MetZaaktype>('/lopende-zaken/statussen/:zaaktype', async (request, reply) => {
    const nu = await lees(request);
    if (!nu.ok) return mislukt(request, reply);
    const { inrichting, zaaktype } = nu.value;
    if (zaaktype === null) return sendPage(reply, <NotFound options={options} />, 404);
    return send(reply, zaaktypePagina(options, inrichting, zaaktype));
  });

  app.register(async (groot) => {
    acceptForms(groot, MAX_BYTES);
    groot.post<MetZaaktype>('/lopende-zaken/statussen/:zaaktype', async (request, reply) => {
      const nu = await lees(request);
      if (!nu.ok) return mislukt(request, reply);
      const { zaaktype } = nu.value;
      if (zaaktype === null) return sendPage(reply, <NotFound options={options} />, 404);
      const getypt = Object.fromEntries(veldenVan(zaaktype).map((veld) => [veld, formValue(request, veld)]));
      const toon = async (stand: ZaaktypeStand): Promise<FastifyReply> => {
        const na = await lees(request);
        const inrichting = na.ok ? na.value.inrichting : nu.value.inrichting;
        return send(reply, zaaktypePagina(options, inrichting, zaaktype, { getypt, ...stand }));
      };
      const reden = getypt['reden'] ?? '';
      const fout = faultInReden(reden, 'bij de inrichting');
      if (fout !== null) return await toon({ fouten: [{ field: 'reden', message: fout }] });
      const wie = wieIs(request, options);
      const done = await load(request, options, () =>
        wijzigInrichting(inrichtingen, {
          basis: basisVan(request),
          wie,
          reden,
          pas: (inrichting) => metZaaktype(inrichting, zaaktype, getypt),
        }),
      );
      if (!done.ok) return mislukt(request, reply);
      if (done.value.soort === 'verouderd') return await toon({ verouderd: true });
      if (done.value.soort === 'fout')
        return await toon({ fouten: done.value.fouten.map((message) => ({ field: veldVan(message), message })) });
      zetFlits(request, reply, FLITS, 'bewaard');
      return reply.redirect(STATUSSEN, 303);
    });
  });
}

/** The field that a sentence about the inrichting is about. */
const veldVan = (message: string): string => (message.includes('verwijzing') ? 'verwijzing' : 'aan');
