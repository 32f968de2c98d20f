/** An XML tree written out again, and as libxml2 reads it: signatures are taken over what libxml2 sees, so the two may not differ. */
import { XmlElement as LibElement, ParseOption, XmlCData, XmlDocument, XmlParseError, XmlText } from 'libxml2-wasm';
import { rawXml, type XmlElement, type XmlFragment, xml } from '../../src/standaarden/xml/index.ts';

/** The element as text, each name with a namespace declaration of its own. */
export function geschreven(element: XmlElement): string {
  return `${fragment(element)}`;
}

function fragment({ ns, name, attrs, children }: XmlElement): XmlFragment {
  const declared = attrs.map(({ ns: of }, i) => {
    if (of === '' || of === XML) return null;
    return xml` ${rawXml(`xmlns:n${i}`)}="${of}"`;
  });
  const written = attrs.map(({ ns: of, name: local, value }, i) => {
    const prefix = of === '' ? '' : of === XML ? 'xml:' : `n${i}:`;
    return xml` ${rawXml(`${prefix}${local}`)}="${value}"`;
  });
  const tag = ns === XML ? `xml:${name}` : name;
  const own = ns === XML ? null : xml` xmlns="${ns}"`;
  return xml`<${rawXml(tag)}${own}${declared}${written}>${children.map((node) => (typeof node === 'string' ? node : fragment(node)))}</${rawXml(tag)}>`;
}

const INSTRUCTION = Buffer.from('<?');
const XML = 'http://www.w3.org/XML/1998/namespace';

/**
 * The tree that libxml2 makes of it; null when it cannot be had. Its binding steps over no instruction, and it refuses namespaces that are
 * no address and an instruction like `<?x??>`: a signature over such a document is never right, so neither can mislead.
 */
export function zoalsLibxml2(octets: Buffer): XmlElement | null {
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(octets, { option: ParseOption.XML_PARSE_NONET });
  } catch (fault) {
    if (fault instanceof XmlParseError && /^xmlns.* is not |^ParsePI/s.test(fault.message)) return null;
    throw fault;
  }
  try {
    return octets.includes(INSTRUCTION, 1) ? null : tree(document.root);
  } finally {
    document.dispose();
  }
}

function tree(element: LibElement): XmlElement {
  const children: (XmlElement | string)[] = [];
  for (let node = element.firstChild; node !== null; node = node.next) {
    if (node instanceof LibElement) children.push(tree(node));
    else if ((node instanceof XmlText || node instanceof XmlCData) && node.content !== '') {
      const last = children.at(-1);
      if (typeof last === 'string') children[children.length - 1] = last + node.content;
      else children.push(node.content);
    }
  }
  const attrs = element.attrs.map(({ namespaceUri, name, value }) => ({ ns: namespaceUri, name, value }));
  return { ns: element.namespaceUri, name: element.name, attrs, children };
}
