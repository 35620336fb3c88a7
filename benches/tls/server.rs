//! The processes that are measured: the engine, a plain TLS sink on the same crates, and `openssl s_server`.

use crate::process::{Process, say};
use openssl::ssl::{Ssl, SslContext, SslFiletype, SslMethod, SslVersion};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// The engine with this SSLProvider, receiving into `inbox`.
pub fn start_engine(provider: &str, own: &Path, inbox: &Path) -> Process {
    Process::start(&["engine", provider, &own.to_string_lossy(), &inbox.to_string_lossy()])
}

/// The crate behind that provider and nothing else: reads until the end, then answers one octet. With a file, everything is
/// written there and flushed to the disk first.
pub fn start_sink(provider: &str, own: &Path, file: Option<&Path>) -> Process {
    let file = file.map_or_else(|| "-".into(), |file| file.to_string_lossy());
    Process::start(&["sink", provider, &own.to_string_lossy(), &file])
}

/// `openssl s_server`, which throws away what it reads.
pub fn start_s_server(own: &Path) -> Process {
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
    let child = Command::new("openssl")
        .args(["s_server", "-quiet", "-naccept", "1", "-tls1_3", "-accept", &format!("127.0.0.1:{free}")])
        .arg("-cert")
        .arg(own)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("openssl");
    Process::of(child, free)
}

pub fn run(arguments: &[String]) {
    let [kind, provider, own, place] = arguments else { return };
    match kind.as_str() {
        "engine" => engine(provider, own, place),
        _ => sink(provider, Path::new(own), (place != "-").then(|| place.clone())),
    }
}

fn engine(provider: &str, own: &str, inbox: &str) {
    let server = oftpsrv::internals::engine::Server::new();
    for (name, value) in [
        ("ServerSSIDCode", "SERVER"),
        ("ServerSFIDCode", "SERVER"),
        ("LocalHost", "127.0.0.1"),
        ("LocalPort", "0"),
        ("ConnectionBacklog", "1000"),
        ("DownloadDirectory", inbox),
        ("OfferCompression", "False"),
        ("SSLProvider", provider),
        ("ReuseSSLSession", "True"),
        ("SSLCertStore", own),
        ("SSLCertSubject", "*"),
        ("UseSSL", "True"),
    ] {
        server.set_config(name, value).expect("a setting");
    }
    server.start().expect("a listening server");
    say(server.get_config("LocalPort").ok().and_then(|p| p.parse().ok()).expect("a port"));
    // Until the parent goes.
    let _ = std::io::stdin().read(&mut [0]);
}

fn sink(provider: &str, own: &Path, file: Option<String>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("threads");
    let internal = (provider == "2").then(|| {
        let chain = CertificateDer::pem_file_iter(own).expect("the certificate").map(|c| c.expect("a certificate"));
        let key = PrivateKeyDer::from_pem_file(own).expect("the key");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("versions").with_no_client_auth().with_single_cert(chain.collect(), key);
        let mut config = config.expect("the certificate");
        config.ticketer = rustls::crypto::ring::Ticketer::new().expect("tickets");
        tokio_rustls::TlsAcceptor::from(Arc::new(config))
    });
    let mut platform = SslContext::builder(SslMethod::tls_server()).expect("a context");
    platform.set_min_proto_version(Some(SslVersion::TLS1_3)).expect("a version");
    platform.set_certificate_chain_file(own).expect("the certificate");
    platform.set_private_key_file(own, SslFiletype::PEM).expect("the key");
    platform.set_session_id_context(b"bench").expect("a context");
    let platform = platform.build();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        say(listener.local_addr().expect("a port").port());
        while let Ok((tcp, _)) = listener.accept().await {
            let (internal, platform, file) = (internal.clone(), platform.clone(), file.clone());
            tokio::spawn(async move {
                match internal {
                    Some(internal) => swallow(internal.accept(tcp).await.ok()?, file).await,
                    None => {
                        let mut stream = tokio_openssl::SslStream::new(Ssl::new(&platform).ok()?, tcp).ok()?;
                        std::pin::Pin::new(&mut stream).accept().await.ok()?;
                        swallow(stream, file).await
                    }
                }
            });
        }
    });
}

/// Reads up to an octet 4 at the end of a piece (no other piece of the load ends with it), then says one octet.
async fn swallow<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, file: Option<String>) -> Option<()> {
    let mut file = file.map(|file| std::fs::File::create(file).expect("a file"));
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = stream.read(&mut buffer).await.ok()?;
        if let Some(file) = &mut file {
            file.write_all(&buffer[..read]).ok()?;
        }
        if read == 0 || buffer[read - 1] == super::bulk::LAST {
            break;
        }
    }
    if let Some(file) = file {
        file.sync_all().ok()?;
    }
    stream.write_all(&[1]).await.ok()?;
    stream.shutdown().await.ok()
}
