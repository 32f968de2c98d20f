export interface VirusScanner {
  scan(b: AsyncIterable<Uint8Array>, s: AbortSignal): Promise<{ clean: true } | { clean: false; naam: string }>;
}
export class ScannerUnavailable extends Error {}
