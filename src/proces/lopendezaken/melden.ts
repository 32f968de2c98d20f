/**
 * L10: no employee is present when something goes wrong, so what an operator must know stands in the log too, once it is
 * really stored. L11: so does the answer that somebody has no account. Never with a BSN: the reasons hold none.
 */
import type { Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Wijziging } from './register.ts';

export function meld(tx: Tx, log: Log, wijzigingen: readonly Wijziging[]): void {
  for (const { id, staat, reden, token } of wijzigingen) {
    const velden = { zaakbericht: id, melding: reden };
    if (staat === 'fout' || (staat === 'verlopen_onbekend' && token !== null)) {
      tx.afterCommit(() => log.warn(velden, 'zaakbericht wacht op een beheerder'));
    } else if (staat === 'geen_account') {
      tx.afterCommit(() => log.warn(velden, 'MijnOverheid kent geen account; het zaakbericht is afgesloten'));
    }
  }
}
