//! What the TLS tests share: certificates made on the spot, a small server around `TlsServer`, and clients that are not ours:
//! `openssl s_client` and Python's ssl module.

use super::scratch::Scratch;
use oftpsrv::internals::tls::{
    ClientCertificate, Negotiated, ServerCertificate, TlsError, TlsHooks, TlsServer, TlsSettings,
};
use once_cell::sync::Lazy;
use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Extension, X509NameBuilder, X509NameRef};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Both providers, by their setting.
pub const PROVIDERS: [i32; 2] = [1, 2];

/// A fresh key: `rsa2048`, `p256`, `ed25519` …
pub fn key(kind: &str) -> PKey<Private> {
    let ec = |nid| PKey::from_ec_key(EcKey::generate(&EcGroup::from_curve_name(nid).unwrap()).unwrap()).unwrap();
    match kind {
        "p256" => ec(Nid::X9_62_PRIME256V1),
        "p384" => ec(Nid::SECP384R1),
        "p521" => ec(Nid::SECP521R1),
        "ed25519" => PKey::generate_ed25519().unwrap(),
        rsa => PKey::from_rsa(Rsa::generate(rsa.strip_prefix("rsa").unwrap().parse().unwrap()).unwrap()).unwrap(),
    }
}

/// An RSA key that all tests of a binary share: making them takes time.
pub fn rsa() -> PKey<Private> {
    static KEY: Lazy<PKey<Private>> = Lazy::new(|| key("rsa2048"));
    KEY.clone()
}

/// What a certificate is to be.
#[derive(Clone)]
pub struct Wish {
    pub name: String,
    pub days: i64,
    pub server: bool,
    pub client: bool,
    pub ca: bool,
    pub serial: Option<u32>,
    pub crl: Option<String>,
    pub ocsp: Option<String>,
}

impl Wish {
    pub fn new(name: &str) -> Self {
        Wish { name: name.into(), days: 30, server: true, client: true, ca: false, serial: None, crl: None, ocsp: None }
    }
}

/// A CA of the test.
pub struct Authority {
    pub cert: X509,
    pub key: PKey<Private>,
    /// Itself and those above it, without the root.
    pub chain: Vec<X509>,
}

impl Authority {
    pub fn new(name: &str) -> Self {
        let key = key("p256");
        let wish = Wish { ca: true, ..Wish::new(name) };
        let cert = build(&wish, &key, None);
        Authority { cert, key, chain: Vec::new() }
    }

    /// A CA below this one.
    pub fn intermediate(&self, name: &str) -> Self {
        let key = key("p256");
        let cert = build(&Wish { ca: true, ..Wish::new(name) }, &key, Some(self));
        let mut chain = vec![cert.clone()];
        chain.extend(self.chain.iter().cloned());
        Authority { cert, key, chain }
    }

    pub fn issue(&self, wish: &Wish, key: PKey<Private>) -> ServerCertificate {
        let cert = build(wish, &key, Some(self));
        ServerCertificate { cert, key, chain: self.chain.clone() }
    }

    /// A server's certificate for localhost and 127.0.0.1.
    pub fn server(&self, key: PKey<Private>) -> ServerCertificate {
        self.issue(&Wish { client: false, ..Wish::new("localhost") }, key)
    }

    pub fn client(&self, name: &str) -> ServerCertificate {
        self.issue(&Wish { server: false, ..Wish::new(name) }, key("p256"))
    }
}

fn build(wish: &Wish, key: &PKey<Private>, issuer: Option<&Authority>) -> X509 {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", &wish.name).unwrap();
    name.append_entry_by_text("O", "oftpsrv tests").unwrap();
    let name = name.build();
    let mut builder = X509Builder::new().unwrap();
    builder.set_version(2).unwrap();
    let serial = match wish.serial {
        Some(serial) => BigNum::from_u32(serial).unwrap(),
        None => {
            let mut serial = BigNum::new().unwrap();
            serial.rand(120, MsbOption::MAYBE_ZERO, false).unwrap();
            serial
        }
    };
    builder.set_serial_number(&serial.to_asn1_integer().unwrap()).unwrap();
    builder.set_subject_name(&name).unwrap();
    let issuer_name: &X509NameRef = issuer.map_or(&name, |issuer| issuer.cert.subject_name());
    builder.set_issuer_name(issuer_name).unwrap();
    builder.set_pubkey(key).unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    builder.set_not_before(&Asn1Time::from_unix(now - 60 * 86400).unwrap()).unwrap();
    builder.set_not_after(&Asn1Time::from_unix(now + wish.days * 86400).unwrap()).unwrap();
    builder.append_extension(extensions_of(wish)).unwrap();
    let context = builder.x509v3_context(issuer.map(|issuer| &*issuer.cert), None);
    let mut extensions = vec![SubjectKeyIdentifier::new().build(&context).unwrap()];
    if issuer.is_some() {
        extensions.push(AuthorityKeyIdentifier::new().keyid(true).build(&context).unwrap());
    }
    if wish.ca {
        extensions.push(KeyUsage::new().critical().key_cert_sign().crl_sign().digital_signature().build().unwrap());
    } else {
        extensions.push(KeyUsage::new().critical().digital_signature().key_encipherment().build().unwrap());
        let mut usage = ExtendedKeyUsage::new();
        if wish.server {
            usage.server_auth();
        }
        if wish.client {
            usage.client_auth();
        }
        extensions.push(usage.build().unwrap());
        let names = SubjectAlternativeName::new().dns("localhost").ip("127.0.0.1").build(&context).unwrap();
        extensions.push(names);
    }
    for (nid, value) in [
        (Nid::CRL_DISTRIBUTION_POINTS, wish.crl.as_ref().map(|url| format!("URI:{url}"))),
        (Nid::INFO_ACCESS, wish.ocsp.as_ref().map(|url| format!("OCSP;URI:{url}"))),
    ] {
        if let Some(value) = value {
            #[allow(deprecated)]
            extensions.push(X509Extension::new_nid(None, Some(&context), nid, &value).unwrap());
        }
    }
    for extension in extensions {
        builder.append_extension(extension).unwrap();
    }
    let signer = issuer.map_or(key, |issuer| &issuer.key);
    let digest = if signer.id() == Id::ED25519 { MessageDigest::null() } else { MessageDigest::sha256() };
    builder.sign(signer, digest).unwrap();
    builder.build()
}

fn extensions_of(wish: &Wish) -> X509Extension {
    let mut constraints = BasicConstraints::new();
    constraints.critical();
    if wish.ca {
        constraints.ca();
    }
    constraints.build().unwrap()
}

/// Hooks that remember everything.
#[derive(Default)]
pub struct Recorder {
    pub statuses: Mutex<Vec<String>>,
    pub packets: Mutex<Vec<(bool, usize, String)>>,
    pub offers: Mutex<Vec<(Vec<String>, Vec<String>)>>,
    pub clients: Mutex<Vec<ClientCertificate>>,
    /// Overrules the verification.
    pub verdict: Mutex<Option<bool>>,
    /// Presented when the client's signature algorithms contain this word.
    pub alternative: Mutex<Option<(String, ServerCertificate)>>,
}

impl TlsHooks for Recorder {
    fn client_hello(&self, suites: &[String], algorithms: &[String]) -> Option<ServerCertificate> {
        self.offers.lock().unwrap().push((suites.to_vec(), algorithms.to_vec()));
        let alternative = self.alternative.lock().unwrap();
        let (word, certificate) = alternative.as_ref()?;
        algorithms.iter().any(|algorithm| algorithm.contains(word)).then(|| certificate.clone())
    }

    fn client_certificate(&self, certificate: &ClientCertificate) -> bool {
        self.clients.lock().unwrap().push(certificate.clone());
        self.verdict.lock().unwrap().unwrap_or(certificate.ok)
    }

    fn status(&self, message: &str) {
        self.statuses.lock().unwrap().push(message.to_owned());
    }

    fn packet(&self, sent: bool, length: usize, kind: &str) {
        self.packets.lock().unwrap().push((sent, length, kind.to_owned()));
    }
}

/// A server that says READY, as an OFTP server speaks first, and then either closes or echoes.
pub struct Served {
    pub port: u16,
    pub hooks: Arc<Recorder>,
    results: mpsc::Receiver<Result<Negotiated, TlsError>>,
    server: Arc<Mutex<Arc<TlsServer>>>,
    runtime: Option<tokio::runtime::Runtime>,
}

/// What a server does with an established connection after READY.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Close,
    Echo,
}

pub fn serve(settings: TlsSettings, certificate: ServerCertificate, manner: Manner) -> Served {
    start(TlsServer::new(settings, certificate).unwrap(), manner)
}

pub fn start(server: TlsServer, manner: Manner) -> Served {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, results) = mpsc::channel();
    let hooks = Arc::new(Recorder::default());
    let server = Arc::new(Mutex::new(Arc::new(server)));
    let (current, recorder) = (server.clone(), hooks.clone());
    runtime.spawn(async move {
        while let Ok((tcp, _)) = listener.accept().await {
            let (server, hooks, sender) = (current.lock().unwrap().clone(), recorder.clone(), sender.clone());
            tokio::spawn(async move {
                match server.accept(tcp, hooks).await {
                    Err(error) => drop(sender.send(Err(error))),
                    Ok(mut stream) => {
                        let negotiated = stream.negotiated().clone();
                        let _ = stream.write_all(b"READY\n").await;
                        let _ = stream.flush().await;
                        let _ = sender.send(Ok(negotiated));
                        if manner == Manner::Echo {
                            let mut buffer = vec![0; 64 * 1024];
                            while let Ok(read) = stream.read(&mut buffer).await {
                                if read == 0 || stream.write_all(&buffer[..read]).await.is_err() {
                                    break;
                                }
                                let _ = stream.flush().await;
                            }
                        }
                        let _ = stream.shutdown().await;
                    }
                }
            });
        }
    });
    Served { port, hooks, results, server, runtime: Some(runtime) }
}

impl Served {
    /// What came of the next connection.
    pub fn result(&self) -> Result<Negotiated, TlsError> {
        self.results.recv_timeout(Duration::from_secs(20)).expect("a connection attempt")
    }

    pub fn replace(&self, server: TlsServer) {
        *self.server.lock().unwrap() = Arc::new(server);
    }

    pub fn block_on<F: std::future::Future>(&self, future: F) -> F::Output {
        self.runtime.as_ref().unwrap().block_on(future)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// What a client program printed, both channels.
pub struct Seen {
    pub text: String,
    pub ok: bool,
}

impl Seen {
    fn of(output: Output) -> Self {
        let text = [output.stdout, output.stderr].map(|part| String::from_utf8_lossy(&part).into_owned()).concat();
        Seen { text, ok: output.status.success() }
    }

    pub fn has(&self, word: &str) -> bool {
        self.text.contains(word)
    }

    /// Whether data of the server arrived, which only happens after everything was accepted.
    pub fn ready(&self) -> bool {
        self.text.contains("READY")
    }
}

/// `openssl s_client`, with input; it ends when the server closes.
pub fn s_client_with(port: u16, arguments: &[&str], input: &[u8]) -> Seen {
    let mut child = Command::new("timeout")
        // Nothing here takes longer; a hang is an answer too.
        .args(["10", "openssl", "s_client", "-ign_eof", "-connect", &format!("127.0.0.1:{port}")])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("timeout and openssl");
    let mut stdin = child.stdin.take().unwrap();
    let _ = stdin.write_all(input);
    drop(stdin);
    Seen::of(child.wait_with_output().unwrap())
}

pub fn s_client(port: u16, arguments: &[&str]) -> Seen {
    s_client_with(port, arguments, b"")
}

/// Runs a Python program; `None` (and a printed reason) when there is no Python.
pub fn python(program: &str, arguments: &[&str]) -> Option<Seen> {
    match Command::new("python3").arg("-c").arg(program).args(arguments).output() {
        Ok(output) => Some(Seen::of(output)),
        Err(error) => {
            println!("skipped: no python3 ({error})");
            None
        }
    }
}

pub fn pem(certificates: &[X509]) -> Vec<u8> {
    certificates.iter().flat_map(|certificate| certificate.to_pem().unwrap()).collect()
}

/// Files `<name>.pem`, `<name>.key` and `<name>.chain` of a certificate.
pub fn save(dir: &Scratch, name: &str, certificate: &ServerCertificate) -> [String; 3] {
    let text = |path: PathBuf| path.to_str().unwrap().to_owned();
    [
        text(dir.write(&format!("{name}.pem"), certificate.cert.to_pem().unwrap())),
        text(dir.write(&format!("{name}.key"), certificate.key.private_key_to_pem_pkcs8().unwrap())),
        text(dir.write(&format!("{name}.chain"), pem(&certificate.chain))),
    ]
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A tiny web server that answers every request with what `paths` holds for it, else 404.
pub struct Web {
    pub url: String,
    paths: Arc<Mutex<std::collections::HashMap<String, Vec<u8>>>>,
}

impl Web {
    pub fn new() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let paths = Arc::new(Mutex::new(std::collections::HashMap::<String, Vec<u8>>::new()));
        let shared = paths.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { break };
                let mut line = String::new();
                let mut reader = std::io::BufReader::new(stream.try_clone().unwrap());
                std::io::BufRead::read_line(&mut reader, &mut line).unwrap();
                let mut header = String::new();
                while std::io::BufRead::read_line(&mut reader, &mut header).unwrap_or(0) > 2 {
                    header.clear();
                }
                let path = line.split(' ').nth(1).unwrap_or_default();
                let (status, body) = match shared.lock().unwrap().get(path) {
                    Some(body) => ("200 OK", body.clone()),
                    None => ("404 Not Found", Vec::new()),
                };
                let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                let _ = stream.write_all(head.as_bytes());
                let _ = stream.write_all(&body);
            }
        });
        Web { url, paths }
    }

    pub fn put(&self, path: &str, body: Vec<u8>) {
        self.paths.lock().unwrap().insert(path.to_owned(), body);
    }
}

/// A CRL of this CA, made `age` days ago and valid for `valid` more, listing these certificates.
pub fn crl(ca: &Authority, revoked: &[&X509], age: i64, valid: i64) -> Vec<u8> {
    use openssl::x509::{X509CrlBuilder, X509RevokedBuilder};
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let at = |days: i64| Asn1Time::from_unix(now + days * 86400).unwrap();
    let mut builder = X509CrlBuilder::new().unwrap();
    builder.set_issuer_name(ca.cert.subject_name()).unwrap();
    builder.set_last_update(&at(-age)).unwrap();
    builder.set_next_update(&at(valid)).unwrap();
    for certificate in revoked {
        let mut entry = X509RevokedBuilder::new().unwrap();
        entry.set_serial_number(certificate.serial_number()).unwrap();
        entry.set_revocation_date(&at(-age)).unwrap();
        builder.add_revoked(entry.build()).unwrap();
    }
    let scratch = X509Builder::new().unwrap();
    let context = scratch.x509v3_context(Some(&ca.cert), None);
    builder.append_extension(AuthorityKeyIdentifier::new().keyid(true).build(&context).unwrap()).unwrap();
    let number = openssl::asn1::Asn1OctetString::new_from_bytes(&[2, 1, 1]).unwrap();
    let oid = openssl::asn1::Asn1Object::from_str("2.5.29.20").unwrap();
    builder.append_extension(X509Extension::new_from_der(&oid, false, &number).unwrap()).unwrap();
    builder.sign(&ca.key, MessageDigest::sha256()).unwrap();
    builder.build().unwrap().to_der().unwrap()
}

/// `openssl ocsp` as a responder; serial 0x1000 is good, 0x1001 revoked, others unknown to it.
pub struct Responder {
    pub url: String,
    child: std::process::Child,
}

impl Responder {
    pub fn new(dir: &Scratch, ca: &Authority) -> Self {
        let cert = dir.write("ocsp-ca.pem", ca.cert.to_pem().unwrap());
        let key = dir.write("ocsp-ca.key", ca.key.private_key_to_pem_pkcs8().unwrap());
        let index = "V\t350101000000Z\t\t1000\tunknown\t/CN=good\n\
            R\t350101000000Z\t250101000000Z\t1001\tunknown\t/CN=revoked\n";
        let index = dir.write("index.txt", index.as_bytes());
        let mut child = Command::new("openssl")
            .args(["ocsp", "-port", "0", "-ndays", "1", "-index", text(&index), "-CA", text(&cert)])
            .args(["-rsigner", text(&cert), "-rkey", text(&key)])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl");
        let mut line = String::new();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.as_mut().unwrap()), &mut line).unwrap();
        let address = line.split_whitespace().nth(1).expect("the responder's port");
        let port = address.rsplit(':').next().unwrap();
        Responder { url: format!("http://127.0.0.1:{port}/"), child }
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
