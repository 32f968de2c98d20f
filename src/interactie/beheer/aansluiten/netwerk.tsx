/** The parts of the network path with their addresses, and the check of the connection (A5); and who may be sent to (A8, A9). */
import {
  Alert,
  Button,
  EmptyState,
  Heading,
  Link,
  longTime,
  Paragraph,
  PostForm,
  StatusBadge,
  Table,
  TextField,
} from '../../ui/index.ts';
import {
  type Deelnemer,
  datumInWoorden,
  type Fout,
  type Netwerkcontrole,
  type Omgeving,
  ONDERDELEN,
  type Onderdeel,
  ROLLEN,
} from '../bron.ts';
import type { BeheerOptions } from '../kader.tsx';
import { Blad, Fouten, foutBij, Keuze } from './formulier.tsx';
import { type DossierProps, Geschiedenis } from './gegevens.tsx';
import { AANSLUITEN, BOVEN, hrefVanDocument } from './woorden.ts';

export interface NetwerkProps extends DossierProps {
  readonly controle: Netwerkcontrole | null;
  readonly getypt: Onderdeel;
}

export const LEEG_ONDERDEEL: Onderdeel = { soort: '' as never, naam: '', inkomend: '', uitgaand: '', beheerder: '' };

export function Netwerk({ options, stand, dossier, fouten, gedaan, controle, getypt }: NetwerkProps) {
  return (
    <Blad options={options} title="Netwerkpad" above={BOVEN} fouten={fouten} gedaan={gedaan}>
      <Paragraph lead>
        Alle onderdelen tussen uw zaaksysteem en MijnOverheid, in de volgorde van de keten: van binnen naar buiten.
      </Paragraph>
      <section className="zb-blok">
        <Heading level={2}>Onderdelen</Heading>
        {dossier.onderdelen.length === 0 ? (
          <EmptyState>Er staat nog geen onderdeel in. Begin bij uw zaaksysteem en eindig bij MijnOverheid.</EmptyState>
        ) : (
          <Table
            caption="Onderdelen"
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
        <Paragraph>
          <Link href={hrefVanDocument('netwerkoverzicht')}>Bekijk het netwerkoverzicht met tekening</Link>
        </Paragraph>
      </section>
      <section className="zb-blok">
        <Heading level={2}>Onderdeel toevoegen</Heading>
        <PostForm action={`${AANSLUITEN}/netwerk`} className="zb-formulier" noValidate>
          <Fouten fouten={fouten} />
          <Keuze
            id="soort"
            label="Wat is het?"
            value={getypt.soort}
            error={foutBij(fouten, 'soort')}
            groep="Soorten"
            opties={ONDERDELEN}
            leeg="Kies een soort"
          />
          <TextField id="naam" label="Naam" value={getypt.naam} error={foutBij(fouten, 'naam')} />
          <TextField
            id="inkomend"
            label="Inkomend adres"
            hint="Waarop het verkeer aankomt: een naam of IP-adres, met poort."
            value={getypt.inkomend}
            error={foutBij(fouten, 'inkomend')}
          />
          <TextField
            id="uitgaand"
            label="Uitgaand adres"
            hint="Vanaf welk adres het verder gaat. Dat is vaak een ander."
            value={getypt.uitgaand}
            error={foutBij(fouten, 'uitgaand')}
          />
          <Keuze
            id="beheerder"
            label="Wie beheert het?"
            value={getypt.beheerder}
            error={foutBij(fouten, 'beheerder')}
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
          {dossier.endpointLogius === ''
            ? 'Het adres van MijnOverheid is nog niet ingevuld.'
            : `Zaakbode probeert ${dossier.endpointLogius} te bereiken: de naam, de poort, en TLS met beide certificaten.`}
        </Paragraph>
        {controle === null ? <EmptyState>Er is nog niet gecontroleerd.</EmptyState> : <Uitslag controle={controle} />}
        <PostForm action={`${AANSLUITEN}/netwerk/controle`} className="zb-formulier">
          <Button kind="secondary">Controleer de verbinding</Button>
        </PostForm>
      </section>
      <Geschiedenis stand={stand} />
    </Blad>
  );
}

interface Rij {
  readonly onderdeel: Onderdeel;
  readonly plaats: number;
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

export interface DeelnemersProps {
  readonly options: BeheerOptions;
  readonly omgeving: Omgeving;
  readonly lijst: readonly Deelnemer[];
  readonly fouten: readonly Fout[];
  readonly gedaan: string;
  readonly omschrijving: string;
}

export function Deelnemers({ options, omgeving, lijst, fouten, gedaan, omschrijving }: DeelnemersProps) {
  const echt = omgeving === 'productie';
  return (
    <Blad
      options={options}
      title={echt ? 'Deelnemers aan de beperkte productierun' : 'Test-BSN’s'}
      above={BOVEN}
      fouten={fouten}
      gedaan={gedaan}
    >
      <Paragraph lead>
        {echt
          ? 'Tot de vrijgave gaat alleen naar deze mensen bericht. Zet er alleen mensen op die bij het aansluiten betrokken zijn en het goed vinden.'
          : 'Op preproductie gaat alleen naar deze test-BSN’s bericht. Wat er niet op staat, gaat nooit weg.'}
      </Paragraph>
      <section className="zb-blok">
        <Heading level={2}>Op de lijst</Heading>
        {lijst.length === 0 ? (
          <EmptyState>De lijst is nog leeg.</EmptyState>
        ) : (
          <Table
            caption="Op de lijst"
            columns={[
              { name: 'Wie', roomy: true, cell: (deelnemer: Deelnemer) => deelnemer.omschrijving },
              { name: 'BSN', cell: ({ bsn }: Deelnemer) => bsn },
              ...(echt
                ? []
                : [
                    {
                      name: 'Ingelogd op preproductie',
                      cell: (deelnemer: Deelnemer) => <Ingelogd deelnemer={deelnemer} />,
                    },
                  ]),
              { name: 'Toegevoegd', cell: ({ wie, op }: Deelnemer) => `${datumInWoorden(op)}, door ${wie}` },
              {
                name: 'Doen',
                cell: ({ id }: Deelnemer) => (
                  <PostForm action={`${AANSLUITEN}/deelnemers/${id}/weg`}>
                    <Button kind="secondary">Haal weg</Button>
                  </PostForm>
                ),
              },
            ]}
            rows={lijst}
            rowKey={({ id }) => id}
          />
        )}
      </section>
      <section className="zb-blok">
        <Heading level={2}>Toevoegen</Heading>
        <PostForm action={`${AANSLUITEN}/deelnemers`} className="zb-formulier" noValidate>
          <Fouten fouten={fouten} />
          <TextField
            id="bsn"
            label="Burgerservicenummer"
            hint="9 cijfers. Na het bewaren laten wij alleen de laatste twee zien."
            secret
            value=""
            error={foutBij(fouten, 'bsn')}
            maxLength={12}
          />
          <TextField
            id="omschrijving"
            label="Wie of wat is dit?"
            hint="Bijvoorbeeld test-account 3, of een functie."
            value={omschrijving}
            error={foutBij(fouten, 'omschrijving')}
            maxLength={100}
          />
          <Button>Zet op de lijst</Button>
        </PostForm>
      </section>
    </Blad>
  );
}

function Ingelogd({ deelnemer: { id, ingelogdOp, ingelogdDoor } }: { readonly deelnemer: Deelnemer }) {
  if (ingelogdOp !== null) return <>{`${datumInWoorden(ingelogdOp)}, gezien door ${ingelogdDoor}`}</>;
  return (
    <PostForm action={`${AANSLUITEN}/deelnemers/${id}/ingelogd`}>
      <Button kind="secondary">Vandaag ingelogd</Button>
    </PostForm>
  );
}
