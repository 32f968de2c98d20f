/** What an operator can do with a zaakbericht: offer it again or skip it while it waits for him (L9), and see whose it is. */
import { Alert, Button, Heading, Paragraph, PostForm, TextArea } from '../../ui/index.ts';
import { hrefOfDetail } from './adres.ts';
import { type FoutInReden, MAX_REDEN } from './redenveld.ts';

export function Acties({ id, overslaan }: { readonly id: string; readonly overslaan?: FoutInReden | undefined }) {
  return (
    <section className="zb-blok">
      <Heading level={2}>Wat wilt u doen?</Heading>
      <div className="zb-keuzes">
        <div className="zb-keuze">
          <Heading level={3}>Opnieuw aanbieden</Heading>
          <Paragraph>Is de oorzaak opgelost? Dan verzenden wij de status opnieuw, als een nieuw bericht.</Paragraph>
          <PostForm action={`${hrefOfDetail(id)}/opnieuw`} className="zb-formulier">
            <Button>Opnieuw aanbieden</Button>
          </PostForm>
        </div>
        <div className="zb-keuze">
          <Heading level={3}>Overslaan</Heading>
          <Paragraph>
            De inwoner krijgt deze status dan niet te zien in MijnOverheid. De volgende status van de zaak kan wel weer
            worden verzonden. U kunt dit niet terugdraaien.
          </Paragraph>
          <PostForm action={`${hrefOfDetail(id)}/overslaan`} className="zb-formulier" noValidate>
            <TextArea
              id="reden"
              label="Reden"
              hint={`Hoogstens ${MAX_REDEN} tekens. Noem geen naam en geen burgerservicenummer.`}
              error={overslaan?.fout}
              value={overslaan?.reden}
              required
            />
            <Button kind="secondary">Overslaan</Button>
          </PostForm>
        </div>
      </div>
    </section>
  );
}

export interface PersoonProps {
  readonly id: string;
  /** Shown once, on the answer to the form. */
  readonly bsn?: string | undefined;
  readonly fout?: FoutInReden | undefined;
}

/** The BSN of the addressee, for who says why he must know it. */
export function Persoon({ id, bsn, fout }: PersoonProps) {
  return (
    <section className="zb-blok" id="persoon">
      <Heading level={2}>Voor wie is dit bericht?</Heading>
      {bsn === undefined ? (
        <PostForm action={`${hrefOfDetail(id)}/bsn`} className="zb-formulier" noValidate>
          <Paragraph>
            U ziet het burgerservicenummer als u zegt waarom u het nodig hebt. Wij bewaren dat u het hebt gezien, met uw
            reden.
          </Paragraph>
          <TextArea
            id="waarom"
            label="Waarom hebt u het nummer nodig?"
            hint={`Hoogstens ${MAX_REDEN} tekens.`}
            rows={2}
            error={fout?.fout}
            value={fout?.reden}
            required
          />
          <Button kind="secondary">Toon BSN</Button>
        </PostForm>
      ) : (
        <Alert kind="info" title="Burgerservicenummer" level={3} focus>
          <Paragraph>
            <strong>{bsn}</strong>
          </Paragraph>
          <Paragraph>Wij hebben bewaard dat u dit hebt gezien. Ververs deze pagina niet: open hem opnieuw.</Paragraph>
        </Alert>
      )}
    </section>
  );
}
