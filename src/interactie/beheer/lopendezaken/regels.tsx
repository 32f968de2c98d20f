/** Zaakberichten as lines of a table. */
import { type Column, duration, Link, StatusBadge, Time } from '../../ui/index.ts';
import type { ZaakberichtRegel } from '../bron.ts';
import { hrefOfDetail } from './adres.ts';
import { UITLEG } from './uitleg.ts';

type Kolommen = readonly [Column<ZaakberichtRegel>, ...Column<ZaakberichtRegel>[]];

const EERSTE: Kolommen = [
  { name: 'Zaaknummer', cell: ({ id, zaaknummer }) => <Link href={hrefOfDetail(id)}>{zaaknummer}</Link> },
  { name: 'Zaaktype', cell: ({ zaaktype }) => zaaktype },
  { name: 'Status', cell: ({ statustype }) => statustype },
  { name: 'Staat', cell: ({ staat }) => <StatusBadge tone={UITLEG[staat].tone}>{UITLEG[staat].label}</StatusBadge> },
];
const REDEN: Column<ZaakberichtRegel> = { name: 'Reden', cell: ({ reden }) => reden, roomy: true };

/** For a list that is read through. */
export const KOLOMMEN: Kolommen = [
  ...EERSTE,
  { name: 'Status gezet', cell: ({ statusGezetOp }) => <Time at={statusGezetOp} /> },
  { name: 'Gewijzigd', cell: ({ gewijzigdOp }) => <Time at={gewijzigdOp} /> },
  REDEN,
];

/** For what waits: with how long. */
export function wachtKolommen(now: Date): Kolommen {
  return [
    ...EERSTE,
    {
      name: 'Status gezet',
      cell: ({ statusGezetOp }) => (
        <>
          <Time at={statusGezetOp} />
          <br />
          <span className="zb-gedempt zb-heel">{duration(now.getTime() - statusGezetOp.getTime())} geleden</span>
        </>
      ),
    },
    REDEN,
  ];
}
