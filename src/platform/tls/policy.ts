/**
 * Versions, ciphers and curves: what the NCSC guideline for TLS (2025-05) rates as good or sufficient, and nothing else.
 * No CBC, no DHE, no key exchange by RSA; TLS 1.2 and 1.3 (Digikoppeling Beveiligingsstandaarden TLS004, TLSCIPH001).
 */
import { constants, type X509Certificate } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import type { Identity } from './keystore.ts';

const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
];

const POLICY = {
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: CIPHERS.join(':'),
  honorCipherOrder: true,
  ecdhCurve: 'X25519:P-256:X448:P-384:P-521',
  // A session that is taken up again would skip the look at the certificate and the CRL.
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
} as const satisfies SecureContextOptions;

/** All that OpenSSL must know: who we are, whom we believe, what is revoked (`null`: that is for us to see), and how. */
export function contextOf(
  { chain, key }: Pick<Identity, 'chain' | 'key'>,
  trusted: readonly X509Certificate[],
  lists: readonly string[] | null,
): SecureContextOptions {
  return {
    ...POLICY,
    cert: chain.map(String).join(''),
    key: key.export({ type: 'pkcs8', format: 'pem' }),
    // Also when it is empty: absent would mean the authorities that Node brings along.
    ca: trusted.map(String),
    ...(lists !== null && lists.length > 0 && { crl: [...lists] }),
  };
}
