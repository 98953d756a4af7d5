//! Cargo runs this before it compiles dixit: it deflates the table of people, which is 3 MB of text, for the binary.

use flate2::{Compression, write::DeflateEncoder};
use std::io::{Error, Write};
use std::path::PathBuf;
use std::{env, fs};

const TABLE: &str = "src/gazetteer/data/people.tsv";

fn main() -> Result<(), Error> {
    println!("cargo::rerun-if-changed={TABLE}");
    println!("cargo::rerun-if-changed=src/gazetteer/data/build.rs");
    let folder = env::var_os("OUT_DIR").ok_or_else(|| Error::other("cargo sets no OUT_DIR"))?;
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
    deflated.write_all(&fs::read(TABLE)?)?;
    fs::write(
        PathBuf::from(folder).join("people.deflate"),
        deflated.finish()?,
    )
}
