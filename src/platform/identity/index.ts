export { createZgwJwt, type ZgwIdentity, type ZgwJwt } from './zgwjwt.ts';
