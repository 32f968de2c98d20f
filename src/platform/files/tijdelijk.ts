export const mediatypeOf = (_b: Uint8Array, _n: string): string => 'application/octet-stream';
export const contentDisposition = (n: string): string => `attachment; filename="${n}"`;
export interface VirusScanner {
  scan(b: AsyncIterable<Uint8Array>, s: AbortSignal): Promise<{ clean: true } | { clean: false; naam: string }>;
}
export class ScannerUnavailable extends Error {}
