/** What the register of documents needs beside the ports of the engine. */
import type { Ports } from '../kern/index.ts';
import type { Opslag } from './opslag.ts';

export interface DocumentenPorts extends Ports {
  readonly opslag: Opslag;
}
