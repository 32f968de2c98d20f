/** Which news an abonnement wants. Pure. */
import type { OutboxEvent } from '../../platform/outbox/index.ts';
import type { NotificatieBody } from '../../registraties/kern/index.ts';
import { type CloudEvent, kenmerkenVan } from '../../standaarden/cloudevents/index.ts';

/** A kanaal, and the kenmerken that a message on it must have; without any: all of them. */
export interface KanaalFilter {
  readonly naam: string;
  readonly filters: Readonly<Record<string, string>>;
}

/** A part of the type of CloudEvents, and what their data must have. */
export interface CloudeventFilter {
  readonly typeSubstring: string;
  readonly filters: Readonly<Record<string, string>>;
}

export interface Wens {
  readonly kanalen: readonly KanaalFilter[];
  readonly cloudeventFilters: readonly CloudeventFilter[];
}

/** The channel of the outbox on which CloudEvents go as they are: ours, and those of other sources. */
export const CLOUDEVENTS = 'cloudevents';

/** Channels on which our own components tell each other things: about persons too, so for nobody outside. */
export const INTERN: ReadonlySet<string> = new Set(['lopendezaken', 'zaakgebeurtenissen', 'zendingen', 'bronnen']);

/** Does somebody with these wishes want this event? */
export function wil({ kanalen, cloudeventFilters }: Wens, { channel, body }: OutboxEvent): boolean {
  if (channel === CLOUDEVENTS) {
    const { type, data } = body as CloudEvent;
    return cloudeventFilters.some((one) => type.includes(one.typeSubstring) && heeft(kenmerkenVan(data), one.filters));
  }
  const bericht = body as Partial<NotificatieBody>;
  if (INTERN.has(channel) || bericht?.kanaal !== channel || bericht.kenmerken === undefined) return false;
  return kanalen.some(({ naam, filters }) => naam === bericht.kanaal && heeft(bericht.kenmerken!, filters));
}

function heeft(kenmerken: Readonly<Record<string, string>>, filters: Readonly<Record<string, string>>): boolean {
  return Object.entries(filters).every(
    ([naam, waarde]) => Object.hasOwn(kenmerken, naam) && kenmerken[naam] === waarde,
  );
}
