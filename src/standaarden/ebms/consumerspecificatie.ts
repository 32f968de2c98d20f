/**
 * The Consumerspecificatie: what the consumer of a service hands in at the CPA Register, from which the CPA is generated.
 *
 * The shape is that of the connection manual of Lopende Zaken (parameters of the set `SR`). Only what stands in the public
 * text is known: the manual of the register itself is not public.
 */
import type { X509Certificate } from 'node:crypto';
import { type XmlFragment, xml } from '../xml/index.ts';
import { DS_NS } from './constants.ts';

export interface ConsumerSpecParams {
  readonly partyName: string;
  /** OIN, or for a supplier its HRN: 20 digits. */
  readonly partyId: string;
  /** Where the consumer receives. */
  readonly endpoint: string;
  readonly clientCertificate: X509Certificate;
  /** Often the same as the client certificate. */
  readonly serverCertificate: X509Certificate;
}

/** The document as text, with an XML declaration for UTF-8. */
export function writeConsumerSpec(params: ConsumerSpecParams): string {
  const document = xml`<osb-ebms-service-specificatie>
  <parameters name="SR">
    <parameter name="PartyName">${params.partyName}</parameter>
    <parameter name="PartyId">${params.partyId}</parameter>
    <parameter name="PartyRef"/>
    <parameter name="EndpointUri">${params.endpoint}</parameter>
    <parameter name="ClientCert">${keyInfo(params.clientCertificate)}</parameter>
    <parameter name="ServerCert">${keyInfo(params.serverCertificate)}</parameter>
  </parameters>
</osb-ebms-service-specificatie>
`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document}`;
}

function keyInfo(x509: X509Certificate): XmlFragment {
  return xml`<KeyInfo xmlns="${DS_NS}"><X509Data><X509Certificate>${x509.raw.toString('base64')}</X509Certificate></X509Data></KeyInfo>`;
}
