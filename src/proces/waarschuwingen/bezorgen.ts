/**
 * The ways a warning goes out: each a subscriber of the outbox of its own, so that mail that is down holds up neither the
 * webhook nor anything else (RS-F49). What cannot be delivered is tried again for three days; after that it is old news.
 */
import type { Log } from '../../platform/log/index.ts';
import { type Mailer, MailFault } from '../../platform/mail/index.ts';
import { type Net, NetFault } from '../../platform/net/index.ts';
import type { Delivery, Outcome, Subscriber } from '../../platform/outbox/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { type Afzender, handtekening, kop, type Melding, mailtekst, webhookBody } from './bericht.ts';

export const KANAAL = 'waarschuwingen';
export const GEMELD = 'waarschuwing.gemeld';

export interface Webhook {
  readonly url: string;
  readonly sleutel: string;
  /** Reaches no other origins than those that are allowed. */
  readonly net: Pick<Net, 'request'>;
}

export interface Post {
  readonly mailer: Mailer;
  readonly aan: readonly string[];
}

export interface BezorgOpties {
  readonly afzender: Afzender;
  readonly clock: Clock;
  readonly log: Log;
}

const TIMEOUT_MS = 10_000;
const BATCH = 10;
const OUD_MS = 3 * 24 * 60 * 60 * 1000;

export function webhookBezorger({ url, sleutel, net }: Webhook, opties: BezorgOpties): Subscriber {
  return bezorger('webhook', opties, async (id, melding, signal) => {
    const body = webhookBody(id, melding, opties.afzender);
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': id,
      'x-zaakbode-handtekening': handtekening(sleutel, body, opties.clock.now()),
    };
    const { status } = await net.request({ method: 'POST', url, headers, body, timeoutMs: TIMEOUT_MS, signal });
    if (status < 200 || status > 299) throw new NetFault(`antwoord ${status}`, true);
  });
}

export function mailBezorger({ mailer, aan }: Post, opties: BezorgOpties): Subscriber {
  const { afzender } = opties;
  const domein = new URL(afzender.base).hostname;
  return bezorger('mail', opties, (id, melding) =>
    mailer.send({
      to: aan,
      subject: kop(melding, afzender),
      text: mailtekst(melding, afzender),
      messageId: `${id}@${domein}`,
    }),
  );
}

function bezorger(
  naam: 'webhook' | 'mail',
  { clock, log }: BezorgOpties,
  stuur: (id: string, melding: Melding, signal: AbortSignal) => Promise<void>,
): Subscriber {
  async function bezorg({ event, attempts }: Delivery, signal: AbortSignal): Promise<Outcome> {
    try {
      await stuur(event.id, event.body as Melding, signal);
      return { kind: 'klaar' };
    } catch (error) {
      if (!(error instanceof NetFault || error instanceof MailFault)) throw error;
      const { message: reason } = error;
      if (attempts === 0)
        log.warn({ weg: naam, melding: reason }, 'een waarschuwing komt niet aan; het wordt opnieuw geprobeerd');
      const oud = clock.now().getTime() - event.at.getTime() > OUD_MS;
      return oud ? { kind: 'eind', state: 'niet_bezorgd', reason } : { kind: 'opnieuw', reason };
    }
  }
  return {
    name: `waarschuwingen.${naam}`,
    batch: BATCH,
    wants: (event) => event.channel === KANAAL && event.kind === GEMELD,
    handle: (deliveries, signal) => Promise.all(deliveries.map((delivery) => bezorg(delivery, signal))),
  };
}
