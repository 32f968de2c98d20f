/** The routes of the mapping of statussen. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { acceptForms, formEntries } from '../../ui/index.ts';
import type { BeheerOptions } from '../kader.tsx';
import { STATUSSEN } from './adres.ts';
import { leesFlits, zetFlits } from './flits.ts';
import type { Getypt } from './formulier.tsx';
import { statussen } from './statussen.tsx';
import { voorbeeldbericht } from './voorbeeldbericht.tsx';
import { leesVoorbeeldNu, type VoorbeeldNu, zaaknummerUit } from './voorbeeldzaak.tsx';
import { bewaarFormulier, type Formulier, stuur, toonFormulier } from './wijzigen.tsx';
import { metZaaktype, zaaktypePagina } from './zaaktype.tsx';

interface MetZaaktype {
  Params: { zaaktype: string };
}

const FLITS = 'statussen';
/** Sixty statussen with a text of a thousand characters, in the worst encoding. */
const MAX_BYTES = 512 * 1024;

export function mountStatussen(app: FastifyInstance, options: BeheerOptions): void {
  const formulier = (request: FastifyRequest<MetZaaktype>, zaaknummer: string): Formulier<VoorbeeldNu, Getypt> => ({
    lees: () => leesVoorbeeldNu(request, options, request.params.zaaktype, zaaknummer),
    toon: (nu, stand) => zaaktypePagina(options, nu, stand),
  });

  app.get('/lopende-zaken/statussen', async (request, reply) =>
    stuur(reply, await statussen(request, options, leesFlits(request, reply, FLITS))),
  );

  app.get<MetZaaktype>('/lopende-zaken/statussen/:zaaktype', async (request, reply) =>
    toonFormulier(request, reply, options, formulier(request, zaaknummerUit(request))),
  );

  app.get<{ Params: { zaaktype: string; volgnummer: string } }>(
    '/lopende-zaken/statussen/:zaaktype/bericht/:volgnummer',
    async (request, reply) => {
      const { zaaktype, volgnummer } = request.params;
      return stuur(reply, await voorbeeldbericht(request, options, zaaktype, volgnummer));
    },
  );

  app.register(async (groot) => {
    acceptForms(groot, MAX_BYTES);
    groot.post<MetZaaktype>('/lopende-zaken/statussen/:zaaktype', async (request, reply) => {
      const getypt = formEntries(request);
      return await bewaarFormulier(request, reply, options, {
        ...formulier(request, getypt['zaaknummer'] ?? ''),
        getypt,
        maak: ({ zaaktype }) => ({ pas: (inrichting) => metZaaktype(inrichting, zaaktype, getypt) }),
        veldVan,
        klaar() {
          zetFlits(request, reply, FLITS, 'bewaard');
          return reply.redirect(STATUSSEN, 303);
        },
      });
    });
  });
}

/** The field that a sentence about the inrichting is about. */
const veldVan = (message: string): string => (message.includes('verwijzing') ? 'verwijzing' : 'aan');
