/** Taking back what a zaakbericht told: what was taken back, what two administrators are about to do, and asking for it. */
import type { FastifyRequest } from 'fastify';
import { Alert, Button, Heading, Link, longTime, Paragraph, PostForm, TextArea } from '../../ui/index.ts';
import type { Herroepactie, Inrichting, Verzoek, Wie, ZaakberichtDetail } from '../bron.ts';
import { type BeheerOptions, wieIs } from '../kader.tsx';
import { wieVan } from '../toegang/poort.ts';
import { hrefOfDetail } from './adres.ts';
import { type FoutInReden, MAX_REDEN } from './redenveld.ts';
import { UITLEG } from './uitleg.ts';

export const ACTIES = ['intrekken', 'verwijderen'] as const satisfies readonly Herroepactie[];

export const veldVan = (actie: Herroepactie): string => `reden-${actie}`;

export interface FoutInHerroepen extends FoutInReden {
  readonly actie: Herroepactie;
}

/** What stands in the inrichting and with four eyes about a zaakbericht. */
export interface Terugneemstand {
  readonly acties: Inrichting['acties'];
  readonly verzoeken: readonly Verzoek[];
}

const GEEN: Terugneemstand = { acties: { intrekken: false, verwijderen: false }, verzoeken: [] };

/** Of what was never told there is nothing to ask. */
export async function leesTerugneemstand(
  request: FastifyRequest,
  { lopendeZaken: { inrichtingen, herroepverzoeken } }: BeheerOptions,
  { id, verteld }: ZaakberichtDetail,
): Promise<Terugneemstand> {
  if (!verteld) return GEEN;
  const [{ acties }, verzoeken] = await Promise.all([
    inrichtingen.actueel(),
    herroepverzoeken.open(id, { subject: request.sessie?.subject ?? '' }),
  ]);
  return { acties, verzoeken };
}

/** Who asks, for four eyes; in tests without login nobody. */
export function vrager(request: FastifyRequest, options: BeheerOptions): Wie {
  if (request.sessie) return wieVan(request);
  return { subject: '', naam: wieIs(request, options), rol: '', trace: null };
}

const WOORDEN = {
  intrekken: {
    soort: 'intrekking',
    titel: 'Status intrekken',
    uitleg: 'Was deze status een vergissing? Dan laten wij MijnOverheid weten dat hij nooit heeft gegolden.',
    knop: 'Vraag om intrekken',
  },
  verwijderen: {
    soort: 'verwijdering',
    titel: 'Zaak laten verwijderen',
    uitleg:
      'Ging dit bericht naar de verkeerde persoon? Dan vragen wij MijnOverheid om de hele zaak weg te halen, met alle statussen. Meld een datalek ook bij uw functionaris gegevensbescherming.',
    knop: 'Vraag om verwijderen',
  },
} as const;

const VERWANT = {
  status: 'Dit bericht neemt een eerder bericht terug.',
  intrekking: 'Deze status is ingetrokken.',
  verwijdering: 'Er is gevraagd om de zaak te verwijderen.',
} as const;

export interface TerugnemenProps {
  readonly bericht: ZaakberichtDetail;
  readonly stand: Terugneemstand;
  readonly fout?: FoutInHerroepen | undefined;
}

export function Terugnemen({ bericht: { id, verwant }, stand: { acties, verzoeken }, fout }: TerugnemenProps) {
  const mag = ACTIES.filter((actie) => acties[actie] && !verwant.some(({ soort }) => soort === WOORDEN[actie].soort));
  if (verwant.length + verzoeken.length + mag.length === 0) return null;
  return (
    <section className="zb-blok" id="terugnemen">
      <Heading level={2}>Terugnemen wat is verteld</Heading>
      {verwant.map((ander) => (
        <Paragraph key={ander.id}>
          {VERWANT[ander.soort]}{' '}
          <Link href={hrefOfDetail(ander.id)}>
            Bekijk {ander.soort === 'status' ? 'dat bericht' : `de ${ander.soort}`}
          </Link>{' '}
          ({UITLEG[ander.staat].label.toLowerCase()}).
        </Paragraph>
      ))}
      {verzoeken.map((verzoek) => (
        <Alert key={verzoek.id} kind="info" title={verzoek.naam} level={3}>
          <Paragraph>
            {verzoek.vanMij ? 'U vroeg dit' : `${verzoek.vrager} vroeg dit`} op {longTime(verzoek.op)}. Reden:{' '}
            {verzoek.reden}
          </Paragraph>
          <Paragraph>
            Het gebeurt pas als een andere beheerder akkoord geeft, bij <Link href="/beheer/akkoord">Akkoord</Link>.
          </Paragraph>
        </Alert>
      ))}
      {mag.length === 0 ? null : (
        <>
          <Paragraph>U vraagt dit, en een andere beheerder geeft akkoord. Pas dan gaat er een bericht weg.</Paragraph>
          <div className="zb-keuzes">
            {mag.map((actie) => (
              <div key={actie} className="zb-keuze">
                <Heading level={3}>{WOORDEN[actie].titel}</Heading>
                <Paragraph>{WOORDEN[actie].uitleg}</Paragraph>
                <PostForm action={`${hrefOfDetail(id)}/${actie}`} className="zb-formulier" noValidate>
                  <TextArea
                    id={veldVan(actie)}
                    label={`Reden om te ${actie}`}
                    hint={`Hoogstens ${MAX_REDEN} tekens. Noem geen naam en geen burgerservicenummer.`}
                    rows={2}
                    error={fout?.actie === actie ? fout.fout : undefined}
                    value={fout?.actie === actie ? fout.reden : undefined}
                    required
                  />
                  <Button kind="secondary">{WOORDEN[actie].knop}</Button>
                </PostForm>
              </div>
            ))}
          </div>
        </>
      )}
    </section>
  );
}
