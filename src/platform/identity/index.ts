/** Who asks: applications by a ZGW token, people by a provider of OpenID Connect and a session. */
export { type Claims, valuesOf } from './claims.ts';
export { type Arrival, createLogin, identityMigrations, type Login, type LoginOptions } from './login.ts';
export { createProvider, type Provider, type ProviderOptions, ProviderRefused } from './provider.ts';
export { ProviderAway } from './providerfetch.ts';
export type { Limits, Person, Session } from './sessions.ts';
export { createZgwJwt, type ZgwIdentity, type ZgwJwt } from './zgwjwt.ts';
export { signZgwJwt, type ZgwClaims } from './zgwjwt-maken.ts';
