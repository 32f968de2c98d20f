/** Registers of others as /beheer sees them: one that is well, and one with everything that can be wrong. */
import type { BeheerOptions } from '../../src/interactie/beheer/index.ts';

type Stand = Awaited<ReturnType<NonNullable<BeheerOptions['bronnen']>>>[number];

const GOED: Stand = {
  naam: 'openzaak',
  zaken: 'https://openzaak.voorbeeld.example/zaken/api/v1/',
  begin: new Date('2026-11-01T08:00:00Z'),
  abonnement: 'goed',
  abonnementFout: null,
  laatsteNotificatie: new Date('2026-11-20T08:58:00Z'),
  genegeerd: 0,
  genegeerdReden: null,
  laatstePeiling: new Date('2026-11-20T08:59:00Z'),
  gezienTot: new Date('2026-11-20T08:58:30Z'),
  laatsteDiepePeiling: new Date('2026-11-20T02:00:00Z'),
  gesorteerd: true,
  peilingFout: null,
  peilingFoutSinds: null,
  gevonden: 1234,
  doorPeiling: 12,
  teVertellen: 0,
};

export const NEP_BRONNEN: readonly Stand[] = [
  GOED,
  {
    ...GOED,
    naam: 'zaaksysteem-van-een-leverancier',
    zaken: 'https://zaaksysteem.leverancier-met-een-lange-naam.voorbeeld.example/gemeente/zaken/api/v1/',
    abonnement: 'fout',
    abonnementFout:
      'Register zaaksysteem-van-een-leverancier weigert ons (403). Controleer clientId, secret en de autorisaties van deze applicatie.',
    laatsteNotificatie: null,
    genegeerd: 3,
    genegeerdReden: 'Een notificatie over een status wees niet naar een status en een zaak.',
    laatsteDiepePeiling: null,
    gesorteerd: false,
    peilingFout: 'Register zaaksysteem-van-een-leverancier heeft een storing (503).',
    peilingFoutSinds: new Date('2026-11-20T07:00:00Z'),
    gevonden: 1,
    doorPeiling: 1,
  },
];
