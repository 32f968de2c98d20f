/**
 * Reads an archive that somebody else wrote: by its directory at the end, with a limit on what comes out of it, and each
 * file held against its checksum. What it cannot read (a password, Zip64, another method of compression) it refuses.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import type { Archive } from './index.ts';
import { CENTRAL, DEFLATED, ENCRYPTED, END, LOCAL, STORED } from './vorm.ts';

/** This is no archive that we can read; the message says why, for a person. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
}

export interface ZipLimits {
  /** Bytes of all files together, unpacked. */
  readonly maxBytes: number;
  readonly maxFiles: number;
}

/** The comment after the last record takes 65 535 bytes at most. */
const MAX_COMMENT = 0xffff;
const ZIP64 = 0xffffffff;

export function readZip(bytes: Uint8Array, { maxBytes, maxFiles }: ZipLimits): Archive {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  if (count > maxFiles) throw new ZipFault(`Het zip-bestand heeft ${count} bestanden; hoogstens ${maxFiles} kan.`);
  const files = new Map<string, Uint8Array>();
  let at = zip.readUInt32LE(end + 16);
  let room = maxBytes;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL.length > end || zip.readUInt32LE(at) !== CENTRAL.signature) throw broken();
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + CENTRAL.length, at + CENTRAL.length + nameLength);
    if (files.has(name)) throw new ZipFault(`Het zip-bestand heeft twee keer een bestand ${name}.`);
    if (!name.endsWith('/')) {
      const content = contentOf(zip, at, name, room);
      room -= content.length;
      files.set(name, content);
    }
    at += CENTRAL.length + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

/** Place of the last record, searched from the end: a comment may follow it. */
function findEnd(zip: Buffer): number {
  const first = Math.max(0, zip.length - END.length - MAX_COMMENT);
  for (let at = zip.length - END.length; at >= first; at--) {
    if (zip.readUInt32LE(at) === END.signature && at + END.length + zip.readUInt16LE(at + 20) === zip.length) return at;
  }
  throw new ZipFault('Dit is geen zip-bestand.');
}

function contentOf(zip: Buffer, at: number, name: string, room: number): Buffer {
  const flags = zip.readUInt16LE(at + 8);
  const method = zip.readUInt16LE(at + 10);
  const checksum = zip.readUInt32LE(at + 16);
  const packed = zip.readUInt32LE(at + 20);
  const size = zip.readUInt32LE(at + 24);
  const local = zip.readUInt32LE(at + 42);
  if ((flags & ENCRYPTED) !== 0) throw new ZipFault(`${name} is met een wachtwoord beveiligd. Maak een zip zonder.`);
  if (packed === ZIP64 || size === ZIP64 || size > room) throw new ZipFault('Het zip-bestand is uitgepakt te groot.');
  if (local + LOCAL.length > zip.length || zip.readUInt32LE(local) !== LOCAL.signature) throw broken();
  const start = local + LOCAL.length + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packed > zip.length) throw broken();
  const content = unpack(zip.subarray(start, start + packed), method, size, name);
  if (content.length !== size || crc32(content) !== checksum) throw broken();
  return content;
}

function unpack(data: Buffer, method: number, size: number, name: string): Buffer {
  if (method === STORED) return data;
  if (method !== DEFLATED) throw new ZipFault(`${name} is ingepakt op een manier die Zaakbode niet kent (${method}).`);
  try {
    // Not more than it says: a small file that becomes a very large one is refused here.
    return inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw broken();
  }
}

function broken(): ZipFault {
  return new ZipFault('Het zip-bestand is beschadigd.');
}
