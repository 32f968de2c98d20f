/** Test help: zaken of somebody, and questions about them. */
import {
  type Answer,
  newZaak,
  publishedZaaktype,
  type Registers,
  registers,
  type Zaaktype,
} from '../registers.testhulp.ts';

/** Fictional numbers that pass the 11-proef. */
export const BSN = '999993653';
export const ANDER_BSN = '999990019';
export const ROOT = '/zaakbevraging/api/v1';

export interface Bevraging {
  readonly r: Registers;
  readonly type: Zaaktype;
  /** Makes a zaak with this betrokkene as initiator; gives its address. */
  zaakVan(betrokkene: object, extra?: object, zaaktype?: Zaaktype): Promise<string>;
  rol(zaak: string, roltype: string, betrokkene: object, extra?: object): Promise<void>;
  status(zaak: string, statustype: string, datumStatusGezet: string, extra?: object): Promise<void>;
  resultaat(zaak: string): Promise<void>;
  /** Asks for the lists of `BSN`, or with another body. */
  lijst(body?: object, as?: string): Promise<Answer>;
  /** Asks for one zaak of `BSN`. */
  detail(zaak: string, body?: object, as?: string): Promise<Answer>;
}

export const persoon = (inpBsn: string): object => ({
  betrokkeneType: 'natuurlijk_persoon',
  betrokkeneIdentificatie: { inpBsn },
});
export const wie = (waarde: string, soort = 'bsn'): object => ({ identificatie: { soort, waarde } });
export const uuidOf = (address: string): string => address.split('/').at(-1)!;

export async function bevraging(): Promise<Bevraging> {
  const r = await registers();
  const type = await publishedZaaktype(r);
  const post = async (path: string, body: object): Promise<Answer['body']> => {
    const answer = await r.send('POST', `/zaken/api/v1/${path}`, body);
    if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const rol: Bevraging['rol'] = async (zaak, roltype, betrokkene, extra = {}) =>
    void (await post('rollen', { zaak, roltype, roltoelichting: 'toelichting', ...betrokkene, ...extra }));
  return {
    r,
    type,
    rol,
    async zaakVan(betrokkene, extra = {}, zaaktype = type) {
      const zaak = await newZaak(r, zaaktype.zaaktype, extra);
      await rol(zaak, zaaktype.initiator, betrokkene);
      return zaak;
    },
    async status(zaak, statustype, datumStatusGezet, extra = {}) {
      await post('statussen', { zaak, statustype, datumStatusGezet, ...extra });
    },
    async resultaat(zaak) {
      await post('resultaten', { zaak, resultaattype: type.resultaattype, toelichting: 'U krijgt een pas.' });
    },
    lijst: (body = wie(BSN), as = 'beheer') => r.send('POST', `${ROOT}/zaken/_zoek`, body, { as }),
    detail: (zaak, body = wie(BSN), as = 'beheer') =>
      r.send('POST', `${ROOT}/zaken/${uuidOf(zaak)}/_zoek`, body, { as }),
  };
}
