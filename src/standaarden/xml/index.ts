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
export { XmlFault, type XmlFaultCode } from './fault.ts';
export { parseXml, XML_LIMITS, type XmlLimits } from './parse.ts';
export { rawXml, XmlFragment, type XmlValue, xml, xmlBytes } from './write.ts';
