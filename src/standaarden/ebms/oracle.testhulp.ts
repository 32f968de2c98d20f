/**
 * Test help: asks the JDK (Oracle.java) about signatures and encryption. One process for all questions, since it takes two seconds
 * to start. Files live in a folder of the system that is removed afterwards.
 */
import { spawnSync } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attachment } from './index.ts';

/** Tells why the tests are skipped on a machine without Java. */
export function hasJava(): boolean {
  const found = spawnSync('java', ['-version']).status === 0;
  if (!found) process.stdout.write('No java on this machine: signatures are not held against the JDK.\n');
  return found;
}

export interface Oracle {
  /** Path of a new file with this content, or of one to be written. */
  file(content?: Uint8Array | string): string;
  /** The parts as the oracle takes them: Content-ID and file. */
  parts(attachments: readonly Attachment<Uint8Array>[]): string[];
  /** A line of answer for each question. */
  ask(questions: readonly (readonly string[])[]): string[];
  read(file: string): Buffer;
  stop(): void;
}

export function startOracle(): Oracle {
  const folder = mkdtempSync(join(tmpdir(), 'ebms-oracle-'));
  let files = 0;
  const file = (content?: Uint8Array | string): string => {
    files += 1;
    const path = join(folder, String(files));
    if (content !== undefined) writeFileSync(path, content);
    return path;
  };
  return {
    file,
    parts: (attachments) => attachments.flatMap(({ contentId, content }) => [contentId, file(content)]),
    ask(questions) {
      const program = join(import.meta.dirname, 'Oracle.java');
      const input = questions.map((fields) => `${fields.join('\t')}\n`).join('');
      const { stdout, stderr } = spawnSync('java', ['-XX:TieredStopAtLevel=1', '--source', '17', program], {
        input,
        encoding: 'utf8',
      });
      const answers = stdout.split('\n').slice(0, -1);
      if (answers.length !== questions.length) throw new Error(`${stdout}${stderr}`);
      return answers;
    },
    read: (path) => readFileSync(path),
    stop: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'der' }).toString('base64');
export const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'der' }).toString('base64');
