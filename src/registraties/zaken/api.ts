/** The Zaken API 1.7.0 (ZGW 1.7). */
import { type Api, target } from '../kern/index.ts';

export const zakenApi: Api = {
  name: 'zaken',
  title: 'Zaken API',
  version: '1.7.0',
  component: 'zrc',
  root: '/zaken/api/v1',
  kanaal: 'zaken',
};

/** Where the resources are found. */
export const doel = {
  zaak: target(zakenApi, 'zaak', 'zaken', 'zaken.zaak'),
  status: target(zakenApi, 'status', 'statussen', 'zaken.status'),
  resultaat: target(zakenApi, 'resultaat', 'resultaten', 'zaken.resultaat'),
  rol: target(zakenApi, 'rol', 'rollen', 'zaken.rol'),
} as const;
