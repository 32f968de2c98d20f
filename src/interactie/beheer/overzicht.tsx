/**
 * `/beheer`: what is wrong now, what needs the operator, how many zaakberichten stand where, which wait longest, and
 * whether the connections work. Each block comes from its source apart, so one can fail while the others are shown.
 */
import type { FastifyRequest } from 'fastify';
import type { ReactElement, ReactNode } from 'react';
import {
  Alert,
  CountTiles,
  count,
  duration,
  EmptyState,
  FailedBlock,
  Heading,
  Link,
  type Loaded,
  Paragraph,
  Table,
  Time,
} from '../ui/index.ts';
import { type Berichtenstand, EIND_STATEN, type Kop, OPEN_STATEN, type Staat } from './bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from './kader.tsx';
import { AAN_ZET, hrefOfList } from './lopendezaken/filter.ts';
import { wachtKolommen } from './lopendezaken/regels.tsx';
import { leesRondes, type Ronde, Rondes } from './lopendezaken/rondes.tsx';
import { UITLEG } from './lopendezaken/uitleg.ts';
import { type Melding, Meldingen } from './meldingen.tsx';
import { Certificaten, leesVerbindingen, Verbindingen, type Verbindingenstand } from './verbindingen.tsx';

export interface Overzicht {
  readonly page: ReactElement;
  /** False when no block at all could be loaded. */
  readonly ok: boolean;
}

interface Blokken {
  readonly meldingen: Loaded<readonly Melding[]>;
  readonly aanZet: Loaded<Kop>;
  readonly stand: Loaded<Berichtenstand>;
  readonly onderweg: Loaded<Kop>;
  readonly rondes: Loaded<readonly Ronde[]>;
  readonly verbindingen: Loaded<Verbindingenstand>;
}

export async function overzicht(request: FastifyRequest, options: BeheerOptions): Promise<Overzicht> {
  const { zaakberichten, clock } = options;
  const blok = <T,>(source: () => Promise<T>): Promise<Loaded<T>> => load(request, options, source);
  const [meldingen, aanZet, stand, onderweg, rondes, verbindingen] = await Promise.all([
    blok(async () => (await options.meldingen?.lopend()) ?? []),
    blok(() => zaakberichten.aanZet()),
    blok(() => zaakberichten.stand()),
    blok(() => zaakberichten.onderweg()),
    blok(() => leesRondes(options)),
    blok(() => leesVerbindingen(options)),
  ]);
  return {
    ok: aanZet.ok || stand.ok || onderweg.ok || rondes.ok || verbindingen.ok,
    page: (
      <Pagina
        options={options}
        blokken={{ meldingen, aanZet, stand, onderweg, rondes, verbindingen }}
        now={clock.now()}
        reference={referenceOf(request)}
      />
    ),
  };
}

interface PaginaProps {
  readonly options: BeheerOptions;
  readonly blokken: Blokken;
  readonly now: Date;
  readonly reference: string;
}

function Pagina({ options, blokken, now, reference }: PaginaProps) {
  const { meldingen, aanZet, stand, onderweg, rondes, verbindingen } = blokken;
  const of = <T,>(loaded: Loaded<T>, what: string, show: (value: T) => ReactNode): ReactNode =>
    loaded.ok ? show(loaded.value) : <FailedBlock what={what} reference={reference} />;
  return (
    <Kader options={options} title="Overzicht" current="/beheer">
      <Heading level={1}>Overzicht</Heading>
      {meldingen.ok ? (
        <Meldingen meldingen={meldingen.value} />
      ) : (
        <Blok title="Meldingen">
          <FailedBlock what="de meldingen" reference={reference} />
        </Blok>
      )}
      <Blok title="U bent aan zet">
        {of(aanZet, 'wat op u wacht', (value) => (
          <AanZet kop={value} now={now} />
        ))}
      </Blok>
      <Blok title="Zaakberichten">
        {of(stand, 'de aantallen', (value) => (
          <Aantallen stand={value} now={now} />
        ))}
      </Blok>
      <Blok title="Wacht het langst">
        {of(onderweg, 'de wachtende zaakberichten', (value) => (
          <Onderweg kop={value} now={now} />
        ))}
      </Blok>
      <Blok title="Rondes">
        {of(rondes, 'de rondes', (value) => (
          <Rondes rondes={value} />
        ))}
      </Blok>
      <Blok title="Verbindingen">
        {of(verbindingen, 'de verbindingen', (value) => (
          <Verbindingen stand={value} />
        ))}
      </Blok>
      <Blok title="Certificaten">
        {of(verbindingen, 'de certificaten', (value) => (
          <Certificaten stand={value} />
        ))}
      </Blok>
      <Bijgewerkt at={now} />
    </Kader>
  );
}

function Blok({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="zb-blok">
      <Heading level={2}>{title}</Heading>
      {children}
    </section>
  );
}

interface KopProps {
  readonly kop: Kop;
  readonly now: Date;
}

function AanZet({ kop: { regels, aantal }, now }: KopProps) {
  if (regels.length === 0) return <Alert kind="ok" title="Er wacht niets op u" level={3} />;
  return (
    <>
      <Paragraph>
        {aantal > regels.length ? `Hieronder staan de ${regels.length} oudste zaakberichten waar iets mee is. ` : ''}
        De volgende statussen van deze zaken wachten tot u iets doet.
      </Paragraph>
      <Table
        caption="Zaakberichten die op u wachten"
        columns={wachtKolommen(now)}
        rows={regels}
        rowKey={({ id }) => id}
      />
      <Paragraph>
        <Link href={hrefOfList({ staat: AAN_ZET })}>
          Bekijk {count(aantal, 'zaakbericht dat', 'zaakberichten die')} op u {aantal === 1 ? 'wacht' : 'wachten'}
        </Link>
      </Paragraph>
    </>
  );
}

function Onderweg({ kop: { regels }, now }: KopProps) {
  if (regels.length === 0) return <EmptyState>Er zijn geen zaakberichten onderweg.</EmptyState>;
  return (
    <>
      <Paragraph>Deze zaakberichten gaan vanzelf verder. U hoeft niets te doen.</Paragraph>
      <Table
        caption="Zaakberichten die het langst onderweg zijn"
        columns={wachtKolommen(now)}
        rows={regels}
        rowKey={({ id }) => id}
      />
    </>
  );
}

function Aantallen({ stand, now }: { readonly stand: Berichtenstand; readonly now: Date }) {
  const { aantallen, vandaag, laatstAfgeleverd, oudste } = stand;
  const total = Object.values(aantallen).reduce((sum, n) => sum + n, 0);
  const tiles = (staten: readonly Staat[]) =>
    staten.map((staat) => ({
      href: hrefOfList({ staat }),
      label: UITLEG[staat].label,
      count: aantallen[staat],
      tone: UITLEG[staat].tone,
    }));
  return (
    <>
      {total === 0 ? (
        <EmptyState>Er zijn nog geen zaakberichten. Er komt er een zodra de status van een zaak verandert.</EmptyState>
      ) : (
        <>
          <Paragraph>
            <Link href={hrefOfList({})}>Bekijk {count(total, 'zaakbericht', 'zaakberichten')}</Link>
          </Paragraph>
          <Paragraph>
            Vandaag: {count(vandaag.afgeleverd, 'afgeleverd', 'afgeleverd')},{' '}
            {count(vandaag.fout, 'nieuwe fout die op u wacht', 'nieuwe fouten die op u wachten')}.{' '}
            {laatstAfgeleverd === null ? (
              'Er is nog niets afgeleverd.'
            ) : (
              <>
                Laatst afgeleverd: <Time at={laatstAfgeleverd} />.
              </>
            )}{' '}
            {oudste === null
              ? 'Er is niets onderweg.'
              : `De oudste die onderweg is, wacht ${duration(now.getTime() - oudste.getTime())}.`}
          </Paragraph>
        </>
      )}
      <Heading level={3}>Nog niet klaar</Heading>
      <CountTiles tiles={tiles(OPEN_STATEN)} />
      <Heading level={3}>Klaar</Heading>
      <CountTiles tiles={tiles(EIND_STATEN)} />
    </>
  );
}
