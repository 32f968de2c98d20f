/** Which news an abonnement wants. Pure. */
import type { OutboxEvent } from '../../platform/outbox/index.ts';
import type { NotificatieBody } from '../../registraties/kern/index.ts';

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

/** The channel of the outbox on which CloudEvents of our own making go; their kind is their type. */
export const CLOUDEVENTS = 'cloudevents';

/** Channels on which our own components tell each other things: about persons too, so for nobody outside. */
export const INTERN: ReadonlySet<string> = new Set(['lopendezaken', 'digikoppeling']);

/** Does somebody with these wishes want this event? */
export function wil({ kanalen, cloudeventFilters }: Wens, { channel, kind, body }: OutboxEvent): boolean {
  if (channel === CLOUDEVENTS) {
    const { kenmerken = {} } = body as { kenmerken?: Readonly<Record<string, string>> };
    return cloudeventFilters.some((one) => kind.includes(one.typeSubstring) && heeft(kenmerken, one.filters));
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
