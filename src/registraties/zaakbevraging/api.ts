/** The API itself: not of the ZGW standard, which has no aggregated question (GEMMA "Zaakbevraging service", S24). */
import type { Vertrouwelijkheid } from '../../standaarden/zgw/index.ts';
import type { Ports } from '../kern/index.ts';
import type { Verwerkingenlog } from '../verwerkingen/index.ts';

export const zaakbevragingApi = {
  name: 'zaakbevraging',
  title: 'Zaakbevraging API',
  version: '1.0.0',
  root: '/zaakbevraging/api/v1',
} as const;

/** Reading zaken is a right of its own; asking about a person is no more than that. */
export const SCOPES = ['zaken.lezen'] as const;

export interface Zaakbevraging {
  readonly ports: Ports;
  readonly verwerkingen: Verwerkingenlog;
  /** Zaken that are more confidential than this are not shown to the betrokkene. */
  readonly maxVertrouwelijkheid: Vertrouwelijkheid;
}
