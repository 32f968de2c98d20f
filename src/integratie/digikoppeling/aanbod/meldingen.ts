/**
 * What is told of messages outside, in the form of a ZGW notification on the kanaal `digikoppeling`: that something came in
 * or ended, of which CPA and action, and where to read the rest with one's own rights. No payload and no person.
 */
import type { NewEvent } from '../../../platform/outbox/index.ts';
import type { Clock } from '../../../platform/time/index.ts';
import type { NotificatieBody } from '../../../registraties/kern/index.ts';
import { digikoppelingApi, KANAAL } from './api.ts';
import type { Zending } from './zending.ts';

export type Gebeurtenis = 'ontvangen' | 'bevestigd' | 'overgedragen' | 'geweigerd' | 'verlopen';

export interface Melding extends NotificatieBody {
  readonly kenmerken: Readonly<Record<(typeof KANAAL.kenmerken)[number], string>>;
}

/** Of a message of ours, what became of it. */
export function berichtVeranderd(
  { id, cpaId, action, trace }: Pick<Zending, 'id' | 'cpaId' | 'action' | 'trace'>,
  gebeurtenis: Gebeurtenis,
  { base, clock }: { readonly base: string; readonly clock: Clock },
): NewEvent {
  const url = `${base}${digikoppelingApi.root}/berichten/${id}`;
  const body = melding('bericht', 'update', id, url, { cpaId, action, gebeurtenis }, clock);
  return { channel: KANAAL.naam, kind: `bericht.${gebeurtenis}`, subject: id, body, trace };
}

/** Of a message that came in. */
export function berichtOntvangen(
  { id, cpaId, action }: { readonly id: string; readonly cpaId: string; readonly action: string },
  base: string,
  clock: Clock,
): Melding {
  const url = `${base}${digikoppelingApi.root}/ontvangen/${id}`;
  return melding('ontvangen', 'create', id, url, { cpaId, action, gebeurtenis: 'ontvangen' }, clock);
}

function melding(
  resource: string,
  actie: Melding['actie'],
  id: string,
  url: string,
  kenmerken: Melding['kenmerken'],
  clock: Clock,
): Melding {
  return {
    kanaal: KANAAL.naam,
    hoofdObject: url,
    resource,
    resourceUrl: url,
    actie,
    aanmaakdatum: clock.now().toISOString(),
    kenmerken,
    hoofdObjectId: id,
    resourceId: id,
  };
}
