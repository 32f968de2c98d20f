/** What the engine needs from outside, joined in app.ts. */
import type { Database, Tx } from '../../platform/db/index.ts';
import type { Clock, Random } from '../../platform/time/index.ts';
import type { Actor } from './actor.ts';
import type { Fields } from './fields.ts';
import type { Write } from './resource.ts';
import type { Resolve } from './verwijzing.ts';

export type Profile = '1.7' | 'openzaak';

/** An event of a register, in the form of a ZGW notification, with what subscribers need to work on. */
export interface RegisterEvent {
  readonly kanaal: string;
  readonly kind: string;
  /** Id of the main object: deliveries of one main object go in order. */
  readonly subject: string;
  readonly body: NotificatieBody;
  readonly trace: string | null;
}

/** The body of a ZGW notification, and the ids behind its addresses. */
export interface NotificatieBody {
  readonly kanaal: string;
  readonly hoofdObject: string;
  readonly resource: string;
  readonly resourceUrl: string;
  readonly actie: 'create' | 'update' | 'partial_update' | 'destroy';
  readonly aanmaakdatum: string;
  readonly kenmerken: Readonly<Record<string, string>>;
  readonly hoofdObjectId: string;
  readonly resourceId: string;
}

/** What others must know of a document. */
export interface DocumentStand {
  readonly indicatieGebruiksrecht: boolean | null;
  /** Is somebody editing it? */
  readonly locked: boolean;
  readonly status: string;
}

/** A write that has consequences elsewhere. */
export type Consequences = Pick<Write<Fields, unknown>, 'tx' | 'actor' | 'ports' | 'change' | 'add' | 'remove'>;

/** A document of our own that belongs to an object of another register. */
export interface Documentrelatie {
  readonly informatieobjectId: string;
  readonly objectType: 'zaak' | 'besluit';
  readonly objectId: string;
}

/** The register of documents, as the registers below it on the stairs see it. */
export interface Documentenregister {
  /** The state of these documents of ours, in this transaction; one that is gone is left out. */
  standen(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, DocumentStand>>;
  /** zrc-005, brc-005: the relation stands on the side of the document too, and goes there too. */
  koppel(write: Consequences, relatie: Documentrelatie): Promise<void>;
  ontkoppel(write: Consequences, relatie: Documentrelatie): Promise<void>;
}

export interface Ports {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** Bases by which we are reached, the canonical one first, without a slash at the end. */
  readonly bases: readonly string[];
  /** The actor behind an `Authorization` header; throws the 403 problem that says what is wrong. */
  actorOf(authorization: string | undefined): Promise<Actor>;
  /** What stands at an address that a client sent. */
  readonly resolve: Resolve;
  /** Null while there is no register of documents in this program: then all documents are of others. */
  readonly documenten: Documentenregister | null;
  /** Which behaviour where Open Zaak and the standard contradict each other (zgw.md §2.0; `ZGW_PROFILE`). */
  readonly profile: Profile;
  /** Writes events in the transaction of the change. */
  publish(tx: Tx, events: readonly RegisterEvent[]): Promise<void>;
}
