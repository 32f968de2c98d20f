/** The resource engine that all registers share. Start reading at `resource.ts`, then `write.ts`. */
export { type Actor, type Autorisatie, type Component, linesFor, mayAtAll } from './actor.ts';
export { type Change, kernMigrations, record } from './audit.ts';
export { mountAudittrail } from './audittrail.ts';
export { defineResource, plainWrite, target } from './define.ts';
export type { Fields, Filter, Target, Values } from './fields.ts';
export * as field from './fields.ts';
export { openapi } from './openapi.ts';
export type { NotificatieBody, Ports, RegisterEvent } from './ports.ts';
export { baseOf, isUuid, ownId } from './references.ts';
export type { AnyResource, Api, MainObject, Resource, Rule, Write, WriteDefinition } from './resource.ts';
export { answer, begin, mountResources, writeRequestOf } from './routes.ts';
export * as value from './values.ts';
export { forbidden, update, type Written, write, writeIn } from './write.ts';
