/** The day for which an answer is made: of things that have versions, those of that day are shown. */
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../platform/http/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';
import type { Ports } from './ports.ts';
import type { View } from './present.ts';
import type { AnyResource } from './resource.ts';
import { isDate } from './values.ts';

function today(clock: Clock): string {
  return todayInAmsterdam(clock.now());
}

/** What is seen now, with addresses on this base. */
export function viewOf({ clock, profile }: Pick<Ports, 'clock' | 'profile'>, base: string): View {
  return { base, day: today(clock), profile };
}

/** The name of the parameter, where this resource has one: a list of one, or of none. */
export function dayParameter({ day }: AnyResource, method: 'list' | 'read'): readonly string[] {
  return day?.methods.includes(method) ? [day.parameter] : [];
}

/** The day that a request asks for; today when it asks for none. */
export function dayOf(resource: AnyResource, method: 'list' | 'read', request: FastifyRequest, clock: Clock): string {
  for (const name of dayParameter(resource, method)) {
    const asked = [(request.query as Record<string, unknown>)[name]].flat().at(-1);
    if (asked === undefined) continue;
    if (typeof asked === 'string' && isDate(asked)) return asked;
    const reason = 'Dit is geen bestaande datum in de vorm JJJJ-MM-DD.';
    throw new Problem('invalid', '', { invalidParams: [{ name, code: 'invalid', reason }] });
  }
  return today(clock);
}
