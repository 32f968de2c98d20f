/** What can go wrong with stored files, for the operator: what it means and what to do. */

/** The disk or the quota is full; nothing was stored. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';

  constructor(cause: unknown) {
    super('De schijf met bestanden is vol. Maak ruimte vrij of kies met FILES een grotere schijf.', { cause });
  }
}

/** The store cannot be used now, or not with these settings. The text says what to do, and holds no secret. */
export class StorageFault extends Error {
  override readonly name = 'StorageFault';
}

/** The content is not what was stored under this key. */
export class FileDamaged extends Error {
  override readonly name = 'FileDamaged';
  readonly key: string;

  constructor(key: string) {
    super(`Bestand ${key} is beschadigd: de inhoud is niet meer wat is opgeslagen. Zet het terug uit de back-up.`);
    this.key = key;
  }
}

/** There is no file of this key. */
export class FileMissing extends Error {
  override readonly name = 'FileMissing';
  readonly key: string;

  constructor(key: string) {
    super(`Bestand ${key} ontbreekt. Zet het terug uit de back-up, of controleer of FILES naar de goede plek wijst.`);
    this.key = key;
  }
}

/** The content is larger or smaller than was announced; nothing was stored. */
export class SizeMismatch extends Error {
  override readonly name = 'SizeMismatch';
  readonly announced: number;
  /** How much came; at least this much when it was too much, because then the rest was not read. */
  readonly came: number;

  constructor(announced: number, came: number) {
    super(
      `De inhoud is ${came > announced ? 'groter' : 'kleiner'} dan aangekondigd: ${announced} bytes aangekondigd, ` +
        `${came > announced ? 'minstens ' : ''}${came} ontvangen. Stuur het bestand opnieuw, met de juiste grootte.`,
    );
    this.announced = announced;
    this.came = came;
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Runs `work`; a full disk or quota becomes `StorageFull`. */
export async function guardSpace<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw FULL.has((error as NodeJS.ErrnoException | null)?.code ?? '') ? new StorageFull(error) : error;
  }
}
