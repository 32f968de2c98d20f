/** The Catalogi API 1.3.3 (ZGW 1.7). */
import { type Action, type Actor, type Api, type MainObject, mayAtAll, type Resource } from '../kern/index.ts';

export const catalogiApi: Api = {
  name: 'catalogi',
  title: 'Catalogi API',
  version: '1.3.3',
  component: 'ztc',
  root: '/catalogi/api/v1',
  kanaal: null,
};

/** Scopes of plain resources in a catalogus. */
export const SCOPES = {
  read: ['catalogi.lezen'],
  create: ['catalogi.schrijven', 'catalogi.geforceerd-schrijven'],
  update: ['catalogi.schrijven', 'catalogi.geforceerd-schrijven'],
  delete: ['catalogi.schrijven', 'catalogi.geforceerd-verwijderen'],
} as const;

/** POST .../publish of what starts as a concept; `publiceren.ts` serves it. */
export const PUBLISH: Action = { path: 'publish', verb: 'post', scopes: ['catalogi.schrijven'], answer: 'object' };

/** A list that can be asked for a day shows of related types the versions that are valid then (historiemodel). */
export const OP_DAG: Resource['day'] = { parameter: 'datumGeldigheid', methods: ['list'] };

/** May this actor correct what is published (ztc-009, ztc-010)? */
export function mayForce(actor: Actor, method: 'create' | 'update' | 'partial' | 'delete'): boolean {
  const scope = method === 'delete' ? 'catalogi.geforceerd-verwijderen' : 'catalogi.geforceerd-schrijven';
  return mayAtAll(actor, 'ztc', [scope]);
}

export function mainOf(resource: string, id: string, path: string, catalogus: string): MainObject {
  return { resource, id, href: `${catalogiApi.root}/${path}`, kenmerken: { catalogus } };
}
