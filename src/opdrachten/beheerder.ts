/** Who the commands are to the registers: the operator, who may everything. His name stands in the audittrail. */
import type { Actor } from '../registraties/kern/index.ts';

export const BEHEERDER: Actor = {
  clientId: 'import',
  applicatie: 'Import',
  userId: 'opdrachtregel',
  userName: 'Opdrachtregel',
  heeftAlleAutorisaties: true,
  autorisaties: [],
};
