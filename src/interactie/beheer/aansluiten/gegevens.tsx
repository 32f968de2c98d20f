/** The forms of the connection record: data, contact persons, planning, and who changed what. */
import {
  Button,
  DataList,
  Heading,
  Link,
  longTime,
  Paragraph,
  PostForm,
  Table,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import {
  type Dossier,
  type DossierStand,
  type Fout,
  type Installatie,
  inZin,
  MIJLPAAL_NAMEN,
  MIJLPALEN,
  OMGEVING_NAAM,
  type Omgeving,
  ROL_NAMEN,
  ROLLEN,
} from '../bron.ts';
import type { BeheerOptions } from '../kader.tsx';
import { Blad, Fouten, foutBij, Keuze } from './formulier.tsx';
import { AANSLUITEN, BOVEN } from './woorden.ts';

export interface DossierProps {
  readonly options: BeheerOptions;
  readonly stand: DossierStand;
  /** As it is typed, when something is wrong with it. */
  readonly dossier: Dossier;
  readonly fouten: readonly Fout[];
  readonly gedaan: string;
}

export function Gegevens({
  options,
  stand,
  dossier,
  fouten,
  gedaan,
  installatie,
}: DossierProps & { readonly installatie: Installatie }) {
  return (
    <Blad options={options} title="Gegevens van de aansluiting" above={BOVEN} fouten={fouten} gedaan={gedaan}>
      <Paragraph lead>Voor {OMGEVING_NAAM[stand.omgeving]}. Wat u nog niet weet, laat u leeg.</Paragraph>
      <section className="zb-blok">
        <Heading level={2}>Uit de instellingen</Heading>
        <DataList
          facts={[
            { name: 'Gemeente', value: installatie.gemeente },
            { name: 'OIN of HRN', value: installatie.nummer ?? 'Nog in te vullen: de instelling LZ_OIN' },
            { name: 'Wij ontvangen op', value: installatie.endpoint ?? 'Nog in te vullen: de instelling PUBLIC_URL' },
            { name: 'OIN van MijnOverheid', value: installatie.ontvanger },
          ]}
        />
      </section>
      <PostForm action={`${AANSLUITEN}/gegevens`} className="zb-formulier" noValidate>
        <Fouten fouten={fouten} />
        <Keuze
          id="soort"
          label="Wie sluit er aan?"
          hint="Een leverancier gaat nooit naar productie."
          value={dossier.soort}
          error={foutBij(fouten, 'soort')}
          groep="Soort organisatie"
          opties={{ overheid: 'Overheidsorganisatie, met OIN', leverancier: 'Leverancier, met HRN' }}
          leeg="Nog niet gekozen"
        />
        <Keuze
          id="verbinding"
          label="Over welke verbinding?"
          value={dossier.verbinding}
          error={foutBij(fouten, 'verbinding')}
          groep="Verbinding"
          opties={{ internet: 'Internet', diginetwerk: 'Diginetwerk' }}
          leeg="Nog niet gekozen"
        />
        <TextArea
          id="domeinnamen"
          label="Domeinnamen in de certificaten"
          hint="Een per regel. In een certificaat zijn ze later niet te veranderen."
          value={dossier.domeinnamen.join('\n')}
          error={foutBij(fouten, 'domeinnamen')}
        />
        <TextField
          id="afzenderId"
          label="AfzenderID"
          hint="Krijgt u van Logius na het aanvraagformulier."
          value={dossier.afzenderId}
          error={foutBij(fouten, 'afzenderId')}
        />
        <TextField
          id="serviceId"
          label="Service-ID voor de CPA"
          hint="Staat in de Handreiking Connectiviteit."
          value={dossier.serviceId}
          error={foutBij(fouten, 'serviceId')}
        />
        <TextField
          id="endpointLogius"
          label="Adres van MijnOverheid"
          hint="Het adres uit de Handreiking Connectiviteit. Het begint met https://."
          value={dossier.endpointLogius}
          error={foutBij(fouten, 'endpointLogius')}
        />
        <TextField
          id="xsd"
          label="Welke XSD’s kreeg u, en wanneer?"
          value={dossier.xsd}
          error={foutBij(fouten, 'xsd')}
        />
        <Button>Bewaar</Button>
      </PostForm>
      <Geschiedenis stand={stand} />
    </Blad>
  );
}

export function Contacten({ options, stand, dossier, fouten, gedaan }: DossierProps) {
  return (
    <Blad options={options} title="Contactpersonen" above={BOVEN} fouten={fouten} gedaan={gedaan}>
      <Paragraph lead>
        Vul in wie u bereikt, zoals u dat zelf zou opschrijven: een persoon, een functie of een afdeling. Een rol die u
        niet hebt laat u leeg.
      </Paragraph>
      <PostForm action={`${AANSLUITEN}/contacten`} className="zb-formulier" noValidate>
        <Fouten fouten={fouten} />
        {ROL_NAMEN.map((rol) => (
          <section key={rol} className="zb-formulier">
            <Heading level={2} look={3}>
              {ROLLEN[rol]}
            </Heading>
            <TextField
              id={`${rol}-naam`}
              label={`Naam, functie of afdeling: ${inZin(ROLLEN[rol])}`}
              value={dossier.contacten[rol]?.naam}
              error={foutBij(fouten, `${rol}-naam`)}
            />
            <TextField
              id={`${rol}-telefoon`}
              label={`Telefoon: ${inZin(ROLLEN[rol])}`}
              value={dossier.contacten[rol]?.telefoon}
              error={foutBij(fouten, `${rol}-telefoon`)}
            />
            <TextField
              id={`${rol}-mail`}
              label={`E-mail: ${inZin(ROLLEN[rol])}`}
              value={dossier.contacten[rol]?.mail}
              error={foutBij(fouten, `${rol}-mail`)}
            />
          </section>
        ))}
        <Button>Bewaar</Button>
      </PostForm>
      <Geschiedenis stand={stand} />
    </Blad>
  );
}

export function Planning({ options, stand, dossier, fouten, gedaan }: DossierProps) {
  return (
    <Blad options={options} title="Planning" above={BOVEN} fouten={fouten} gedaan={gedaan}>
      <Paragraph lead>Zet bij elke mijlpaal een datum, zoals 22-11-2026.</Paragraph>
      <PostForm action={`${AANSLUITEN}/planning`} className="zb-formulier" noValidate>
        <Fouten fouten={fouten} />
        {MIJLPAAL_NAMEN.map((naam) => (
          <TextField
            key={naam}
            id={`planning-${naam}`}
            label={MIJLPALEN[naam]}
            value={dossier.planning[naam]}
            error={foutBij(fouten, `planning-${naam}`)}
            maxLength={10}
          />
        ))}
        <Button>Bewaar</Button>
      </PostForm>
      <Geschiedenis stand={stand} />
    </Blad>
  );
}

export function Geschiedenis({ stand: { wijzigingen } }: { readonly stand: DossierStand }) {
  if (wijzigingen.length === 0) return null;
  return (
    <section className="zb-blok">
      <Heading level={2}>Wie heeft wat veranderd</Heading>
      <Table
        caption="Wijzigingen"
        columns={[
          { name: 'Versie', cell: ({ versie }: (typeof wijzigingen)[number]) => versie },
          { name: 'Wat', roomy: true, cell: ({ wat }: (typeof wijzigingen)[number]) => wat },
          { name: 'Wie', cell: ({ wie }: (typeof wijzigingen)[number]) => wie },
          { name: 'Wanneer', cell: ({ op }: (typeof wijzigingen)[number]) => longTime(new Date(op)) },
        ]}
        rows={wijzigingen.slice(0, 20)}
        rowKey={({ versie }) => String(versie)}
      />
    </section>
  );
}

export interface KenmerkenProps {
  readonly options: BeheerOptions;
  readonly omgeving: Omgeving;
  readonly tekst: string;
  readonly getypt: string;
  readonly overlap: readonly { readonly soort: string; readonly waarde: string; readonly omgeving: Omgeving }[];
  readonly fouten: readonly Fout[];
  readonly gedaan: string;
}

export function KenmerkenPagina({ options, omgeving, tekst, getypt, overlap, fouten, gedaan }: KenmerkenProps) {
  return (
    <Blad options={options} title="Omgevingen uit elkaar houden" above={BOVEN} fouten={fouten} gedaan={gedaan}>
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
          <TextArea
            id="kenmerken"
            label="Plak hier de kenmerken van de andere Zaakbode"
            hint="U vindt ze daar op deze pagina, of met: zaakbode aansluiten kenmerken"
            value={getypt}
            error={foutBij(fouten, 'kenmerken')}
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
