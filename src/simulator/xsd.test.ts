import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { gedeeld, laadSchema } from '../standaarden/xml/xsd.testhulp.ts';
import { pakUit } from './ebms/mime.ts';
import { bericht, type Opstelling, signaal, startOpstelling, zakLk01 } from './simulator.testhulp.ts';

const ebms = gedeeld('xsd/ebms');
const stuf = gedeeld('xsd/stuf');

describe.skipIf(ebms === null || stuf === null)(
  'against the published schemas (skipped when ../shared is absent)',
  () => {
    let proef: Opstelling;
    beforeEach(async () => {
      proef = await startOpstelling();
    });
    afterEach(() => proef.close());

    const schema = (dir: string | null, entry: string) => laadSchema(dir ?? '', entry);

    test('every kind of signal is valid ebMS 2.0', async () => {
      const header = schema(ebms, 'msg-header-2_0.xsd');
      await proef.lever(bericht('m-1@g.example', zakLk01()));
      await proef.lever(bericht('m-2@g.example', zakLk01(), { action: 'anders' }));
      await proef.lever(signaal('Ping'));
      await proef.lever(
        signaal('StatusRequest', {
          body: '<eb:StatusRequest eb:version="2.0"><eb:RefToMessageId>m-1@g.example</eb:RefToMessageId></eb:StatusRequest>',
        }),
      );
      await proef.simulator.rust();
      expect(proef.gemeente.ingekomen.map(({ action }) => action).sort()).toEqual([
        'Acknowledgment',
        'MessageError',
        'Pong',
        'StatusResponse',
      ]);
      for (const { action, body } of proef.gemeente.ingekomen)
        expect([action, header.validate(body)]).toEqual([action, []]);
    });

    test('every foutbericht is valid ebMS and valid StUF', async () => {
      const header = schema(ebms, 'msg-header-2_0.xsd');
      const antwoord = schema(stuf, 'wrapper/zakbericht.xsd');
      const slecht = [
        zakLk01({ authentiek: 'N' }),
        zakLk01({ ontvanger: '0' }),
        'geen xml',
        '<hallo/>',
        zakLk01({ referentie: 'r'.repeat(41) }),
        zakLk01({ bsn: '999990202', referentie: 'r6', tijdstip: '20261104100000000' }),
      ];
      for (const [nr, xml] of slecht.entries()) await proef.lever(bericht(`m-${nr}@g.example`, xml));
      const berichten = await proef.gemeente.krijgt('foutbericht', slecht.length);
      for (const { contentType, body } of berichten) {
        const { soap, bijlagen } = pakUit(contentType, Buffer.from(body));
        expect(header.validate(soap.bytes)).toEqual([]);
        expect(antwoord.validate(bijlagen[0]?.bytes ?? '')).toEqual([]);
      }
    });

    test('the messages that these tests send are valid themselves', () => {
      const zakbericht = schema(stuf, 'wrapper/zakbericht.xsd');
      expect(zakbericht.validate(zakLk01({ toelichting: 'a', statusToelichting: 'b' }))).toEqual([]);
      expect(zakbericht.validate(zakLk01({ mutatiesoort: 'W', einddatum: '20261104' }))).toEqual([]);
      const { headers, body } = bericht('m-1@g.example', zakLk01());
      const { soap } = pakUit(headers['content-type'] ?? '', Buffer.from(body));
      expect(schema(ebms, 'msg-header-2_0.xsd').validate(soap.bytes)).toEqual([]);
    });

    test('the sample message in ../shared is understood as an ebMS message', async () => {
      const soap = readFileSync(`${ebms}/samples/own/user-message.xml`, 'utf8');
      const { headers, body } = bericht('m-1@g.example', zakLk01());
      const answer = await proef.lever({ headers, body: body.replace(/<SOAP:Envelope[\s\S]*<\/SOAP:Envelope>/, soap) });
      expect(answer.body).toContain('CPAId is hier niet bekend');
    });
  },
);
