/** The form of an abonnement, as typed and as meant. The rules are those of the API; here only what a form can get wrong. */
import type { Afloop, Invoer, KanaalFilter } from '../bron.ts';
import type { Fout } from './filter.ts';

/** A kanaal as typed: its kenmerken one on a line, `naam = waarde`. */
export interface KanaalGetypt {
  readonly kanaal: string;
  readonly kenmerken: string;
}

export interface Getypt {
  readonly callbackUrl: string;
  readonly auth: string;
  readonly cloudevents: boolean;
  readonly kanalen: readonly KanaalGetypt[];
}

/** As many as the API takes. */
export const MAX_KANALEN = 100;

/** `waarde`: the value of a field of the form, empty when it is not there. */
export function leesFormulier(waarde: (name: string) => string): Getypt {
  const kanalen = Array.from({ length: MAX_KANALEN }, (_, i) => ({
    kanaal: waarde(`kanaal-${i}`),
    kenmerken: waarde(`kenmerken-${i}`),
  })).filter(({ kanaal, kenmerken }) => kanaal !== '' || kenmerken !== '');
  return {
    callbackUrl: waarde('callbackUrl'),
    auth: waarde('auth'),
    cloudevents: waarde('cloudevents') === 'ja',
    kanalen,
  };
}

/** `nieuw`: then the secret must be given; later an empty one keeps what there is. */
export function bedoeld(
  getypt: Getypt,
  nieuw: boolean,
): { readonly invoer: Invoer } | { readonly fouten: readonly Fout[] } {
  const fouten: Fout[] = [];
  if (getypt.callbackUrl === '')
    fouten.push({ field: 'callbackUrl', message: 'Vul het adres in waar de notificaties naartoe moeten.' });
  if (nieuw && getypt.auth === '')
    fouten.push({ field: 'auth', message: 'Vul in wat de afnemer verwacht in de header Authorization.' });
  const kanalen = getypt.kanalen.map((een, i) => leesKanaal(een, i, fouten));
  // Later it may have none, when it asks for CloudEvents by their type.
  if (nieuw && getypt.kanalen.length === 0) fouten.push({ field: 'kanaal-0', message: 'Kies minstens één kanaal.' });
  if (fouten.length > 0) return { fouten };
  const { callbackUrl, auth, cloudevents } = getypt;
  return { invoer: { callbackUrl, auth: auth === '' ? null : auth, kanalen, cloudevents } };
}

function leesKanaal({ kanaal, kenmerken }: KanaalGetypt, i: number, fouten: Fout[]): KanaalFilter {
  if (kanaal === '') fouten.push({ field: `kanaal-${i}`, message: 'Kies het kanaal dat bij deze kenmerken hoort.' });
  const filters = new Map<string, string>();
  for (const line of kenmerken.split('\n')) {
    if (line.trim() === '') continue;
    const [, naam, waarde] = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/u.exec(line) ?? [];
    if (naam === undefined || waarde === undefined || filters.has(naam)) {
      const message = 'Zet op elke regel één kenmerk, een =-teken en de waarde. Noem elk kenmerk één keer.';
      fouten.push({ field: `kenmerken-${i}`, message });
      break;
    }
    filters.set(naam, waarde);
  }
  return { naam: kanaal, filters: Object.fromEntries(filters) };
}

/** What the API found wrong, at the fields of the form. */
export function foutenVan(afloop: Extract<Afloop, { fouten: unknown }>): readonly Fout[] {
  return afloop.fouten.map(({ name, reason }) => {
    const [, i, deel] = /^kanalen\.(\d+)(?:\.(\w+))?/.exec(name) ?? [];
    if (i !== undefined) return { field: `${deel === 'naam' ? 'kanaal' : 'kenmerken'}-${i}`, message: reason };
    return { field: name === 'auth' ? 'auth' : 'callbackUrl', message: reason };
  });
}

/** An abonnement as the form shows it. */
export function getyptVan(abonnement: {
  readonly callbackUrl: string;
  readonly cloudevents: boolean;
  readonly kanalen: readonly KanaalFilter[];
}): Getypt {
  const { callbackUrl, cloudevents, kanalen } = abonnement;
  return {
    callbackUrl,
    auth: '',
    cloudevents,
    kanalen: kanalen.map(({ naam, filters }) => ({
      kanaal: naam,
      kenmerken: Object.entries(filters)
        .map(([kenmerk, waarde]) => `${kenmerk} = ${waarde}`)
        .join('\n'),
    })),
  };
}
