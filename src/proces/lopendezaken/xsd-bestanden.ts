/** The schemas that Logius handed out, from the folder or zip archive that the administrator names (LZ_XSD, row A4). */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { readZip, ZipFault } from '../../platform/zip/index.ts';
import { type XsdBestanden, XsdSetFout } from '../../standaarden/xsd/index.ts';

const LIMITS = { maxBytes: 32 * 1024 * 1024, maxFiles: 1_000 };

/** The files by their path in the folder or archive, also in folders below it. @throws XsdSetFout when there is nothing to read */
export async function leesXsdBestanden(pad: string): Promise<XsdBestanden> {
  const soort = await stat(pad).catch(() => null);
  if (soort === null) throw new XsdSetFout([`Er is geen map of zip-bestand ${pad}. Controleer het pad van de XSD's.`]);
  try {
    return soort.isDirectory() ? await leesMap(pad) : readZip(await readFile(pad), LIMITS);
  } catch (fault) {
    if (!(fault instanceof ZipFault)) throw fault;
    throw new XsdSetFout([`${pad} is niet te lezen: ${fault.message} Geef een map of een zip-bestand met de XSD's.`]);
  }
}

async function leesMap(map: string): Promise<XsdBestanden> {
  const gevonden = await readdir(map, { recursive: true, withFileTypes: true });
  const xsds = gevonden.filter((file) => file.isFile() && /\.xsd$/i.test(file.name)).slice(0, LIMITS.maxFiles);
  const bestanden = new Map<string, Uint8Array>();
  for (const { parentPath, name } of xsds) {
    const pad = join(parentPath, name);
    bestanden.set(relative(map, pad).split(sep).join('/'), await readFile(pad));
  }
  return bestanden;
}
