/**
 * Four eyes: what one asks is carried out when another agrees.
 *
 * - Never the same person, by the subject of the login; and only a beheerder.
 * - Exactly once: the row is locked, and what is carried out is carried out in the transaction that says so.
 * - What nobody agreed to lapses after fourteen days; who asked may withdraw it before that.
 */
import { type Database, type Queryable, sql, type Tx } from '../../platform/db/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import type { Logboek } from './logboek.ts';
import type { Wie } from './wie.ts';

/** What is asked: read by a handler of its kind, which knows its shape. Nothing in it may be a secret or a BSN. */
export type Inhoud = Readonly<Record<string, unknown>>;

/** An action that needs a second person. */
export interface Handler {
  /** What it is called: `Beperkte productie vrijgeven`. */
  readonly naam: string;
  /** What will happen, in words, for who must agree. */
  toon(inhoud: Inhoud): readonly { readonly naam: string; readonly waarde: string }[];
  /** Does it, in this transaction. Throws `NietUitvoerbaar` when it cannot be done (any more); then it stays open. */
  voerUit(tx: Tx, inhoud: Inhoud, wie: Wie): Promise<void>;
}

/** It cannot be carried out now. The text says why and what to do. */
export class NietUitvoerbaar extends Error {
  override readonly name = 'NietUitvoerbaar';
}

export interface Vraag {
  readonly soort: string;
  readonly inhoud: Inhoud;
  /** To what, as in the log. */
  readonly object: string;
  readonly reden: string;
}

export type VerzoekStaat = 'open' | 'verlopen' | 'uitgevoerd' | 'ingetrokken';

export interface Verzoek {
  readonly id: string;
  readonly naam: string;
  readonly object: string;
  readonly reden: string;
  readonly toon: readonly { readonly naam: string; readonly waarde: string }[];
  readonly vrager: string;
  /** Whether this person asked it, so that he cannot agree and may withdraw. */
  readonly vanMij: boolean;
  readonly op: Date;
  readonly tot: Date;
  readonly staat: VerzoekStaat;
  readonly beslistOp: Date | null;
  readonly beslistNaam: string | null;
}

export type Verzoekstand = Pick<Verzoek, 'vrager' | 'op' | 'tot' | 'staat'>;

/** `reden` is for the screen, in plain Dutch. */
export type Besluit = { readonly gelukt: true } | { readonly gelukt: false; readonly reden: string };

export interface VierOgen {
  /** What is done for a kind; once per kind, before anything is asked. */
  registreer(soort: string, handler: Handler): void;
  /** Stores what is asked, with a row in the log; in the caller's transaction when he has one. Gives its id. */
  vraag(vraag: Vraag, wie: Wie, tx?: Tx): Promise<string>;
  akkoord(id: string, wie: Wie): Promise<Besluit>;
  trekIn(id: string, wie: Wie): Promise<Besluit>;
  /** How the last that was asked of a kind stands, for who shows it elsewhere too; null when none was. */
  laatste(soort: string, tx?: Queryable): Promise<Verzoekstand | null>;
  /** What is open first, then what was decided last. */
  lijst(wie: Pick<Wie, 'subject'>): Promise<readonly Verzoek[]>;
}

export const BEHEERDER = 'beheerder';
const LAPSES_MS = 14 * 86_400_000;
const SHOWN = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Rij {
  readonly id: string;
  readonly soort: string;
  readonly inhoud: Inhoud;
  readonly object: string;
  readonly reden: string;
  readonly subject: string;
  readonly vrager: string;
  readonly op: Date;
  readonly tot: Date;
  readonly staat: 'open' | 'uitgevoerd' | 'ingetrokken';
  readonly beslistOp: Date | null;
  readonly beslistNaam: string | null;
}

const KOLOMMEN = sql`id, soort, inhoud, object, reden, vrager_subject as subject, vrager_naam as vrager, op, tot, staat,
  beslist_op as "beslistOp", beslist_naam as "beslistNaam"`;

const nee = (reden: string): Besluit => ({ gelukt: false, reden });

export function createVierOgen(options: {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly logboek: Logboek;
}): VierOgen {
  const { db, clock, random, logboek } = options;
  const handlers = new Map<string, Handler>();

  async function bewaar(tx: Tx, { soort, inhoud, object, reden }: Vraag, wie: Wie): Promise<string> {
    const handler = handlers.get(soort);
    if (handler === undefined) throw new Error(`four eyes: nobody registered ${soort}`);
    const id = uuidv7(clock, random);
    const op = clock.now();
    await tx.query(sql`
      insert into handelingen.verzoek (id, soort, inhoud, object, reden, vrager_subject, vrager_naam, op, tot, staat)
      values (${id}::uuid, ${soort}, ${JSON.stringify(inhoud)}::jsonb, ${object}, ${maskBsn(reden)}, ${wie.subject}, ${wie.naam},
        ${op}, ${new Date(op.getTime() + LAPSES_MS)}, 'open')`);
    await logboek.schrijf(tx, wie, { soort: `Akkoord gevraagd: ${handler.naam}`, object, reden }, 'gedaan');
    return id;
  }

  /** Decides about one that is open, with its row locked, so that of two who decide at once the second sees the first. */
  async function beslis(
    id: string,
    wie: Wie,
    staat: 'uitgevoerd' | 'ingetrokken',
    werk: (tx: Tx, rij: Rij) => Promise<Besluit>,
  ): Promise<Besluit> {
    if (!UUID.test(id)) return nee('Dit verzoek bestaat niet.');
    if (wie.rol !== BEHEERDER || wie.subject === '') return nee('Alleen een beheerder die is ingelogd mag dit doen.');
    return await db.transaction(async (tx) => {
      const [rij] = await tx.query<Rij>(
        sql`select ${KOLOMMEN} from handelingen.verzoek where id = ${id}::uuid for update`,
      );
      if (rij === undefined) return nee('Dit verzoek bestaat niet.');
      if (rij.staat !== 'open')
        return nee(`Dit verzoek is al ${rij.staat}, door ${rij.beslistNaam ?? 'iemand anders'}.`);
      if (rij.tot <= clock.now()) return nee('Dit verzoek is verlopen. Vraag het opnieuw aan.');
      const besluit = await werk(tx, rij);
      if (!besluit.gelukt) return besluit;
      await tx.query(sql`
        update handelingen.verzoek set staat = ${staat}, beslist_op = ${clock.now()}, beslist_naam = ${wie.naam}
        where id = ${id}::uuid`);
      return besluit;
    });
  }

  return {
    registreer(soort, handler) {
      if (handlers.has(soort)) throw new Error(`four eyes: ${soort} is registered twice`);
      handlers.set(soort, handler);
    },
    vraag: (vraag, wie, tx) => (tx ? bewaar(tx, vraag, wie) : db.transaction((own) => bewaar(own, vraag, wie))),
    async akkoord(id, wie) {
      try {
        return await beslis(id, wie, 'uitgevoerd', async (tx, { soort, inhoud, object, reden, subject, vrager }) => {
          if (subject === wie.subject)
            return nee('U heeft dit zelf gevraagd. Een andere beheerder moet akkoord geven.');
          const handler = handlers.get(soort);
          if (handler === undefined) return nee('Deze versie van Zaakbode kan dit niet uitvoeren. Werk Zaakbode bij.');
          await handler.voerUit(tx, inhoud, wie);
          const waarom = `Gevraagd door ${vrager}: ${reden}`;
          await logboek.schrijf(
            tx,
            wie,
            { soort: `Akkoord gegeven: ${handler.naam}`, object, reden: waarom },
            'gedaan',
          );
          return { gelukt: true };
        });
      } catch (error) {
        // All that it did is undone with it.
        if (error instanceof NietUitvoerbaar) return nee(error.message);
        throw error;
      }
    },
    trekIn: (id, wie) =>
      beslis(id, wie, 'ingetrokken', async (tx, { soort, object, subject }) => {
        if (subject !== wie.subject) return nee('Alleen wie dit vroeg, kan het intrekken.');
        const naam = handlers.get(soort)?.naam ?? soort;
        await logboek.schrijf(tx, wie, { soort: `Verzoek ingetrokken: ${naam}`, object }, 'gedaan');
        return { gelukt: true };
      }),
    async laatste(soort, tx = db) {
      const [rij] = await tx.query<Rij>(sql`
        select ${KOLOMMEN} from handelingen.verzoek where soort = ${soort} order by op desc, id desc limit 1`);
      if (rij === undefined) return null;
      const { vrager, op, tot, staat } = beeld(rij, rij.subject);
      return { vrager, op, tot, staat };
    },
    async lijst({ subject }) {
      const rows = await db.query<Rij>(sql`
        select ${KOLOMMEN} from handelingen.verzoek
        order by (staat = 'open' and tot > ${clock.now()}) desc, coalesce(beslist_op, op) desc limit ${SHOWN}`);
      return rows.map((rij) => beeld(rij, subject));
    },
  };

  function beeld(rij: Rij, subject: string): Verzoek {
    const { soort, inhoud, subject: van, staat, ...rest } = rij;
    const handler = handlers.get(soort);
    return {
      ...rest,
      naam: handler?.naam ?? soort,
      toon: handler?.toon(inhoud) ?? [],
      vanMij: van === subject,
      staat: staat === 'open' && rij.tot <= clock.now() ? 'verlopen' : staat,
    };
  }
}
