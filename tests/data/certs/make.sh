#!/bin/sh
# Makes the vectors of this directory again. Needs openssl 3, keytool (Java 8 or later), puttygen, xmlsec1 and python3.
# Everything here is for tests only: the keys are public.
set -eu
D=36500
CONF='[v3_ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[v3_leaf]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth,clientAuth
subjectAltName=DNS:oftp.example.com,IP:192.0.2.7,IP:2001:db8::7,email:edi@example.com,URI:oftp://example.com
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[v3_signer]
keyUsage=critical,digitalSignature
subjectKeyIdentifier=hash'
echo "$CONF" > conf.tmp

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key.tmp -out ca.crt -days $D -sha256 -subj "/C=DE/O=Vector CA/CN=Vector Root" \
  2>/dev/null
openssl genrsa -out leaf.key 2048
openssl req -new -key leaf.key -out leaf.csr.tmp -subj "/C=DE/ST=Bayern/O=Vector, Inc./OU=EDI/CN=Vector Leaf"
openssl x509 -req -in leaf.csr.tmp -CA ca.crt -CAkey ca.key.tmp -set_serial 0x1234abcd -days $D -sha256 -extfile conf.tmp -extensions v3_leaf -out leaf.crt
cat leaf.key leaf.crt ca.crt > leaf.pem
openssl pkcs12 -export -legacy -certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-3DES -macalg sha1 -inkey leaf.key -in leaf.crt -certfile ca.crt -name legacy -passout pass:secret -out legacy.pfx
openssl pkcs12 -export -inkey leaf.key -in leaf.crt -certfile ca.crt -name modern -passout pass:secret -out modern.pfx
openssl pkcs12 -export -inkey leaf.key -in leaf.crt -passout pass: -out nopass.pfx
openssl rsa -in leaf.key -traditional -aes128 -passout pass:secret -out pkcs1-enc.pem
openssl pkcs8 -topk8 -in leaf.key -v2 aes256 -passout pass:secret -out pkcs8-enc.pem
openssl pkcs8 -topk8 -in leaf.key -v1 PBE-MD5-DES -provider legacy -provider default -passout pass:secret -out pkcs8-des.pem
openssl crl2pkcs7 -nocrl -certfile ca.crt -certfile leaf.crt -out chain.p7b
openssl crl2pkcs7 -nocrl -certfile ca.crt -certfile leaf.crt -outform DER -out chain-der.p7b

# Java: a JKS with two keys (the second has a password of its own) and a trusted certificate; PKCS#12 under the name of a JKS.
rm -f two.jks java12.jks
keytool -importkeystore -srckeystore modern.pfx -srcstoretype pkcs12 -srcstorepass secret -destkeystore two.jks -deststoretype jks -deststorepass storepass -srcalias modern -destalias first -destkeypass storepass 2>/dev/null
keytool -genkeypair -keystore two.jks -storetype jks -storepass storepass -keypass keypass -alias second -keyalg RSA -keysize 2048 -validity $D -dname "CN=Second, O=Java, C=DE" 2>/dev/null
keytool -importcert -noprompt -keystore two.jks -storepass storepass -alias root -file ca.crt 2>/dev/null
keytool -genkeypair -keystore java12.jks -storetype pkcs12 -storepass storepass -alias one -keyalg RSA -keysize 2048 -validity $D -dname "CN=One, O=Java, C=DE" 2>/dev/null
keytool -genkeypair -keystore java12.jks -storetype pkcs12 -storepass storepass -alias two -keyalg RSA -keysize 2048 -validity $D -dname "CN=Two, O=Java, C=DE" 2>/dev/null

# PuTTY and SSH.
printf 'secret\n' > pass.tmp; : > nopass.tmp
openssl rsa -in leaf.key -traditional -out rsa.tmp
openssl genpkey -algorithm ed25519 -out ed25519.pem
openssl ecparam -name prime256v1 -genkey -noout -out ec.pem
puttygen rsa.tmp -O private -o rsa-v3.ppk --new-passphrase nopass.tmp -C "vector rsa"
puttygen rsa.tmp -O private -o rsa-v3-enc.ppk --new-passphrase pass.tmp -C "vector rsa" --ppk-param kdf=argon2id,memory=1024,passes=2
puttygen rsa.tmp -O private -o rsa-v2.ppk --new-passphrase nopass.tmp -C "vector rsa" --ppk-param version=2
puttygen rsa.tmp -O private -o rsa-v2-enc.ppk --new-passphrase pass.tmp -C "vector rsa" --ppk-param version=2
puttygen -q -t ecdsa -b 256 -O private -o ec-v3.ppk --new-passphrase nopass.tmp -C "vector ec"
puttygen -q -t eddsa -b 255 -O private -o ed-v3-enc.ppk --new-passphrase pass.tmp -C "vector ed" --ppk-param kdf=argon2i,memory=1024,passes=2
puttygen rsa-v3.ppk -O public-openssh -o rsa.pub
puttygen rsa-v3.ppk -O public -o rsa-4716.pub
puttygen ec-v3.ppk -O public-openssh -o ec.pub
puttygen ed-v3-enc.ppk --old-passphrase pass.tmp -O public-openssh -o ed.pub
puttygen rsa-v3.ppk -O private-openssh-new -o rsa.openssh --new-passphrase nopass.tmp
puttygen ed-v3-enc.ppk --old-passphrase pass.tmp -O private-openssh-new -o ed.openssh --new-passphrase nopass.tmp
puttygen ec-v3.ppk -O private-openssh-new -o ec.openssh --new-passphrase nopass.tmp

python3 make_keys.py

# Trust list: an issuing CA under a root, an expired one, one that is not in accord; signed by xmlsec1.
openssl req -x509 -newkey rsa:2048 -nodes -keyout signer.key.tmp -out signer.crt -days $D -sha256 -subj "/C=GB/O=Vector Scheme/CN=TSL Signer" 2>/dev/null
python3 make_tsl.py > tsl.tmp
xmlsec1 --sign --privkey-pem signer.key.tmp,signer.crt --output tsl.xml tsl.tmp
python3 make_tsl.py exclusive > tsl.tmp
xmlsec1 --sign --privkey-pem signer.key.tmp,signer.crt --output tsl-exclusive.xml tsl.tmp
rm -f ./*.tmp
