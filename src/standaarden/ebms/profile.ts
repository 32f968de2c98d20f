/**
 * Recognises the Digikoppeling profile of a route (Koppelvlakstandaard ebMS2 chapter 2, table of supported variants).
 */
import { ACTOR_NEXT_MSH } from './constants.ts';
import type { Route } from './route.ts';

export type Profile = 'osb-be' | 'osb-rm' | 'osb-be-s' | 'osb-rm-s' | 'osb-be-e' | 'osb-rm-e';

/** Null when the agreement fits no profile, for instance an acknowledgment without duplicate elimination. */
export function detectProfile(route: Route): Profile | null {
  const base = reliability(route);
  if (base === null || !isTransportAllowed(route)) return null;
  if (!route.signed) return route.encrypted ? null : base;
  return `${base}-${route.encrypted ? 'e' : 's'}`;
}

/** Module table, Koppelvlakstandaard chapter 3: both always (reliable, RM combination 2) or both never (best effort). */
function reliability({ ackRequested, duplicateElimination }: Route): 'osb-be' | 'osb-rm' | null {
  if (ackRequested === 'always' && duplicateElimination === 'always') return 'osb-rm';
  if (ackRequested === 'never' && duplicateElimination === 'never') return 'osb-be';
  return null;
}

/** Section 5: never nextMSH; syncReplyMode none, or mshSignalsOnly in the reliable profiles by exception. */
function isTransportAllowed({ actor, syncReplyMode, ackRequested }: Route): boolean {
  if (actor === ACTOR_NEXT_MSH) return false;
  return syncReplyMode === 'none' || (syncReplyMode === 'mshSignalsOnly' && ackRequested === 'always');
}
