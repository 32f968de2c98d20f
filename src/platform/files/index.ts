/** Where the bytes of files lie: on a disk or at an S3 service, checked when they are read. */
export { BLOCK, type Fingerprint, fingerprint, readChecked } from './blocks.ts';
export { createFileStore, type FileStore, type StoredFile } from './content.ts';
export { contentDisposition } from './disposition.ts';
export { FileDamaged, FileMissing, SizeMismatch, StorageFault, StorageFull } from './faults.ts';
export type { FileHandle, FileSystem } from './filesystem.ts';
export { FIRST_BYTES, mediatypeOf } from './mediatype.ts';
export { createFileObjectStore, type ObjectStore } from './objects.ts';
export { createS3ObjectStore, type S3Settings } from './s3.ts';
export { storeOf } from './setting.ts';
export { clamd, ScanFault, ScanLimit, type VirusScanner } from './virusscan.ts';
