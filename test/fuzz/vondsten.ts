/** What the fuzzer and its neighbours found and what was repaired: each as a small input that showed it. */

import { writeCpa } from '../../src/standaarden/ebms/index.ts';
import { CPA_PARAMS } from '../../src/standaarden/ebms/voorbeeld.testhulp.ts';
import { ZAADBERICHTEN } from './bericht.ts';

export interface OudeVondst {
  readonly wat: string;
  /** Name of the reader in `doelen.ts`. */
  readonly doel: string;
  /** Octets as latin1. */
  readonly invoer: () => string;
}

const [bericht = ''] = ZAADBERICHTEN;

export const VONDSTEN: readonly OudeVondst[] = [
  {
    wat: 'a zone that carries a Timestamp into the year 10000, which cannot be written again',
    doel: 'bericht',
    invoer: () => bericht.replace(/<eb:Timestamp>[^<]*/, '<eb:Timestamp>9999-12-31T23:00:00-05:00'),
  },
  {
    wat: 'a zone that carries a Timestamp into the year 99',
    doel: 'bericht',
    invoer: () => bericht.replace(/<eb:Timestamp>[^<]*/, '<eb:Timestamp>0100-01-01T00:00:00+14:00'),
  },
  {
    wat: 'nine thousand wrong references, each of which was told at length',
    doel: 'bericht',
    invoer: () => bericht.replace(/<eb:Reference.*\/>/, '<eb:Reference xlink:href="cid:"/>'.repeat(9_000)),
  },
  {
    wat: 'a long id above many faults, each of which repeated it',
    doel: 'cpa',
    invoer: () =>
      writeCpa(CPA_PARAMS)
        .replaceAll('A-transport', 'A'.repeat(300_000))
        .replace(/<p:Endpoint[^>]*>/, '<p:Endpoint/>'.repeat(5_000)),
  },
  { wat: 'a prefix that starts with a digit, which libxml2 refuses', doel: 'xml', invoer: () => '<a xmlns:2.0x="u"/>' },
  { wat: 'two byte order marks, which libxml2 refuses', doel: 'xml', invoer: () => '\xef\xbb\xbf\xef\xbb\xbf<a/>' },
];
