/** A municipality on preproductie with nearly everything filled in, and a ketentest that was done: for its documents. */
import type { ZaakberichtRegel } from '../lopendezaken/index.ts';
import { ANNE, BILAL, NU, proefplaats, TESTER, vink } from './aansluiten.testhulp.ts';
import type { Aansluiten, AansluitenOptions, Fout } from './index.ts';

/** What became of three messages about the same zaak. */
const REGELS = (['afgeleverd', 'geen_account', 'verlopen_onbekend'] as const).map(
  (staat, n): ZaakberichtRegel => ({
    id: `b-${n}`,
    zaaknummer: 'ZAAK-1',
    zaaktype: 'PARKEREN',
    statustype: 'Ontvangen',
    staat,
    reden: n === 1 ? 'Geen account op dat moment.' : null,
    statusGezetOp: new Date(NU.getTime() + n),
    gewijzigdOp: new Date(NU.getTime() + 1000 * n),
    wachtOpBeheerder: false,
  }),
);

export const GEVULD = {
  soort: 'overheid',
  verbinding: 'internet',
  afzenderId: 'A-1',
  serviceId: 'S-1',
  endpointLogius: 'https://lz.example/ebms',
  domeinnamen: ['zaakbode.voorbeeld.example'],
  xsd: 'versie 1, per mail',
  contacten: {
    projectleider: { naam: 'Afdeling Informatie', telefoon: '14 0123', mail: '' },
    technisch: { naam: 'Afdeling Techniek', telefoon: '', mail: 'techniek@voorbeeld.example' },
    logius: { naam: 'Servicecentrum', telefoon: '0900 123 4567', mail: '' },
  },
  onderdelen: [
    { soort: 'zaaksysteem', naam: 'Zaaksysteem', inkomend: '', uitgaand: '192.0.2.1', beheerder: 'functioneel' },
    { soort: 'zaakbode', naam: 'Zaakbode', inkomend: '192.0.2.2:443', uitgaand: '192.0.2.3', beheerder: 'technisch' },
    { soort: 'mijnoverheid', naam: 'MijnOverheid', inkomend: 'lz.example:443', uitgaand: '', beheerder: 'logius' },
  ],
  planning: { aanvraag: '2026-11-01', keten: '2026-12-01' },
} as const;

/** On preproductie, with a ketentest that was done twice. */
export async function metKetentest(anders: Partial<AansluitenOptions> = {}): Promise<Aansluiten> {
  const { aansluiten, clock } = await proefplaats('preproductie', { regels: REGELS, ...anders });
  zonderFouten(await aansluiten.wijzigDossier('preproductie', GEVULD, 'proef', ANNE));
  await vink(aansluiten, 'stromen', 'compliance-elders', 'cpa-gemaild', 'cpa-logius', 'proces', 'testperiode');
  await aansluiten.deelnemers.voegToe(TESTER, 'test-account 1', ANNE);
  await aansluiten.deelnemers.ingelogd((await aansluiten.deelnemers.lijst())[0]!.id, '22-11-2026', ANNE);
  await aansluiten.draaiAcceptatie(ANNE);
  await aansluiten.proeven.oordeel('acceptatie', true, '22-11-2026', BILAL);
  zonderFouten(await aansluiten.beginProef('keten', ANNE));
  const [proef] = await aansluiten.proeven.van('keten');
  clock.advance(60_000);
  for (const { id } of proef!.regels) {
    const nvt = id === 'LZ-T11';
    const invulling = {
      zaaknummer: id === 'PARKEREN-1' ? 'ZAAK-1' : '',
      uitkomst: nvt ? ('nvt' as const) : ('goed' as const),
      bevinding: nvt ? 'Wij hebben geen eigen site met zaken.' : '',
      gezien: true,
    };
    zonderFouten(await aansluiten.proeven.vul('keten', id, invulling, BILAL));
  }
  await aansluiten.rondProefAf('keten', 'Samen met de leverancier gedaan.');
  await aansluiten.proeven.oordeel('keten', true, '22-11-2026', ANNE);
  return aansluiten;
}

function zonderFouten(fouten: readonly Fout[]): void {
  if (fouten.length > 0) throw new Error(fouten.map(({ tekst }) => tekst).join('; '));
}
