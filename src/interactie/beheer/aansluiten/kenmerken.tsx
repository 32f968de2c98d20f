/** By what this omgeving is known, and what it shares with another (A10). */
import { Button, Heading, Link, Paragraph, PostForm } from '../../ui/index.ts';
import { OMGEVING_NAAM, type Omgeving } from '../bron.ts';
import { Blad, Fouten, type PaginaProps, Tekstvak } from './formulier.tsx';
import { AANSLUITEN } from './woorden.ts';

export interface KenmerkenProps extends PaginaProps {
  readonly omgeving: Omgeving;
  readonly tekst: string;
  readonly getypt: string;
  readonly overlap: readonly { readonly soort: string; readonly waarde: string; readonly omgeving: Omgeving }[];
}

export function KenmerkenPagina({ options, omgeving, tekst, getypt, overlap, fouten, gedaan }: KenmerkenProps) {
  return (
    <Blad options={options} title="Omgevingen uit elkaar houden" fouten={fouten} gedaan={gedaan}>
      <Paragraph lead>Preproductie en productie delen geen CPA, geen adres en geen gegevens.</Paragraph>
      <section className="zb-blok">
        <Heading level={2}>Wat gedeeld wordt</Heading>
        {overlap.length === 0 ? (
          <Paragraph>Er is niets bekend dat hier en in een andere omgeving wordt gebruikt.</Paragraph>
        ) : (
          <ul className="zb-lijst">
            {overlap.map(({ soort, waarde, omgeving: waar }) => (
              <li key={`${soort}-${waarde}`}>
                {soort === 'cpa' ? 'CPA' : soort === 'adres' ? 'Adres' : 'Certificaat'} {waarde}, ook van{' '}
                {OMGEVING_NAAM[waar]}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="zb-blok">
        <Heading level={2}>De kenmerken van de andere omgeving</Heading>
        <PostForm action={`${AANSLUITEN}/kenmerken`} className="zb-formulier" noValidate>
          <Fouten fouten={fouten} />
          <Tekstvak
            id="kenmerken"
            label="Plak hier de kenmerken van de andere Zaakbode"
            hint="U vindt ze daar op deze pagina, of met: zaakbode aansluiten kenmerken"
            value={getypt}
            fouten={fouten}
            rows={8}
          />
          <Button>Lees de kenmerken in</Button>
        </PostForm>
      </section>
      <section className="zb-blok">
        <Heading level={2}>De kenmerken van {OMGEVING_NAAM[omgeving]}</Heading>
        <Paragraph>Neem deze tekst over naar de andere Zaakbode. Er staat niets geheims in.</Paragraph>
        <pre className="utrecht-code-block">
          <code className="utrecht-code-block__content" translate="no">
            {tekst}
          </code>
        </pre>
      </section>
      <Paragraph>
        <Link href={AANSLUITEN}>Naar het overzicht van de stappen</Link>
      </Paragraph>
    </Blad>
  );
}
