//! Canonical XML 1.0 and Exclusive XML Canonicalization 1.0, both without comments, for a whole element with at most one
//! descendant left out: the shapes that an enveloped signature and its SignedInfo need.
//!
//! The parser refuses DTDs, so there are neither default attributes nor entities of one's own to expand.
//!
//! Why no crate: those in Rust alone (xml-sec, bergshamra) are young, below version 1, and xml-sec calls itself not ready for use;
//! bindings of libxmlsec1 bring libxml2 into every package. One of the first with a stable version and a record of tests against
//! libxmlsec1 would take the place of this file and of `xmldsig`, with the files of `certs/tests/lists.rs` as the proof.

use roxmltree::{Attribute, Document, Node, NodeId, NodeType};
use std::collections::BTreeMap;

/// Deeper documents are refused rather than risked on the stack.
const MAX_DEPTH: usize = 128;

/// Which canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// Canonical XML 1.0.
    Inclusive,
    /// Exclusive XML Canonicalization 1.0 with its InclusiveNamespaces prefixes (`#default` is "").
    Exclusive(Vec<String>),
}

/// Prefix and URI of namespaces; the default namespace has the prefix "".
type Namespaces<'a> = BTreeMap<&'a str, &'a str>;

struct Writer<'a> {
    source: &'a str,
    form: &'a Form,
    without: Option<NodeId>,
    out: Vec<u8>,
}

/// The whole document without the element `without`: the form of what `URI=""` with the enveloped-signature transform means.
/// `None` when it is nested too deeply.
pub fn document(document: &Document<'_>, form: &Form, without: Option<NodeId>) -> Option<Vec<u8>> {
    let mut writer = Writer { source: document.input_text(), form, without, out: Vec::new() };
    let root = document.root_element().id();
    let mut seen_root = false;
    for node in document.root().children() {
        if node.id() == root {
            seen_root = true;
            writer.element(node, &Namespaces::new(), 0)?;
        } else if node.is_pi() {
            if seen_root {
                writer.out.push(b'\n');
            }
            writer.instruction(node);
            if !seen_root {
                writer.out.push(b'\n');
            }
        }
    }
    Some(writer.out)
}

/// One element with everything in it. `None` when it is nested too deeply.
pub fn element(node: Node<'_, '_>, form: &Form) -> Option<Vec<u8>> {
    let mut writer = Writer { source: node.document().input_text(), form, without: None, out: Vec::new() };
    writer.element(node, &Namespaces::new(), 0)?;
    Some(writer.out)
}

impl<'a> Writer<'a> {
    fn element<'d>(&mut self, node: Node<'d, '_>, rendered: &Namespaces<'d>, depth: usize) -> Option<()>
    where
        'a: 'd,
    {
        if depth > MAX_DEPTH {
            return None;
        }
        let source: &'a str = self.source;
        let name = name_at(source, node.range().start + 1);
        let in_scope = namespaces(node);
        let attributes = self.attributes(node, depth);
        let mut now = rendered.clone();
        let mut declared: Vec<(&str, &str)> = Vec::new();
        let used = |prefix: &str| match self.form {
            Form::Inclusive => true,
            Form::Exclusive(extra) => {
                extra.iter().any(|also| also == prefix)
                    || prefix_of(name) == prefix
                    || attributes.iter().any(|(qname, _)| qname.contains(':') && prefix_of(qname) == prefix)
            }
        };
        if used("") && !in_scope.contains_key("") && now.get("").is_some_and(|uri| !uri.is_empty()) {
            declared.push(("", ""));
        }
        for (&prefix, &uri) in &in_scope {
            if used(prefix) && now.get(prefix) != Some(&uri) {
                declared.push((prefix, uri));
            }
        }
        now.extend(declared.iter().copied());
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        for (prefix, uri) in declared {
            let separator = if prefix.is_empty() { "" } else { ":" };
            self.out.extend_from_slice(format!(" xmlns{separator}{prefix}=\"").as_bytes());
            self.escaped(uri, true);
            self.out.push(b'"');
        }
        for (qname, value) in attributes {
            self.out.push(b' ');
            self.out.extend_from_slice(qname.as_bytes());
            self.out.extend_from_slice(b"=\"");
            self.escaped(value, true);
            self.out.push(b'"');
        }
        self.out.push(b'>');
        let without = self.without;
        for child in node.children().filter(|child| Some(child.id()) != without) {
            match child.node_type() {
                NodeType::Element => self.element(child, &now, depth + 1)?,
                NodeType::Text => self.escaped(child.text().unwrap_or_default(), false),
                NodeType::PI => self.instruction(child),
                NodeType::Comment | NodeType::Root => {}
            }
        }
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
        Some(())
    }

    /// Attributes as qualified name and value, ordered by namespace and local name. The outermost element of an inclusive
    /// form also shows the xml: attributes it inherits.
    fn attributes<'d>(&self, node: Node<'d, '_>, depth: usize) -> Vec<(&'d str, &'d str)>
    where
        'a: 'd,
    {
        const XML: &str = "http://www.w3.org/XML/1998/namespace";
        let mut list: Vec<(&str, &str, &str, &str)> = Vec::new();
        let source: &'a str = self.source;
        let mut add = |attribute: Attribute<'d, '_>| {
            let key = (attribute.namespace().unwrap_or_default(), name_at(source, attribute.range_qname().start));
            let local = key.1.rsplit(':').next().unwrap_or_default();
            if !list.iter().any(|known| known.0 == key.0 && known.1 == local) {
                list.push((key.0, local, key.1, attribute.value()));
            }
        };
        node.attributes().for_each(&mut add);
        if depth == 0 && *self.form == Form::Inclusive {
            for ancestor in node.ancestors().skip(1) {
                ancestor.attributes().filter(|attribute| attribute.namespace() == Some(XML)).for_each(&mut add);
            }
        }
        list.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        list.into_iter().map(|(_, _, qname, value)| (qname, value)).collect()
    }

    fn instruction(&mut self, node: Node<'_, '_>) {
        let Some(instruction) = node.pi() else { return };
        self.out.extend_from_slice(b"<?");
        self.out.extend_from_slice(instruction.target.as_bytes());
        if let Some(value) = instruction.value {
            self.out.push(b' ');
            self.out.extend(value.bytes().filter(|&octet| octet != b'\r'));
        }
        self.out.extend_from_slice(b"?>");
    }

    fn escaped(&mut self, text: &str, in_attribute: bool) {
        for octet in text.bytes() {
            let replacement: &[u8] = match octet {
                b'&' => b"&amp;",
                b'<' => b"&lt;",
                b'>' if !in_attribute => b"&gt;",
                b'"' if in_attribute => b"&quot;",
                b'\t' if in_attribute => b"&#x9;",
                b'\n' if in_attribute => b"&#xA;",
                b'\r' => b"&#xD;",
                _ => {
                    self.out.push(octet);
                    continue;
                }
            };
            self.out.extend_from_slice(replacement);
        }
    }
}

/// The namespaces in scope, without `xml` and without an empty default.
fn namespaces<'d>(node: Node<'d, '_>) -> Namespaces<'d> {
    // Nearer declarations come first in the parser's list when a prefix is declared again.
    let mut map = Namespaces::new();
    for namespace in node.namespaces() {
        map.entry(namespace.name().unwrap_or_default()).or_insert(namespace.uri());
    }
    map.retain(|prefix, uri| *prefix != "xml" && !(prefix.is_empty() && uri.is_empty()));
    map
}

/// The qualified name that begins at this octet of the source: the parser does not keep prefixes.
fn name_at(source: &str, start: usize) -> &str {
    let rest = &source[start..];
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '=')).unwrap_or(rest.len());
    &rest[..end]
}

fn prefix_of(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, form: &Form) -> String {
        String::from_utf8(document(&Document::parse(text).unwrap(), form, None).unwrap()).unwrap()
    }

    #[test]
    fn the_examples_of_the_recommendation() {
        // Canonical XML 1.0, 3.2 (white space) and 3.3 (tags) without its DTD, 3.4 (characters).
        let text = "<doc>\r\n   <clean>   </clean>\n   <dirty>   A   B   </dirty>\n</doc>\n";
        assert_eq!(
            whole(text, &Form::Inclusive),
            "<doc>\n   <clean>   </clean>\n   <dirty>   A   B   </dirty>\n</doc>"
        );
        let text = concat!(
            "<?xml-stylesheet   href=\"doc.xsl\" type=\"text/xsl\"   ?>\n<doc><e1   />\n<e3   name = \"elem3\"   id=\"elem3\"   />\n",
            "<e5 a:attr=\"out\" b:attr=\"sorted\" attr2=\"all\" attr=\"I'm\"\nxmlns:b=\"http://www.ietf.org\"\nxmlns:a=\"http://www.w3.org\"\n",
            "xmlns=\"http://example.org\"/>\n<e6 xmlns=\"\" xmlns:a=\"http://www.w3.org\"><e7 xmlns=\"http://www.ietf.org\">",
            "<e8 xmlns=\"\" xmlns:a=\"http://www.w3.org\"><e9 xmlns=\"\" xmlns:a=\"http://www.ietf.org\" attr=\"d\"/></e8></e7></e6>\n</doc>",
            "\n<!-- comment --><?pi?>"
        );
        let canonical = concat!(
            "<?xml-stylesheet href=\"doc.xsl\" type=\"text/xsl\"   ?>\n<doc><e1></e1>\n<e3 id=\"elem3\" name=\"elem3\"></e3>\n",
            "<e5 xmlns=\"http://example.org\" xmlns:a=\"http://www.w3.org\" xmlns:b=\"http://www.ietf.org\" attr=\"I'm\" attr2=\"all\"",
            " b:attr=\"sorted\" a:attr=\"out\"></e5>\n<e6 xmlns:a=\"http://www.w3.org\"><e7 xmlns=\"http://www.ietf.org\">",
            "<e8 xmlns=\"\"><e9 xmlns:a=\"http://www.ietf.org\" attr=\"d\"></e9></e8></e7></e6>\n</doc>\n<?pi?>"
        );
        assert_eq!(whole(text, &Form::Inclusive), canonical);
        let text = "<doc><t>a&#xD;b &gt;&quot;</t><a v='\"&#9;&#10;&#13;&lt;'/><![CDATA[x<y&z]]></doc>";
        assert_eq!(
            whole(text, &Form::Inclusive),
            "<doc><t>a&#xD;b &gt;\"</t><a v=\"&quot;&#x9;&#xA;&#xD;&lt;\"></a>x&lt;y&amp;z</doc>"
        );
    }

    #[test]
    fn the_exclusive_form_shows_what_is_used() {
        let text = "<n0:local xmlns:n0=\"foo:bar\" xmlns:n3=\"ftp://example.org\"><n1:e xmlns:n1=\"http://example.net\" xml:lang=\"en\"><n3:stuff/></n1:e></n0:local>";
        let parsed = Document::parse(text).unwrap();
        let inner = parsed.root_element().first_element_child().unwrap();
        let exclusive = String::from_utf8(element(inner, &Form::Exclusive(Vec::new())).unwrap()).unwrap();
        assert_eq!(
            exclusive,
            "<n1:e xmlns:n1=\"http://example.net\" xml:lang=\"en\"><n3:stuff xmlns:n3=\"ftp://example.org\"></n3:stuff></n1:e>"
        );
        let with_prefix = Form::Exclusive(vec!["n0".to_owned()]);
        assert!(
            String::from_utf8(element(inner, &with_prefix).unwrap())
                .unwrap()
                .starts_with("<n1:e xmlns:n0=\"foo:bar\" xmlns:n1=")
        );
        let inclusive = String::from_utf8(element(inner, &Form::Inclusive).unwrap()).unwrap();
        assert_eq!(
            inclusive,
            "<n1:e xmlns:n0=\"foo:bar\" xmlns:n1=\"http://example.net\" xmlns:n3=\"ftp://example.org\" xml:lang=\"en\"><n3:stuff></n3:stuff></n1:e>"
        );
    }

    #[test]
    fn inherited_xml_attributes_and_depth() {
        let parsed = Document::parse("<a xml:lang='de' xml:space='x'><b xml:lang='en'/></a>").unwrap();
        let inner = parsed.root_element().first_element_child().unwrap();
        assert_eq!(element(inner, &Form::Inclusive).unwrap(), b"<b xml:lang=\"en\" xml:space=\"x\"></b>");
        let deep = format!("{}{}", "<a>".repeat(200), "</a>".repeat(200));
        assert!(document(&Document::parse(&deep).unwrap(), &Form::Inclusive, None).is_none());
    }
}
