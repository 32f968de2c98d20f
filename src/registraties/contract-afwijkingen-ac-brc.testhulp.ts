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
    reden: 'The rights of our Digikoppeling API, for all CPAs or for one; the standard knows no such component.',
    extra: [
      'applicaties autorisaties[].component keuze "dgk"',
      'applicaties autorisaties[].cpa maxLength 255',
      'applicaties autorisaties[].cpa type string',
      'applicaties neemt autorisaties[].cpa',
      'applicaties toont autorisaties[].cpa',
      'applicaties/consumer autorisaties[].component keuze "dgk"',
      'applicaties/consumer autorisaties[].cpa maxLength 255',
      'applicaties/consumer autorisaties[].cpa type string',
      'applicaties/consumer toont autorisaties[].cpa',
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

export const BESLUITEN: readonly Afwijking[] = [
  {
    reden: 'The text of the standard asks ETag and HEAD, which its OAS leaves out; pageSize as Open Zaak has it.',
    extra: ['GET /besluiten ?pageSize', 'HEAD /besluiten/{}', 'HEAD /besluitinformatieobjecten/{}'],
  },
  {
    reden: 'An address of ours is as long as it is; 200 is too short for some hosts.',
    ontbreekt: ['besluiten besluittype maxLength 200', 'besluiten zaak maxLength 200'],
    extra: [
      'besluiten besluittype maxLength 1000',
      'besluiten zaak maxLength 1000',
      'besluitinformatieobjecten besluit maxLength 1000',
    ],
  },
  {
    reden: 'The contract forgets that these may be left out, or have no state before or after.',
    extra: [
      'besluiten vervalreden keuze ""',
      'besluiten/audittrail wijzigingen.nieuw mag null',
      'besluiten/audittrail wijzigingen.oud mag null',
    ],
  },
  {
    reden: 'What a token says of its user is kept whole.',
    ontbreekt: [
      'besluiten/audittrail applicatieId maxLength 100',
      'besluiten/audittrail applicatieWeergave maxLength 200',
      'besluiten/audittrail gebruikersId maxLength 255',
      'besluiten/audittrail gebruikersWeergave maxLength 255',
    ],
  },
  {
    reden: 'Components of older standards, that write no audittrail here.',
    ontbreekt: [
      'besluiten/audittrail bron keuze "cmc"',
      'besluiten/audittrail bron keuze "kc"',
      'besluiten/audittrail bron keuze "vrc"',
    ],
  },
];
