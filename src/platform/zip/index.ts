/** Zip archives in memory (PKWARE APPNOTE 6.3.10): what other programs write is read, and what we write they read. */
export { readZip, ZipFault, type ZipLimits } from './lees.ts';
export { writeZip } from './schrijf.ts';

/** The files of an archive by their names, in order. */
export type Archive = ReadonlyMap<string, Uint8Array>;
