/** What is wrong with a CPA, for the operator who loads it: every fault found in one go, in Dutch, each saying where and what to do. */

export interface CpaProblem {
  /** Path in the CPA, with ids where there are any: `PartyInfo[2]/DeliveryChannel[B-ch-rm]`. */
  readonly location: string;
  readonly text: string;
}

export class CpaFault extends Error {
  override readonly name = 'CpaFault';
  /** At least one. */
  readonly problems: readonly CpaProblem[];

  constructor(problems: readonly CpaProblem[]) {
    super(problems.map(({ location, text }) => `${location}: ${text}`).join('\n'));
    this.problems = problems;
  }
}
