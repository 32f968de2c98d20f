/** What the stores ask of a file system: a port, so that a test can fill the disk, break it, or end the process. */
import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';

export interface FileHandle {
  /** Adds the bytes, after what this handle wrote before. */
  writeFile(bytes: Uint8Array): Promise<void>;
  /** Reads at most `length` bytes from `position` into `buffer`; 0 at the end. */
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
  /** Returns when the bytes (of a folder: its names) are on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface FileSystem {
  /** The first folder that it made, or undefined when all were there. */
  mkdir(folder: string, options: { recursive: true; mode: number }): Promise<string | undefined>;
  open(path: string, flags: 'wx' | 'r', mode?: number): Promise<FileHandle>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  readFile(path: string): Promise<Buffer>;
  readdir(folder: string): Promise<string[]>;
  stat(path: string): Promise<{ isFile(): boolean; readonly mtimeMs: number }>;
}

export const nodeFileSystem: FileSystem = { mkdir, open, readdir, readFile, rename, stat, unlink };
