//! The command line: options into [`Options`], with errors that say what was expected.

use lexopt::prelude::*;
use oftpsrv::internals::settings;
use std::path::PathBuf;
use std::time::Duration;

/// The text of `--help`.
pub const HELP: &str = include_str!("help.txt");

/// What to do.
pub enum Command {
    /// Call the server.
    Run(Box<Options>),
    /// Write test data.
    MakeData { file: PathBuf, size: u64 },
    /// Print this and be done.
    Say(String),
}

/// A file to send, as `--send` describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct FileSpec {
    pub path: PathBuf,
    /// Virtual file name; empty takes the file's own.
    pub name: String,
    /// 'U', 'T', 'F' or 'V'.
    pub format: char,
    pub record: u32,
    /// Empty takes the current time.
    pub date: String,
    /// Settings of the engine for this file alone.
    pub settings: Vec<(String, String)>,
}

/// A negative answer to received files.
#[derive(Debug, Clone, PartialEq)]
pub struct Nerp {
    pub reason: i32,
    pub text: String,
}

/// TLS towards the server.
#[derive(Debug, Clone, PartialEq)]
pub struct Tls {
    /// Files with the authorities that the server's certificate must come from.
    pub ca: Vec<PathBuf>,
    /// The name in the server's certificate, where it is not the host.
    pub name: Option<String>,
    /// Any certificate is good enough.
    pub insecure: bool,
}

/// Everything the command line says about a run.
pub struct Options {
    pub host: String,
    pub port: u16,
    pub ssid: String,
    pub server_ssid: String,
    pub dest: String,
    pub tls: Option<Tls>,
    /// The own certificate with its key.
    pub cert: Option<PathBuf>,
    pub cert_password: String,
    /// Settings of the engine, in the order they are applied.
    pub settings: Vec<(String, String)>,
    pub send: Vec<FileSpec>,
    pub cuts: Vec<u64>,
    pub resume: bool,
    pub attempts: usize,
    pub sessions: usize,
    pub repeat: usize,
    pub fetch: bool,
    pub inbox: PathBuf,
    pub expect: Option<usize>,
    pub nerp: Option<Nerp>,
    pub hold: bool,
    pub wait: Duration,
    pub state: Option<PathBuf>,
    pub trail: bool,
    pub json: bool,
    pub results: Option<PathBuf>,
    pub quiet: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            host: "127.0.0.1".into(),
            port: 3305,
            ssid: String::new(),
            server_ssid: String::new(),
            dest: String::new(),
            tls: None,
            cert: None,
            cert_password: std::env::var("OFTP_CERT_PASSWORD").unwrap_or_default(),
            settings: Vec::new(),
            send: Vec::new(),
            cuts: Vec::new(),
            resume: false,
            attempts: 10,
            sessions: 1,
            repeat: 1,
            fetch: false,
            inbox: ".".into(),
            expect: None,
            nerp: None,
            hold: false,
            wait: Duration::from_secs(10),
            state: None,
            trail: false,
            json: false,
            results: None,
            quiet: false,
        }
    }
}

/// Reads the command line.
pub fn parse(parser: lexopt::Parser) -> Result<Command, String> {
    parse_arguments(parser).map_err(|e| e.to_string())
}

fn parse_arguments(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = Options::default();
    let mut sfid = String::new();
    let mut password = std::env::var("OFTP_PASSWORD").unwrap_or_default();
    let mut kind: Option<&'static str> = None;
    let mut set: Vec<(String, String)> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut tls = Tls { ca: Vec::new(), name: None, insecure: false };
    let (mut with_tls, mut sign, mut encrypt) = (false, false, false);
    let mut partner_cert: Option<PathBuf> = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Say(HELP.trim_end().to_owned())),
            Short('V') | Long("version-of-tool") => {
                return Ok(Command::Say(format!("oftp-partner {}", env!("CARGO_PKG_VERSION"))));
            }
            Long("host") => options.host = parser.value()?.string()?,
            Long("port") => options.port = number(&mut parser, "--port", 1, 65_535)? as u16,
            Long("ssid") => options.ssid = parser.value()?.string()?,
            Long("sfid") => sfid = parser.value()?.string()?,
            Long("password") => password = parser.value()?.string()?,
            Long("server-ssid") => options.server_ssid = parser.value()?.string()?,
            Long("dest") => options.dest = parser.value()?.string()?,
            Long("version") => set.push(("OFTPVersion".into(), version_code(&parser.value()?.string()?)?)),
            Long("buffer-size") => {
                set.push(("ExchangeBufferSize".into(), number(&mut parser, "--buffer-size", 128, 99_999)?.to_string()));
            }
            Long("credit") => set.push(("CreditCount".into(), number(&mut parser, "--credit", 1, 999)?.to_string())),
            Long("no-compression") => set.push(("OfferCompression".into(), "False".into())),
            Long("no-restart") => set.push(("OfferRestart".into(), "False".into())),
            Long("connection-type") => kind = Some(connection_type(&parser.value()?.string()?)?),
            Long("timeout") => {
                set.push(("DefaultTimeout".into(), number(&mut parser, "--timeout", 0, 2_147_483)?.to_string()));
            }
            Long("tls") => with_tls = true,
            Long("ca") => tls.ca.push(parser.value()?.into()),
            Long("tls-name") => tls.name = Some(parser.value()?.string()?),
            Long("insecure") => tls.insecure = true,
            Long("cert") => options.cert = Some(parser.value()?.into()),
            Long("cert-password") => options.cert_password = parser.value()?.string()?,
            Long("partner-cert") => partner_cert = Some(parser.value()?.into()),
            Long("sign") => sign = true,
            Long("encrypt") => encrypt = true,
            Long("compress") => set.push(("Compress".into(), "True".into())),
            Long("signed-receipt") => set.push(("SignedReceipt".into(), "True".into())),
            Long("authenticate") => set.push(("SecureAuthentication".into(), "1".into())),
            Long("set") => set.push(setting(&parser.value()?.string()?)?),
            Long("send") => options.send.push(file_spec(&parser.value()?.string()?)?),
            Long("cut-after") => options.cuts.push(number(&mut parser, "--cut-after", 0, u64::MAX)?),
            Long("resume") => options.resume = true,
            Long("attempts") => options.attempts = number(&mut parser, "--attempts", 1, 1_000_000)? as usize,
            Long("sessions") => options.sessions = number(&mut parser, "--sessions", 1, 10_000)? as usize,
            Long("repeat") => options.repeat = number(&mut parser, "--repeat", 1, 10_000_000)? as usize,
            Long("fetch") => options.fetch = true,
            Long("inbox") => options.inbox = parser.value()?.into(),
            Long("expect") => options.expect = Some(number(&mut parser, "--expect", 0, 10_000_000)? as usize),
            Long("nerp") => options.nerp = Some(nerp(&parser.value()?.string()?)?),
            Long("hold-responses") => options.hold = true,
            Long("wait-eerp") => {
                options.wait = Duration::from_secs(number(&mut parser, "--wait-eerp", 0, 31_536_000)?);
            }
            Long("state") => options.state = Some(parser.value()?.into()),
            Long("trail") => options.trail = true,
            Long("json") => options.json = true,
            Long("results") => options.results = Some(parser.value()?.into()),
            Short('q') | Long("quiet") => options.quiet = true,
            Value(word) => words.push(word.string()?),
            other => return Err(other.unexpected()),
        }
    }
    if let Some(first) = words.first() {
        return make_data(first, &words[1..]);
    }
    if with_tls && tls.ca.is_empty() && !tls.insecure {
        return Err("--tls needs --ca FILE to check the server's certificate (or --insecure to take any)".into());
    }
    if !with_tls && (tls.insecure || tls.name.is_some() || !tls.ca.is_empty()) {
        return Err("--ca, --tls-name and --insecure belong to --tls".into());
    }
    options.tls = with_tls.then_some(tls);
    if options.ssid.is_empty() {
        return Err("--ssid is missing: the own code for the session (--help shows all options)".into());
    }
    options.settings = vec![
        ("ServerSSIDCode".into(), options.ssid.clone()),
        ("ServerSFIDCode".into(), if sfid.is_empty() { options.ssid.clone() } else { sfid }),
        ("ServerPassword".into(), password),
        ("ConnectionType".into(), kind.unwrap_or(if options.fetch { "0" } else { "1" }).into()),
        // Dates as exact as the wire has them, so that end responses find their files.
        ("VirtualFileDateFormat".into(), "yyyyMMddHHmmssffff".into()),
        ("TurnHoldTime".into(), "0".into()),
        ("FireEndResponseOnSend".into(), "True".into()),
        ("FriendlyLogFormat".into(), "True".into()),
    ];
    if let Some(state) = &options.state {
        options.settings.push(("StatePath".into(), state.to_string_lossy().into_owned()));
    }
    if let Some(cert) = &options.cert {
        options.settings.extend(store("Certificate", cert, &options.cert_password));
    }
    if let Some(cert) = &partner_cert {
        options.settings.extend(store("RecipientCert", cert, ""));
    }
    if sign || encrypt {
        let level = i32::from(encrypt) + 2 * i32::from(sign);
        options.settings.push(("VirtualFileSecurityLevel".into(), level.to_string()));
    }
    options.settings.append(&mut set);
    Ok(Command::Run(Box::new(options)))
}

/// The settings that load a certificate; the subject comes last, because setting it is what loads.
fn store(prefix: &str, file: &std::path::Path, password: &str) -> [(String, String); 4] {
    [
        (format!("{prefix}StoreType"), "99".into()),
        (format!("{prefix}Store"), file.to_string_lossy().into_owned()),
        (format!("{prefix}StorePassword"), password.into()),
        (format!("{prefix}Subject"), "*".into()),
    ]
}

fn make_data(first: &str, rest: &[String]) -> Result<Command, lexopt::Error> {
    match (first, rest) {
        ("make-data", [file, size]) => Ok(Command::MakeData { file: file.into(), size: octets(size)? }),
        ("make-data", _) => Err("make-data needs a file and a size: oftp-partner make-data big.bin 200M".into()),
        _ => Err(format!("{first:?} is not an option; files to send are given with --send FILE").into()),
    }
}

fn number(parser: &mut lexopt::Parser, name: &str, least: u64, most: u64) -> Result<u64, lexopt::Error> {
    let text = parser.value()?.string()?;
    match octets(&text) {
        Ok(value) if (least..=most).contains(&value) => Ok(value),
        _ if most == u64::MAX => Err(format!("{name} needs a number, not {text:?}").into()),
        _ => Err(format!("{name} needs a number from {least} to {most}, not {text:?}").into()),
    }
}

/// A number, also with K, M or G behind it.
fn octets(text: &str) -> Result<u64, lexopt::Error> {
    let (digits, factor) = match text.chars().last() {
        Some('k' | 'K') => (&text[..text.len() - 1], 1 << 10),
        Some('m' | 'M') => (&text[..text.len() - 1], 1 << 20),
        Some('g' | 'G') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1u64),
    };
    let value: Option<u64> = digits.parse().ok().and_then(|n: u64| n.checked_mul(factor));
    value.ok_or_else(|| format!("{text:?} is not a number").into())
}

fn version_code(text: &str) -> Result<String, lexopt::Error> {
    match text {
        "1.2" => Ok("0".into()),
        "1.3" => Ok("1".into()),
        "1.4" => Ok("2".into()),
        "2.0" | "2" => Ok("3".into()),
        _ => Err(format!("--version needs 1.2, 1.3, 1.4 or 2.0, not {text:?}").into()),
    }
}

fn connection_type(text: &str) -> Result<&'static str, lexopt::Error> {
    match text {
        "both" => Ok("0"),
        "send" => Ok("1"),
        "receive" => Ok("2"),
        _ => Err(format!("--connection-type needs both, send or receive, not {text:?}").into()),
    }
}

fn setting(text: &str) -> Result<(String, String), lexopt::Error> {
    let Some((name, value)) = text.split_once('=') else {
        return Err(format!("--set needs NAME=VALUE, not {text:?}").into());
    };
    match settings::find(name.trim()) {
        Some(row) => Ok((row.name.to_owned(), value.to_owned())),
        None => Err(format!("--set: there is no setting {name:?}; docs/settings.md lists them").into()),
    }
}

fn nerp(text: &str) -> Result<Nerp, lexopt::Error> {
    let (code, words) = text.split_once(',').unwrap_or((text, ""));
    match code.parse() {
        Ok(reason) if (1..=99).contains(&reason) => Ok(Nerp { reason, text: words.to_owned() }),
        _ => Err(format!("--nerp needs a reason from 1 to 99, not {code:?}").into()),
    }
}

/// `FILE[,key=value]...`. A part that is no known key belongs to the one before it, so commas in names do no harm.
pub fn file_spec(text: &str) -> Result<FileSpec, lexopt::Error> {
    let mut path = String::new();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (i, part) in text.split(',').enumerate() {
        let pair = part.split_once('=').and_then(|(key, value)| Some((known_key(key)?, value)));
        match (i, pair, pairs.last_mut()) {
            (0, ..) => path = part.to_owned(),
            (_, Some((key, value)), _) => pairs.push((key, value.to_owned())),
            (_, None, Some(last)) => last.1.extend([",", part]),
            (_, None, None) => path.extend([",", part]),
        }
    }
    let empty = Vec::new();
    let mut spec = FileSpec {
        path: path.into(),
        name: String::new(),
        format: 'U',
        record: 0,
        date: String::new(),
        settings: empty,
    };
    for (key, value) in pairs {
        match key.as_str() {
            "name" => spec.name = value,
            "format" => {
                spec.format = match value.to_ascii_uppercase().as_str() {
                    "U" => 'U',
                    "T" => 'T',
                    "F" => 'F',
                    "V" => 'V',
                    _ => return Err(format!("--send: format is U, T, F or V, not {value:?}").into()),
                }
            }
            "record" => {
                spec.record = value.parse().ok().filter(|n| (1..=99_999).contains(n)).ok_or_else(|| {
                    lexopt::Error::from(format!("--send: record is a length from 1 to 99999, not {value:?}"))
                })?;
            }
            "date" => spec.date = value,
            _ => spec.settings.push((key, value)),
        }
    }
    match (spec.format, spec.record) {
        ('F' | 'V', 0) => Err(format!("--send {text}: formats F and V need record=LENGTH").into()),
        ('U' | 'T', 1..) => Err(format!("--send {text}: formats U and T have no records").into()),
        _ => Ok(spec),
    }
}

fn known_key(key: &str) -> Option<String> {
    match key {
        "name" | "format" | "record" | "date" => Some(key.to_owned()),
        _ => settings::find(key).map(|row| row.name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(arguments: &[&str]) -> Result<Command, String> {
        parse(lexopt::Parser::from_args(arguments))
    }

    #[test]
    fn a_file_with_everything() {
        let spec = file_spec("/tmp/a,b.txt,format=f,record=128,name=X,Y,compress=True").unwrap();
        assert_eq!(spec.path, PathBuf::from("/tmp/a,b.txt"));
        assert_eq!((spec.name.as_str(), spec.format, spec.record), ("X,Y", 'F', 128));
        assert_eq!(spec.settings, [("Compress".to_owned(), "True".to_owned())]);
        assert!(file_spec("a,format=V").is_err(), "records need a length");
        assert!(file_spec("a,record=5").is_err(), "U has no records");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (arguments, word) in [
            (&["--port", "70000", "--ssid", "A"][..], "1 to 65535"),
            (&["--send", "x"], "--ssid is missing"),
            (&["--ssid", "A", "--set", "Nonsense=1"], "Nonsense"),
            (&["--ssid", "A", "--version", "3.0"], "2.0"),
            (&["--ssid", "A", "x.txt"], "--send"),
            (&["make-data", "x"], "size"),
            (&["--wat"], "--wat"),
            (&["--ssid", "A", "--tls"], "--ca"),
            (&["--ssid", "A", "--insecure"], "--tls"),
        ] {
            let Err(message) = run(arguments) else { panic!("{arguments:?} was taken") };
            assert!(message.contains(word), "{message}");
        }
    }

    #[test]
    fn without_fetch_the_session_is_for_sending() {
        let Ok(Command::Run(options)) = run(&["--ssid", "A", "--version", "1.3"]) else { panic!() };
        let value = |name: &str| options.settings.iter().find(|s| s.0 == name).map(|s| s.1.as_str());
        assert_eq!(value("ConnectionType"), Some("1"));
        assert_eq!(value("OFTPVersion"), Some("1"));
        assert_eq!(value("ServerSFIDCode"), Some("A"));
    }

    #[test]
    fn security_becomes_settings() {
        let arguments =
            ["--ssid", "A", "--sign", "--encrypt", "--compress", "--cert", "own.pfx", "--cert-password", "x"];
        let Ok(Command::Run(options)) = run(&arguments) else { panic!() };
        let at = |name: &str| options.settings.iter().position(|s| s.0 == name).unwrap();
        assert_eq!(options.settings[at("VirtualFileSecurityLevel")].1, "3");
        assert_eq!(options.settings[at("Compress")].1, "True");
        assert!(at("CertificateStorePassword") < at("CertificateSubject"), "the subject loads the certificate");
        for (name, _) in &options.settings {
            assert!(settings::find(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_option_is_in_the_help() {
        let source = include_str!("options.rs");
        for option in source.split("Long(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(HELP.contains(&format!("--{option}")), "--{option} is not in help.txt");
        }
    }
}
