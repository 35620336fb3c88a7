//! Makes the C header from `src/ffi` and gives the shared library its name.
//!
//! The header always goes to `OUT_DIR`; with `OFTPSRV_BLESS=1` also to `include/oftpsrv.h`, which is committed. A test
//! (`tests/header.rs`) compares the two, so that a forgotten header is found.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// The files of `src/ffi` that the header shows, in the header's order.
const SHOWN: &[&str] = &[
    "generated/codes.rs",
    "generated/constants.rs",
    "types.rs",
    "generated/event_structs.rs",
    "server.rs",
    "error_text.rs",
    "generated/properties.rs",
    "config.rs",
    "later.rs",
    "methods.rs",
    "generated/methods.rs",
    "generated/connection.rs",
    "connection_streams.rs",
    "generated/callbacks.rs",
    "generated/event_texts.rs",
    "certificate.rs",
    "generated/certificate_fields.rs",
];

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for watched in ["build.rs", "cbindgen.toml", "src/ffi", "include/oftpsrv.h"] {
        println!("cargo:rerun-if-changed={watched}");
    }
    println!("cargo:rerun-if-env-changed=OFTPSRV_BLESS");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,liboftpsrv.so.0");
    }
    let header = header(&root);
    fs::write(out.join("oftpsrv.h"), &header).expect("OUT_DIR can be written");
    if env::var("OFTPSRV_BLESS").as_deref() == Ok("1") {
        let include = root.join("include");
        fs::create_dir_all(&include).expect("include/ can be made");
        fs::write(include.join("oftpsrv.h"), &header).expect("include/oftpsrv.h can be written");
    }
}

fn header(root: &Path) -> Vec<u8> {
    let ffi = root.join("src/ffi");
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml can be read");
    let essay = fs::read_to_string(ffi.join("essay.txt")).expect("essay.txt can be read");
    config.header = Some(comment(&essay) + "\n\n#ifndef OFTPSRV_H\n#define OFTPSRV_H");
    config.after_includes = Some(macros());
    let trailer = fs::read_to_string(ffi.join("generated/trailer.h")).expect("generated/trailer.h can be read");
    config.trailer = Some(trailer + "\n#endif /* OFTPSRV_H */");
    let builder = SHOWN.iter().fold(cbindgen::Builder::new(), |builder, file| builder.with_src(ffi.join(file)));
    let bindings = builder.with_config(config).generate().expect("src/ffi can be made into a header");
    let mut header = Vec::new();
    bindings.write(&mut header);
    header
}

/// A text as a C comment.
fn comment(text: &str) -> String {
    let lines = text.trim_end().lines().map(|line| format!(" * {line}").trim_end().to_owned() + "\n");
    format!("/*\n{} */", lines.collect::<String>())
}

/// The version for the preprocessor, and how functions are imported.
fn macros() -> String {
    let part = |name: &str| env::var(format!("CARGO_PKG_VERSION_{name}")).expect("cargo sets the version");
    let (major, minor, patch) = (part("MAJOR"), part("MINOR"), part("PATCH"));
    format!(
        r#"
/* The version of this header; oftpsrv_version() is that of the library. */
#define OFTPSRV_VERSION_MAJOR {major}
#define OFTPSRV_VERSION_MINOR {minor}
#define OFTPSRV_VERSION_PATCH {patch}
#define OFTPSRV_VERSION "{major}.{minor}.{patch}"
/* To compare: OFTPSRV_VERSION_NUMBER >= 200 is 0.2.0 and newer. */
#define OFTPSRV_VERSION_NUMBER (OFTPSRV_VERSION_MAJOR * 10000 + OFTPSRV_VERSION_MINOR * 100 + OFTPSRV_VERSION_PATCH)

/* Stands before every function. Define OFTPSRV_STATIC when the static library is linked on Windows. */
#ifndef OFTPSRV_API
#if defined(_WIN32) && !defined(OFTPSRV_STATIC)
#define OFTPSRV_API __declspec(dllimport)
#elif defined(__GNUC__)
#define OFTPSRV_API __attribute__((visibility("default")))
#else
#define OFTPSRV_API
#endif
#endif"#
    )
}
