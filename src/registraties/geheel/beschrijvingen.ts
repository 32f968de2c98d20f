/**
 * What describes each API, where the ZGW standard wants it: `{root}/openapi.json`, and the same as YAML. Public, and
 * readable by a page on another site, because documentation tools are such pages.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { stringify } from 'yaml';
import type { Server } from '../../platform/http/index.ts';
import { type Api, answerWithEtag, baseOf } from '../kern/index.ts';

/** An API as its clients find it described. */
export interface Beschrijving {
  readonly api: Pick<Api, 'name' | 'title' | 'version' | 'root'>;
  /** Its OpenAPI document, with addresses on this base. */
  openapi(base: string): Record<string, unknown>;
}

const VORMEN = {
  // Without anchors: parts that are one object to us are not one thing to a reader.
  yaml: {
    type: 'application/yaml; charset=utf-8',
    schrijf: (d: object) => stringify(d, { aliasDuplicateObjects: false }),
  },
  json: { type: 'application/json; charset=utf-8', schrijf: (d: object) => JSON.stringify(d) },
} as const;

/** `bases` are those of our own addresses: a document names the one by which it was asked. */
export function mountBeschrijvingen(
  server: Server,
  beschrijvingen: readonly Beschrijving[],
  bases: readonly string[],
): void {
  for (const { api, openapi } of beschrijvingen) {
    for (const vorm of ['json', 'yaml'] as const) {
      const { type, schrijf } = VORMEN[vorm];
      // Made when first asked: the larger documents take tens of milliseconds, and most are never read.
      const gemaakt = new Map<string, string>();
      const tekst = (base: string): string => {
        const bekend = gemaakt.get(base) ?? schrijf(openapi(base));
        gemaakt.set(base, bekend);
        return bekend;
      };
      server.get(`${api.root}/openapi.${vorm}`, async (request: FastifyRequest, reply: FastifyReply) => {
        reply.header('access-control-allow-origin', '*');
        const body = tekst(baseOf(request.protocol, request.host, bases));
        return answerWithEtag(request, reply, { api, crs: false }, body, type);
      });
    }
  }
}
