/**
 * Writes an archive. The same files give the same bytes: no clock, no names of machines. Names are UTF-8 and sizes stay
 * below 4 GiB, so no Zip64.
 */
import { crc32, deflateRawSync } from 'node:zlib';
import type { Archive } from './index.ts';
import { CENTRAL, DEFLATED, END, LOCAL, STORED, UTF8 } from './vorm.ts';

/** 1 January 1980, the first day that the format knows. */
const DAY = 0x0021;
const VERSION = 20;

export function writeZip(files: Archive): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const deflated = deflateRawSync(content);
    const small = deflated.length < content.length;
    const data = small ? deflated : Buffer.from(content);
    const bytes = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(UTF8, 2);
    common.writeUInt16LE(small ? DEFLATED : STORED, 4);
    common.writeUInt16LE(DAY, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([signature(LOCAL.signature), common, bytes]);
    const central = Buffer.alloc(CENTRAL.length);
    central.writeUInt32LE(CENTRAL.signature, 0);
    central.writeUInt16LE(VERSION, 4);
    common.copy(central, 6);
    central.writeUInt32LE(offset, 42);
    directory.push(central, bytes);
    parts.push(local, data);
    offset += local.length + data.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(END.length);
  end.writeUInt32LE(END.signature, 0);
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, index, end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}
