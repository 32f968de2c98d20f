/** What an S3 service answers when it does not do what was asked, in words for the operator. No text holds a secret. */
import { FileMissing, StorageFault, StorageFull } from './faults.ts';

/** What was asked, as far as a fault text tells it. */
export interface Asked {
  readonly key: string | null;
  readonly doing: 'lezen' | 'schrijven' | 'verwijderen';
  readonly bucket: string;
  readonly endpoint: string;
}

/** A passing disturbance: the same request may succeed later. */
export function isPassing(status: number): boolean {
  return status >= 500 ? status !== 501 && status !== 507 : status === 429 || status === 408;
}

/**
 * The fault that an answer stands for. `body` is the XML of the service; an answer to HEAD has none.
 * Codes: Amazon S3 API Reference, "Error responses"; MinIO has XMinioStorageFull and Ceph QuotaExceeded for a full store.
 */
export function refusal(asked: Asked, status: number, body: string): Error {
  const code = /<Code>(\w{1,60})<\/Code>/.exec(body)?.[1] ?? '';
  const shown = `${status}${code === '' ? '' : ` ${code}`}`;
  switch (code) {
    case 'NoSuchKey':
      return missing(asked, shown);
    case 'NoSuchBucket':
      return new StorageFault(
        `De bucket "${asked.bucket}" bestaat niet op ${asked.endpoint}. Maak haar aan, of verbeter de naam in FILES.`,
      );
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    case 'InvalidToken':
    case 'ExpiredToken':
      return new StorageFault(
        `De S3-dienst kent deze sleutel niet, of het geheim hoort er niet bij (${shown}). Controleer S3_ACCESS_KEY_ID en S3_SECRET_ACCESS_KEY.`,
      );
    case 'RequestTimeTooSkewed':
      return new StorageFault(
        'De klok van deze computer en die van de S3-dienst verschillen te veel. Zet de tijd gelijk (NTP).',
      );
    case 'EntityTooLarge':
      return new StorageFault(`De S3-dienst neemt een bestand van deze grootte niet in één keer aan (${shown}).`);
    case 'QuotaExceeded':
    case 'XMinioStorageFull':
    case 'InsufficientCapacity':
      return new StorageFull(new Error(shown));
  }
  if (status === 507) return new StorageFull(new Error(shown));
  if (code === 'AuthorizationHeaderMalformed' || code === 'IllegalLocationConstraintException' || isRedirect(status)) {
    return new StorageFault(
      `De bucket "${asked.bucket}" hoort bij een andere regio of een ander adres (${shown}). Controleer endpoint en region in FILES.`,
    );
  }
  if (status === 401 || status === 403) {
    return new StorageFault(
      `Deze sleutel mag niet ${asked.doing} in de bucket "${asked.bucket}" (${shown}). Geef haar dat recht, of controleer de sleutel en de bucket.`,
    );
  }
  if (isPassing(status)) {
    return new StorageFault(
      `De S3-dienst op ${asked.endpoint} heeft een storing (${shown}). Probeer het straks opnieuw.`,
    );
  }
  // An answer to HEAD says no more than this.
  if (status === 404) return missing(asked, shown);
  return strange(asked, shown);
}

/** The service cannot be reached, or stopped answering. */
export function unreachable({ endpoint }: Asked, error: unknown): StorageFault {
  const { code, name } = error as NodeJS.ErrnoException;
  return new StorageFault(
    `De S3-dienst op ${endpoint} is niet bereikbaar, of de verbinding brak af (${typeof code === 'string' ? code : name}). Controleer endpoint in FILES en het netwerk, of probeer het straks opnieuw.`,
    { cause: error },
  );
}

/** An answer that no S3 service gives. */
export function strange({ endpoint }: Asked, shown: string): StorageFault {
  return new StorageFault(
    `Op ${endpoint} kwam een antwoord dat niet past bij S3 (${shown}). Controleer endpoint in FILES.`,
  );
}

function missing(asked: Asked, shown: string): Error {
  return asked.key === null ? strange(asked, shown) : new FileMissing(asked.key);
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}
