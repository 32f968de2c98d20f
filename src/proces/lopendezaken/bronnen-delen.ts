/**
 * Asking a source about many people in questions of a bounded size. A question that is refused for what is in it is asked
 * again in halves, so that one number holds up only itself. What was answered before the source went away still counts:
 * the first successful check decides (L7); the others wait.
 */
import type { Bsn } from '../../standaarden/bsn/index.ts';
import { BronOnbereikbaar, type Onbekend } from './poorten.ts';

/** BSNs per question, as the Berichtenbox's own check has it. */
export const MAX_PER_VRAAG = 250;
/** Finding one number among 250 takes 16 refusals at most; a source that refuses more often refuses everything. */
const MAX_WEIGERINGEN = 20;

/** The source found fault with the question itself; with what it said of it, for the operator, when it said anything. */
export class Geweigerd {
  readonly tekst: string | null;

  constructor(tekst: string | null = null) {
    this.tekst = tekst;
  }
}

export interface Vraagbaak<T> {
  /** As the operator knows it, at the beginning of a sentence. */
  readonly naam: string;
  /** One question, about 1 to 250 people; the answers in the same order. Throws `BronOnbereikbaar`. */
  vraag(bsns: readonly Bsn[]): Promise<readonly (T | Onbekend)[] | Geweigerd>;
}

export async function vraagInDelen<T>(baak: Vraagbaak<T>, bsns: readonly Bsn[]): Promise<readonly (T | Onbekend)[]> {
  const answers: (T | Onbekend)[] = [];
  const weigeringen = { over: MAX_WEIGERINGEN };
  while (answers.length < bsns.length) {
    const deel = bsns.slice(answers.length, answers.length + MAX_PER_VRAAG);
    try {
      answers.push(...(await vraagDeel(baak, deel, weigeringen)));
    } catch (error) {
      if (!(error instanceof BronOnbereikbaar) || answers.length === 0) throw error;
      const { message: reden } = error;
      return [...answers, ...bsns.slice(answers.length).map((): Onbekend => ({ soort: 'onbekend', reden }))];
    }
  }
  return answers;
}

async function vraagDeel<T>(
  baak: Vraagbaak<T>,
  deel: readonly Bsn[],
  weigeringen: { over: number },
): Promise<readonly (T | Onbekend)[]> {
  const answer = await baak.vraag(deel);
  if (!(answer instanceof Geweigerd)) return answer;
  const gezegd = answer.tekst === null ? '' : ` Het antwoord: ${answer.tekst}`;
  weigeringen.over -= 1;
  if (weigeringen.over < 0) throw new BronOnbereikbaar(`${baak.naam} weigert alle vragen.${gezegd}`);
  if (deel.length === 1)
    return [{ soort: 'onbekend', reden: `${baak.naam} weigerde de vraag over deze persoon.${gezegd}` }];
  const half = Math.ceil(deel.length / 2);
  return [
    ...(await vraagDeel(baak, deel.slice(0, half), weigeringen)),
    ...(await vraagDeel(baak, deel.slice(half), weigeringen)),
  ];
}
