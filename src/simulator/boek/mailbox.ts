/**
 * The mail to citizens: updates are collected until a mail run, and one mail then covers them all (bron 000: one e-mail may
 * announce several updates). Only for persons with an e-mail address.
 */

export interface Mail {
  readonly persoon: string;
  /** Milliseconds since 1970. */
  readonly tijd: number;
  /** How many statussen in how many zaken it announces. */
  readonly statussen: number;
  readonly zaken: number;
}

export interface Mailbox {
  /** A status was shown to this person. */
  meld(persoon: string, zaak: string): void;
  /** A mail went out to this person: nothing is waiting for him any more. */
  verstuurd(mail: Mail): void;
  /** What the next run will send. */
  wachtend(): readonly Omit<Mail, 'tijd'>[];
  /** The last mails, latest first. */
  mails(): readonly Mail[];
}

/** Mails that stay visible; older ones are forgotten. */
const KEPT = 200;

export function createMailbox(): Mailbox {
  const waiting = new Map<string, { statussen: number; readonly zaken: Set<string> }>();
  const sent: Mail[] = [];
  return {
    meld(persoon, zaak) {
      const updates = waiting.get(persoon) ?? { statussen: 0, zaken: new Set<string>() };
      updates.statussen += 1;
      updates.zaken.add(zaak);
      waiting.set(persoon, updates);
    },
    verstuurd(mail) {
      waiting.delete(mail.persoon);
      sent.unshift(mail);
      sent.length = Math.min(sent.length, KEPT);
    },
    wachtend: () => [...waiting].map(([persoon, { statussen, zaken }]) => ({ persoon, statussen, zaken: zaken.size })),
    mails: () => sent,
  };
}
