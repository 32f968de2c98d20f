/** The resource engine that all registers share. Start reading at `resource.ts`, then `write.ts`. */
export { type Actor, type Autorisatie, type Component, linesFor, mayAtAll } from './actor.ts';
export { type Cause, type Change, kernMigrations, record } from './audit.ts';
export { AUDITTRAIL, mountAudittrail } from './audittrail.ts';
export { viewOf } from './day.ts';
export { columnOf, defineResource, plainWrite, target, targetUnder } from './define.ts';
export { type Deel, inDeel, inDelen } from './delen.ts';
export type { Field, Fields, Filter, Seen, ShowContext, Target, Tie, Values } from './fields.ts';
export * as field from './fields.ts';
export { FOUTEN, openapi } from './openapi.ts';
export { type Parsed, parseBody, valuesOf } from './parse.ts';
export type {
  Consequences,
  Documentenregister,
  Documentrelatie,
  DocumentStand,
  NotificatieBody,
  Ports,
  Profile,
  RegisterEvent,
} from './ports.ts';
export { jsonOf, type View } from './present.ts';
export { anywhere, assertOnlyParameters, boolOf, parseQuery, storable } from './query.ts';
export { assertMayRead, readOne } from './read.ts';
export { addressOf, baseOf, isUuid, ownId, ownPath } from './references.ts';
export { mountReservering, reservering } from './reserveren.ts';
export type {
  Action,
  AnyResource,
  Api,
  ChangeAbout,
  Consultation,
  MainObject,
  Operation,
  Resource,
  Rule,
  Search,
  SearchFilter,
  Write,
  WriteDefinition,
} from './resource.ts';
export {
  answer,
  answerDetail,
  answerWithEtag,
  assertCrs,
  begin,
  listBody,
  mountResources,
  type ResourceMap,
  resourceMap,
  writeRequestOf,
} from './routes.ts';
export { MOST_IN, uuidIn } from './search.ts';
export * as value from './values.ts';
export {
  createResolver,
  type Embedded,
  type Reference,
  type Resolve,
  type Resolved,
  type Shape,
} from './verwijzing.ts';
export {
  assertMayWrite,
  changeIn,
  consulted,
  forbidden,
  foundFor,
  resolveReferences,
  type Written,
  write,
  writeIn,
} from './write.ts';
