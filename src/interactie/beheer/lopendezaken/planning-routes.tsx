/** The routes of the planning. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import { formValue, sendPage } from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { Stroom } from '../bron.ts';
import { ActionFailed, type BeheerOptions, load, NotFound, wieIs } from '../kader.tsx';
import { PLANNING } from './adres.ts';
import { leesFlits, zetFlits } from './flits.ts';
import { AFLOPEN, type Afloop, planning, planningFormulier } from './planning.tsx';
import { type Getypt, leesPlanning, VELDEN } from './planning-invoer.ts';
import { faultInReden } from './redenveld.ts';
import { basisVan, metPlanning, wijzigInrichting } from './wijzigen.ts';

interface MetStroom {
  Params: { stroom: string };
}

const FLITS = 'planning';

export function mountPlanning(app: FastifyInstance, options: BeheerOptions): void {
  const { inrichtingen, lopen } = options.lopendeZaken;
  const send = (reply: FastifyReply, { page, status }: Antwoord) => sendPage(reply, page, status);
  const mislukt = (request: FastifyRequest, reply: FastifyReply) =>
    sendPage(reply, <ActionFailed request={request} options={options} />, 503);
  const terug = (request: FastifyRequest, reply: FastifyReply, afloop: Afloop) => {
    zetFlits(request, reply, FLITS, afloop);
    return reply.redirect(PLANNING, 303);
  };

  app.get('/lopende-zaken/planning', async (request, reply) => {
    const flits = leesFlits(request, reply, FLITS);
    const afloop = flits !== null && Object.hasOwn(AFLOPEN, flits) ? (flits as Afloop) : null;
    return send(reply, await planning(request, options, { afloop }));
  });

  app.get<MetStroom>('/lopende-zaken/planning/:stroom', async (request, reply) => {
    const nu = await load(request, options, () => inrichtingen.actueel());
    return nu.ok ? send(reply, planningFormulier(options, nu.value, request.params.stroom)) : mislukt(request, reply);
  });

  app.post<MetStroom>('/lopende-zaken/planning/:stroom', async (request, reply) => {
    const { stroom: naam } = request.params;
    const nu = await load(request, options, () => inrichtingen.actueel());
    if (!nu.ok) return mislukt(request, reply);
    const stroom = nu.value.stromen.find((s) => s.naam === naam);
    if (stroom === undefined) return sendPage(reply, <NotFound options={options} />, 404);
    const getypt = Object.fromEntries(VELDEN.map((veld) => [veld, formValue(request, veld)])) as Getypt;
    const reden = formValue(request, 'reden');
    const gelezen = leesPlanning(getypt, stroom.planning.pauze);
    const fout = faultInReden(reden, 'bij de inrichting');
    const fouten = [
      ...('fouten' in gelezen ? gelezen.fouten : []),
      ...(fout === null ? [] : [{ field: 'reden' as const, message: fout }]),
    ];
    if ('fouten' in gelezen || fouten.length > 0)
      return send(reply, planningFormulier(options, nu.value, naam, { getypt, reden, fouten }));
    const wie = wieIs(request, options);
    const done = await load(request, options, () =>
      wijzigInrichting(inrichtingen, {
        basis: basisVan(request),
        wie,
        reden,
        pas: (inrichting) => metPlanning(inrichting, naam, gelezen),
      }),
    );
    if (!done.ok) return mislukt(request, reply);
    if (done.value.soort === 'bewaard') return terug(request, reply, 'bewaard');
    const na = await load(request, options, () => inrichtingen.actueel());
    const stand = done.value.soort === 'fout' ? { meer: done.value.fouten } : { verouderd: true };
    return send(reply, planningFormulier(options, na.ok ? na.value : nu.value, naam, { getypt, reden, ...stand }));
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
    if (!done.ok) return mislukt(request, reply);
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
    if (fout !== null) return send(reply, await planning(request, options, { pauze: { stroom: naam, reden, fout } }));
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
