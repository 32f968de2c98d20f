/** Where our Autorisaties and Besluiten API differ from the published contract; see `contract-afwijkingen.testhulp.ts`. */
import type { Afwijking } from './contract-afwijkingen.testhulp.ts';

export const AUTORISATIES: readonly Afwijking[] = [
  {
    reden: 'What every list and object of ours takes: pageSize, HEAD, and expand, of which there is nothing here.',
    extra: [
      'GET /applicaties ?expand',
      'GET /applicaties ?pageSize',
      'GET /applicaties/{} ?expand',
      'HEAD /applicaties/{}',
    ],
  },
  {
    reden: 'A right for every type of a catalogus, which Open Zaak has on its screens only.',
    extra: [
      'applicaties autorisaties[].catalogus format uri',
      'applicaties autorisaties[].catalogus mag null',
      'applicaties autorisaties[].catalogus maxLength 1000',
      'applicaties autorisaties[].catalogus type string',
      'applicaties neemt autorisaties[].catalogus',
      'applicaties toont autorisaties[].catalogus',
      'applicaties/consumer autorisaties[].catalogus format uri',
      'applicaties/consumer autorisaties[].catalogus mag null',
      'applicaties/consumer autorisaties[].catalogus maxLength 1000',
      'applicaties/consumer autorisaties[].catalogus type string',
      'applicaties/consumer toont autorisaties[].catalogus',
    ],
  },
  {
    reden: 'An empty maximum counts as none, as clients send it where it may be left out.',
    extra: [
      'applicaties autorisaties[].maxVertrouwelijkheidaanduiding keuze ""',
      'applicaties/consumer autorisaties[].maxVertrouwelijkheidaanduiding keuze ""',
    ],
  },
];
