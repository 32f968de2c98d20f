/** The routes of the network path (A5): the parts of both chains, and the check of the connection. */
import type { FastifyInstance } from 'fastify';
import type { Dossier, Omgeving, Onderdeel, Persoon } from '../bron.ts';
import { type AansluitOptions, GEDULDIG, type Getoond, maakBediening, PAD, veld } from './bediening.tsx';
import type { PaginaProps } from './formulier.tsx';
import { LEEG_ONDERDEEL, Netwerk } from './netwerk.tsx';
import { AANSLUITEN } from './woorden.ts';

const NETWERK = `${AANSLUITEN}/netwerk`;

export function mountNetwerk(deel: FastifyInstance, options: AansluitOptions): void {
  const { aansluiten } = options;
  const { omgeving } = aansluiten;
  const { toon, doe, pagina, wie } = maakBediening(options);
  /** Bron 001: the path of productie is laid together with that of preproductie, when that can be. */
  const ketenUit = (tekst: string): Omgeving =>
    tekst === aansluiten.andereOmgeving ? aansluiten.andereOmgeving : omgeving;

  const netwerk = async (
    props: PaginaProps,
    getypt: Onderdeel = LEEG_ONDERDEEL,
    keten: Omgeving = omgeving,
  ): Promise<Getoond> => {
    const standen = [await aansluiten.dossier(omgeving), await aansluiten.dossier(aansluiten.andereOmgeving)] as const;
    const { controle } = await aansluiten.feiten();
    return { page: <Netwerk {...props} standen={standen} controle={controle} getypt={getypt} keten={keten} /> };
  };
  /** Changes the parts of a chain as they are at that moment. */
  const wijzig = async (
    keten: Omgeving,
    onderdelen: (dossier: Dossier) => Dossier['onderdelen'] | null,
    wat: string,
    door: Persoon,
  ) => {
    const nieuw = onderdelen((await aansluiten.dossier(keten)).dossier);
    if (nieuw === null) return [{ veld: '', tekst: 'De lijst is intussen veranderd. Kijk opnieuw.' }];
    return await aansluiten.wijzigDossier(keten, { onderdelen: nieuw }, `Netwerkpad: ${wat}`, door);
  };

  deel.get(`${PAD}/netwerk`, (request, reply) => toon(request, reply, () => netwerk(pagina(request))));
  deel.post(`${PAD}/netwerk`, (request, reply) => {
    const keten = ketenUit(veld(request, 'keten'));
    const getypt = Object.fromEntries(
      ['soort', 'naam', 'inkomend', 'uitgaand', 'beheerder'].map((naam) => [naam, veld(request, naam)]),
    ) as unknown as Onderdeel;
    return doe(request, reply, {
      werk: () => wijzig(keten, ({ onderdelen }) => [...onderdelen, getypt], `${getypt.naam} toegevoegd`, wie(request)),
      naar: `${NETWERK}?gedaan=bewaard`,
      opnieuw: (props) => netwerk(props, getypt, keten),
    });
  });
  deel.post(`${PAD}/netwerk/weg`, (request, reply) => {
    const plaats = Number(veld(request, 'plaats'));
    const naam = veld(request, 'naam');
    // Somebody else may have changed the list: then another part stands in this place.
    const zonder = ({ onderdelen }: Dossier): Dossier['onderdelen'] | null =>
      onderdelen[plaats]?.naam === naam ? onderdelen.toSpliced(plaats, 1) : null;
    return doe(request, reply, {
      werk: () => wijzig(ketenUit(veld(request, 'keten')), zonder, `${naam} weggehaald`, wie(request)),
      naar: `${NETWERK}?gedaan=weg`,
      opnieuw: netwerk,
    });
  });
  deel.post(`${PAD}/netwerk/controle`, GEDULDIG, (request, reply) =>
    doe(request, reply, {
      werk: async () => {
        await aansluiten.controleer(wie(request));
        return [];
      },
      naar: `${NETWERK}?gedaan=gecontroleerd`,
      opnieuw: netwerk,
    }),
  );
}
