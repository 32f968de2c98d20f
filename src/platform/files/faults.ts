/** What can go wrong with stored files, for the operator: what it means and what to do. */

/** The disk or the quota is full; nothing was stored. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';

  constructor(cause: unknown) {
    super('De schijf met bestanden is vol. Maak ruimte vrij of kies met FILES een grotere schijf.', { cause });
  }
}

/** The content is not what was stored under this hash. */
export class FileDamaged extends Error {
  override readonly name = 'FileDamaged';
  readonly hash: string;

  constructor(hash: string) {
    super(`Bestand ${hash} is beschadigd: de inhoud is niet meer wat is opgeslagen. Zet het terug uit de back-up.`);
    this.hash = hash;
  }
}

/** There is no file of this name. */
export class FileMissing extends Error {
  override readonly name = 'FileMissing';
  readonly hash: string;

  constructor(hash: string) {
    super(`Bestand ${hash} ontbreekt. Zet het terug uit de back-up, of controleer of FILES naar de goede map wijst.`);
    this.hash = hash;
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Runs `work`; a full disk or quota becomes `StorageFull`. */
export async function guardSpace<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw FULL.has((error as NodeJS.ErrnoException).code ?? '') ? new StorageFull(error) : error;
  }
}
