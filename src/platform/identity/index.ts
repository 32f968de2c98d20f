export { createZgwJwt, type ZgwIdentity, type ZgwJwt } from './zgwjwt.ts';
export { signZgwJwt, type ZgwClaims } from './zgwjwt-maken.ts';
