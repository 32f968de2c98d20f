/** `/beheer/lopende-zaken/aansluiten`: the four phases, what is done and missing, and what is next; and one step. */
import {
  Alert,
  Button,
  Command,
  DataList,
  Heading,
  Link,
  longTime,
  Paragraph,
  PlaceTiles,
  PostForm,
  StatusBadge,
  Table,
} from '../../ui/index.ts';
import {
  type Beeld,
  DOCUMENTEN,
  type Documentnaam,
  datumInWoorden,
  type Fasebeeld,
  inZin,
  OMGEVING_NAAM,
  type Stapbeeld,
} from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader } from '../kader.tsx';
import { Blad, Fouten, Gelukt, type PaginaProps, Tekstvak, Velden } from './formulier.tsx';
import { AANSLUITEN, hrefVanDocument, hrefVanStap, PLEK, STAAT } from './woorden.ts';

export function Overzicht({ options, beeld, gedaan }: PaginaProps & { readonly beeld: Beeld }) {
  const { volgende, fasen, omgeving } = beeld;
  return (
    <Kader options={options} title="Aansluiten op Lopende Zaken" current={AANSLUITEN}>
      <Heading level={1}>Aansluiten op Lopende Zaken</Heading>
      <Gelukt gedaan={gedaan} />
      <Paragraph lead>
        In vier fasen naar een aansluiting op MijnOverheid. Deze Zaakbode is voor {OMGEVING_NAAM[omgeving]}.
      </Paragraph>
      {volgende === null ? (
        <Alert kind="ok" title="Alles is gedaan" />
      ) : (
        <Alert kind="info" title="Dit doet u nu">
          <Paragraph>
            <Link href={hrefVanStap(volgende.id)}>{volgende.titel}</Link> (fase {volgende.fase})
          </Paragraph>
          <Paragraph>{volgende.tekst}</Paragraph>
        </Alert>
      )}
      {fasen.map((fase) => (
        <Fase key={fase.nr} fase={fase} />
      ))}
      <section className="zb-blok">
        <Heading level={2}>Alles bij elkaar</Heading>
        <PlaceTiles
          tiles={[
            {
              href: `${AANSLUITEN}/gegevens`,
              title: 'Gegevens',
              text: 'Wie aansluit, over welke verbinding, en wat Logius u gaf.',
            },
            { href: `${AANSLUITEN}/contacten`, title: 'Contactpersonen', text: 'Wie u belt, per rol.' },
            {
              href: `${AANSLUITEN}/netwerk`,
              title: 'Netwerkpad',
              text: 'De onderdelen van de keten, en de controle van de verbinding.',
            },
            { href: `${AANSLUITEN}/planning`, title: 'Planning', text: 'De mijlpalen met hun datum.' },
            {
              href: `${AANSLUITEN}/deelnemers`,
              title: omgeving === 'productie' ? 'Deelnemers' : 'Test-BSN’s',
              text: 'Naar wie er bericht mag voordat alles is vrijgegeven.',
            },
            {
              href: `${AANSLUITEN}/documenten`,
              title: 'Documenten',
              text: 'Van gegevensblad tot beheerdocumentatie, om af te drukken.',
            },
          ]}
        />
      </section>
      <Bijgewerkt at={options.clock.now()} />
    </Kader>
  );
}

function Fase({ fase: { nr, titel, doel, resultaat, stappen, klaar, nodig } }: { readonly fase: Fasebeeld }) {
  const hier = stappen.filter(({ staat }) => staat !== 'nvt');
  const elders = stappen.length - hier.length;
  return (
    <section className="zb-blok">
      <Heading level={2}>
        Fase {nr}: {titel}
      </Heading>
      <Paragraph>{doel}</Paragraph>
      {nodig === 0 ? (
        <Paragraph>In deze omgeving hoeft u voor deze fase niets te doen.</Paragraph>
      ) : (
        <>
          <Paragraph>
            {klaar} van de {nodig} stappen gedaan.
          </Paragraph>
          <Table
            caption={`Stappen van fase ${nr}`}
            columns={[
              {
                name: 'Stap',
                roomy: true,
                cell: (stap: Stapbeeld) => <Link href={hrefVanStap(stap.id)}>{stap.titel}</Link>,
              },
              {
                name: 'Stand',
                cell: ({ staat }: Stapbeeld) => (
                  <StatusBadge tone={STAAT[staat].tone}>{STAAT[staat].label}</StatusBadge>
                ),
              },
              { name: 'Wat er is of nog moet', roomy: true, cell: (stap: Stapbeeld) => <Toelichting stap={stap} /> },
            ]}
            rows={hier}
            rowKey={({ id }) => id}
          />
          {elders === 0 ? null : (
            <Paragraph>
              {elders === 1 ? '1 stap is' : `${elders} stappen zijn`} hier niet van toepassing:{' '}
              {stappen
                .filter(({ staat }) => staat === 'nvt')
                .map(({ titel: naam }) => inZin(naam))
                .join('; ')}
              .
            </Paragraph>
          )}
        </>
      )}
      {klaar === nodig && nodig > 0 ? (
        <Alert kind="ok" title={`Fase ${nr} is klaar`} level={3}>
          <ul className="zb-lijst">
            {resultaat.map((regel) => (
              <li key={regel}>{regel}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
    </section>
  );
}

function Toelichting({ stap: { staat, tekst, wachtOp } }: { readonly stap: Stapbeeld }) {
  return <>{staat === 'wacht' ? `Eerst: ${wachtOp.join('; ')}` : tekst}</>;
}

export interface StapProps extends PaginaProps {
  readonly stap: Stapbeeld;
  readonly getypt: { readonly datum: string; readonly toelichting: string };
}

export function Stappagina({ stap, getypt, ...props }: StapProps) {
  const { fouten } = props;
  const { staat, vink, vinkje, plek, documenten = [], opdracht } = stap;
  return (
    <Blad {...props} title={stap.titel}>
      <Paragraph>
        <StatusBadge tone={STAAT[staat].tone}>{STAAT[staat].label}</StatusBadge>
      </Paragraph>
      <Paragraph lead>{stap.tekst}</Paragraph>
      {stap.wachtOp.length > 0 ? (
        <Alert kind="info" title="Doe eerst iets anders" level={2}>
          <ul className="zb-lijst">
            {stap.wachtOp.map((titel) => (
              <li key={titel}>{titel}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      {stap.uitleg.map((alinea) => (
        <Paragraph key={alinea}>{alinea}</Paragraph>
      ))}
      {plek === undefined ? null : (
        <Paragraph>
          <Link href={PLEK[plek].href}>{PLEK[plek].label}</Link>
        </Paragraph>
      )}
      {opdracht === undefined ? null : (
        <>
          <Paragraph>Of met de opdrachtregel:</Paragraph>
          <Command>{opdracht}</Command>
        </>
      )}
      {documenten.length === 0 ? null : (
        <section className="zb-blok">
          <Heading level={2}>Documenten hierbij</Heading>
          <ul className="zb-lijst">
            {documenten.map((naam) => (
              <li key={naam}>
                <Link href={hrefVanDocument(naam)}>{DOCUMENTEN[naam as Documentnaam]}</Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {vinkje === null ? null : (
        <section className="zb-blok">
          <Heading level={2}>Afgevinkt</Heading>
          <DataList
            facts={[
              ...(vinkje.datum === null || vink === undefined
                ? []
                : [{ name: vink.datum, value: datumInWoorden(vinkje.datum) }]),
              { name: 'Door', value: vinkje.wie },
              { name: 'Vastgelegd', value: longTime(new Date(vinkje.op)) },
              ...(vinkje.toelichting === '' ? [] : [{ name: 'Toelichting', value: vinkje.toelichting }]),
            ]}
          />
          <PostForm action={hrefVanStap(stap.id)} className="zb-formulier">
            <input type="hidden" name="gedaan" value="nee" />
            <Button kind="secondary">Haal het vinkje weg</Button>
          </PostForm>
        </section>
      )}
      {vink !== undefined && vinkje === null && staat === 'te_doen' ? (
        <section className="zb-blok">
          <Heading level={2}>Afvinken</Heading>
          <Paragraph>{vink.vraag}</Paragraph>
          <PostForm action={hrefVanStap(stap.id)} className="zb-formulier" noValidate>
            <Fouten fouten={fouten} />
            <input type="hidden" name="gedaan" value="ja" />
            <Velden
              fouten={fouten}
              velden={[
                {
                  id: 'datum',
                  label: vink.datum,
                  hint: 'Bijvoorbeeld 22-11-2026. Leeg: vandaag.',
                  value: getypt.datum,
                  maxLength: 10,
                },
              ]}
            />
            <Tekstvak
              id="toelichting"
              label="Toelichting (niet verplicht)"
              hint="Bijvoorbeeld het kenmerk van een mail. Noem geen burgerservicenummer."
              value={getypt.toelichting}
              fouten={fouten}
            />
            <Button>Vink af</Button>
          </PostForm>
        </section>
      ) : null}
    </Blad>
  );
}

export function Documenten({ options }: { readonly options: BeheerOptions }) {
  return (
    <Blad options={options} title="Documenten" fouten={[]} gedaan="">
      <Paragraph lead>
        Zaakbode schrijft deze documenten uit uw instellingen en gegevens. Druk ze af, of bewaar ze als pdf, met de knop
        van uw browser.
      </Paragraph>
      <Paragraph>Wat u nog niet hebt ingevuld staat erin als nog in te vullen, met de plek waar u dat doet.</Paragraph>
      <ul className="zb-lijst">
        {Object.entries(DOCUMENTEN).map(([naam, titel]) => (
          <li key={naam}>
            <Link href={hrefVanDocument(naam)}>{titel}</Link>
          </li>
        ))}
      </ul>
    </Blad>
  );
}
