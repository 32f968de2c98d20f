/** The forms of the connection record: data, contact persons, planning, and who changed what. */
import { Button, DataList, Heading, longTime, Paragraph, PostForm, Table } from '../../ui/index.ts';
import {
  type Dossier,
  type DossierStand,
  type Installatie,
  inZin,
  MIJLPAAL_NAMEN,
  MIJLPALEN,
  OMGEVING_NAAM,
  ROL_NAMEN,
  ROLLEN,
} from '../bron.ts';
import { Blad, Fouten, Keuze, type PaginaProps, Tekstvak, Velden } from './formulier.tsx';
import { AANSLUITEN } from './woorden.ts';

export interface DossierProps extends PaginaProps {
  readonly stand: DossierStand;
  /** As it is typed, when something is wrong with it. */
  readonly dossier: Dossier;
}

export function Gegevens({
  stand,
  dossier,
  installatie,
  ...props
}: DossierProps & { readonly installatie: Installatie }) {
  const { fouten } = props;
  return (
    <Blad {...props} title="Gegevens van de aansluiting">
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
          fouten={fouten}
          groep="Soort organisatie"
          opties={{ overheid: 'Overheidsorganisatie, met OIN', leverancier: 'Leverancier, met HRN' }}
          leeg="Nog niet gekozen"
        />
        <Keuze
          id="verbinding"
          label="Over welke verbinding?"
          value={dossier.verbinding}
          fouten={fouten}
          groep="Verbinding"
          opties={{ internet: 'Internet', diginetwerk: 'Diginetwerk' }}
          leeg="Nog niet gekozen"
        />
        <Tekstvak
          id="domeinnamen"
          label="Domeinnamen in de certificaten"
          hint="Een per regel. In een certificaat zijn ze later niet te veranderen."
          value={dossier.domeinnamen.join('\n')}
          fouten={fouten}
        />
        <Velden
          fouten={fouten}
          velden={[
            {
              id: 'afzenderId',
              label: 'AfzenderID',
              hint: 'Krijgt u van Logius na het aanvraagformulier.',
              value: dossier.afzenderId,
            },
            {
              id: 'serviceId',
              label: 'Service-ID voor de CPA',
              hint: 'Staat in de Handreiking Connectiviteit.',
              value: dossier.serviceId,
            },
            {
              id: 'endpointLogius',
              label: 'Adres van MijnOverheid',
              hint: 'Het adres uit de Handreiking Connectiviteit. Het begint met https://.',
              value: dossier.endpointLogius,
            },
            { id: 'xsd', label: 'Welke XSD’s kreeg u, en wanneer?', value: dossier.xsd },
          ]}
        />
        <Button>Bewaar</Button>
      </PostForm>
      <Geschiedenis stand={stand} />
    </Blad>
  );
}

export function Contacten({ stand, dossier, ...props }: DossierProps) {
  const { fouten } = props;
  return (
    <Blad {...props} title="Contactpersonen">
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
            <Velden
              fouten={fouten}
              velden={[
                {
                  id: `${rol}-naam`,
                  label: `Naam, functie of afdeling: ${inZin(ROLLEN[rol])}`,
                  value: dossier.contacten[rol]?.naam,
                },
                {
                  id: `${rol}-telefoon`,
                  label: `Telefoon: ${inZin(ROLLEN[rol])}`,
                  value: dossier.contacten[rol]?.telefoon,
                },
                {
                  id: `${rol}-mail`,
                  label: `E-mail: ${inZin(ROLLEN[rol])}`,
                  value: dossier.contacten[rol]?.mail,
                },
              ]}
            />
          </section>
        ))}
        <Button>Bewaar</Button>
      </PostForm>
      <Geschiedenis stand={stand} />
    </Blad>
  );
}

export function Planning({ stand, dossier, ...props }: DossierProps) {
  const { fouten } = props;
  return (
    <Blad {...props} title="Planning">
      <Paragraph lead>Zet bij elke mijlpaal een datum, zoals 22-11-2026.</Paragraph>
      <PostForm action={`${AANSLUITEN}/planning`} className="zb-formulier" noValidate>
        <Fouten fouten={fouten} />
        <Velden
          fouten={fouten}
          velden={MIJLPAAL_NAMEN.map((naam) => ({
            id: `planning-${naam}`,
            label: MIJLPALEN[naam],
            value: dossier.planning[naam],
            maxLength: 10,
          }))}
        />
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
