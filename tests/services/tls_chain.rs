//! What the server sends of certificates besides its own: the chain (SSLIncludeCertChain, SSLCACerts) and the names of the
//! authorities that client certificates should come from (SSLServerCACerts), seen by `openssl s_client`.

use crate::support::Scratch;
use crate::support::tls::*;
use crate::tls_engine::BOTH;
use crate::watched::{Watched, certificate};
use oftpsrv::internals::error::codes;
use std::slice::from_ref;

fn pem_text(certificates: &[openssl::x509::X509]) -> String {
    String::from_utf8(pem(certificates)).unwrap()
}

/// How many certificates the server sent.
fn sent(seen: &Seen) -> usize {
    seen.text.matches("-----BEGIN CERTIFICATE-----").count()
}

/// The chain of the store goes along, unless SSLIncludeCertChain is False: then a partner that has the root alone cannot
/// verify the server any more, and one that has the issuer can. What SSLCACerts names is sent in any case.
#[test]
fn ssl_include_cert_chain() {
    let dir = Scratch::new();
    let root = Authority::new("Root");
    let issuing = root.intermediate("Issuing CA");
    let own = issuing.server(rsa());
    let store = [pem(from_ref(&own.cert)), own.key.private_key_to_pem_pkcs8().unwrap(), pem(&issuing.chain)].concat();
    let store = dir.write("store.pem", &store);
    let roots = dir.write("root.pem", pem(from_ref(&root.cert)));
    let all = dir.write("all.pem", pem(&[root.cert.clone(), issuing.cert.clone()]));
    for provider in BOTH {
        let mut server = Watched::new(&[("SSLProvider", provider), ("UseSSL", "True")]);
        server.set("SSLCertStore", text(&store));
        server.set("SSLCertSubject", "*");
        server.start();
        assert_eq!(server.server.get_config("SSLIncludeCertChain").unwrap(), "True");
        for version in ["-tls1_2", "-tls1_3"] {
            let strict = [version, "-showcerts", "-verify_return_error", "-CAfile", text(&roots)];
            let (seen, _) = server.works(&strict);
            assert!(sent(&seen) >= 2 && seen.has("s:CN = Issuing CA"), "{}", seen.text);
            server.set("SSLIncludeCertChain", "False");
            server.fails(&strict);
            let (seen, _) = server.works(&[&strict[..4], &[text(&all)]].concat());
            assert!(sent(&seen) == 1 && !seen.has("s:CN = Issuing CA"), "{}", seen.text);
            server.set("SSLCACerts", &pem_text(from_ref(&issuing.cert)));
            let (seen, _) = server.works(&strict);
            assert_eq!(sent(&seen), 2, "{}", seen.text);
            server.set("SSLCACerts", "");
            server.set("SSLIncludeCertChain", "True");
        }
    }
}

/// At the start the log says that the certificate goes alone; not where there is nothing to send along.
#[test]
fn a_certificate_sent_alone_is_noted() {
    let ca = Authority::new("CA");
    let issued = ca.server(rsa());
    let server = Watched::listen(&issued, &[("SSLIncludeCertChain", "False"), ("GUIAvailable", "True")]);
    assert!(server.note("SSLIncludeCertChain").contains("partners must have"));
    let set =
        [("SSLIncludeCertChain", "False"), ("SSLCACerts", &*pem_text(from_ref(&ca.cert))), ("GUIAvailable", "True")];
    for server in [Watched::listen(&issued, &set), Watched::listen(&issued, &[("GUIAvailable", "True")])] {
        let notes = server.notes_to("GUIAvailable");
        assert!(!notes.iter().any(|line| line.contains("SSLIncludeCertChain")), "{notes:#?}");
    }
}

/// SSLServerCACerts are the names that clients are told; whom they are told of and who is verified are two things.
#[test]
fn ssl_server_ca_certs() {
    fn names(seen: &Seen) -> Vec<&str> {
        let lines = seen.text.lines().skip_while(|line| !line.starts_with("Acceptable client certificate CA names"));
        lines.skip(1).take_while(|line| line.starts_with("CN = ")).collect()
    }
    let dir = Scratch::new();
    let (trusted, named) = (Authority::new("Trusted CA"), Authority::new("Named CA"));
    let good = save(&dir, "good", &trusted.client("partner"));
    let bad = save(&dir, "bad", &named.client("partner"));
    for provider in BOTH {
        let cas = pem_text(from_ref(&trusted.cert));
        let set = [("SSLProvider", provider), ("SSLAuthenticateClients", "True"), ("SSLClientCACerts", &cas)];
        let server = Watched::listen(&trusted.server(rsa()), &set);
        for version in ["-tls1_2", "-tls1_3"] {
            let with = |files: &[String; 3]| [version, "-cert", &files[0], "-key", &files[1]].map(str::to_owned);
            let works = |files: &[String; 3]| {
                let arguments = with(files);
                server.works(&arguments.each_ref().map(String::as_str))
            };
            let (seen, _) = works(&good);
            assert_eq!(names(&seen), ["CN = Trusted CA, O = oftpsrv tests"], "{}", seen.text);
            server.set("SSLServerCACerts", &pem_text(from_ref(&named.cert)));
            let (seen, course) = works(&good);
            assert_eq!(names(&seen), ["CN = Named CA, O = oftpsrv tests"], "{}", seen.text);
            assert_eq!(course.clients[0].status, "OK");
            let arguments = with(&bad);
            let course = server.fails(&arguments.each_ref().map(String::as_str));
            assert_eq!(course.end.0, codes::INVALID_CERT, "a name is no trust: {course:#?}");
            let error = server.server.set_config("SSLServerCACerts", "no certificates").unwrap_err();
            assert!(error.code == codes::BAD_VALUE && error.message.contains("SSLServerCACerts"), "{error}");
            server.set("SSLServerCACerts", "");
        }
    }
    // Without SSLAuthenticateClients nobody is asked, and the log says so.
    let server = Watched::new(&[("SSLServerCACerts", &pem_text(from_ref(&named.cert))), ("UseSSL", "True")]);
    server.server.set_ssl_cert(Some(certificate(&trusted.server(rsa())))).unwrap();
    server.server.start().unwrap();
    server.note("SSLServerCACerts has no effect: SSLAuthenticateClients is not set");
}
