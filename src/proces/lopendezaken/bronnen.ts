/** Which sources an installation asks, by its settings; each behind its switch. */
import type { Net } from '../../platform/net/index.ts';
import type { TlsClient } from '../../platform/tls/index.ts';
import type { ValidatieProfiel } from '../../standaarden/wus/index.ts';
import { accountsOverHttp, brpOverHttp } from './bronnen-http.ts';
import { accountsOverWus } from './bronnen-wus.ts';
import type { AccountBron, AuthentiekBron } from './poorten.ts';
import { accountsAchter, brpAchter, createSchakelaar, type SchakelaarOpties } from './schakelaar.ts';

/**
 * How accounts are checked. `geen`: nobody is asked, everybody counts as having one, and the code with which MijnOverheid
 * says "no account" decides (L11); that code is listened to with every other choice as well.
 */
export type AccountDienst =
  | { readonly soort: 'geen' }
  | { readonly soort: 'http'; readonly url: string }
  | { readonly soort: 'wus'; readonly url: string; readonly profiel: ValidatieProfiel; readonly tls: TlsClient };

export interface BronnenOpties extends SchakelaarOpties {
  readonly net: Net;
  readonly accounts: AccountDienst;
  readonly brpUrl: string;
}

export function createBronnen(opties: BronnenOpties): {
  readonly accounts: AccountBron;
  readonly authentiek: AuthentiekBron;
} {
  const { accounts, net, brpUrl } = opties;
  return {
    accounts:
      accounts.soort === 'geen'
        ? NIEMAND
        : accountsAchter(dienst(accounts, opties), createSchakelaar('accounts', opties)),
    authentiek: brpAchter(brpOverHttp(net, brpUrl), createSchakelaar('brp', opties)),
  };
}

function dienst(accounts: Exclude<AccountDienst, { soort: 'geen' }>, opties: BronnenOpties): AccountBron {
  if (accounts.soort === 'http') return accountsOverHttp(opties.net, accounts.url);
  return accountsOverWus({ ...opties, ...accounts });
}

const NIEMAND: AccountBron = { stand: async (bsns) => bsns.map(() => ({ soort: 'actief', geactiveerdOp: null })) };
