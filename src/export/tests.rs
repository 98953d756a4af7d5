//! What the exports promise.

use super::dot::{self, Picture, Theme};
use crate::graph::sample;

#[test]
fn pictures() {
    for (name, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
        let picture = Picture {
            theme,
            ..Picture::default()
        };
        dot::save(
            &sample::graph(),
            &picture,
            std::path::Path::new(&format!("/tmp/pic/{name}.dot")),
        )
        .unwrap();
    }
    sample::graph()
        .save(std::path::Path::new("/tmp/pic/sample.json"))
        .unwrap();
}
