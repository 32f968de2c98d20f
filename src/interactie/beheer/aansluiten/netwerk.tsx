/** The parts of the network path with their addresses, of this omgeving and the other, and the check of the connection (A5). */
import {
  Alert,
  Button,
  EmptyState,
  Heading,
  Link,
  longTime,
  Paragraph,
  PostForm,
  SelectField,
  StatusBadge,
  Table,
} from '../../ui/index.ts';
import {
  type DossierStand,
  inZin,
  type Netwerkcontrole,
  OMGEVING_NAAM,
  type Omgeving,
  ONDERDELEN,
  type Onderdeel,
  omgevingVanMijnOverheid,
  ROLLEN,
} from '../bron.ts';
import { Blad, Fouten, Keuze, type PaginaProps, Velden } from './formulier.tsx';
import { Geschiedenis } from './gegevens.tsx';
import { AANSLUITEN, hrefVanDocument } from './woorden.ts';

export interface NetwerkProps extends PaginaProps {
  /** Of this omgeving, then of the other. */
  readonly standen: readonly [DossierStand, ...DossierStand[]];
  readonly controle: Netwerkcontrole | null;
  readonly getypt: Onderdeel;
  /** To which chain it was typed. */
  readonly keten: Omgeving;
}

export const LEEG_ONDERDEEL: Onderdeel = { soort: '' as never, naam: '', inkomend: '', uitgaand: '', beheerder: '' };

const naarWaar = (omgeving: Omgeving): string => `De keten naar ${OMGEVING_NAAM[omgevingVanMijnOverheid(omgeving)]}`;

export function Netwerk({ standen, controle, getypt, keten, ...props }: NetwerkProps) {
  const { fouten } = props;
  const [hier, ...anders] = standen;
  const { endpointLogius } = hier.dossier;
  return (
    <Blad {...props} title="Netwerkpad">
      <Paragraph lead>
        Alle onderdelen tussen uw zaaksysteem en MijnOverheid, in de volgorde van de keten: van binnen naar buiten.
      </Paragraph>
      {standen.map((stand) => (
        <Keten key={stand.omgeving} stand={stand} />
      ))}
      <Paragraph>
        <Link href={hrefVanDocument('netwerkoverzicht')}>Bekijk het netwerkoverzicht met tekening</Link>
      </Paragraph>
      <section className="zb-blok">
        <Heading level={2}>Onderdeel toevoegen</Heading>
        <PostForm action={`${AANSLUITEN}/netwerk`} className="zb-formulier" noValidate>
          <Fouten fouten={fouten} />
          <SelectField
            id="keten"
            label="In welke keten?"
            hint="Leg die van de andere omgeving meteen ook vast, als dat kan."
            value={keten}
            first={{ value: hier.omgeving, label: `${naarWaar(hier.omgeving)} (deze Zaakbode)` }}
            groups={[
              {
                label: 'Andere omgeving',
                options: anders.map(({ omgeving }) => ({ value: omgeving, label: naarWaar(omgeving) })),
              },
            ]}
          />
          <Keuze
            id="soort"
            label="Wat is het?"
            value={getypt.soort}
            fouten={fouten}
            groep="Soorten"
            opties={ONDERDELEN}
            leeg="Kies een soort"
          />
          <Velden
            fouten={fouten}
            velden={[
              { id: 'naam', label: 'Naam', value: getypt.naam },
              {
                id: 'inkomend',
                label: 'Inkomend adres',
                hint: 'Waarop het verkeer aankomt: een naam of IP-adres, met poort.',
                value: getypt.inkomend,
              },
              {
                id: 'uitgaand',
                label: 'Uitgaand adres',
                hint: 'Vanaf welk adres het verder gaat. Dat is vaak een ander.',
                value: getypt.uitgaand,
              },
            ]}
          />
          <Keuze
            id="beheerder"
            label="Wie beheert het?"
            value={getypt.beheerder}
            fouten={fouten}
            groep="Rollen"
            opties={ROLLEN}
            leeg="Nog niet bekend"
          />
          <Button>Voeg toe</Button>
        </PostForm>
      </section>
      <section className="zb-blok">
        <Heading level={2}>Controle van de verbinding</Heading>
        <Paragraph>
          {endpointLogius === ''
            ? 'Het adres van MijnOverheid is nog niet ingevuld.'
            : `Zaakbode probeert ${endpointLogius} te bereiken: de naam, de poort, en TLS met beide certificaten.`}
        </Paragraph>
        {controle === null ? <EmptyState>Er is nog niet gecontroleerd.</EmptyState> : <Uitslag controle={controle} />}
        <PostForm action={`${AANSLUITEN}/netwerk/controle`} className="zb-formulier">
          <Button kind="secondary">Controleer de verbinding</Button>
        </PostForm>
      </section>
      <Geschiedenis stand={hier} />
    </Blad>
  );
}

interface Rij {
  readonly onderdeel: Onderdeel;
  readonly plaats: number;
}

function Keten({ stand: { omgeving, dossier } }: { readonly stand: DossierStand }) {
  const titel = naarWaar(omgeving);
  return (
    <section className="zb-blok">
      <Heading level={2}>{titel}</Heading>
      {dossier.onderdelen.length === 0 ? (
        <EmptyState>Er staat nog geen onderdeel in. Begin bij uw zaaksysteem en eindig bij MijnOverheid.</EmptyState>
      ) : (
        <Table
          caption={`Onderdelen van ${inZin(titel)}`}
          columns={[
            {
              name: 'Onderdeel',
              roomy: true,
              cell: ({ onderdeel }: Rij) => `${onderdeel.naam} (${ONDERDELEN[onderdeel.soort]})`,
            },
            { name: 'Inkomend', cell: ({ onderdeel }: Rij) => onderdeel.inkomend || 'nog in te vullen' },
            { name: 'Uitgaand', cell: ({ onderdeel }: Rij) => onderdeel.uitgaand || 'nog in te vullen' },
            {
              name: 'Beheerder',
              cell: ({ onderdeel }: Rij) =>
                onderdeel.beheerder === '' ? 'nog in te vullen' : ROLLEN[onderdeel.beheerder],
            },
            {
              name: 'Doen',
              cell: ({ onderdeel, plaats }: Rij) => (
                <PostForm action={`${AANSLUITEN}/netwerk/weg`}>
                  <input type="hidden" name="keten" value={omgeving} />
                  <input type="hidden" name="plaats" value={plaats} />
                  <input type="hidden" name="naam" value={onderdeel.naam} />
                  <Button kind="secondary">Haal weg</Button>
                </PostForm>
              ),
            },
          ]}
          rows={dossier.onderdelen.map((onderdeel, plaats) => ({ onderdeel, plaats }))}
          rowKey={({ plaats }) => String(plaats)}
        />
      )}
    </section>
  );
}

function Uitslag({ controle: { op, wie, regels, goed } }: { readonly controle: Netwerkcontrole }) {
  return (
    <>
      <Alert kind={goed ? 'ok' : 'error'} title={goed ? 'De verbinding werkt' : 'De verbinding werkt niet'} level={3}>
        <Paragraph>
          Op {longTime(new Date(op))}, door {wie}.
        </Paragraph>
      </Alert>
      <Table
        caption="Stappen van de controle"
        columns={[
          { name: 'Stap', cell: ({ stap }: (typeof regels)[number]) => stap },
          {
            name: 'Uitslag',
            cell: (regel: (typeof regels)[number]) => (
              <StatusBadge tone={regel.goed ? 'good' : 'wrong'}>{regel.goed ? 'Goed' : 'Niet goed'}</StatusBadge>
            ),
          },
          {
            name: 'Wat er is en wat u doet',
            roomy: true,
            cell: ({ tekst, doen }: (typeof regels)[number]) => `${tekst} ${doen}`.trim(),
          },
        ]}
        rows={regels}
        rowKey={({ stap }) => stap}
      />
    </>
  );
}
