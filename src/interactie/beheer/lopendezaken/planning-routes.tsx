/** The routes of the planning. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import { formValue, sendPage } from '../../ui/index.ts';
import type { Inrichting, Stroom } from '../bron.ts';
import { type BeheerOptions, load, NotFound, wieIs } from '../kader.tsx';
import { PLANNING } from './adres.ts';
import { afloopVan } from './afloop.tsx';
import { leesFlits, zetFlits } from './flits.ts';
import { AFLOPEN, type Afloop, planning, planningFormulier } from './planning.tsx';
import { type Getypt, leesPlanning, VELDEN } from './planning-invoer.ts';
import { faultInReden } from './redenveld.ts';
import {
  bewaarFormulier,
  type Formulier,
  metPlanning,
  mislukt,
  stuur,
  toonFormulier,
  wijzigInrichting,
} from './wijzigen.tsx';

interface MetStroom {
  Params: { stroom: string };
}

const FLITS = 'planning';

export function mountPlanning(app: FastifyInstance, options: BeheerOptions): void {
  const { inrichtingen, lopen } = options.lopendeZaken;
  const terug = (request: FastifyRequest, reply: FastifyReply, afloop: Afloop) => {
    zetFlits(request, reply, FLITS, afloop);
    return reply.redirect(PLANNING, 303);
  };

  app.get('/lopende-zaken/planning', async (request, reply) => {
    const afloop = afloopVan(AFLOPEN, leesFlits(request, reply, FLITS));
    return stuur(reply, await planning(request, options, { afloop }));
  });

  const formulier = (naam: string): Formulier<{ inrichting: Inrichting; stroom: Stroom }, Getypt> => ({
    async lees() {
      const inrichting = await inrichtingen.actueel();
      const stroom = inrichting.stromen.find((s) => s.naam === naam);
      return stroom === undefined ? null : { inrichting, stroom };
    },
    toon: ({ inrichting, stroom }, stand) => planningFormulier(options, inrichting, stroom, stand),
  });

  app.get<MetStroom>('/lopende-zaken/planning/:stroom', async (request, reply) =>
    toonFormulier(request, reply, options, formulier(request.params.stroom)),
  );

  app.post<MetStroom>('/lopende-zaken/planning/:stroom', async (request, reply) => {
    const { stroom: naam } = request.params;
    const getypt = Object.fromEntries(VELDEN.map((veld) => [veld, formValue(request, veld)])) as Getypt;
    return await bewaarFormulier(request, reply, options, {
      ...formulier(naam),
      getypt,
      maak({ stroom }) {
        const gelezen = leesPlanning(getypt, stroom.planning.pauze);
        return 'fouten' in gelezen ? gelezen : { pas: (inrichting) => metPlanning(inrichting, naam, gelezen) };
      },
      veldVan: () => 'interval',
      klaar: () => terug(request, reply, 'bewaard'),
    });
  });

  /** What an operator does with a stroom as it stands now; `null` when there is no such stroom. */
  const doe = async (
    request: FastifyRequest<MetStroom>,
    reply: FastifyReply,
    werk: (stroom: Stroom, wie: string) => Promise<Afloop>,
  ): Promise<FastifyReply> => {
    const wie = wieIs(request, options);
    const done = await load(request, options, async () => {
      const { stromen } = await inrichtingen.actueel();
      const stroom = stromen.find(({ naam }) => naam === request.params.stroom);
      return stroom === undefined ? null : await werk(stroom, wie);
    });
    if (!done.ok) return mislukt(request, reply, options);
    if (done.value === null) return sendPage(reply, <NotFound options={options} />, 404);
    return terug(request, reply, done.value);
  };
  const zetPauze = async (stroom: Stroom, reden: string | null, wie: string, waarom: string): Promise<boolean> => {
    const { versie } = await inrichtingen.actueel();
    const plan = { ...stroom.planning, pauze: reden === null ? null : { reden: maskBsn(reden) } };
    const afloop = await wijzigInrichting(inrichtingen, {
      basis: versie,
      wie,
      reden: waarom,
      pas: (nu) => metPlanning(nu, stroom.naam, plan),
    });
    return afloop.soort === 'bewaard';
  };

  app.post<MetStroom>('/lopende-zaken/planning/:stroom/nu', async (request, reply) =>
    doe(request, reply, async (stroom, wie) => ((await lopen.nu(stroom, wie)) ? 'begonnen' : 'niet_begonnen')),
  );
  app.post<MetStroom>('/lopende-zaken/planning/:stroom/pauze', async (request, reply) => {
    const { stroom: naam } = request.params;
    const reden = formValue(request, `reden-${naam}`);
    const fout = faultInReden(reden, 'bij de stroom');
    if (fout !== null) return stuur(reply, await planning(request, options, { pauze: { stroom: naam, reden, fout } }));
    return await doe(request, reply, async (stroom, wie) =>
      stroom.planning.pauze === null && (await zetPauze(stroom, reden, wie, `Pauze: ${reden}`))
        ? 'gepauzeerd'
        : 'niets',
    );
  });
  app.post<MetStroom>('/lopende-zaken/planning/:stroom/hervat', async (request, reply) =>
    doe(request, reply, async (stroom, wie) =>
      stroom.planning.pauze !== null && (await zetPauze(stroom, null, wie, 'Pauze opgeheven')) ? 'hervat' : 'niets',
    ),
  );
}
