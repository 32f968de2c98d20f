/** Safe reading and writing of XML. Pure functions; the only fault is XmlFault. */

export {
  attrOf,
  child,
  childrenOf,
  descend,
  elementsOf,
  textOf,
  type XmlAttribute,
  type XmlElement,
} from './element.ts';
export { XmlFault, type XmlFaultCode } from './fout.ts';
export { parseXml, XML_LIMITS, type XmlLimits } from './lees.ts';
export { rawXml, XmlFragment, type XmlValue, xml, xmlBytes } from './schrijf.ts';
