/**
 * All registers, from the bottom of the stairs up: what is mounted, described, migrated and resolved stands here once,
 * for the program and for its tests.
 */
import type { MigrationSet } from '../../platform/db/index.ts';
import type { Server } from '../../platform/http/index.ts';
import {
  autorisatiesApi,
  autorisatiesMigrations,
  autorisatiesResources,
  mountAutorisaties,
} from '../autorisaties/index.ts';
import { besluitenApi, besluitenMigrations, besluitenResources, mountBesluiten } from '../besluiten/index.ts';
import {
  catalogiApi,
  catalogiMigrations,
  catalogiResources,
  ingebouwdeLijsten,
  mountPublish,
  mountReferentielijsten,
  referentielijstenApi,
  referentielijstenOpenapi,
} from '../catalogi/index.ts';
import {
  type DocumentenPorts,
  documentenApi,
  documentenMigrations,
  documentenResources,
  mountDocumenten,
} from '../documenten/index.ts';
import {
  type AnyResource,
  type Api,
  type Embedded,
  kernMigrations,
  mountResources,
  openapi,
  type ResourceMap,
  resourceMap,
} from '../kern/index.ts';
import { overzettenMigrations } from '../overzetten/index.ts';
import { type Verwerkingenlog, verwerkingenMigrations } from '../verwerkingen/index.ts';
import {
  mountZaakbevraging,
  type Zaakbevraging,
  zaakbevragingApi,
  zaakbevragingMigrations,
  zaakbevragingOpenapi,
} from '../zaakbevraging/index.ts';
import { mountZaken, zakenApi, zakenMigrations, zakenResources } from '../zaken/index.ts';
import { type Beschrijving, mountBeschrijvingen } from './beschrijvingen.ts';

export { type Beschrijving, mountBeschrijvingen } from './beschrijvingen.ts';

/** An API with its resources. */
export interface Register {
  readonly api: Api;
  readonly resources: readonly AnyResource[];
  /** Routes that no definition describes. */
  mount(server: Server, ports: GeheelPorts, resources: ResourceMap): void;
}

export const REGISTERS: readonly Register[] = [
  { api: autorisatiesApi, resources: autorisatiesResources, mount: mountAutorisaties },
  { api: catalogiApi, resources: catalogiResources, mount: mountPublish },
  { api: zakenApi, resources: zakenResources, mount: mountZaken },
  { api: besluitenApi, resources: besluitenResources, mount: mountBesluiten },
  { api: documentenApi, resources: documentenResources, mount: mountDocumenten },
];

export const REGISTER_MIGRATIONS: readonly MigrationSet[] = [
  kernMigrations,
  catalogiMigrations,
  autorisatiesMigrations,
  zakenMigrations,
  besluitenMigrations,
  documentenMigrations,
  verwerkingenMigrations,
  zaakbevragingMigrations,
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

/** What some registers need beside the ports of the engine. */
export interface GeheelPorts extends DocumentenPorts {
  readonly verwerkingen: Verwerkingenlog;
  /** What the betrokkene of a zaak sees of it at most. */
  readonly bevraagbaarTot: Zaakbevraging['maxVertrouwelijkheid'];
}

/** Every API that is mounted, registers and others. */
export const BESCHRIJVINGEN: readonly Beschrijving[] = [
  ...REGISTERS.map(({ api, resources }) => ({ api, openapi: (base: string) => openapi(api, resources, base) })),
  { api: zaakbevragingApi, openapi: zaakbevragingOpenapi },
  { api: referentielijstenApi, openapi: referentielijstenOpenapi },
];

/** Puts every register on the server, each with its description. */
export function mountRegisters(server: Server, ports: GeheelPorts): void {
  const resources = alleResources();
  mountResources(server, resources, ports);
  for (const register of REGISTERS) register.mount(server, ports, resourceMap(resources));
  mountReferentielijsten(server, ports.bases);
  mountBeschrijvingen(server, BESCHRIJVINGEN, ports.bases);
  mountZaakbevraging(server, {
    ports,
    verwerkingen: ports.verwerkingen,
    maxVertrouwelijkheid: ports.bevraagbaarTot,
  });
}
