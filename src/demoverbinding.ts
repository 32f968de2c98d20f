/** The connection of the demo: a municipality that does not exist, and its agreement with the simulator of MijnOverheid. */
import type { CpaFeiten } from './simulator/index.ts';
import { writeCpa } from './standaarden/ebms/index.ts';

export const DEMO_OIN = '00000001002564440000';
/** RSIN of the demo municipality: a number that passes the 11-proef and is nobody's. */
export const DEMO_RSIN = '002564440';

/** The agreement as the simulator knows it. `ontvanger` is the OIN under which the simulator receives. */
export function demoCpaFeiten(ontvanger: string): CpaFeiten {
  return {
    cpaId: `DEMO-LZ-1-0_${DEMO_OIN}_${ontvanger}_0001`,
    ownPartyId: ontvanger,
    ownRole: 'VOORZIENING',
    peerPartyId: DEMO_OIN,
    peerRole: 'GEMEENTE',
    partyIdType: 'urn:osb:oin',
    service: 'Demo:LopendeZaken:1:0',
    serviceType: 'urn:osb:services',
    actionZaakbericht: 'zaakbericht',
    actionFoutbericht: 'foutbericht',
  };
}

/** The agreement as a CPA. `own` and `simulator` are the bases at which each receives. */
export function demoCpa(feiten: CpaFeiten, gemeente: string, own: string, simulator: string): string {
  return writeCpa({
    cpaId: feiten.cpaId,
    start: new Date('2020-01-01T00:00:00Z'),
    end: new Date('2050-01-01T00:00:00Z'),
    service: feiten.service,
    parties: [
      {
        name: `Gemeente ${gemeente}`,
        partyId: feiten.peerPartyId,
        role: feiten.peerRole,
        endpoint: `${own}/digikoppeling/ebms`,
      },
      {
        name: 'Simulator van MijnOverheid',
        partyId: feiten.ownPartyId,
        role: feiten.ownRole,
        endpoint: `${simulator}/simulator/ebms`,
      },
    ],
    actions: [feiten.actionZaakbericht],
    answers: [feiten.actionFoutbericht],
  });
}
