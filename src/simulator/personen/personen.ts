/**
 * Who is known, who has an account, and by which id a person stands in links, in the ledger and in the file.
 *
 * Guarantees: outside this file and the message at hand nobody holds a BSN. The id of a person is fixed for the fictional people
 * and otherwise a keyed hash, the same as long as the ledger lives. It hides the BSN from links and screens; the key lies
 * beside the ledger, so for real BSNs it would be no protection. Real BSNs do not belong in a simulator.
 */
import { createHmac } from 'node:crypto';
import { isBsn } from '../basis/bsn.ts';
import { type AccountStand, type DemoPersoon, demoPersonen } from './demo.ts';

export interface Persoon {
  readonly id: string;
  readonly naam: string;
  readonly toelichting: string;
  readonly inBrp: boolean;
  readonly account: AccountStand;
  readonly email: string | null;
}

export interface Personen {
  /** The fictional people, in fixed order; empty when everybody is known. */
  lijst(): readonly Persoon[];
  /** One of the fictional people, or null. */
  metId(id: string): Persoon | null;
  /** The id that stands for this BSN. */
  idVan(bsn: string): string;
  accountVan(bsn: string): AccountStand;
  inBrp(bsn: string): boolean;
  /** Opens or closes the account of a fictional person; false when there is no such person. */
  zetAccount(id: string, account: AccountStand): boolean;
}

/** With `alle` every BSN that passes the 11-proef is in the BRP and has had an account since then: for load tests. */
const ALTIJD_ACTIEF: AccountStand = { status: 'actief', geactiveerdOp: '2015-11-01T00:00:00.000Z' };
const GEEN_ACCOUNT: AccountStand = { status: 'geen', geactiveerdOp: null };

export function createPersonen(keuze: 'demo' | 'alle', sleutel: string): Personen {
  const known = keuze === 'demo' ? demoPersonen : [];
  const byBsn = new Map<string, DemoPersoon>(known.map((persoon) => [persoon.bsn, persoon]));
  const byId = new Map<string, DemoPersoon>(known.map((persoon) => [persoon.id, persoon]));
  const accounts = new Map<string, AccountStand>();

  const current = ({ bsn: _, ...persoon }: DemoPersoon): Persoon => ({
    ...persoon,
    account: accounts.get(persoon.id) ?? persoon.account,
  });

  return {
    lijst: () => known.map(current),
    metId(id) {
      const persoon = byId.get(id);
      return persoon === undefined ? null : current(persoon);
    },
    idVan: (bsn) =>
      byBsn.get(bsn)?.id ?? `x-${createHmac('sha256', sleutel).update(bsn).digest('base64url').slice(0, 16)}`,
    accountVan(bsn) {
      if (keuze === 'alle') return isBsn(bsn) ? ALTIJD_ACTIEF : GEEN_ACCOUNT;
      const persoon = byBsn.get(bsn);
      return persoon === undefined ? GEEN_ACCOUNT : current(persoon).account;
    },
    inBrp: (bsn) => (keuze === 'alle' ? isBsn(bsn) : (byBsn.get(bsn)?.inBrp ?? false)),
    zetAccount(id, account) {
      if (!byId.has(id)) return false;
      accounts.set(id, account);
      return true;
    },
  };
}
