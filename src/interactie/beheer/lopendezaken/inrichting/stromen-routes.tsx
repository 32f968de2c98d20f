/** The routes of the stromen. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptForms, formValue, formValues, sendPage } from '../../../ui/index.ts';
import { type Inrichting, onzeActies, type Stroom, type ZaaktypeRegel } from '../../bron.ts';
import { type BeheerOptions, load, NotFound, wieIs } from '../../kader.tsx';
import { STROMEN } from '../adres.ts';
import { afloopVan } from '../afloop.tsx';
import { leesFlits, zetFlits } from '../flits.ts';
import {
  basisVan,
  bewaarFormulier,
  type Formulier,
  mislukt,
  stuur,
  toonFormulier,
  wijzigInrichting,
} from '../wijzigen.tsx';
import { AFLOPEN, type Afloop, stromen } from './stromen.tsx';
import { leegPagina, type StroomNu, stroomFormulier, veldVan } from './stroom.tsx';
import { type Getypt, leesStroom, metStroom, NIEUW, verschoven } from './stroom-invoer.ts';

interface MetStroom {
  Params: { stroom: string };
}

const FLITS = 'stromen';
/** A tick for each of two thousand zaaktypen with a code of fifty characters, in the worst encoding. */
const MAX_BYTES = 1024 * 1024;
/** Pages of the catalogus that are read for the boxes. */
const MAX_BLADZIJDEN = 40;

export function mountStromen(app: FastifyInstance, options: BeheerOptions): void {
  const { inrichtingen, catalogus } = options.lopendeZaken;
  const { digikoppeling } = options;
  const terug = (request: FastifyRequest, reply: FastifyReply, afloop: Afloop): FastifyReply => {
    zetFlits(request, reply, FLITS, afloop);
    return reply.redirect(STROMEN, 303);
  };

  async function alleZaaktypen(): Promise<readonly ZaaktypeRegel[]> {
    const alle: ZaaktypeRegel[] = [];
    let na: string | null = null;
    for (let i = 0; i < MAX_BLADZIJDEN; i++) {
      const { regels, verder }: Awaited<ReturnType<typeof catalogus.zaaktypen>> = await catalogus.zaaktypen(
        na === null ? {} : { na },
      );
      alle.push(...regels);
      if (verder === null) break;
      na = verder;
    }
    return alle;
  }

  async function onzeCpas(): Promise<StroomNu['cpas']> {
    const bruikbaar = (await digikoppeling.cpas()).filter(({ inGebruik }) => inGebruik);
    const details = await Promise.all(bruikbaar.map(({ cpaId }) => digikoppeling.cpa(cpaId)));
    return details.flatMap((cpa) => (cpa === null ? [] : [{ cpaId: cpa.cpaId, acties: onzeActies(cpa) }]));
  }

  const metNaam = ({ stromen: alle }: Inrichting, naam: string): Stroom | null =>
    alle.find((stroom) => stroom.naam === naam) ?? null;

  /** `naam` null for a new one. */
  const formulier = (naam: string | null): Formulier<StroomNu, Getypt> => ({
    async lees() {
      const inrichting = await inrichtingen.actueel();
      const stroom = naam === null ? null : metNaam(inrichting, naam);
      if (naam !== null && stroom === null) return null;
      const [zaaktypen, cpas] = await Promise.all([alleZaaktypen(), onzeCpas()]);
      return { inrichting, stroom, zaaktypen, cpas };
    },
    toon: (nu, stand) => stroomFormulier(options, nu, stand),
  });
  const bewaar = async (request: FastifyRequest, reply: FastifyReply, naam: string | null): Promise<FastifyReply> => {
    const getypt = {
      naam: naam ?? formValue(request, 'naam'),
      welke: formValue(request, 'welke'),
      zaaktypen: formValues(request, 'zaaktype'),
      standaard: formValue(request, 'standaard'),
      stijl: formValue(request, 'stijl'),
      weg: formValue(request, 'weg'),
    };
    return await bewaarFormulier(request, reply, options, {
      ...formulier(naam),
      getypt,
      maak({ stroom }) {
        const gelezen = leesStroom(getypt, stroom);
        return 'fouten' in gelezen ? gelezen : { pas: (inrichting) => metStroom(inrichting, gelezen, naam === null) };
      },
      veldVan,
      klaar: () => terug(request, reply, 'bewaard'),
    });
  };

  app.get('/lopende-zaken/inrichting/stromen', async (request, reply) => {
    const afloop = afloopVan(AFLOPEN, leesFlits(request, reply, FLITS));
    return stuur(reply, await stromen(request, options, afloop));
  });
  app.get(`/lopende-zaken/inrichting/stromen/${NIEUW}`, async (request, reply) =>
    toonFormulier(request, reply, options, formulier(null)),
  );
  app.get<MetStroom>('/lopende-zaken/inrichting/stromen/:stroom', async (request, reply) =>
    toonFormulier(request, reply, options, formulier(request.params.stroom)),
  );
  app.register(async (groot) => {
    acceptForms(groot, MAX_BYTES);
    groot.post(`/lopende-zaken/inrichting/stromen/${NIEUW}`, async (request, reply) => bewaar(request, reply, null));
    groot.post<MetStroom>('/lopende-zaken/inrichting/stromen/:stroom', async (request, reply) =>
      bewaar(request, reply, request.params.stroom),
    );
  });

  const leeg = (naam: string): Formulier<{ inrichting: Inrichting; stroom: Stroom }, null> => ({
    async lees() {
      const inrichting = await inrichtingen.actueel();
      const stroom = metNaam(inrichting, naam);
      return stroom === null ? null : { inrichting, stroom };
    },
    toon: (nu, stand) => leegPagina(options, nu, stand),
  });
  app.get<MetStroom>('/lopende-zaken/inrichting/stromen/:stroom/leeg', async (request, reply) =>
    toonFormulier(request, reply, options, leeg(request.params.stroom)),
  );
  app.post<MetStroom>('/lopende-zaken/inrichting/stromen/:stroom/leeg', async (request, reply) =>
    bewaarFormulier(request, reply, options, {
      ...leeg(request.params.stroom),
      getypt: null,
      maak: ({ stroom }) => ({
        pas: (inrichting) => metStroom(inrichting, { ...stroom, zaaktypen: [] }, false),
      }),
      veldVan: () => 'reden',
      klaar: () => terug(request, reply, 'leeg'),
    }),
  );

  for (const [waarheen, stap] of [
    ['eerder', -1],
    ['later', 1],
  ] as const) {
    app.post<MetStroom>(`/lopende-zaken/inrichting/stromen/:stroom/${waarheen}`, async (request, reply) => {
      const { stroom: naam } = request.params;
      const wie = wieIs(request, options);
      const basis = basisVan(request);
      const reden = `Stroom ${naam} ${waarheen} gezet`;
      const done = await load(request, options, async () => {
        if (metNaam(await inrichtingen.actueel(), naam) === null) return null;
        return await wijzigInrichting(inrichtingen, { basis, wie, reden, pas: (nu) => verschoven(nu, naam, stap) });
      });
      if (!done.ok) return mislukt(request, reply, options);
      if (done.value === null) return sendPage(reply, <NotFound options={options} />, 404);
      return terug(request, reply, done.value.soort === 'bewaard' ? 'verplaatst' : 'niets');
    });
  }
}
