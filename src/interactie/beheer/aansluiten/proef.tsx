/** A test: its scenarios to fill in, its report and the verdict; and of productie the limited run and its release (A9). */
import {
  Alert,
  Button,
  DataList,
  EmptyState,
  Heading,
  Link,
  Paragraph,
  PostForm,
  StatusBadge,
  Table,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import {
  datumInWoorden,
  type Fout,
  type Proef,
  type Proefregel,
  type Proefrun,
  type Proefsoort,
  type Scenario,
} from '../bron.ts';
import type { BeheerOptions } from '../kader.tsx';
import { Blad, Fouten, foutBij, Keuze } from './formulier.tsx';
import { AANSLUITEN, BOVEN, hrefVanDocument, hrefVanProef, UITKOMST } from './woorden.ts';

export const PROEF: Readonly<
  Record<Proefsoort, { readonly titel: string; readonly document: string; readonly wie: string }>
> = {
  compliance: { titel: 'Test met de Compliancevoorziening', document: 'compliancerapport', wie: 'Is de test gelukt?' },
  acceptatie: {
    titel: 'Interne acceptatietest',
    document: 'acceptatietest',
    wie: 'Accepteert uw organisatie de test?',
  },
  keten: { titel: 'Ketentest', document: 'ketentestrapport', wie: 'Keurde Logius het rapport goed?' },
  proefproductie: {
    titel: 'Beperkte productierun',
    document: 'proefproductierapport',
    wie: 'Zijn alle koppelingen gecontroleerd en in orde?',
  },
};

export interface ProefProps {
  readonly options: BeheerOptions;
  readonly soort: Proefsoort;
  readonly proeven: readonly Proef[];
  readonly scenarios: readonly Scenario[];
  readonly fouten: readonly Fout[];
  readonly gedaan: string;
  /** Of productie only. */
  readonly run: Proefrun | null;
}

export function Proefpagina({ options, soort, proeven, scenarios, fouten, gedaan, run }: ProefProps) {
  const [laatste] = proeven;
  const { titel, document } = PROEF[soort];
  const kanBeginnen = laatste === undefined || laatste.staat !== 'open';
  return (
    <Blad options={options} title={titel} above={BOVEN} fouten={fouten} gedaan={gedaan}>
      <Fouten fouten={fouten} />
      {soort === 'proefproductie' ? <Run run={run} fouten={fouten} /> : null}
      <Paragraph>
        <Link href={hrefVanDocument(document)}>
          {laatste ? 'Bekijk en druk het verslag af' : 'Bekijk en druk de scenario’s af'}
        </Link>
      </Paragraph>
      {laatste === undefined ? (
        <Scenarios scenarios={scenarios} />
      ) : (
        <Verslag soort={soort} proef={laatste} fouten={fouten} />
      )}
      {kanBeginnen && (soort !== 'proefproductie' || run !== null) ? (
        <section className="zb-blok">
          <Heading level={2}>{laatste === undefined ? 'Beginnen' : 'Volgende versie'}</Heading>
          <Paragraph>
            {laatste === undefined
              ? 'U vult bij elk scenario in hoe het ging.'
              : laatste.staat === 'goedgekeurd'
                ? 'Dit verslag is goedgekeurd. Verandert er iets aan de keten, dan test u opnieuw, helemaal.'
                : soort === 'acceptatie'
                  ? 'De test wordt helemaal opnieuw gedraaid.'
                  : 'In een volgende versie test u wat niet goed was. Wat goed was, gaat mee.'}
          </Paragraph>
          {soort === 'acceptatie' ? (
            <PostForm action={`${hrefVanProef(soort)}/draai`} className="zb-formulier">
              <Paragraph>
                Zaakbode kan de scenario’s zelf doorlopen tegen de simulator. Dat duurt ongeveer een minuut. Er gaat
                niets naar buiten.
              </Paragraph>
              <Button>Draai de test</Button>
            </PostForm>
          ) : (
            <PostForm action={`${hrefVanProef(soort)}/begin`} className="zb-formulier">
              <Button>{laatste === undefined ? 'Begin de test' : `Begin versie ${laatste.versie + 1}`}</Button>
            </PostForm>
          )}
        </section>
      ) : null}
    </Blad>
  );
}

function Scenarios({ scenarios }: { readonly scenarios: readonly Scenario[] }) {
  return (
    <section className="zb-blok">
      <Heading level={2}>Scenario’s</Heading>
      {scenarios.length === 0 ? (
        <EmptyState>
          Er zijn nog geen scenario’s. Er is geen zaaktype waarvan een status naar de inwoner gaat.
        </EmptyState>
      ) : (
        <Table
          caption="Scenario’s"
          columns={[
            { name: 'Nummer', cell: ({ id }: Scenario) => id },
            { name: 'Scenario', roomy: true, cell: ({ titel }: Scenario) => titel },
            { name: 'Wat er moet gebeuren', roomy: true, cell: ({ verwacht }: Scenario) => verwacht },
          ]}
          rows={scenarios}
          rowKey={({ id }) => id}
        />
      )}
    </section>
  );
}

const STAND: Readonly<Record<Proef['staat'], string>> = {
  open: 'Bezig',
  klaar: 'Afgerond',
  goedgekeurd: 'Goedgekeurd',
  afgekeurd: 'Afgekeurd',
};

function Verslag({
  soort,
  proef,
  fouten,
}: {
  readonly soort: Proefsoort;
  readonly proef: Proef;
  readonly fouten: readonly Fout[];
}) {
  const open = proef.regels.filter(({ uitkomst }) => uitkomst === '').length;
  return (
    <section className="zb-blok">
      <Heading level={2}>Versie {proef.versie}</Heading>
      <DataList
        facts={[
          {
            name: 'Stand',
            value:
              proef.oordeelOp === null
                ? STAND[proef.staat]
                : `${STAND[proef.staat]} op ${datumInWoorden(proef.oordeelOp)}, vastgelegd door ${proef.oordeelDoor}`,
          },
          { name: 'Begonnen', value: `${datumInWoorden(proef.begonnen)}, door ${proef.wie}` },
          ...(proef.opmerking === '' ? [] : [{ name: 'Opmerking', value: proef.opmerking }]),
        ]}
      />
      <Table
        caption={`Scenario’s van versie ${proef.versie}`}
        columns={[
          {
            name: 'Nummer',
            cell: ({ id }: Proefregel) =>
              proef.staat === 'open' ? <Link href={`${hrefVanProef(soort)}/${encodeURIComponent(id)}`}>{id}</Link> : id,
          },
          { name: 'Scenario', roomy: true, cell: ({ titel }: Proefregel) => titel },
          {
            name: 'Uitkomst',
            cell: ({ uitkomst }: Proefregel) => (
              <StatusBadge tone={UITKOMST[uitkomst].tone}>{UITKOMST[uitkomst].label}</StatusBadge>
            ),
          },
          {
            name: 'Bevinding',
            roomy: true,
            cell: ({ bevinding, eerder }: Proefregel) =>
              [bevinding, eerder === null ? '' : `Getest in versie ${eerder}.`].join(' ').trim() || null,
          },
        ]}
        rows={proef.regels}
        rowKey={({ id }) => id}
      />
      {proef.staat === 'open' ? (
        <PostForm action={`${hrefVanProef(soort)}/afronden`} className="zb-formulier" noValidate>
          <Paragraph>
            {open === 0 ? 'Alles is ingevuld.' : `Nog in te vullen: ${open}. Kies een nummer hierboven.`}
          </Paragraph>
          <TextArea
            id="opmerking"
            label="Opmerking bij het verslag (niet verplicht)"
            hint="Noem geen burgerservicenummer."
            error={foutBij(fouten, 'opmerking')}
          />
          <Button>Rond het verslag af</Button>
        </PostForm>
      ) : null}
      {proef.staat === 'klaar' ? (
        <PostForm action={`${hrefVanProef(soort)}/oordeel`} className="zb-formulier" noValidate>
          <Keuze
            id="oordeel"
            label={PROEF[soort].wie}
            value=""
            error={foutBij(fouten, 'oordeel')}
            groep="Oordeel"
            opties={{ goed: 'Ja', fout: 'Nee' }}
            leeg="Kies ja of nee"
          />
          <TextField
            id="datum"
            label="Op welke dag?"
            hint="Bijvoorbeeld 22-11-2026."
            value=""
            error={foutBij(fouten, 'datum')}
            maxLength={10}
          />
          <Button>Leg het oordeel vast</Button>
        </PostForm>
      ) : null}
    </section>
  );
}

function Run({ run, fouten }: { readonly run: Proefrun | null; readonly fouten: readonly Fout[] }) {
  if (run === null)
    return (
      <section className="zb-blok">
        <Heading level={2}>Nog niet begonnen</Heading>
        <Paragraph>
          Vanaf het begin gaat er alleen bericht naar de mensen op de lijst van deelnemers. Berichten voor anderen gaan
          ook later niet meer weg.
        </Paragraph>
        <PostForm action={`${AANSLUITEN}/proefrun/begin`} className="zb-formulier">
          <Button>Begin de beperkte productierun</Button>
        </PostForm>
      </section>
    );
  const { vrijgegevenOp, gevraagdDoor } = run;
  return (
    <section className="zb-blok">
      <Heading level={2}>De run</Heading>
      <DataList
        facts={[
          { name: 'Begonnen', value: `${datumInWoorden(run.begonnenOp)}, door ${run.begonnenDoor}` },
          { name: 'Gemeld bij Logius', value: run.gemeldOp === null ? 'Nog niet' : datumInWoorden(run.gemeldOp) },
          {
            name: 'Vrijgave gevraagd',
            value: run.gevraagdOp === null ? 'Nog niet' : `${datumInWoorden(run.gevraagdOp)}, door ${run.gevraagdDoor}`,
          },
          {
            name: 'Vrijgegeven',
            value:
              vrijgegevenOp === null ? 'Nog niet' : `${datumInWoorden(vrijgegevenOp)}, door ${run.vrijgegevenDoor}`,
          },
        ]}
      />
      {vrijgegevenOp !== null ? (
        <Alert kind="ok" title="De aansluiting is vrijgegeven" level={3}>
          <Paragraph>Berichten gaan naar iedereen voor wie een status is bedoeld.</Paragraph>
        </Alert>
      ) : gevraagdDoor === null ? (
        <PostForm action={`${AANSLUITEN}/proefrun/vraag`} className="zb-formulier" noValidate>
          <TextField
            id="gemeldOp"
            label="Wanneer hebt u Logius gemeld dat de berichten zijn aangekomen?"
            hint="Bijvoorbeeld 22-11-2026."
            value=""
            error={foutBij(fouten, 'gemeldOp')}
            maxLength={10}
          />
          <Button>Vraag de vrijgave aan</Button>
        </PostForm>
      ) : (
        <PostForm action={`${AANSLUITEN}/proefrun/vrijgave`} className="zb-formulier">
          <Paragraph>
            {gevraagdDoor} vroeg de vrijgave aan. Een collega geeft die. Daarna gaan berichten naar alle inwoners voor
            wie een status is bedoeld. U kunt dit niet terugdraaien.
          </Paragraph>
          <Button>Geef de aansluiting vrij</Button>
        </PostForm>
      )}
    </section>
  );
}

export interface ScenarioProps {
  readonly options: BeheerOptions;
  readonly soort: Proefsoort;
  readonly regel: Proefregel;
  readonly berichten: Proefregel['berichten'];
  readonly fouten: readonly Fout[];
}

export function Scenariopagina({ options, soort, regel, berichten, fouten }: ScenarioProps) {
  const { id, titel, doen, verwacht, kijken, zaaknummer, uitkomst, bevinding, gezienDoor } = regel;
  return (
    <Blad
      options={options}
      title={titel}
      above={[...BOVEN, { label: PROEF[soort].titel, href: hrefVanProef(soort) }]}
      fouten={fouten}
      gedaan=""
    >
      <DataList
        facts={[
          { name: 'Nummer', value: id },
          { name: 'Wat u doet', value: doen },
          { name: 'Wat er moet gebeuren', value: verwacht },
          ...(kijken === '' ? [] : [{ name: 'In het portaal', value: kijken }]),
        ]}
      />
      {zaaknummer === '' ? null : (
        <section className="zb-blok">
          <Heading level={2}>Wat er is verstuurd en terugkwam</Heading>
          {berichten.length === 0 ? (
            <EmptyState>Van zaak {zaaknummer} is nog geen zaakbericht gemaakt.</EmptyState>
          ) : (
            <Table
              caption={`Zaakberichten van ${zaaknummer}`}
              columns={[
                { name: 'Status', cell: ({ statustype }: (typeof berichten)[number]) => statustype },
                {
                  name: 'Wat ermee gebeurde',
                  cell: ({ staat }: (typeof berichten)[number]) => staat.replaceAll('_', ' '),
                },
                { name: 'Toelichting', roomy: true, cell: ({ reden }: (typeof berichten)[number]) => reden || null },
                { name: 'Op', cell: ({ op }: (typeof berichten)[number]) => datumInWoorden(op) },
              ]}
              rows={berichten}
              rowKey={({ statustype, op }) => `${statustype}-${op}`}
            />
          )}
        </section>
      )}
      <section className="zb-blok">
        <Heading level={2}>Hoe ging het?</Heading>
        <PostForm action={`${hrefVanProef(soort)}/${encodeURIComponent(id)}`} className="zb-formulier" noValidate>
          <Fouten fouten={fouten} />
          <TextField
            id="zaaknummer"
            label="Zaaknummer (niet verplicht)"
            hint="Daarmee zoekt Zaakbode op wat er is verstuurd."
            value={zaaknummer}
            error={foutBij(fouten, 'zaaknummer')}
            maxLength={40}
          />
          <Keuze
            id="uitkomst"
            label="Uitkomst"
            value={uitkomst}
            error={foutBij(fouten, 'uitkomst')}
            groep="Uitkomsten"
            opties={{ goed: 'Goed', fout: 'Niet goed', nvt: 'Niet van toepassing' }}
            leeg="Nog niet gedaan"
          />
          {kijken === '' ? null : (
            <Keuze
              id="gezien"
              label="Hebt u in het portaal gezien dat het klopt?"
              value={gezienDoor === '' ? '' : 'ja'}
              error={foutBij(fouten, 'gezien')}
              groep="Antwoorden"
              opties={{ ja: 'Ja, gezien' }}
              leeg="Nog niet gekeken"
            />
          )}
          <TextArea
            id="bevinding"
            label="Bevinding"
            hint="Verplicht als het niet goed ging of niet van toepassing is. Noem geen burgerservicenummer."
            value={bevinding}
            error={foutBij(fouten, 'bevinding')}
          />
          <div className="zb-knoppen">
            <Button>Bewaar</Button>
            <Link href={hrefVanProef(soort)}>Terug naar de test</Link>
          </div>
        </PostForm>
      </section>
    </Blad>
  );
}
