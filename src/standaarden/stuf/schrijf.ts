/** The pieces that all StUF messages we write have in common. */
import { type XmlFragment, type XmlValue, xml } from '../xml/index.ts';
import { nfc, textOrNull } from './tekst.ts';
import type { Systeem } from './zaakbericht.ts';

/** The content of zender or ontvanger (StUF Systeem). */
export function writeSysteem({ organisatie, applicatie, administratie }: Systeem): XmlFragment {
  const optional = textOrNull(administratie);
  return xml`
${lines(
  xml`<StUF:organisatie>${nfc(organisatie)}</StUF:organisatie>`,
  xml`<StUF:applicatie>${nfc(applicatie)}</StUF:applicatie>`,
  optional !== null && xml`<StUF:administratie>${optional}</StUF:administratie>`,
)}
`;
}

/** One piece a line, without a line for what is left out. */
export function lines(...pieces: readonly (XmlFragment | null | false)[]): XmlValue {
  const present = pieces.filter((piece) => piece !== null && piece !== false);
  return present.map((piece, i) => (i === 0 ? piece : xml`\n${piece}`));
}
