/**
 * Abonnementen and notifications in memory, for tests of the screens: one abonnement in each stand, with invented
 * addresses, and a source that can be made to fail or to hang. It keeps what the screens asked of it.
 */
import type { Abonnement, Aflevering, Notificaties, Signaal } from '../../src/interactie/beheer/bron.ts';
import { NU } from './nep-zaakberichten.ts';

export const idVan = (n: number): string => `00000000-0000-7000-8000-00000000000${n}`;
const MINUUT = 60_000;
const geleden = (minuten: number): Date => new Date(NU.getTime() - minuten * MINUUT);

const GOED: Abonnement = {
  id: idVan(1),
  callbackUrl: 'https://zaaksysteem.voorbeeld.example/notificaties/ontvangen',
  cloudevents: false,
  kanalen: [
    { naam: 'zaken', filters: {} },
    { naam: 'documenten', filters: { vertrouwelijkheidaanduiding: 'openbaar', bronorganisatie: '002564440' } },
  ],
  cloudeventFilters: [],
  aanvrager: 'zaaksysteem',
  aangemaaktOp: geleden(60 * 24 * 40),
  gepauzeerd: false,
  reden: '',
  storingSinds: null,
  storing: '',
  laatstAfgeleverd: geleden(1),
  laatsteNummer: 12_345,
  wachtend: 2,
  wachtSinds: geleden(0.2),
  geweigerd: 1,
};

export const ABONNEMENTEN: readonly Abonnement[] = [
  GOED,
  {
    ...GOED,
    id: idVan(2),
    callbackUrl:
      'https://een-afnemer-met-een-heel-lange-naam-zonder-afbreken.voorbeeld.example/api/v1/notificaties-ontvangen',
    cloudevents: true,
    storingSinds: geleden(60 * 50),
    storing: 'geen verbinding',
    wachtend: 100_000,
    wachtSinds: geleden(60 * 50),
    laatstAfgeleverd: geleden(60 * 50),
    geweigerd: 0,
  },
  {
    ...GOED,
    id: idVan(3),
    callbackUrl: 'https://werkplek.voorbeeld.example/hook',
    gepauzeerd: true,
    reden: 'Onderhoud tot vanavond',
    wachtend: 12,
    wachtSinds: geleden(90),
    laatstAfgeleverd: null,
  },
  {
    ...GOED,
    id: idVan(4),
    callbackUrl: 'https://nieuw.voorbeeld.example/hook',
    kanalen: [],
    cloudeventFilters: [{ typeSubstring: 'nl.voorbeeld.zaak', filters: { soort: 'klein' } }],
    laatstAfgeleverd: null,
    laatsteNummer: 0,
    wachtend: 0,
    wachtSinds: null,
    geweigerd: 0,
  },
];

const STATEN = ['open', 'klaar', 'geweigerd', 'vervallen'] as const;

const kop = (n: number) => ({
  id: `019aa5b2-8a11-7c33-9d10-${String(n).padStart(12, '0')}`,
  op: geleden(n),
  kanaal: n % 3 === 0 ? 'zaken' : 'documenten',
  resource: n % 3 === 0 ? 'zaak' : 'enkelvoudiginformatieobject',
  actie: ['create', 'update', 'partial_update', 'destroy'][n % 4]!,
  hoofdObject: `3a5b9b1e-6f2e-4f0e-9d50-${String(n).padStart(12, '0')}`,
});

/** The `n`-th from the newest; its state follows from `n`. */
function aflevering(n: number): Aflevering {
  const staat = STATEN[n % STATEN.length]!;
  return {
    ...kop(n),
    nummer: GOED.laatsteNummer - n,
    staat,
    pogingen: n % 5,
    reden: staat === 'klaar' ? '' : staat === 'open' ? 'geen verbinding' : 'antwoord 400',
    klaarOp: staat === 'open' ? null : geleden(n - 0.5),
  };
}

function signaal(n: number): Signaal {
  const naar = (een: Abonnement, i: number) => ({
    abonnement: een.id,
    callbackUrl: i === 2 ? null : een.callbackUrl,
    nummer: een.laatsteNummer - n,
    staat: STATEN[(n + i) % STATEN.length]!,
    reden: (n + i) % STATEN.length === 2 ? 'antwoord 400' : '',
  });
  return { ...kop(n), verdeeld: n > 0, bij: n % 5 === 0 ? [] : ABONNEMENTEN.slice(0, n % 4).map(naar) };
}

export interface NepNotificaties extends Notificaties {
  /** The actions so far, in order. */
  readonly gedaan: { readonly wat: string; readonly met: readonly unknown[] }[];
  /** Makes the named functions throw, or never answer. */
  storing(functies: readonly (keyof Notificaties)[], soort?: 'fout' | 'zwijgt'): void;
}

/** Without anything when `leeg`. */
export function nepNotificaties({ leeg = false }: { readonly leeg?: boolean } = {}): NepNotificaties {
  const gedaan: { wat: string; met: readonly unknown[] }[] = [];
  let stuk: readonly (keyof Notificaties)[] = [];
  let hoe: 'fout' | 'zwijgt' = 'fout';
  const alle = new Map((leeg ? [] : ABONNEMENTEN).map((een) => [een.id, een]));
  async function vraag<T>(wat: keyof Notificaties, antwoord: () => T): Promise<T> {
    if (!stuk.includes(wat)) return antwoord();
    if (hoe === 'zwijgt') return new Promise<T>(() => {});
    throw new Error('database unavailable: connection refused');
  }
  const doe = <T>(wat: keyof Notificaties, met: readonly unknown[], antwoord: () => T): Promise<T> => {
    gedaan.push({ wat, met });
    return vraag(wat, antwoord);
  };
  const bladzijde = <T extends object>(maak: (n: number) => T, id: string | undefined) => {
    const regels = leeg ? [] : Array.from({ length: 50 }, (_, n) => maak(n));
    const past = regels.filter((regel) => id === undefined || Object.values(regel).includes(id));
    return { regels: past, verder: id === undefined && !leeg ? 12_296 : null };
  };
  return {
    gedaan,
    storing: (functies, soort = 'fout') => {
      stuk = functies;
      hoe = soort;
    },
    abonnementen: () => vraag('abonnementen', () => [...alle.values()]),
    abonnement: (id) => vraag('abonnement', () => alle.get(id) ?? null),
    kanalen: () =>
      vraag('kanalen', () =>
        leeg
          ? []
          : [
              {
                naam: 'documenten',
                eigen: true,
                kenmerken: ['bronorganisatie'],
                documentatieLink: '',
                abonnementen: 3,
              },
              { naam: 'parkeren', eigen: false, kenmerken: [], documentatieLink: '', abonnementen: 0 },
              {
                naam: 'zaken',
                eigen: true,
                kenmerken: ['bronorganisatie', 'zaaktype', 'vertrouwelijkheidaanduiding'],
                documentatieLink: '',
                abonnementen: 3,
              },
            ],
      ),
    afleveringen: (_id, filter) => vraag('afleveringen', () => bladzijde(aflevering, filter.id)),
    signalen: (filter) => vraag('signalen', () => bladzijde(signaal, filter.id)),
    maak: (invoer, wie) =>
      doe('maak', [invoer, wie], () =>
        invoer.callbackUrl.includes('dicht')
          ? {
              fouten: [{ name: 'callbackUrl', code: 'invalid-callback-url', reason: 'Dit adres is niet te bereiken.' }],
            }
          : { id: idVan(1) },
      ),
    wijzig: (id, invoer, wie) => doe('wijzig', [id, invoer, wie], () => (alle.has(id) ? { id } : null)),
    zegOp: (id, wie) => doe('zegOp', [id, wie], () => alle.delete(id)),
    pauzeer: (id, reden, wie) => doe('pauzeer', [id, reden, wie], () => zet(id, { gepauzeerd: true, reden })),
    hervat: (id, wie) => doe('hervat', [id, wie], () => zet(id, { gepauzeerd: false, reden: '' })),
    herhaal: (id, vanaf, wie) => doe('herhaal', [id, vanaf, wie], () => (alle.has(id) ? 3 : null)),
  };

  function zet(id: string, extra: Partial<Abonnement>): boolean {
    const een = alle.get(id);
    if (een !== undefined) alle.set(id, { ...een, ...extra });
    return een !== undefined;
  }
}
