/**
 * An XML element as read, and the small questions one asks of it.
 *
 * Prefixes are gone: a name is always a namespace plus a local name, so that two spellings of the same document read the same.
 * Comments and processing instructions are gone too; adjacent text and CDATA are one string.
 */

export interface XmlAttribute {
  /** Namespace, `''` for an attribute without prefix. */
  readonly ns: string;
  readonly name: string;
  readonly value: string;
}

export interface XmlElement {
  /** Namespace, `''` for none. */
  readonly ns: string;
  readonly name: string;
  /** In document order, without the namespace declarations. */
  readonly attrs: readonly XmlAttribute[];
  /** In document order; never two strings next to each other. */
  readonly children: readonly (XmlElement | string)[];
}

/** The first child element with this name, or undefined. */
export function child(parent: XmlElement, ns: string, name: string): XmlElement | undefined {
  for (const node of parent.children) {
    if (typeof node !== 'string' && node.name === name && node.ns === ns) return node;
  }
  return undefined;
}

/** All child elements with this name, in document order. */
export function childrenOf(parent: XmlElement, ns: string, name: string): XmlElement[] {
  return elementsOf(parent).filter((node) => node.name === name && node.ns === ns);
}

/** All child elements, in document order. */
export function elementsOf(parent: XmlElement): XmlElement[] {
  return parent.children.filter((node) => typeof node !== 'string');
}

/** Walks down by first children that share one namespace: `descend(zaak, ZKN, 'heeft', 'gerelateerde')`. */
export function descend(from: XmlElement, ns: string, ...names: readonly string[]): XmlElement | undefined {
  let here: XmlElement | undefined = from;
  for (const name of names) {
    if (here === undefined) return undefined;
    here = child(here, ns, name);
  }
  return here;
}

/** The own text of an element exactly as written, without the text of its children; `''` when it has none. */
export function textOf(el: XmlElement): string;
/** As above; undefined for an element that is not there. */
export function textOf(el: XmlElement | undefined): string | undefined;
export function textOf(el: XmlElement | undefined): string | undefined {
  if (el === undefined) return undefined;
  const [first] = el.children;
  if (el.children.length === 1 && typeof first === 'string') return first;
  return el.children.filter((node) => typeof node === 'string').join('');
}

/** The value of an attribute; `ns` is `''` for an attribute without prefix. Undefined when it is absent. */
export function attrOf(el: XmlElement, ns: string, name: string): string | undefined {
  for (const attr of el.attrs) {
    if (attr.name === name && attr.ns === ns) return attr.value;
  }
  return undefined;
}
