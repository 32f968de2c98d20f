/**
 * What a message tells, without the person, the numbers and the times of the message itself: kept as JSON with the
 * zaakbericht. A wijziging says with it what was told before; a withdrawal repeats it, also when the status is gone from
 * the register.
 */
import type { Zaakbericht } from '../../standaarden/stuf/index.ts';

type Deel = Pick<Zaakbericht, 'zaak' | 'zaaktype' | 'status' | 'resultaat' | 'verwijzing'>;

/** A moment is a text in JSON. */
export interface Inhoud extends Omit<Deel, 'status'> {
  readonly status: Omit<Zaakbericht['status'], 'datumStatusGezet'> & { readonly datumStatusGezet: string };
}

export function inhoudVan({ zaak, zaaktype, status, resultaat, verwijzing }: Zaakbericht): Inhoud {
  return {
    zaak,
    zaaktype,
    status: { ...status, datumStatusGezet: status.datumStatusGezet.toISOString() },
    ...(resultaat && { resultaat }),
    ...(verwijzing && { verwijzing }),
  };
}

/** The bericht that tells this again, with the person and the numbers of now. */
export function berichtMet(inhoud: Inhoud, rest: Omit<Zaakbericht, keyof Deel>): Zaakbericht {
  const { status } = inhoud;
  return { ...rest, ...inhoud, status: { ...status, datumStatusGezet: new Date(status.datumStatusGezet) } };
}
