/** Test help: the registers of others, as far as a reference can see of them. */
import { type AllowedOrigin, type Net, NetFault } from '../platform/net/index.ts';

export interface Buitenwereld {
  readonly net: Net;
  readonly allow: readonly AllowedOrigin[];
  /** What stands at an address: a body with status 200, a status alone, or `dood` for no answer at all. */
  zet(address: string, what: object | string | number): void;
  /** Every address that was asked, in order; with the method before it when that is not GET. */
  readonly gevraagd: string[];
}

/** The one origin that may be asked. */
export const BUITEN = 'https://elders.example';

export function buitenwereld(): Buitenwereld {
  const known = new Map<string, object | string | number>();
  const gevraagd: string[] = [];
  return {
    gevraagd,
    allow: [{ origin: BUITEN, intern: false }],
    zet: (address, what) => void known.set(address, what),
    net: {
      async request({ method, url }) {
        gevraagd.push(method === 'GET' ? url : `${method} ${url}`);
        const what = known.get(url) ?? 404;
        if (what === 'dood') throw new NetFault('geen verbinding', false);
        if (typeof what === 'number') return { status: what, headers: {}, body: Buffer.from('{}') };
        return { status: 200, headers: {}, body: Buffer.from(typeof what === 'string' ? what : JSON.stringify(what)) };
      },
      close: async () => undefined,
    },
  };
}
