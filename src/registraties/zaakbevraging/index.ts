/** Zaakbevraging: the aggregated, limited question to the registers (rows S24 and X9). Start reading at `zicht.ts`. */
export { type Zaakbevraging, zaakbevragingApi } from './api.ts';
export { zaakbevragingOpenapi } from './openapi.ts';
export { leesOrganisaties, type Organisatie, rsinVanOin, vulOrganisaties } from './organisaties.ts';
export { mountZaakbevraging } from './routes.ts';

export const zaakbevragingMigrations = {
  component: 'zaakbevraging',
  folder: new URL('./migraties', import.meta.url).pathname,
};
