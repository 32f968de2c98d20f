/** The routes of the mapping of statussen. */
import type { FastifyInstance } from 'fastify';
import { acceptForms, formEntries } from '../../ui/index.ts';
import type { Inrichting, ZaaktypeRegel } from '../bron.ts';
import type { BeheerOptions } from '../kader.tsx';
import { STATUSSEN } from './adres.ts';
import { leesFlits, zetFlits } from './flits.ts';
import type { Getypt } from './formulier.tsx';
import { statussen } from './statussen.tsx';
import { bewaarFormulier, type Formulier, stuur, toonFormulier } from './wijzigen.tsx';
import { metZaaktype, zaaktypePagina } from './zaaktype.tsx';

interface MetZaaktype {
  Params: { zaaktype: string };
}

const FLITS = 'statussen';
/** Sixty statussen with a text of a thousand characters, in the worst encoding. */
const MAX_BYTES = 512 * 1024;

export function mountStatussen(app: FastifyInstance, options: BeheerOptions): void {
  const { inrichtingen, catalogus } = options.lopendeZaken;
  const formulier = (
    identificatie: string,
  ): Formulier<{ inrichting: Inrichting; zaaktype: ZaaktypeRegel }, Getypt> => ({
    async lees() {
      const [inrichting, zaaktype] = await Promise.all([inrichtingen.actueel(), catalogus.zaaktype(identificatie)]);
      return zaaktype === null ? null : { inrichting, zaaktype };
    },
    toon: ({ inrichting, zaaktype }, stand) => zaaktypePagina(options, inrichting, zaaktype, stand),
  });

  app.get('/lopende-zaken/statussen', async (request, reply) =>
    stuur(reply, await statussen(request, options, leesFlits(request, reply, FLITS))),
  );

  app.get<MetZaaktype>('/lopende-zaken/statussen/:zaaktype', async (request, reply) =>
    toonFormulier(request, reply, options, formulier(request.params.zaaktype)),
  );

  app.register(async (groot) => {
    acceptForms(groot, MAX_BYTES);
    groot.post<MetZaaktype>('/lopende-zaken/statussen/:zaaktype', async (request, reply) => {
      const getypt = formEntries(request);
      return await bewaarFormulier(request, reply, options, {
        ...formulier(request.params.zaaktype),
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
