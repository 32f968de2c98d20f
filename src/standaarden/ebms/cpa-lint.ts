/**
 * Judges a CPA against Digikoppeling before it is used: every remark at once, each with what to do. Pure: the time and the
 * environment come as arguments, so the same CPA can be judged for next month or for production.
 *
 * What is wrong here does not stop a CPA from being read; whoever loads it decides. What cannot be read at all
 * (`CpaFault`) is one kind of remark among the others.
 */
import { OIN_TYPE } from './constants.ts';
import type { Cpa, CpaParty } from './cpa.ts';
import { bareOin } from './cpa-certificates.ts';
import { CpaFault } from './cpa-fault.ts';
import { lintCertificates, WARN_DAYS } from './cpa-lint-certificates.ts';
import { lintChannels } from './cpa-lint-channels.ts';
import { type CpaFinding, day, finding, sorted } from './cpa-lint-finding.ts';
import { type ActionProfile, actionProfiles, lintRoutes } from './cpa-lint-routes.ts';
import { lintText } from './cpa-lint-text.ts';
import { applyOverrides, type CpaOverrides } from './cpa-override.ts';
import { parseCpa } from './cpa-read.ts';
import { DAY_MS } from './time.ts';

/** Digikoppeling keeps these apart; `demo` is the one computer of a demonstration. */
export const OMGEVINGEN = ['demo', 'compliance', 'preproductie', 'productie'] as const;
export type Omgeving = (typeof OMGEVINGEN)[number];

export interface LintOptions {
  readonly now: Date;
  /** Where the CPA will be used; without, nothing is said about test numbers. */
  readonly omgeving?: Omgeving;
  /** Judged is what is in force with these. */
  readonly overrides?: CpaOverrides;
}

export interface CpaLint {
  /** In force, with the overrides; null when the text cannot be read. */
  readonly cpa: Cpa | null;
  readonly actions: readonly ActionProfile[];
  /** The worst first. */
  readonly findings: readonly CpaFinding[];
}

export function lintCpa(text: Uint8Array | string, { now, omgeving, overrides }: LintOptions): CpaLint {
  let cpa: Cpa;
  try {
    cpa = parseCpa(text);
  } catch (fault) {
    if (!(fault instanceof CpaFault)) throw fault;
    const findings = fault.problems.map((problem) => finding('niet-leesbaar', problem.location, problem.text));
    return { cpa: null, actions: [], findings };
  }
  if (overrides) cpa = applyOverrides(cpa, overrides);
  const findings = [
    ...lintAgreement(cpa, now),
    ...cpa.parties.flatMap((party, index) => lintParty(party, `PartyInfo[${index + 1}]`, omgeving)),
    ...lintRoutes(cpa),
    ...lintChannels(cpa),
    ...lintCertificates(cpa, now),
    ...lintText(text),
  ];
  return { cpa, actions: actionProfiles(cpa), findings: sorted(findings) };
}

function lintAgreement({ id, status, start, end }: Cpa, now: Date): CpaFinding[] {
  const findings: CpaFinding[] = [];
  const say = (...[code, place, text]: Parameters<typeof finding>): void =>
    void findings.push(finding(code, place, text));
  if (status === 'proposed') {
    say(
      'cpa-status',
      'Status',
      'De CPA is nog een voorstel (proposed). Gebruik hem pas als hij is afgesproken (agreed).',
    );
  }
  const days = Math.floor((end.getTime() - now.getTime()) / DAY_MS);
  if (end < now) {
    say(
      'cpa-verlopen',
      'End',
      `De CPA is verlopen op ${day(end)}. Berichten worden geweigerd. Vraag een nieuwe CPA aan.`,
    );
  } else if (days < WARN_DAYS) {
    say('cpa-verloopt', 'End', `De CPA verloopt over ${days} dagen, op ${day(end)}. Vraag nu een nieuwe CPA aan.`);
  }
  if (start > now) {
    say(
      'cpa-nog-niet-geldig',
      'Start',
      `De CPA geldt pas vanaf ${day(start)}. Tot die dag worden berichten geweigerd.`,
    );
  }
  // Best Practices chapter 3: names joined by underscores; dots and odd characters trip other software.
  if (!/^[A-Za-z0-9_-]+$/.test(id)) {
    const odd = [...new Set(id.replaceAll(/[A-Za-z0-9_-]/g, ''))].map((char) => (/\s/.test(char) ? 'spatie' : char));
    const text = `In het CPAId staan andere tekens dan letters, cijfers, _ en -: ${odd.join(' ')}. Andere software kan daarover struikelen. Vraag bij een nieuwe CPA een CPAId zonder deze tekens.`;
    say('cpaid-tekens', 'CollaborationProtocolAgreement', text);
  }
  return findings;
}

function lintParty(party: CpaParty, place: string, omgeving: Omgeving | undefined): CpaFinding[] {
  const roles = [...new Set(party.roles.map(({ name }) => name))];
  // Koppelvlakstandaard §5, Role: one role per party per CPA.
  const several = `${party.name} heeft meer dan één rol (${roles.join(', ')}). Digikoppeling vraagt één rol per CPA: vraag voor elke rol een eigen CPA aan.`;
  return [
    ...(roles.length > 1 ? [finding('rollen', place, several)] : []),
    ...party.partyIds.flatMap(({ type, value }) => lintPartyId(type, value, `${place}/PartyId`, omgeving)),
  ];
}

/** Koppelvlakstandaard §5, PartyId; OIN-stelsel chapter 6: 20 digits. */
function lintPartyId(type: string | null, value: string, place: string, omgeving: Omgeving | undefined): CpaFinding[] {
  if (type === null) {
    const text = `PartyId ${value} heeft geen type. Laat ${OIN_TYPE} invullen als het een OIN is.`;
    return [finding('partij-zonder-type', place, text)];
  }
  if (type !== OIN_TYPE) {
    const text = `PartyId ${value} heeft type ${type}. Nieuwe partijen gebruiken een OIN, met type ${OIN_TYPE}. Vraag een CPA met het OIN aan.`;
    return [finding('partij-ander-type', place, text)];
  }
  const oin = bareOin(value);
  if (!/^\d{20}$/.test(oin)) {
    const text = `${value} is geen OIN. Een OIN heeft 20 cijfers. Laat het OIN van de partij invullen.`;
    return [finding('oin-vorm', place, text)];
  }
  if (omgeving !== 'productie') return [];
  const findings: CpaFinding[] = [];
  if (oin !== value) {
    const text = `Achter het OIN staat ${value.slice(oin.length)}. Dat is voor proeven (OTA) en hoort niet in productie. Gebruik de CPA voor productie.`;
    findings.push(finding('oin-achtervoegsel', place, text));
  }
  if (oin.startsWith('00000099')) {
    const text = `${oin} is een OIN voor proeven (het begint met 00000099) en hoort niet in productie. Gebruik de CPA voor productie.`;
    findings.push(finding('test-oin', place, text));
  }
  return findings;
}
