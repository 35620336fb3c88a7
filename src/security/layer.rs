//! One CMS layer being read, and the decision what the content of a layer is: another layer or the file.
//!
//! Why no crate does this: `security/mod.rs`.

use super::algorithms::{self, Digest, oid};
use super::compressed::Inflation;
use super::decode::{Context, Layer};
use super::enveloped::{self, Opening, Recipient};
use super::error::{DecodeError, DecodeErrorKind};
use super::signed::Check;
use crate::ber::{BerError, Element, Event, Header, Reader, tag};
use crate::model::SecurityLevel;
use openssl::hash::Hasher;
use std::io::Write;

/// Largest certificates, recipientInfos and signerInfos that are held in memory.
const STRUCTURE_LIMIT: u64 = 1024 * 1024;
/// Largest revocation lists that are read over.
const SKIP_LIMIT: u64 = 64 * 1024 * 1024;

/// Where octets go: to the decision what they are, into a layer, or out.
pub(crate) enum Node {
    Undecided { prefix: Vec<u8>, label: Option<Layer> },
    Layer(Box<LayerReader>),
    Content,
}

/// What the first octets look like.
#[derive(Debug, PartialEq, Eq)]
enum Guess {
    More,
    /// A ContentInfo of a type that is a layer.
    Layer(Layer),
    /// A ContentInfo of another type.
    OtherType,
    /// The beginning of SignedData, CompressedData or EnvelopedData without ContentInfo around it.
    Bare,
    Nothing,
}

fn guess(prefix: &[u8]) -> Guess {
    if prefix.first().is_some_and(|&first| first != tag::SEQUENCE) {
        return Guess::Nothing;
    }
    let Ok(outer) = Header::parse(prefix) else { return Guess::Nothing };
    let Some((_, at)) = outer else { return Guess::More };
    match &prefix[at..] {
        [] | [tag::OID] => Guess::More,
        [tag::OID, len, ..] if *len > 16 => Guess::Nothing,
        [tag::OID, len, rest @ ..] => match rest.get(..usize::from(*len)) {
            None => Guess::More,
            Some(name) => layer_of(name).map_or(Guess::OtherType, Guess::Layer),
        },
        [tag::INTEGER, ..] => Guess::Bare,
        _ => Guess::Nothing,
    }
}

fn layer_of(name: &[u8]) -> Option<Layer> {
    match name {
        oid::SIGNED => Some(Layer::Signed),
        oid::ENVELOPED => Some(Layer::Enveloped),
        oid::COMPRESSED => Some(Layer::Compressed),
        _ => None,
    }
}

impl Node {
    /// The place where a content begins whose type was said to be `label`.
    pub fn start(label: Option<Layer>) -> Self {
        Node::Undecided { prefix: Vec::new(), label }
    }

    /// Takes some octets.
    pub fn push<W: Write>(&mut self, mut data: &[u8], context: &mut Context<W>) -> Result<(), DecodeError> {
        if let Node::Undecided { prefix, .. } = self {
            // More than the longest beginning of a ContentInfo, which is all that is looked at.
            let missing = 64usize.saturating_sub(prefix.len()).min(data.len());
            prefix.extend_from_slice(&data[..missing]);
            data = &data[missing..];
            self.decide(context, false)?;
        }
        match self {
            _ if data.is_empty() => Ok(()),
            Node::Undecided { .. } => Err(DecodeError::new(DecodeErrorKind::TooLarge, "content type")),
            Node::Layer(layer) => layer.push(data, context),
            Node::Content => context.write(data),
        }
    }

    /// The octets end here.
    pub fn finish<W: Write>(&mut self, context: &mut Context<W>) -> Result<(), DecodeError> {
        if matches!(self, Node::Undecided { .. }) {
            self.decide(context, true)?;
        }
        match self {
            Node::Layer(layer) => layer.finish(),
            _ => Ok(()),
        }
    }

    fn decide<W: Write>(&mut self, context: &mut Context<W>, at_end: bool) -> Result<(), DecodeError> {
        let Node::Undecided { prefix, label } = self else { return Ok(()) };
        let found = guess(prefix);
        if found == Guess::More && !at_end {
            return Ok(());
        }
        let layer = match (&found, *label) {
            (Guess::Layer(layer), _) if context.takes(*layer) => Some((*layer, false)),
            (Guess::Bare, Some(layer)) if context.takes(layer) => Some((layer, true)),
            _ => None,
        };
        let prefix = std::mem::take(prefix);
        if let Some((layer, bare)) = layer {
            context.found(layer);
            *self = Node::Layer(Box::new(LayerReader::new(layer, bare, context)));
        } else {
            if let Some(missing) = context.missing() {
                return Err(mismatch(missing, &found, context));
            }
            *self = Node::Content;
        }
        match self {
            Node::Layer(layer) => layer.push(&prefix, context),
            _ => context.write(&prefix),
        }
    }
}

/// Right behind an envelope, octets that are no CMS at all most likely come from a wrong key, so only a well-formed layer of the
/// wrong type is called by its name.
fn mismatch<W: Write>(missing: Layer, found: &Guess, context: &Context<W>) -> DecodeError {
    if let (Layer::Enveloped, Guess::Layer(outermost)) = (missing, found) {
        let message = format!("{missing} was announced and must be the outermost layer, but that is {outermost}");
        return DecodeError::new(DecodeErrorKind::Mismatch(missing), message);
    }
    let well_formed = matches!(found, Guess::Layer(_) | Guess::OtherType);
    let first = context.facts.level == SecurityLevel::Encrypted && !context.facts.compressed;
    if first && !well_formed {
        return DecodeError::decryption();
    }
    DecodeError::new(DecodeErrorKind::Mismatch(missing), format!("{missing} was announced and is not there"))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Outer,
    Type,
    Explicit,
    Body,
    Version,
    /// digestAlgorithms, recipientInfos or compressionAlgorithm.
    Preamble,
    Encapsulated,
    EncapsulatedType,
    Algorithm,
    EncapsulatedExplicit,
    Content,
    Streaming,
    ContentDone,
    After,
    /// After signerInfos.
    Last,
    Done,
}

enum Work {
    Signed { hashers: Vec<(Digest, Hasher)>, certs: Vec<u8>, infos: Vec<u8> },
    Compressed(Inflation),
    Enveloped { recipient: Option<Recipient>, opening: Option<Opening> },
}

/// A layer being read.
pub(crate) struct LayerReader {
    layer: Layer,
    reader: Reader,
    at: At,
    bare: bool,
    body_depth: usize,
    skipping: bool,
    content_type: Vec<u8>,
    work: Work,
    inner: Node,
}

const UNEXPECTED: BerError = BerError::Malformed("unexpected element");

impl LayerReader {
    fn new<W: Write>(layer: Layer, bare: bool, context: &Context<W>) -> Self {
        let work = match layer {
            Layer::Signed => Work::Signed { hashers: Vec::new(), certs: Vec::new(), infos: Vec::new() },
            // Other layers and tiny segments may lie between here and the output.
            Layer::Compressed => Work::Compressed(Inflation::new(
                context
                    .spec
                    .max_output
                    .min(context.spec.max_inflated)
                    .saturating_mul(4)
                    .saturating_add(16 * 1024 * 1024),
            )),
            Layer::Enveloped => Work::Enveloped { recipient: None, opening: None },
        };
        LayerReader {
            layer,
            reader: Reader::new(),
            at: At::Outer,
            bare,
            body_depth: 0,
            skipping: false,
            content_type: Vec::new(),
            work,
            inner: Node::Content,
        }
    }

    fn broken(&self, error: BerError) -> DecodeError {
        DecodeError::encoding(self.layer, error)
    }

    fn push<W: Write>(&mut self, mut input: &[u8], context: &mut Context<W>) -> Result<(), DecodeError> {
        while self.at != At::Done {
            let event = self.reader.next(&mut input).map_err(|error| self.broken(error))?;
            match event {
                None => return Ok(()),
                Some(Event::Start(header)) => self.start(header).map_err(|error| self.broken(error))?,
                Some(Event::Element) if self.skipping => self.skipping = false,
                Some(Event::Element) => self.element(context)?,
                Some(Event::Data(data)) => self.data(data, context)?,
                Some(Event::OctetsEnd) => self.octets_end(context)?,
                Some(Event::End) => self.end(context)?,
            }
        }
        // Some products fill up what they send; anything but blanks is not ours.
        match input.iter().all(|octet| matches!(octet, 0 | b'\r' | b'\n' | b' ')) {
            true => Ok(()),
            false => Err(self.broken(BerError::Malformed("octets after the end"))),
        }
    }

    fn finish(&self) -> Result<(), DecodeError> {
        match (self.at, self.layer) {
            (At::Done, _) => Ok(()),
            (_, Layer::Enveloped) => {
                Err(DecodeError::new(DecodeErrorKind::Decryption, "the encrypted data is cut off"))
            }
            _ => Err(self.broken(BerError::Malformed("the data is cut off"))),
        }
    }

    fn start(&mut self, header: Header) -> Result<(), BerError> {
        use Layer::*;
        let context_0 = tag::context_constructed(0);
        let context_1 = tag::context_constructed(1);
        match (self.at, self.layer, header.tag) {
            (At::Outer, _, tag::SEQUENCE) if self.bare => self.enter_body(),
            (At::Outer, _, tag::SEQUENCE) => self.enter(At::Type),
            (At::Type | At::EncapsulatedType, _, tag::OID) => self.reader.collect(64),
            (At::Explicit, _, t) if t == context_0 => self.enter(At::Body),
            (At::Body, _, tag::SEQUENCE) => self.enter_body(),
            (At::Version, _, tag::INTEGER) => self.reader.collect(16),
            (At::Preamble, Signed, tag::SET) => self.reader.collect(64 * 1024),
            (At::Preamble, Enveloped, tag::SET) => self.reader.collect(STRUCTURE_LIMIT),
            (At::Preamble, Enveloped, t) if t == context_0 => self.skip(),
            (At::Preamble, Compressed, tag::SEQUENCE) => self.reader.collect(4096),
            (At::Encapsulated, _, tag::SEQUENCE) => self.enter(At::EncapsulatedType),
            (At::Algorithm, Enveloped, tag::SEQUENCE) => self.reader.collect(4096),
            (At::EncapsulatedExplicit, _, t) if t == context_0 => self.enter(At::Content),
            (At::Content, Enveloped, 0x80 | 0xA0) => self.octets(),
            (At::Content, Signed | Compressed, tag::OCTETS | tag::OCTETS_CONSTRUCTED) => self.octets(),
            (At::After, Signed, t) if t == context_0 => self.reader.collect(STRUCTURE_LIMIT),
            (At::After, Signed, tag::SET) => self.reader.collect(STRUCTURE_LIMIT),
            (At::After, Signed | Enveloped, t) if t == context_1 => self.skip(),
            _ => Err(UNEXPECTED),
        }
    }

    fn enter(&mut self, next: At) -> Result<(), BerError> {
        self.reader.enter()?;
        self.at = next;
        Ok(())
    }

    fn enter_body(&mut self) -> Result<(), BerError> {
        self.enter(At::Version)?;
        self.body_depth = self.reader.depth();
        Ok(())
    }

    fn octets(&mut self) -> Result<(), BerError> {
        self.at = At::Streaming;
        self.inner = Node::start(layer_of(&self.content_type));
        self.reader.octets()
    }

    fn skip(&mut self) -> Result<(), BerError> {
        self.skipping = true;
        self.reader.skip(SKIP_LIMIT)
    }

    /// A small structure is complete.
    fn element<W: Write>(&mut self, context: &mut Context<W>) -> Result<(), DecodeError> {
        let layer = self.layer;
        let broken = |error| DecodeError::encoding(layer, error);
        let element = Element::only(self.reader.element()).map_err(broken)?;
        self.at = match (self.at, &mut self.work) {
            (At::Type, _) => At::Explicit,
            (At::Version, _) => {
                let versions: &[u8] = match layer {
                    Layer::Signed => &[1, 3, 4, 5],
                    Layer::Enveloped => &[0, 2, 3, 4],
                    Layer::Compressed => &[0],
                };
                if !matches!(element.body, [version] if versions.contains(version)) {
                    return Err(broken(BerError::Malformed("version")));
                }
                At::Preamble
            }
            (At::Preamble, Work::Signed { hashers, .. }) => {
                *hashers = start_hashers(element, context)?;
                At::Encapsulated
            }
            (At::Preamble, Work::Enveloped { recipient, .. }) => {
                *recipient = Some(enveloped::find_recipient(element.body, &context.spec.decrypt_with)?);
                At::Encapsulated
            }
            (At::Preamble, Work::Compressed(_)) => {
                if !algorithms::is_zlib(element).map_err(broken)? {
                    return Err(DecodeError::new(DecodeErrorKind::Suite, "the compression algorithm is not supported"));
                }
                At::Encapsulated
            }
            (At::EncapsulatedType, work) => {
                if element.body != oid::DATA && layer_of(element.body).is_none() {
                    return Err(broken(BerError::Malformed("content type")));
                }
                self.content_type = element.body.to_vec();
                if matches!(work, Work::Enveloped { .. }) { At::Algorithm } else { At::EncapsulatedExplicit }
            }
            (At::Algorithm, Work::Enveloped { recipient: Some(recipient), opening }) => {
                let started = Opening::new(recipient, element)?;
                let allowed = context.spec.suite.cipher().map(Into::into);
                if context.spec.strict_suite && allowed != Some(started.cipher) {
                    return Err(DecodeError::new(
                        DecodeErrorKind::Suite,
                        "the content cipher is not that of the suite",
                    ));
                }
                context.facts.encryption = Some(started.cipher);
                context.opened = true;
                *opening = Some(started);
                At::Content
            }
            (At::After, Work::Signed { certs, infos, .. }) => {
                if element.tag == tag::SET {
                    *infos = element.body.to_vec();
                    At::Last
                } else {
                    *certs = element.body.to_vec();
                    At::After
                }
            }
            _ => return Err(broken(UNEXPECTED)),
        };
        Ok(())
    }

    fn data<W: Write>(&mut self, data: &[u8], context: &mut Context<W>) -> Result<(), DecodeError> {
        let inner = &mut self.inner;
        match &mut self.work {
            Work::Signed { hashers, .. } => {
                for (_, hasher) in hashers {
                    hasher.update(data).map_err(|error| DecodeError::signature(error.to_string()))?;
                }
                inner.push(data, context)
            }
            Work::Compressed(inflation) => inflation.update(data, |out| inner.push(out, context)),
            Work::Enveloped { opening: Some(opening), .. } => opening.update(data, |out| inner.push(out, context)),
            Work::Enveloped { .. } => Err(self.broken(UNEXPECTED)),
        }
    }

    fn octets_end<W: Write>(&mut self, context: &mut Context<W>) -> Result<(), DecodeError> {
        let inner = &mut self.inner;
        match &mut self.work {
            Work::Signed { .. } => {}
            Work::Compressed(inflation) => inflation.finish()?,
            Work::Enveloped { opening, .. } => {
                let Some(mut opening) = opening.take() else { return Err(self.broken(UNEXPECTED)) };
                opening.finish(|last| inner.push(last, context))?;
            }
        }
        self.at = At::ContentDone;
        self.inner.finish(context)
    }

    fn end<W: Write>(&mut self, context: &mut Context<W>) -> Result<(), DecodeError> {
        let depth = self.reader.depth();
        self.at = match (self.at, self.layer) {
            (At::ContentDone, _) if depth == self.body_depth => At::After,
            (At::ContentDone, Layer::Signed | Layer::Compressed) if depth == self.body_depth + 1 => At::ContentDone,
            (At::Last, Layer::Signed) | (At::After, Layer::Enveloped | Layer::Compressed)
                if depth < self.body_depth =>
            {
                if depth > 0 {
                    self.at
                } else {
                    At::Done
                }
            }
            _ => return Err(self.broken(BerError::Malformed("missing element"))),
        };
        if depth + 1 == self.body_depth {
            return self.verify(context);
        }
        Ok(())
    }

    fn verify<W: Write>(&mut self, context: &mut Context<W>) -> Result<(), DecodeError> {
        let Work::Signed { hashers, certs, infos } = &mut self.work else { return Ok(()) };
        let mut digests = Vec::new();
        for (digest, hasher) in hashers {
            let value = hasher.finish().map_err(|error| DecodeError::signature(error.to_string()))?;
            digests.push((*digest, value.to_vec()));
        }
        let check = Check {
            digests: &digests,
            content_type: &self.content_type,
            known: &context.spec.signers,
            embedded: &context.spec.embedded,
        };
        let good = check.run(certs, infos)?;
        let allowed = context.spec.suite.hash().map(Digest::from);
        if context.spec.strict_suite && !good.iter().any(|by| Some(by.digest) == allowed) {
            return Err(DecodeError::new(DecodeErrorKind::Suite, "the signature's digest is not that of the suite"));
        }
        context.facts.signed_by = good;
        Ok(())
    }
}

/// A hasher for each announced digest that we have. None announced: that of the suite.
fn start_hashers<W: Write>(set: Element<'_>, context: &Context<W>) -> Result<Vec<(Digest, Hasher)>, DecodeError> {
    let broken = |error| DecodeError::encoding(Layer::Signed, error);
    let (mut digests, mut elements) = (Vec::new(), set.children());
    while let Some(element) = elements.next().map_err(broken)? {
        match Digest::read(element).map_err(broken)? {
            Some(digest) if !digests.contains(&digest) => digests.push(digest),
            _ => {}
        }
    }
    if set.body.is_empty() {
        digests.extend(context.spec.suite.hash().map(Digest::from));
    }
    let start = |digest: Digest| {
        let hasher = Hasher::new(digest.hasher()).map_err(|error| DecodeError::signature(error.to_string()))?;
        Ok((digest, hasher))
    };
    digests.into_iter().map(start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings() {
        let content_info = |name: &[u8]| [&[0x30, 0x80, 0x06, name.len() as u8][..], name, &[0xA0]].concat();
        assert_eq!(guess(&content_info(oid::SIGNED)), Guess::Layer(Layer::Signed));
        assert_eq!(guess(&content_info(oid::DATA)), Guess::OtherType);
        assert_eq!(guess(&[0x30, 0x82, 0x01, 0x00, 0x02, 0x01]), Guess::Bare);
        assert_eq!(guess(b"plain text"), Guess::Nothing);
        assert_eq!(guess(b"0 is a digit"), Guess::Nothing);
        let octets = content_info(oid::COMPRESSED);
        for cut in 0..octets.len() - 1 {
            assert_eq!(guess(&octets[..cut]), Guess::More, "{cut}");
        }
    }
}
