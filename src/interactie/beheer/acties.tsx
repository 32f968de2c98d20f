/** What an operator can do with a zaakbericht that waits for him: offer it again, or skip it with a reason (L9). */
import { Button, Heading, Paragraph, PostForm, TextArea } from '../ui/index.ts';
import { hrefOfDetail } from './filter.ts';

/** Long enough for an explanation, short enough for the audit trail. */
export const MAX_REDEN = 500;

/** What is wrong with a reason, or null. */
export function faultInReden(reden: string): string | null {
  if (reden === '') return 'Vul een reden in. De reden blijft bewaard bij het zaakbericht.';
  if (reden.length > MAX_REDEN) {
    return `Maak de reden korter. U gebruikt ${reden.length} tekens, er mogen er ${MAX_REDEN} zijn.`;
  }
  return null;
}

export interface ActiesProps {
  readonly id: string;
  /** What was typed, when something was wrong with it. */
  readonly reden?: string;
  readonly fout?: string;
}

export function Acties({ id, reden, fout }: ActiesProps) {
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
              error={fout}
              value={reden}
              required
            />
            <Button kind="secondary">Overslaan</Button>
          </PostForm>
        </div>
      </div>
    </section>
  );
}
