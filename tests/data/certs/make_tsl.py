"""Writes an unsigned trust list with an empty Signature for xmlsec1; the argument "exclusive" chooses exclusive canonicalization."""
import base64, re, subprocess, sys

def run(*args):
    subprocess.check_call(args, stderr=subprocess.DEVNULL)

def cert(path):
    text = open(path).read()
    return re.sub(r"\s", "", re.search("BEGIN CERTIFICATE-----(.*?)-----END", text, re.S).group(1))

exclusive = "exclusive" in sys.argv
if not exclusive:
    open("tsl-ext.tmp", "w").write("basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n")
    run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "issuing.key.tmp", "-out", "issuing.csr.tmp", "-subj", "/C=DE/O=Vector CA/CN=Vector Issuing CA")
    run("openssl", "x509", "-req", "-in", "issuing.csr.tmp", "-CA", "ca.crt", "-CAkey", "ca.key.tmp", "-set_serial", "77", "-days", "36000", "-extfile", "tsl-ext.tmp", "-out", "issuing.crt")
    run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "old.key.tmp", "-out", "old.csr.tmp", "-subj", "/C=DE/O=Old CA/CN=Expired CA")
    run("openssl", "x509", "-req", "-in", "old.csr.tmp", "-signkey", "old.key.tmp", "-days", "-1", "-extfile", "tsl-ext.tmp", "-out", "old.crt.tmp")
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "out.key.tmp", "-out", "out.crt.tmp", "-days", "36000", "-subj", "/C=DE/O=Out CA/CN=Not In Accord CA")
    # A partner's certificate of the issuing CA.
    open("leaf-ext.tmp", "w").write("basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n")
    run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "partner.key.tmp", "-out", "partner.csr.tmp", "-subj", "/C=DE/O=Partner/CN=Partner")
    run("openssl", "x509", "-req", "-in", "partner.csr.tmp", "-CA", "issuing.crt", "-CAkey", "issuing.key.tmp", "-set_serial", "78", "-days", "36000", "-extfile", "leaf-ext.tmp", "-out", "partner.crt")

def service(name, status, *paths):
    ids = "".join(f"<tsl:DigitalId>\n<tsl:X509Certificate>{cert(p)}</tsl:X509Certificate></tsl:DigitalId>" for p in paths)
    return f"""
        <tsl:TSPService><tsl:ServiceInformation>
          <tsl:ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/PKC</tsl:ServiceTypeIdentifier>
          <tsl:ServiceName><tsl:Name xml:lang="en">{name}</tsl:Name></tsl:ServiceName>
          <tsl:ServiceDigitalIdentity>{ids}</tsl:ServiceDigitalIdentity>
          <tsl:ServiceStatus>http://uri.etsi.org/TrstSvc/Svcstatus/{status}</tsl:ServiceStatus>
          <tsl:StatusStartingTime>2020-01-01T00:00:00Z</tsl:StatusStartingTime>
        </tsl:ServiceInformation></tsl:TSPService>"""

c14n = "http://www.w3.org/2001/10/xml-exc-c14n#" if exclusive else "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
extra = f'<ds:Transform Algorithm="{c14n}"/>' if exclusive else ""
print(f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment that no signature covers -->
<tsl:TrustServiceStatusList xmlns:tsl="http://uri.etsi.org/02231/v2#" xmlns:unused="urn:unused" xml:lang="en" TSLTag="http://uri.etsi.org/02231/TSLTag" Id="list">
  <tsl:SchemeInformation>
    <tsl:TSLVersionIdentifier>2</tsl:TSLVersionIdentifier>
    <tsl:TSLSequenceNumber>{152 if exclusive else 151}</tsl:TSLSequenceNumber>
    <tsl:SchemeName><tsl:Name xml:lang="en">Vector scheme &amp; sons</tsl:Name></tsl:SchemeName>
    <tsl:ListIssueDateTime>2026-06-08T00:00:00Z</tsl:ListIssueDateTime>
    <tsl:NextUpdate><tsl:dateTime>2099-08-04T00:00:00Z</tsl:dateTime></tsl:NextUpdate>
  </tsl:SchemeInformation>
  <tsl:TrustServiceProviderList><tsl:TrustServiceProvider><!-- inside --><tsl:TSPServices>{service("Issuing", "inaccord", "issuing.crt", "ca.crt")}{service("Old", "inaccord", "old.crt.tmp")}{service("Out", "notinaccord", "out.crt.tmp")}
  </tsl:TSPServices></tsl:TrustServiceProvider></tsl:TrustServiceProviderList>
<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{c14n}"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>{extra}</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue></ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue></ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate></ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>
</tsl:TrustServiceStatusList>""")
