/**
 * Simulator of the login service of a municipality: a small OpenID provider that is right, and wrong on demand. Written
 * apart from Zaakbode's own side of it, so that the two can disagree. Whoever opens it may be whom he likes: for
 * demonstrations and tests, on this computer only.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import { leesBestanden } from '../schermen/bestanden.ts';
import { withSecurityHeaders } from '../web/paginas.ts';
import { MENSEN, type Mens } from './mensen.ts';
import { keuzePagina, meldingPagina } from './pagina.tsx';
import { type Algoritme, createPenningen } from './penningen.ts';
import type { InlogFout } from './storingen.ts';

export { MENSEN, type Mens } from './mensen.ts';
export type { Algoritme } from './penningen.ts';
export { INLOGFOUTEN, type InlogFout } from './storingen.ts';

export interface InlogOpties {
  /** Its own address, below which everything lies. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exactly these; anything else is refused without a redirect. */
  readonly redirectUris: readonly string[];
  readonly naUitloggen: readonly string[];
  readonly now?: () => Date;
  readonly algoritme?: Algoritme;
  /** Left out of the id_token, to be asked at userinfo. */
  readonly rollenAlleenBijUserinfo?: boolean;
}

export interface InlogSimulator {
  /** Everything under the path of the issuer. */
  readonly plugin: FastifyPluginAsync;
  /** From now on every login goes wrong in this way; null puts it right. */
  zetFout(fout: InlogFout | null): void;
}

interface Uitgegeven {
  readonly mens: Mens;
  readonly redirectUri: string;
  readonly uitdaging: string;
  readonly nonce: string | null;
  readonly tot: number;
}

type Vraag = Readonly<Record<string, string | readonly string[] | undefined>>;

const CODE_MS = 60_000;

export function createInlogSimulator(opties: InlogOpties): InlogSimulator {
  const { issuer, clientId, clientSecret, redirectUris, naUitloggen, now = () => new Date() } = opties;
  const { pathname } = new URL(issuer);
  const bestanden = leesBestanden();
  const stijl = bestanden.stijlPad.replace('/simulator', pathname);
  const penningen = createPenningen({ issuer, clientId, now, algoritme: opties.algoritme ?? 'RS256' });
  const codes = new Map<string, Uitgegeven>();
  const toegang = new Map<string, Mens>();
  let fout: InlogFout | null = null;

  const html = (reply: FastifyReply, pagina: string, status = 200): FastifyReply =>
    withSecurityHeaders(reply).code(status).type('text/html; charset=utf-8').send(pagina);
  const weiger = (reply: FastifyReply, error: string, status = 400): FastifyReply =>
    reply.code(status).header('cache-control', 'no-store').send({ error });

  /** What is wrong with a request to log in that must not be answered with a redirect (RFC 6749 §4.1.2.1). */
  function nietTeVertrouwen(vraag: Vraag): string | null {
    if (vraag['client_id'] !== clientId) return 'Deze client is hier niet bekend.';
    if (typeof vraag['redirect_uri'] !== 'string' || !redirectUris.includes(vraag['redirect_uri']))
      return 'Het adres om naar terug te gaan is hier niet bekend.';
    return null;
  }

  /** What is wrong with the rest of it, as an error code. */
  function onjuist(vraag: Vraag): string | null {
    if (vraag['response_type'] !== 'code') return 'unsupported_response_type';
    if (typeof vraag['scope'] !== 'string' || !vraag['scope'].split(' ').includes('openid')) return 'invalid_scope';
    const pkce = vraag['code_challenge_method'] === 'S256' && typeof vraag['code_challenge'] === 'string';
    return pkce && typeof vraag['state'] === 'string' && vraag['state'].length >= 22 ? null : 'invalid_request';
  }

  function terug(vraag: Vraag, antwoord: Record<string, string>): string {
    const url = new URL(vraag['redirect_uri'] as string);
    const state = fout === 'state' ? randomBytes(32).toString('base64url') : (vraag['state'] as string);
    const iss = fout === 'andere-uitgever-in-antwoord' ? 'https://iemand-anders.example' : issuer;
    for (const [naam, waarde] of Object.entries({ ...antwoord, state, iss })) url.searchParams.set(naam, waarde);
    return url.href;
  }

  function geefCode(vraag: Vraag, mens: Mens): string {
    for (const [code, { tot }] of codes) if (tot <= now().getTime()) codes.delete(code);
    const code = randomBytes(32).toString('base64url');
    codes.set(code, {
      mens,
      redirectUri: vraag['redirect_uri'] as string,
      uitdaging: vraag['code_challenge'] as string,
      nonce: typeof vraag['nonce'] === 'string' ? vraag['nonce'] : null,
      tot: now().getTime() + CODE_MS,
    });
    return code;
  }

  async function ruil(velden: URLSearchParams, authorization: string | undefined, reply: FastifyReply) {
    if (!isClient(authorization)) return weiger(reply, 'invalid_client', 401);
    if (velden.get('grant_type') !== 'authorization_code') return weiger(reply, 'unsupported_grant_type');
    const code = velden.get('code') ?? '';
    const uitgegeven = codes.get(code);
    // Whatever comes of it, it was used now.
    codes.delete(code);
    const verifier = createHash('sha256')
      .update(velden.get('code_verifier') ?? '')
      .digest('base64url');
    const past =
      uitgegeven !== undefined &&
      uitgegeven.tot > now().getTime() &&
      uitgegeven.redirectUri === velden.get('redirect_uri') &&
      uitgegeven.uitdaging === verifier;
    if (!past) return weiger(reply, 'invalid_grant');
    const token = randomBytes(32).toString('base64url');
    toegang.set(token, uitgegeven.mens);
    const idToken = await penningen.idToken({ ...uitgegeven, metRollen: !opties.rollenAlleenBijUserinfo }, fout);
    return reply
      .header('cache-control', 'no-store')
      .send({ access_token: token, token_type: 'Bearer', expires_in: 300, id_token: idToken });
  }

  /** Name and secret are encoded as in a form before they are joined (RFC 6749 §2.3.1). */
  function isClient(authorization: string | undefined): boolean {
    const basic = /^Basic (\S+)$/.exec(authorization ?? '')?.[1] ?? '';
    const [naam, geheim] = Buffer.from(basic, 'base64')
      .toString()
      .split(':')
      .map((deel) => new URLSearchParams(`x=${deel}`).get('x'));
    return naam === clientId && geheim === clientSecret;
  }

  function routes(app: FastifyInstance): void {
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, new URLSearchParams(body as string)),
    );
    app.addHook('onRequest', async (_request, reply) => {
      if (fout === 'weg') return reply.code(503).send({ error: 'temporarily_unavailable' });
    });
    app.get('/.well-known/openid-configuration', async () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      end_session_endpoint: `${issuer}/end_session`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [opties.algoritme ?? 'RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: ['openid', 'profile'],
      authorization_response_iss_parameter_supported: true,
    }));
    app.get('/jwks', async () => await penningen.jwks());
    app.get<{ Querystring: Vraag }>('/authorize', async (request, reply) => kies(request.query, null, reply));
    app.post<{ Querystring: Vraag }>('/authorize', async (request, reply) =>
      kies(request.query, veldenVan(request.body).get('wie'), reply),
    );
    app.post('/token', async (request, reply) => ruil(veldenVan(request.body), request.headers.authorization, reply));
    app.get('/userinfo', async (request, reply) => {
      const mens = toegang.get(/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      if (mens === undefined) return weiger(reply, 'invalid_token', 401);
      return reply.send({ sub: mens.id, name: mens.naam, roles: mens.rollen });
    });
    app.get<{ Querystring: Vraag }>('/end_session', async (request, reply) => {
      const naar = request.query['post_logout_redirect_uri'];
      if (typeof naar === 'string' && naUitloggen.includes(naar)) return reply.redirect(naar, 302);
      return html(reply, meldingPagina(stijl, 'U bent uitgelogd', 'U kunt dit venster sluiten.'));
    });
    app.get(stijl.slice(pathname.length), async (_request, reply) =>
      withSecurityHeaders(reply).type('text/css; charset=utf-8').send(bestanden.stijl),
    );
  }

  function kies(vraag: Vraag, wie: string | null, reply: FastifyReply): FastifyReply {
    const waarom = nietTeVertrouwen(vraag);
    if (waarom !== null) return html(reply, meldingPagina(stijl, 'Inloggen kan niet', waarom), 400);
    const error = fout === 'geweigerd' ? 'access_denied' : onjuist(vraag);
    if (error !== null) return reply.redirect(terug(vraag, { error }), 303);
    const mens = MENSEN.find(({ id }) => id === wie);
    if (mens === undefined) return html(reply, keuzePagina(stijl, MENSEN));
    return reply.redirect(terug(vraag, { code: geefCode(vraag, mens) }), 303);
  }

  return {
    plugin: async (app) => {
      await app.register(async (binnen) => routes(binnen), { prefix: pathname });
    },
    zetFout(nieuw) {
      fout = nieuw;
    },
  };
}

function veldenVan(body: unknown): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}
