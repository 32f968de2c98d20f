/**
 * Unpacks a body of any size as it passes by (ebMS 2.0 section 2.1): of the SOAP part the octets are kept, of the payload containers
 * their size, place and digests. The counterpart of `unpack` for what does not fit in memory.
 */
import { type DigestAlgorithm, type Passed, Passing } from './content.ts';
import { parseContentType } from './content-type.ts';
import { httpFault, soapFaultOf } from './fault.ts';
import { MultipartFault, MultipartReader } from './multipart.ts';
import {
  bareContentId,
  contentIdOf,
  isSoapType,
  type MessageLimits,
  type Package,
  type PayloadPart,
  packageOf,
  tooLarge,
  tooLargeSoap,
  unpack,
} from './package-read.ts';

/** Each in the order of its octets. */
export interface PackageReader {
  /** @throws EbmsFault as soon as it is clear that this cannot become a message */
  push(piece: Uint8Array): void;
  /** @throws EbmsFault */
  end(): Package;
}

/** @throws EbmsFault for a Content-Type that is not one of a message */
export function createPackageReader(contentTypeHeader: string | undefined, limits: MessageLimits): PackageReader {
  const contentType = parseContentType(contentTypeHeader ?? '');
  if (contentType !== null && isSoapType(contentType)) return wholeReader(contentTypeHeader, limits);
  if (contentType?.type === 'multipart/related') {
    return relatedReader(contentType.params.get('boundary') ?? '', contentType.params.get('start'), limits);
  }
  throw httpFault(415, 'MimeProblem', 'The Content-Type must be text/xml or multipart/related with a boundary');
}

/** A message without payload: its body is the SOAP part. */
function wholeReader(contentTypeHeader: string | undefined, limits: MessageLimits): PackageReader {
  const pieces: Uint8Array[] = [];
  let size = 0;
  return {
    push(piece) {
      size += piece.byteLength;
      if (size > limits.soapBytes) throw tooLargeSoap(limits);
      pieces.push(Uint8Array.from(piece));
    },
    end: () => unpack(contentTypeHeader, Buffer.concat(pieces), limits),
  };
}

function relatedReader(boundary: string, start: string | undefined, limits: MessageLimits): PackageReader {
  const wanted = start === undefined ? null : bareContentId(start);
  const parts: Growing[] = [];
  let hasRoot = false;
  let size = 0;
  const reader = translated(
    () =>
      new MultipartReader(boundary, limits, {
        part(headers) {
          const isRoot = wanted === null ? parts.length === 0 : !hasRoot && contentIdOf({ headers }) === wanted;
          hasRoot ||= isRoot;
          parts.push(isRoot ? new RootPart(headers, limits) : new PassingPart(headers, algorithmsOf(parts)));
        },
        content: (piece, offset) => parts.at(-1)!.take(piece, offset),
      }),
  );
  return {
    push(piece) {
      size += piece.byteLength;
      if (size > limits.bodyBytes) throw tooLarge(limits);
      translated(() => reader.push(piece));
    },
    end() {
      translated(() => reader.end());
      return packageOf(
        parts.map((part) => part.result()),
        start,
        limits,
      );
    },
  };
}

interface Growing {
  take(piece: Buffer, offset: number): void;
  result(): PayloadPart;
}

class RootPart implements Growing {
  readonly #headers: ReadonlyMap<string, string>;
  readonly #limits: MessageLimits;
  readonly #pieces: Buffer[] = [];
  #size = 0;

  constructor(headers: ReadonlyMap<string, string>, limits: MessageLimits) {
    this.#headers = headers;
    this.#limits = limits;
  }

  /** A transfer encoding makes it longer than what it says; what is decoded is measured again. */
  take(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size > 2 * this.#limits.soapBytes) throw tooLargeSoap(this.#limits);
    // A copy: the piece may be a view on a buffer that its owner uses again.
    this.#pieces.push(Buffer.from(piece));
  }

  octets(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  result(): PayloadPart {
    return { headers: this.#headers, content: this.octets() };
  }
}

class PassingPart implements Growing {
  readonly #headers: ReadonlyMap<string, string>;
  readonly #passing: Passing;

  constructor(headers: ReadonlyMap<string, string>, algorithms: Iterable<DigestAlgorithm>) {
    this.#headers = headers;
    this.#passing = new Passing(algorithms);
  }

  take(piece: Buffer, offset: number): void {
    this.#passing.take(piece, offset);
  }

  result(): PayloadPart & { readonly content: Passed } {
    return { headers: this.#headers, content: this.#passing.result() };
  }
}

const DIGEST_URIS: Readonly<Record<Exclude<DigestAlgorithm, 'sha256'>, string>> = {
  sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
};

/** SHA-256 always; another when the SOAP part, which comes first in every message we know, names it for its signature. */
function algorithmsOf(parts: readonly Growing[]): DigestAlgorithm[] {
  const root = parts.find((part) => part instanceof RootPart)?.octets();
  const others = (Object.keys(DIGEST_URIS) as (keyof typeof DIGEST_URIS)[]).filter(
    (algorithm) => root === undefined || root.includes(DIGEST_URIS[algorithm]),
  );
  return ['sha256', ...others];
}

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (fault) {
    if (fault instanceof MultipartFault) throw soapFaultOf('MimeProblem', fault.message);
    throw fault;
  }
}
