/*
 * An independent judge of signatures and encryption, for tests: the JDK's own XML Signature (javax.xml.crypto) and ciphers.
 * Reads one question per line from standard input, fields separated by tabs, and answers each with one line.
 * Run: java --source 17 Oracle.java
 *
 *   verify   envelope  algorithm  SPKI  [cid  file]...
 *   sign     envelope  algorithm  PKCS8  signature-URI  digest-URI  c14n-URI  prefixes  SOAP-prefix  output  [cid  file]...
 *   decrypt  file      PKCS8
 *   encrypt  file      SPKI  transport  cipher-URI  output
 */
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.ExcC14NParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.crypto.dsig.spec.XPathFilterParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

public class Oracle {
  static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
  static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
  static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");

  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        System.out.println(answer(line.split("\t", -1)));
      } catch (Exception fault) {
        System.out.println(fault.toString().replaceAll("\\s+", " "));
      }
    }
  }

  static String answer(String[] f) throws Exception {
    switch (f[0]) {
      case "verify": return verify(f);
      case "sign": return sign(f);
      case "decrypt": return decrypt(f);
      case "encrypt": return encrypt(f);
      default: return "unknown question";
    }
  }

  static String verify(String[] f) throws Exception {
    Document doc = parse(f[1]);
    Element signature = (Element) doc.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
    DOMValidateContext context = new DOMValidateContext(publicKey(f[2], f[3]), signature);
    context.setURIDereferencer(dereferencer(f, 4));
    XMLSignature read = FACTORY.unmarshalXMLSignature(context);
    StringBuilder verdict = new StringBuilder(String.valueOf(read.validate(context)));
    verdict.append(' ').append(read.getSignatureValue().validate(context));
    for (Object reference : read.getSignedInfo().getReferences()) {
      verdict.append(' ').append(((Reference) reference).validate(context));
    }
    return verdict.toString();
  }

  static String sign(String[] f) throws Exception {
    Document doc = parse(f[1]);
    List<String> prefixes = f[7].isEmpty() ? List.of() : Arrays.asList(f[7].split(" "));
    C14NMethodParameterSpec namespaces = prefixes.isEmpty() ? null : new ExcC14NParameterSpec(prefixes);
    String step = "ancestor-or-self::node()[@" + f[8] + ":actor=";
    String expression = "not(" + step + "\"urn:oasis:names:tc:ebxml-msg:actor:nextMSH\"] | "
        + step + "\"http://schemas.xmlsoap.org/soap/actor/next\"])";
    DigestMethod digest = FACTORY.newDigestMethod(f[5], null);
    List<Reference> references = new ArrayList<>();
    references.add(FACTORY.newReference("", digest, List.of(
        FACTORY.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
        FACTORY.newTransform(Transform.XPATH, new XPathFilterParameterSpec(expression, Map.of(f[8], SOAP))),
        FACTORY.newTransform(f[6], (TransformParameterSpec) namespaces)), null, null));
    for (int i = 10; i + 1 < f.length; i += 2) references.add(FACTORY.newReference("cid:" + f[i], digest));
    CanonicalizationMethod canonical = FACTORY.newCanonicalizationMethod(f[6], namespaces);
    SignedInfo info = FACTORY.newSignedInfo(canonical, FACTORY.newSignatureMethod(f[4], null), references);
    Element header = (Element) doc.getElementsByTagNameNS(SOAP, "Header").item(0);
    DOMSignContext context = new DOMSignContext(privateKey(f[2], f[3]), header);
    context.setDefaultNamespacePrefix("ds");
    context.setURIDereferencer(dereferencer(f, 10));
    FACTORY.newXMLSignature(info, null).sign(context);
    try (var out = Files.newOutputStream(Path.of(f[9]))) {
      TransformerFactory.newInstance().newTransformer().transform(new DOMSource(doc), new StreamResult(out));
    }
    return "signed";
  }

  static URIDereferencer dereferencer(String[] f, int from) throws Exception {
    Map<String, byte[]> parts = new HashMap<>();
    for (int i = from; i + 1 < f.length; i += 2) parts.put("cid:" + f[i], Files.readAllBytes(Path.of(f[i + 1])));
    return (reference, context) -> parts.containsKey(reference.getURI())
        ? new OctetStreamData(new ByteArrayInputStream(parts.get(reference.getURI())))
        : FACTORY.getURIDereferencer().dereference(reference, context);
  }

  static String decrypt(String[] f) throws Exception {
    Element root = parse(f[1]).getDocumentElement();
    Element key = (Element) root.getElementsByTagNameNS(XENC, "EncryptedKey").item(0);
    Cipher rsa = rsa("rsa-oaep sha256 sha256", Cipher.DECRYPT_MODE, privateKey("RSA", f[2]));
    SecretKeySpec secret = new SecretKeySpec(rsa.doFinal(value(key)), "AES");
    byte[] sealed = value((Element) root.getLastChild());
    Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
    aes.init(Cipher.DECRYPT_MODE, secret, new GCMParameterSpec(128, sealed, 0, 12));
    return secret.getEncoded().length + " " + root.getAttribute("MimeType") + " "
        + Base64.getEncoder().encodeToString(aes.doFinal(sealed, 12, sealed.length - 12));
  }

  static byte[] value(Element el) {
    return Base64.getMimeDecoder().decode(el.getElementsByTagNameNS(XENC, "CipherValue").item(0).getTextContent());
  }

  static String encrypt(String[] f) throws Exception {
    byte[] secret = new byte[f[4].contains("128") ? 16 : 32];
    byte[] iv = new byte[f[4].endsWith("gcm") ? 12 : 16];
    new SecureRandom().nextBytes(secret);
    new SecureRandom().nextBytes(iv);
    SecretKeySpec key = new SecretKeySpec(secret, "AES");
    Cipher aes = Cipher.getInstance(f[4].endsWith("gcm") ? "AES/GCM/NoPadding" : "AES/CBC/ISO10126Padding");
    if (f[4].endsWith("gcm")) aes.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
    else aes.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
    byte[] content = aes.doFinal(Files.readAllBytes(Path.of(f[1])));
    byte[] sealed = Arrays.copyOf(iv, iv.length + content.length);
    System.arraycopy(content, 0, sealed, iv.length, content.length);
    byte[] wrapped = rsa(f[3], Cipher.ENCRYPT_MODE, publicKey("RSA", f[2])).doFinal(secret);
    String xml = "<xenc:EncryptedData xmlns:xenc='" + XENC + "' MimeType='text/plain'><xenc:EncryptionMethod Algorithm='" + f[4]
        + "'/><ds:KeyInfo xmlns:ds='" + XMLSignature.XMLNS + "'><xenc:EncryptedKey>" + method(f[3].split(" "))
        + cipherData(wrapped) + "</xenc:EncryptedKey></ds:KeyInfo>" + cipherData(sealed) + "</xenc:EncryptedData>";
    Files.writeString(Path.of(f[5]), xml);
    return "encrypted";
  }

  static String cipherData(byte[] octets) {
    String text = Base64.getMimeEncoder().encodeToString(octets);
    return "<xenc:CipherData><xenc:CipherValue>" + text + "</xenc:CipherValue></xenc:CipherData>";
  }

  /** A transport is its name, and for OAEP the digest and the digest of the mask function. */
  static String method(String[] transport) {
    if (transport[0].equals("rsa-1_5")) return "<xenc:EncryptionMethod Algorithm='" + XENC + "rsa-1_5'/>";
    boolean old = transport[0].equals("rsa-oaep-mgf1p");
    String sha1 = "http://www.w3.org/2000/09/xmldsig#sha1";
    String mask = old ? "" : "<m:MGF xmlns:m='http://www.w3.org/2009/xmlenc11#' Algorithm='http://www.w3.org/2009/xmlenc11#mgf1"
        + transport[2] + "'/>";
    return "<xenc:EncryptionMethod Algorithm='" + (old ? XENC : "http://www.w3.org/2009/xmlenc11#") + transport[0] + "'><ds:DigestMethod Algorithm='"
        + (transport[1].equals("sha1") ? sha1 : XENC + transport[1]) + "'/>" + mask + "</xenc:EncryptionMethod>";
  }

  static Cipher rsa(String transport, int mode, java.security.Key key) throws Exception {
    String[] parts = transport.split(" ");
    Cipher cipher = Cipher.getInstance(parts[0].equals("rsa-1_5") ? "RSA/ECB/PKCS1Padding" : "RSA/ECB/OAEPPadding");
    if (parts[0].equals("rsa-1_5")) cipher.init(mode, key);
    else cipher.init(mode, key, new OAEPParameterSpec(sha(parts[1]), "MGF1", new MGF1ParameterSpec(sha(parts[2])), PSource.PSpecified.DEFAULT));
    return cipher;
  }

  static String sha(String name) {
    return "SHA-" + name.substring(3);
  }

  static Document parse(String file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(Path.of(file).toFile());
  }

  static PublicKey publicKey(String algorithm, String spki) throws Exception {
    return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(spki)));
  }

  static PrivateKey privateKey(String algorithm, String pkcs8) throws Exception {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pkcs8)));
  }
}
