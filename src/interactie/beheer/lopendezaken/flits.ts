/**
 * How an action went, told once: a cookie of a minute that the next page of that thing takes away when it shows it. So a
 * page that is refreshed, kept or passed on does not tell it again, and it is not in the address.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAAM = 'zb-flits';
const PAD = '/beheer';
const SECONDEN = 60;

function zet(request: FastifyRequest, reply: FastifyReply, waarde: string, seconden: number): void {
  const secure = request.protocol === 'https' ? '; Secure' : '';
  reply.header('set-cookie', `${NAAM}=${waarde}; Path=${PAD}; Max-Age=${seconden}; HttpOnly; SameSite=Strict${secure}`);
}

/** `wat` for the page that shows `over`. Both are words of ours or ids. */
export function zetFlits(request: FastifyRequest, reply: FastifyReply, over: string, wat: string): void {
  zet(request, reply, `${wat}.${encodeURIComponent(over)}`, SECONDEN);
}

/** What there is to tell on the page about `over`, once. */
export function leesFlits(request: FastifyRequest, reply: FastifyReply, over: string): string | null {
  const cookie = request.headers.cookie ?? '';
  const found = cookie
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${NAAM}=`));
  const [, wat, over_] = /^zb-flits=([a-z_]+)\.([^;]*)$/.exec(found ?? '') ?? [];
  if (wat === undefined || over_ !== encodeURIComponent(over)) return null;
  zet(request, reply, '', 0);
  return wat;
}
