/**
 * A resource as one definition that reads like the standard: its fields, methods, scopes, and rules by number. The
 * definition is a frozen object; routes, parsing, SQL, OpenAPI, audit and events are interpreters that take it as an
 * argument (`routes.ts`, `parse.ts`, `query.ts`, `openapi.ts`, `audit.ts`). What does not fit is a plain route beside it.
 */
import type { Queryable, Sql, Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import type { Actor, Component } from './actor.ts';
import type { Fields, Filter, Target, Values } from './fields.ts';
import type { Ports } from './ports.ts';
import type { Schema } from './values.ts';
import type { Reference } from './verwijzing.ts';

/** An API: a set of resources under one root. */
export interface Api {
  readonly name: string;
  /** As in the `API-version` header. */
  readonly version: string;
  readonly component: Component;
  /** Path below the host, e.g. `/zaken/api/v1`. */
  readonly root: string;
  /** Kanaal of its notifications; null when it has none. */
  readonly kanaal: string | null;
  readonly title: string;
  /** What `expand` of an address of others answers; 404 as for anything that is no relation, unless said (drc-011). */
  readonly outside?: 'not_acceptable';
  /** Its routes that belong to no resource. */
  readonly operations?: readonly Operation[];
}

/** A route that belongs to no resource, served by a plain handler, as the OpenAPI document says it. */
export interface Operation {
  /** Path below the root, e.g. `zaak_afsluiten/{uuid}`. */
  readonly path: string;
  readonly verb: 'post';
  /** Any one of them is enough to try. */
  readonly scopes: readonly string[];
  readonly body: Schema;
  readonly status: 200 | 201;
  readonly answer: Schema;
  /** Media types of request and answer, `application/json` unless said. */
  readonly media?: readonly string[];
  /** HTTP statuses of its own faults, besides those of every route. */
  readonly fails?: readonly number[];
  /** Must requests name the coordinate reference system? */
  readonly crs?: boolean;
}

export type Method = 'list' | 'read' | 'create' | 'update' | 'partial' | 'delete';

/** What the OpenAPI document says of a method that a plain route serves. */
export interface PlainRoute {
  /** Query parameters besides those of the engine, e.g. `versie`. */
  readonly query?: Readonly<Record<string, Schema>>;
  /** Media type of the request body, `application/json` unless said. */
  readonly media?: string;
  /** HTTP statuses of its own faults, besides those of every route. */
  readonly fails?: readonly number[];
}

/** A route below one object that a plain handler serves, as the OpenAPI document says it. */
export interface Action {
  /** Path below the object, e.g. `publish`; `{name}` is a parameter. */
  readonly path: string;
  /** Below the collection, where it is not about one object. */
  readonly at?: 'collection';
  /** Query parameters that are required. */
  readonly query?: Readonly<Record<string, Schema>>;
  /** Those that may stand there. */
  readonly optional?: Readonly<Record<string, Schema>>;
  readonly verb: 'get' | 'post';
  readonly body?: Schema;
  /** HTTP statuses of its own faults, besides those of every route. */
  readonly fails?: readonly number[];
  readonly scopes: readonly string[];
  /** What comes back: the object itself, JSON of this schema, the bytes of a file, or (null) nothing. */
  readonly answer: 'object' | 'bytes' | Schema | null;
}

/** One write under way, as rules and consequences see it. */
export interface Write<F extends Fields, S> {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly ports: Ports;
  readonly method: 'create' | 'update' | 'partial' | 'delete';
  /** The scopes of which any one is enough to try this, as the definition of the resource says. */
  readonly scopes: readonly string[];
  /** Id of the object: new on create. */
  readonly id: string;
  /** Id of the object in whose path it lives, for a resource that does. */
  readonly parent: string | null;
  /** The values as they will stand: what was sent, over what stood. */
  readonly values: Values<F>;
  /** The values as they stand; null on create. */
  readonly current: Values<F> | null;
  /** The row as it stands, with the columns that rules keep; null on create. */
  readonly row: Readonly<Record<string, unknown>> | null;
  /** Names of the fields that the client sent. */
  readonly given: ReadonlySet<string>;
  /** What stood at the addresses of `references`, by address. */
  readonly found: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** What `situation` found. */
  readonly situation: S;
  /**
   * Changes another object as a consequence, with its audit row. These three are the only ways for a rule to touch
   * another resource. `columns` are set as they are; the row must exist.
   */
  change(target: AnyResource, id: string, columns: Record<string, unknown>, about: ChangeAbout): Promise<void>;
  /** Makes another object as a consequence; gives its id. */
  add(target: AnyResource, columns: Record<string, unknown>, about: ChangeAbout): Promise<string>;
  /** Removes another object as a consequence. */
  remove(target: AnyResource, id: string, about: ChangeAbout): Promise<void>;
}

/** What the audit row and the notification of a consequence say. */
export interface ChangeAbout {
  readonly main: MainObject;
  readonly weergave: string;
  readonly notify: boolean;
  /** Id of the object in whose path the touched one lives, for a resource that does. */
  readonly parent?: string;
}

/** A rule gives what is wrong, or nothing. Rules of one stage are independent; a stage runs when those before it hold. */
export type Rule<F extends Fields, S> = (
  write: Write<F, S>,
) => readonly InvalidParam[] | Promise<readonly InvalidParam[]>;

/** What a search by body knows besides the parameters of the list, each read from its JSON value. */
export type Search = Readonly<Record<string, SearchFilter>>;

export interface SearchFilter {
  readonly schema: Schema;
  /** Reads the value; throws the reason when it is wrong. */
  condition(value: unknown, t: string, bases: readonly string[]): Sql;
  /** For what SQL alone cannot tell: what `condition` left, read and judged here; gives the condition of what remains. */
  refine?(value: unknown, t: string, db: Reader): Promise<Sql>;
}

/** Which scopes each kind of work asks, any one of them. */
export interface Scopes {
  readonly read: readonly string[];
  readonly create?: readonly string[];
  readonly update?: readonly string[];
  readonly delete?: readonly string[];
}

/** What a notification is about (ZGW Notificaties). */
export interface MainObject {
  readonly resource: string;
  readonly id: string;
  readonly href: string;
  readonly kenmerken: Readonly<Record<string, string>>;
}

export interface Resource<F extends Fields = Fields, S = unknown> extends Target {
  readonly api: Api;
  readonly fields: F;
  readonly methods: readonly Method[];
  /** Those of `methods` that a plain route beside the definition serves; the engine mounts the others. */
  readonly plain: Readonly<Partial<Record<Method, PlainRoute>>>;
  /** Routes below an object, served by plain handlers. */
  readonly actions: readonly Action[];
  readonly scopes: Scopes;
  /** Does the representation carry `uuid` beside `url`? */
  readonly showUuid: boolean;
  /** Only where a client chose the fields and not this one (zrc-029). */
  readonly hideUrl?: boolean;
  /** Order of lists, newest first unless said; SQL over the alias `t`. */
  readonly order: string;
  /** Query parameters besides those of the fields. */
  readonly filters: Readonly<Record<string, Filter>>;
  /** The query parameter that says for which day an answer is made, and where it may stand; today unless given. */
  readonly day: { readonly parameter: string; readonly methods: readonly ('list' | 'read')[] } | null;
  /** Which rows this actor sees with these scopes: part of every statement that reads. */
  visible(actor: Actor, scopes: readonly string[], t: string): Sql;
  /** Is a list cut into pages, or one plain array (zgw.md §1.1)? */
  readonly paginated: boolean;
  /** `POST _zoek`: the list with its conditions in the body; what it knows besides the parameters of the list. */
  readonly search: Search | null;
  /**
   * SQL of the number of objects that this actor sees, as one row with `count`, from totals that are kept; null when the
   * totals do not know, then they are counted. `asked`: the parameters that choose objects, as they were sent.
   */
  count?(actor: Actor, scopes: readonly string[], asked: Readonly<Record<string, unknown>>): Sql | null;
  /** Requests must name the coordinate reference system (Zaken API, resource zaak). */
  readonly crs: boolean;
  readonly write: WriteDefinition<F, S> | null;
}

/** A write that is about to begin. */
export interface Consultation<F extends Fields> {
  readonly ports: Ports;
  readonly method: Write<F, unknown>['method'];
  /** Id of the object; null on create. */
  readonly id: string | null;
  readonly sent: Partial<Values<F>>;
}

export interface WriteDefinition<F extends Fields, S> {
  /** The references by address in what a client sent, each of which must lead to its kind of thing. */
  references?(sent: Partial<Values<F>>, method: Write<F, S>['method']): readonly Reference[];
  /**
   * Addresses of others that stand in what is kept already and whose state the rules need. They are asked anew, before
   * the transaction, and come into `found`; one that gives nothing is left out, and the rule says what that means.
   */
  consult?(request: Consultation<F>): Promise<readonly string[]>;
  /** Locks and reads what the rules need, in the transaction, before the exact right. Throws invalid() on what is not there. */
  situation(write: Omit<Write<F, S>, 'situation'>): Promise<S>;
  /** The exact right, now that the object is known; throws permission_denied. */
  allow(write: Write<F, S>): void;
  readonly rules: readonly (readonly Rule<F, S>[])[];
  /** Columns that the rules keep, beside those of the fields. */
  keep?(write: Write<F, S>): Record<string, unknown> | Promise<Record<string, unknown>>;
  /** Consequences on other objects; each goes through `change` of that resource, so that none escapes audit and event. */
  after?(write: Write<F, S>): Promise<void>;
  /** What the audittrail and the notification hang off. */
  mainObject(write: Write<F, S>): MainObject | Promise<MainObject>;
  /** Name for the audittrail. */
  weergave(write: Write<F, S>): string;
  /** What a client is told when a constraint of the database refuses, by the constraint's name. */
  readonly constraints?: Readonly<Record<string, InvalidParam>>;
  /** After which of its methods a notification leaves; after all of them unless said. */
  readonly notifies?: readonly Write<F, S>['method'][];
  /** Name of its event, for processes, where that of the method does not tell enough; null for the usual one. */
  gebeurtenis?(write: Write<F, S>): string | null;
  /** What is wrong with what was stored all the same, for the `X-Warning` header (printable ASCII); null when nothing is. */
  warning?(write: Write<F, S>): string | null;
  /**
   * SQL that stores, when that is more than one row in one table: the parts of one WITH, of which `t` gives the stored
   * row. `usual` is what the engine would have put in `t`, with `returning *`.
   */
  store?(write: Write<F, S>, usual: Sql): Sql;
}

export interface ResourceOptions<F extends Fields, S>
  extends Omit<
    Resource<F, S>,
    'plain' | 'actions' | 'filters' | 'crs' | 'day' | 'paginated' | 'search' | 'visible' | 'write'
  > {
  readonly paginated?: boolean;
  readonly search?: Search;
  readonly plain?: Resource['plain'];
  readonly actions?: Resource['actions'];
  readonly filters?: Resource['filters'];
  readonly crs?: boolean;
  readonly day?: Resource['day'];
  visible?(actor: Actor, scopes: readonly string[], t: string): Sql;
  readonly write?: WriteDefinition<F, S>;
}

/** Any resource, for interpreters that do not look at its types. */
// biome-ignore lint/suspicious/noExplicitAny: the situation type is private to each definition.
export type AnyResource = Resource<any, any>;

/** What can be queried: the database, or a transaction. */
export type Reader = Queryable;
