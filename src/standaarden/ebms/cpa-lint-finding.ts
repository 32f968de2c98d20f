/** What lint has to say: one remark with a code, how bad it is, where, and what to do. */

/** `fout`: it will not work, or may not. `waarschuwing`: it may go wrong. `informatie`: good to know. */
export type LintSeverity = 'fout' | 'waarschuwing' | 'informatie';

/** Every code, and how bad it is. A code is stable: scripts may look for it. */
const SEVERITY = {
  'niet-leesbaar': 'fout',
  'cpa-status': 'fout',
  'cpa-verlopen': 'fout',
  'cpa-nog-niet-geldig': 'waarschuwing',
  'cpa-verloopt': 'waarschuwing',
  'cpaid-tekens': 'waarschuwing',
  'partij-zonder-type': 'fout',
  'partij-ander-type': 'waarschuwing',
  'oin-vorm': 'fout',
  'test-oin': 'fout',
  'oin-achtervoegsel': 'fout',
  rollen: 'waarschuwing',
  witruimte: 'fout',
  'service-type': 'waarschuwing',
  profiel: 'informatie',
  'geen-profiel': 'fout',
  'geen-actie': 'fout',
  syncreply: 'waarschuwing',
  volgorde: 'fout',
  venster: 'waarschuwing',
  'zonder-herhalingen': 'informatie',
  'hash-verouderd': 'fout',
  'handtekening-ontbreekt': 'fout',
  'handtekening-verschilt': 'waarschuwing',
  'bevestiging-zonder-handtekening': 'waarschuwing',
  'versleuteling-cbc': 'waarschuwing',
  'versleuteling-verouderd': 'fout',
  'versleuteling-ontbreekt': 'fout',
  'signaalkanaal-betrouwbaar': 'waarschuwing',
  'signaalkanaal-zonder-handtekening': 'fout',
  'meer-profielen': 'waarschuwing',
  http: 'fout',
  'http-lokaal': 'informatie',
  poort: 'waarschuwing',
  'host-niet-in-certificaat': 'fout',
  'tls-certificaat-ontbreekt': 'waarschuwing',
  'certificaat-zonder-inhoud': 'waarschuwing',
  'certificaat-zonder-oin': 'fout',
  'oin-verschilt': 'fout',
  'oin-verschilt-tls': 'waarschuwing',
  'certificaat-verlopen': 'fout',
  'certificaat-nog-niet-geldig': 'fout',
  'certificaat-verloopt': 'waarschuwing',
  'certificaat-eerder-op': 'waarschuwing',
  'certificaat-sha1': 'fout',
  'sleutel-kort': 'fout',
  'sleutel-uitfaseren': 'informatie',
  'meer-kanalen': 'waarschuwing',
  'meer-adressen': 'waarschuwing',
  'attribuut-weggelaten': 'informatie',
} as const satisfies Record<string, LintSeverity>;

export type LintCode = keyof typeof SEVERITY;

export interface CpaFinding {
  readonly code: LintCode;
  readonly severity: LintSeverity;
  /** Where: paths in the CPA, as `CpaProblem.location`; at least one. */
  readonly places: readonly string[];
  /** What it is and what to do, in plain Dutch. */
  readonly text: string;
}

export function finding(code: LintCode, place: string, text: string): CpaFinding {
  return { code, severity: SEVERITY[code], places: [place], text };
}

const ORDER: readonly LintSeverity[] = ['fout', 'waarschuwing', 'informatie'];

/** The worst first; among equals the order in which they were found. What is said of several places is said once. */
export function sorted(findings: readonly CpaFinding[]): CpaFinding[] {
  const once = new Map<string, CpaFinding>();
  for (const one of findings) {
    const key = `${one.code} ${one.text}`;
    const places = [...(once.get(key)?.places ?? []), ...one.places];
    once.set(key, { ...one, places: [...new Set(places)] });
  }
  return [...once.values()].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** A day as everybody reads it the same: `2026-11-22`. */
export function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
