/**
 * TLS with certificates on both sides: keys and certificates from a folder (`keystore`), lists of revoked certificates
 * (`revocation`), and with these two the judgement of any certificate (`judge`), ourselves as client and as server.
 */
export {
  CLIENT_AUTH,
  fingerprintOf,
  nameOf as certificateName,
  SERVER_AUTH,
  subjectNumberOf,
} from './certificate.ts';
export { createTlsClient, type TlsClient, type TlsQuestion } from './client.ts';
export { CertificateFault, type CertificateReason, type Side } from './fault.ts';
export { createJudge, type Judge } from './judge.ts';
export { chooseIdentity, createKeystore, type Identity, type Keystore, NoIdentity } from './keystore.ts';
export { createRequest, type MadeRequest, type RequestParams } from './request.ts';
export { createRevocation, type Revocation } from './revocation.ts';
export { createTlsServer, peerOf, type TlsBounds, type TlsServer } from './server.ts';
export { createTls, type Tls, type TlsOptions } from './tls.ts';
