/** `/beheer/lopende-zaken/statussen/:zaaktype/bericht/:volgnummer`: the message itself, as it would be made now. */
import type { FastifyRequest } from 'fastify';
import { Alert, CodeBlock, DataList, EmptyState, Heading, Link, Paragraph } from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { Voorbeeldbericht } from '../bron.ts';
import { ActionFailed, type BeheerOptions, Kader, load, NotFound } from '../kader.tsx';
import { STATUSSEN } from './adres.ts';
import { dragerInWoorden, vormInWoorden } from './inrichting/woorden.ts';
import { hrefVanZaaktype } from './statussen.tsx';
import { VoorbeeldBlok } from './voorbeeld.tsx';
import { KiesZaak, leesVoorbeeldNu, metZaak, zaaknummerUit } from './voorbeeldzaak.tsx';

export const hrefVanBericht = (zaaktype: string, volgnummer: number): string =>
  `${hrefVanZaaktype(zaaktype)}/bericht/${volgnummer}`;

/** 404 when there is no such zaaktype or status. */
export async function voorbeeldbericht(
  request: FastifyRequest,
  options: BeheerOptions,
  identificatie: string,
  nr: string,
): Promise<Antwoord> {
  const found = await load(request, options, async () => {
    const nu = await leesVoorbeeldNu(request, options, identificatie, zaaknummerUit(request));
    if (nu === null || !/^\d{1,4}$/.test(nr)) return null;
    const { voorbeelden } = options.lopendeZaken;
    const bericht = voorbeelden.bericht(nu.zaaktype, Number(nr), nu.gekozen.zaak, nu.inrichting);
    return bericht === null ? null : { ...nu, bericht };
  });
  if (!found.ok) return { status: 503, page: <ActionFailed request={request} options={options} /> };
  if (found.value === null) return { status: 404, page: <NotFound options={options} /> };
  const { zaaktype, gekozen, bericht } = found.value;
  const status = zaaktype.statustypen.find(({ volgnummer }) => volgnummer === Number(nr))!.omschrijving;
  const title = `Bericht bij ‘${status}’`;
  const terug = hrefVanZaaktype(identificatie);
  return {
    status: 200,
    page: (
      <Kader
        options={options}
        title={title}
        current={STATUSSEN}
        above={[
          { label: 'Statussen', href: STATUSSEN },
          { label: zaaktype.omschrijving, href: metZaak(terug, gekozen) },
        ]}
      >
        <Heading level={1}>{title}</Heading>
        <Paragraph lead>Zo zou het bericht er nu uitzien. Er wordt niets bewaard of verzonden.</Paragraph>
        <KiesZaak gekozen={gekozen} action={hrefVanBericht(identificatie, Number(nr))} />
        <section className="zb-blok">
          <Heading level={2}>Zo ziet de inwoner het</Heading>
          <VoorbeeldBlok voorbeeld={bericht.voorbeeld} />
        </section>
        <section className="zb-blok">
          <Heading level={2}>Het bericht zelf</Heading>
          <Bericht bericht={bericht} />
        </section>
        <Paragraph>
          <Link href={metZaak(terug, gekozen)}>Terug naar {zaaktype.omschrijving}</Link>
        </Paragraph>
      </Kader>
    ),
  };
}

function Bericht({ bericht: { stroom, standaard, tekst, fouten } }: { readonly bericht: Voorbeeldbericht }) {
  if (stroom === null) return <EmptyState>Dit zaaktype zit in geen stroom. Er wordt geen bericht gemaakt.</EmptyState>;
  return (
    <>
      <DataList
        facts={[
          { name: 'Stroom', value: stroom.naam },
          { name: 'Weg', value: dragerInWoorden(stroom.drager) },
          ...(standaard === null ? [] : [{ name: 'Vorm', value: vormInWoorden(stroom) }]),
        ]}
      />
      {standaard === null ? (
        <EmptyState>MijnOverheid haalt de zaak zelf op. Er wordt geen bericht gemaakt.</EmptyState>
      ) : null}
      {standaard === 'mo-bericht' ? (
        <Alert kind="info" title="Dit is onze eigen lezing" level={3}>
          <Paragraph>
            Logius geeft de vorm van het MO-bericht alleen aan wie aansluit. Zonder een sjabloon van Logius
            (LZ_MO_SJABLOON) is dit hoe wij denken dat het eruitziet.
          </Paragraph>
        </Alert>
      ) : null}
      {fouten.length === 0 ? null : (
        <Alert kind="warning" title="Dit bericht kan zo niet weg" level={3}>
          {fouten.map((fout) => (
            <Paragraph key={fout}>{fout}</Paragraph>
          ))}
        </Alert>
      )}
      {tekst === null ? null : (
        <>
          <Paragraph>Het burgerservicenummer is onleesbaar gemaakt.</Paragraph>
          <CodeBlock label="Bericht (XML)">{tekst}</CodeBlock>
        </>
      )}
    </>
  );
}
