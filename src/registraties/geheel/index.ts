/**
 * All registers, from the bottom of the stairs up: what is mounted, described, migrated and resolved stands here once,
 * for the program and for its tests.
 */
import type { MigrationSet } from '../../platform/db/index.ts';
import type { Server } from '../../platform/http/index.ts';
import { autorisatiesMigrations } from '../autorisaties/index.ts';
import {
  catalogiApi,
  catalogiMigrations,
  catalogiResources,
  ingebouwdeLijsten,
  mountPublish,
  mountReferentielijsten,
} from '../catalogi/index.ts';
import {
  type AnyResource,
  type Api,
  type Embedded,
  kernMigrations,
  mountResources,
  type Ports,
} from '../kern/index.ts';
import { overzettenMigrations } from '../overzetten/index.ts';
import { verwerkingenMigrations } from '../verwerkingen/index.ts';
import { mountZaken, zakenApi, zakenMigrations, zakenResources } from '../zaken/index.ts';

/** An API with its resources. */
export interface Register {
  readonly api: Api;
  readonly resources: readonly AnyResource[];
  /** Routes that no definition describes. */
  mount(server: Server, ports: Ports): void;
}

export const REGISTERS: readonly Register[] = [
  { api: catalogiApi, resources: catalogiResources, mount: mountPublish },
  { api: zakenApi, resources: zakenResources, mount: mountZaken },
];

export const REGISTER_MIGRATIONS: readonly MigrationSet[] = [
  kernMigrations,
  autorisatiesMigrations,
  catalogiMigrations,
  zakenMigrations,
  verwerkingenMigrations,
  overzettenMigrations,
];

/** Every resource of every register: where a reference of our own may lead. */
export function alleResources(): readonly AnyResource[] {
  return REGISTERS.flatMap((register) => register.resources);
}

/** The lists that are part of the program. */
export function ingebouwd(bases: readonly string[]): readonly Embedded[] {
  return [ingebouwdeLijsten(bases)];
}

/** Puts every register on the server. */
export function mountRegisters(server: Server, ports: Ports): void {
  mountResources(server, alleResources(), ports);
  for (const register of REGISTERS) register.mount(server, ports);
  mountReferentielijsten(server, ports.bases[0]!);
}
