/** What a client is told when the store or the scanner fails: what it means and what he can do. The operator reads the log. */
import { ScanFault, ScanLimit, SizeMismatch, StorageFault, StorageFull } from '../../platform/files/index.ts';
import { invalid, Problem } from '../../platform/http/index.ts';

/** Runs work on the store; its faults become answers (RS-F15, RS-F65). */
export async function metUitleg<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw uitleg(error);
  }
}

function uitleg(error: unknown): unknown {
  if (error instanceof SizeMismatch) {
    const reason = 'Er kwamen meer of minder bytes dan was afgesproken. Stuur dit bestand of deel opnieuw.';
    return invalid({ name: 'nonFieldErrors', code: 'file-size', reason });
  }
  if (error instanceof StorageFull)
    return new Problem(
      'insufficient_storage',
      'De opslag voor documenten is vol. Er is niets bewaard; meld het de beheerder.',
    );
  if (error instanceof ScanLimit) {
    const reason =
      'Dit bestand is te groot voor de virusscanner. Het is niet bewaard; vraag de beheerder om een hogere grens.';
    return invalid({ name: 'inhoud', code: 'scan-limit', reason });
  }
  if (error instanceof ScanFault) return nuNiet('De virusscanner antwoordt niet.', error);
  if (error instanceof StorageFault) return nuNiet('De opslag voor documenten is niet bereikbaar.', error);
  return error;
}

/** The client tries again; the cause is for the log. */
function nuNiet(wat: string, cause: Error): Problem {
  return Object.assign(new Problem('unavailable', `${wat} Er is niets bewaard; probeer het later opnieuw.`), { cause });
}
