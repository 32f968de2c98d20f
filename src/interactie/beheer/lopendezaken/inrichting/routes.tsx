/** The routes of the inrichting: the overview with its versions, and a form for each block. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { formValue, formValues } from '../../../ui/index.ts';
import type { BeheerOptions } from '../../kader.tsx';
import { INRICHTING } from '../adres.ts';
import { afloopVan } from '../afloop.tsx';
import { leesFlits, zetFlits } from '../flits.ts';
import { bewaarFormulier, type Formulier, stuur, toonFormulier } from '../wijzigen.tsx';
import * as berichten from './berichten.tsx';
import * as ontvangers from './ontvangers.tsx';
import { BEWAARD, type Bewaard, overzicht } from './overzicht.tsx';
import { mountStromen } from './stromen-routes.tsx';
import { type TerugNu, teruggezet, terugPagina } from './terug.tsx';
import { versiePagina } from './versie.tsx';

interface MetVersie {
  Params: { nr: string };
}

const FLITS = 'inrichting';

export function mountInrichting(app: FastifyInstance, options: BeheerOptions): void {
  const { inrichtingen } = options.lopendeZaken;
  const klaar = (request: FastifyRequest, reply: FastifyReply, wat: Bewaard) => () => {
    zetFlits(request, reply, FLITS, wat);
    return reply.redirect(INRICHTING, 303);
  };

  app.get('/lopende-zaken/inrichting', async (request, reply) => {
    const bewaard = afloopVan(BEWAARD, leesFlits(request, reply, FLITS));
    return stuur(reply, await overzicht(request, options, bewaard));
  });
  app.get<MetVersie>('/lopende-zaken/inrichting/versies/:nr', async (request, reply) =>
    stuur(reply, await versiePagina(request, options, request.params.nr)),
  );

  mountStromen(app, options);

  const terug = (nr: string): Formulier<TerugNu, null> => ({
    async lees() {
      const versie = /^\d{1,9}$/.test(nr) ? Number(nr) : -1;
      const [inrichting, oud] = await Promise.all([inrichtingen.actueel(), inrichtingen.versie(versie)]);
      return oud === null ? null : { inrichting, oud: oud.inrichting };
    },
    toon: (nu, stand) => terugPagina(options, nu, stand),
  });
  app.get<MetVersie>('/lopende-zaken/inrichting/versies/:nr/terug', async (request, reply) =>
    toonFormulier(request, reply, options, terug(request.params.nr)),
  );
  app.post<MetVersie>('/lopende-zaken/inrichting/versies/:nr/terug', async (request, reply) =>
    bewaarFormulier(request, reply, options, {
      ...terug(request.params.nr),
      getypt: null,
      maak: ({ oud }) => ({ pas: (nu) => teruggezet(nu, oud) }),
      veldVan: () => 'reden',
      klaar: klaar(request, reply, 'teruggezet'),
    }),
  );

  const wie: Formulier<ontvangers.OntvangersNu, ontvangers.Getypt> = {
    async lees() {
      const [inrichting, registers] = await Promise.all([inrichtingen.actueel(), options.bronnen?.() ?? []]);
      return { inrichting, registers: registers.map(({ naam }) => naam) };
    },
    toon: (nu, stand) => ontvangers.ontvangers(options, nu, stand),
  };
  app.get('/lopende-zaken/inrichting/ontvangers', async (request, reply) =>
    toonFormulier(request, reply, options, wie),
  );
  app.post('/lopende-zaken/inrichting/ontvangers', async (request, reply) => {
    const getypt = {
      rollen: formValues(request, 'rollen'),
      maxVertrouwelijkheid: formValue(request, 'maxVertrouwelijkheid'),
      bronnen: Array.from({ length: ontvangers.MAX_BRONNEN }, (_, i) => ({
        keuze: formValue(request, `bron-${i + 1}`),
        client: formValue(request, `client-${i + 1}`),
      })).filter(({ keuze, client }) => keuze !== '' || client !== ''),
    };
    return await bewaarFormulier(request, reply, options, {
      ...wie,
      getypt,
      maak: () => ontvangers.leesOntvangers(getypt),
      veldVan: ontvangers.veldVan,
      klaar: klaar(request, reply, 'ontvangers'),
    });
  });

  const wat: Formulier<Awaited<ReturnType<typeof inrichtingen.actueel>>, berichten.Getypt> = {
    lees: () => inrichtingen.actueel(),
    toon: (nu, stand) => berichten.berichten(options, nu, stand),
  };
  app.get('/lopende-zaken/inrichting/berichten', async (request, reply) => toonFormulier(request, reply, options, wat));
  app.post('/lopende-zaken/inrichting/berichten', async (request, reply) => {
    const getypt = {
      verwijzing: formValue(request, 'verwijzing'),
      verwijzingPlaats: formValue(request, 'verwijzingPlaats'),
      codes: formValue(request, 'codes'),
      keuzes: formValues(request, 'keuzes'),
      acties: formValues(request, 'acties'),
    };
    return await bewaarFormulier(request, reply, options, {
      ...wat,
      getypt,
      maak: () => ({ pas: berichten.leesBerichten(getypt) }),
      veldVan: berichten.veldVan,
      klaar: klaar(request, reply, 'berichten'),
    });
  });
}
