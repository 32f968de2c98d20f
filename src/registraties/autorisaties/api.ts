/** The Autorisaties API 1.1.0 (ZGW 1.7). */
import { type Api, target } from '../kern/index.ts';

export const autorisatiesApi: Api = {
  name: 'autorisaties',
  title: 'Autorisaties API',
  version: '1.1.0',
  component: 'ac',
  root: '/autorisaties/api/v1',
  kanaal: 'autorisaties',
};

/** Where the resource is found. */
export const doel = {
  applicatie: target(autorisatiesApi, 'applicatie', 'applicaties', 'autorisaties.applicatie'),
} as const;
