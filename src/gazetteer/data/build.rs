//! Cargo runs this before it compiles dixit: it deflates the largest tables, which are 3 MB of text, for the binary.

use flate2::{Compression, write::DeflateEncoder};
use std::io::{Error, Write};
use std::path::PathBuf;
use std::{env, fs};

const TABLES: [&str; 2] = ["people", "given_names"];

fn main() -> Result<(), Error> {
    println!("cargo::rerun-if-changed=src/gazetteer/data/build.rs");
    let folder = env::var_os("OUT_DIR").ok_or_else(|| Error::other("cargo sets no OUT_DIR"))?;
    let folder = PathBuf::from(folder);
    for name in TABLES {
        let table = format!("src/gazetteer/data/{name}.tsv");
        println!("cargo::rerun-if-changed={table}");
        let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
        deflated.write_all(&fs::read(table)?)?;
        fs::write(folder.join(format!("{name}.deflate")), deflated.finish()?)?;
    }
    Ok(())
}
