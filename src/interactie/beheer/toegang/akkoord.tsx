/** `/beheer/akkoord`: what waits for a second person, with what was asked and why; and what was decided. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Besluit, Verzoek, VerzoekStaat } from '../../../registraties/handelingen/index.ts';
import {
  Alert,
  Button,
  count,
  DataList,
  EmptyState,
  FailedBlock,
  Heading,
  longTime,
  Paragraph,
  PostForm,
  StatusBadge,
  sendPage,
  Time,
  type Tone,
} from '../../ui/index.ts';
import { ActionFailed, type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../kader.tsx';
import { type Toegang, wieVan } from './poort.ts';

const AKKOORD = '/beheer/akkoord';

const STAAT: Readonly<Record<VerzoekStaat, { readonly label: string; readonly tone: Tone }>> = {
  open: { label: 'Wacht op akkoord', tone: 'attention' },
  uitgevoerd: { label: 'Uitgevoerd', tone: 'good' },
  ingetrokken: { label: 'Ingetrokken', tone: 'rest' },
  verlopen: { label: 'Verlopen', tone: 'rest' },
};

const GEDAAN: Readonly<Record<string, string>> = {
  akkoord: 'U gaf akkoord. Het is uitgevoerd.',
  ingetrokken: 'Uw verzoek is ingetrokken.',
};

export function mountAkkoord(app: FastifyInstance, options: BeheerOptions, { vierOgen }: Toegang): void {
  const toon = async (request: FastifyRequest, reply: FastifyReply, geweigerd: string | null) => {
    const found = await load(request, options, () => vierOgen.lijst(wieVan(request)));
    const gedaan = GEDAAN[String((request.query as Record<string, unknown>)['gedaan'])] ?? null;
    const page = (
      <Kader options={options} title="Akkoord" current={AKKOORD} invalid={geweigerd !== null}>
        {geweigerd === null ? null : (
          <Alert kind="error" title="Er is niets gebeurd" focus>
            <Paragraph>{geweigerd}</Paragraph>
          </Alert>
        )}
        {gedaan === null || geweigerd !== null ? null : <Alert kind="ok" title={gedaan} focus />}
        <Heading level={1}>Akkoord</Heading>
        <Paragraph lead>
          Sommige dingen doen twee mensen samen. De een vraagt het, en het gebeurt pas als een ander akkoord geeft.
        </Paragraph>
        {found.ok ? (
          <Lijst verzoeken={found.value} now={options.clock.now()} />
        ) : (
          <FailedBlock what="de verzoeken" reference={referenceOf(request)} />
        )}
      </Kader>
    );
    return sendPage(reply, page, found.ok ? (geweigerd === null ? 200 : 409) : 503);
  };
  const besluit = async (
    request: FastifyRequest,
    reply: FastifyReply,
    werk: () => Promise<Besluit>,
    gedaan: string,
  ): Promise<FastifyReply> => {
    const done = await load(request, options, werk);
    if (!done.ok) return sendPage(reply, <ActionFailed request={request} options={options} />, 503);
    if (done.value.gelukt) return reply.redirect(`${AKKOORD}?gedaan=${gedaan}`, 303);
    return toon(request, reply, done.value.reden);
  };
  app.get('/akkoord', (request, reply) => toon(request, reply, null));
  app.post<{ Params: { id: string } }>('/akkoord/:id/geven', async (request, reply) =>
    besluit(request, reply, () => vierOgen.akkoord(request.params.id, wieVan(request)), 'akkoord'),
  );
  app.post<{ Params: { id: string } }>('/akkoord/:id/intrekken', async (request, reply) =>
    besluit(request, reply, () => vierOgen.trekIn(request.params.id, wieVan(request)), 'ingetrokken'),
  );
}

function Lijst({ verzoeken, now }: { readonly verzoeken: readonly Verzoek[]; readonly now: Date }) {
  const open = verzoeken.filter(({ staat }) => staat === 'open');
  const klaar = verzoeken.filter(({ staat }) => staat !== 'open');
  return (
    <>
      <section className="zb-blok">
        <Heading level={2}>Wacht op akkoord</Heading>
        {open.length === 0 ? (
          <EmptyState>Er wacht niets op akkoord.</EmptyState>
        ) : (
          <Paragraph>{count(open.length, 'verzoek wacht', 'verzoeken wachten')} op akkoord.</Paragraph>
        )}
        <Rij verzoeken={open} />
      </section>
      {klaar.length === 0 ? null : (
        <section className="zb-blok">
          <Heading level={2}>Klaar</Heading>
          <Rij verzoeken={klaar} />
        </section>
      )}
      <Bijgewerkt at={now} />
    </>
  );
}

function Rij({ verzoeken }: { readonly verzoeken: readonly Verzoek[] }) {
  return (
    <div className="zb-keuzes">
      {verzoeken.map((verzoek) => (
        <Een key={verzoek.id} verzoek={verzoek} />
      ))}
    </div>
  );
}

function Een({ verzoek }: { readonly verzoek: Verzoek }) {
  const { naam, object, reden, toon, vrager, op, tot, staat, beslistOp, beslistNaam } = verzoek;
  const { label, tone } = STAAT[staat];
  const facts = [
    { name: 'Stand', value: <StatusBadge tone={tone}>{label}</StatusBadge> },
    ...(object === '' ? [] : [{ name: 'Waarover', value: object }]),
    ...toon.map(({ naam: name, waarde: value }) => ({ name, value })),
    { name: 'Reden', value: reden },
    { name: 'Gevraagd door', value: vrager },
    { name: 'Gevraagd op', value: <Time at={op} /> },
    ...(staat === 'open' ? [{ name: 'Vervalt op', value: <Time at={tot} /> }] : []),
    ...(beslistOp === null ? [] : [{ name: label, value: `${longTime(beslistOp)}, door ${beslistNaam ?? ''}` }]),
  ];
  return (
    <div className="zb-keuze">
      <Heading level={3}>{naam}</Heading>
      <DataList facts={facts} />
      {staat === 'open' ? <Knop verzoek={verzoek} /> : null}
    </div>
  );
}

function Knop({ verzoek: { id, vanMij } }: { readonly verzoek: Verzoek }) {
  const href = `${AKKOORD}/${encodeURIComponent(id)}`;
  if (!vanMij)
    return (
      <PostForm action={`${href}/geven`} className="zb-formulier">
        <Button>Geef akkoord en voer uit</Button>
      </PostForm>
    );
  return (
    <>
      <Paragraph>U vroeg dit zelf. Een andere beheerder moet akkoord geven.</Paragraph>
      <PostForm action={`${href}/intrekken`} className="zb-formulier">
        <Button kind="secondary">Trek het verzoek in</Button>
      </PostForm>
    </>
  );
}
