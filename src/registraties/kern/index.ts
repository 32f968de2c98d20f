/** The resource engine that all registers share. Start reading at `resource.ts`, then `write.ts`. */
export { type Actor, type Autorisatie, type Component, linesFor, mayAtAll } from './actor.ts';
export { type Cause, type Change, kernMigrations, record } from './audit.ts';
export { AUDITTRAIL, mountAudittrail } from './audittrail.ts';
export { defineResource, plainWrite, target } from './define.ts';
export type { Field, Fields, Filter, Target, Values } from './fields.ts';
export * as field from './fields.ts';
export { openapi } from './openapi.ts';
export { type Parsed, parseBody } from './parse.ts';
export type { NotificatieBody, Ports, RegisterEvent } from './ports.ts';
export { assertOnlyParameters, storable } from './query.ts';
export { baseOf, isUuid, ownId } from './references.ts';
export type { Action, AnyResource, Api, MainObject, Resource, Rule, Write, WriteDefinition } from './resource.ts';
export { answer, answerDetail, begin, mountResources, resourceMap, writeRequestOf } from './routes.ts';
export * as value from './values.ts';
export { assertMayWrite, forbidden, type Written, write, writeIn } from './write.ts';
