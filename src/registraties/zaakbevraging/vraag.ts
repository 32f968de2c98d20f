/** Reads the body of a question. Everything that is wrong is told at once, and a BSN in it is not repeated. */
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { isElfproef, maskBsn } from '../../standaarden/bsn/index.ts';
import { value } from '../kern/index.ts';
import { type Identificatie, identificatie } from './identificatie.ts';
import { AFGEROND_VELDEN, DETAIL, LOPEND } from './velden.ts';
import { EIGEN_ROLLEN, GEWONE_ROLLEN } from './zicht.ts';

const { choice, list, orNull, part, text } = value;

const organisatie = text({
  max: 20,
  blank: false,
  check: (tekst) =>
    /^\d{20}$/.test(tekst) || isElfproef(tekst)
      ? null
      : ['invalid', 'Geef een RSIN (9 cijfers, 11-proef) of een OIN (20 cijfers).'],
});

const GEDEELD = {
  identificatie: part<Identificatie>(identificatie),
  rollen: part(list(choice(EIGEN_ROLLEN), EIGEN_ROLLEN.length), GEWONE_ROLLEN),
  vragendeOrganisatie: part(orNull(organisatie), null),
} as const;

/** `fields`: names from a limited set; null for what is usual. */
const velden = (namen: readonly string[]) => part(orNull(list(choice(namen), namen.length)), null);

export const OVERZICHT = {
  ...GEDEELD,
  deel: part(choice(['alle', 'lopend', 'afgerond']), 'alle' as const),
  fields: velden([...new Set([...Object.keys(LOPEND), ...Object.keys(AFGEROND_VELDEN)])]),
} as const;

export const ZAAK = { ...GEDEELD, fields: velden(Object.keys(DETAIL)) } as const;

type Gelezen<P> = { readonly [K in keyof P]: P[K] extends value.Part<infer T> ? T : never };

/** The body by its parts; throws what is wrong with it. */
export function leesVraag<P extends Readonly<Record<string, value.Part<unknown>>>>(
  delen: P,
  body: unknown,
): Gelezen<P> {
  const faults: InvalidParam[] = [];
  const fault = (name: string, code: string, reason: string) => void faults.push({ name, code, reason });
  const gegeven = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : null;
  if (!gegeven) fault('nonFieldErrors', 'invalid', 'Stuur een JSON-object.');
  const gelezen: Record<string, unknown> = {};
  for (const [naam, { parser, fallback }] of Object.entries(gegeven ? delen : {})) {
    if (Object.hasOwn(gegeven!, naam)) {
      const context = { faults, ownId: () => null };
      gelezen[naam] = parser.parse((gegeven as Record<string, unknown>)[naam], naam, context);
    } else if (fallback !== undefined) gelezen[naam] = fallback;
    else fault(naam, 'required', 'Dit veld is verplicht.');
  }
  // A key that we do not know is a mistake here: it may be a second identity, and one of the two would not count.
  const onbekend = Object.keys(gegeven ?? {}).filter((naam) => !Object.hasOwn(delen, naam));
  if (onbekend.length > 0) {
    fault('nonFieldErrors', 'unknown-fields', `Onbekende velden: ${onbekend.map((n) => n.slice(0, 60)).join(', ')}.`);
  }
  // What a client sent may stand in a reason, and may hold a BSN.
  if (faults.length > 0)
    throw invalid(...faults.map((f) => ({ ...f, name: maskBsn(f.name), reason: maskBsn(f.reason) })));
  return gelezen as Gelezen<P>;
}
