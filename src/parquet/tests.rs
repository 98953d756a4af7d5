//! Tests that what is written is read back, and that what the format does not allow is a fault.

use super::delta::Delta;
use super::runs::{self, Runs};
use super::thrift::{ListOf, Reader, Writer as Thrift};
use super::*;
use std::borrow::Cow;
use std::sync::Arc;

const TABLE: &[Field] = &[
    Field {
        name: "word",
        kind: Kind::One(Simple::Text),
    },
    Field {
        name: "long",
        kind: Kind::One(Simple::Text),
    },
    Field {
        name: "count",
        kind: Kind::One(Simple::Integer),
    },
    Field {
        name: "part",
        kind: Kind::One(Simple::Decimal),
    },
    Field {
        name: "day",
        kind: Kind::One(Simple::Day),
    },
    Field {
        name: "parties",
        kind: Kind::Records(&[("name", Simple::Text), ("age", Simple::Integer)]),
    },
    Field {
        name: "names",
        kind: Kind::Texts,
    },
];

const ROWS: usize = 150_000;

fn row<'c>(number: usize) -> Vec<Cell<'c>> {
    let some = |every: usize, cell: Cell<'c>| match number % every {
        0 => Cell::Nothing,
        _ => cell,
    };
    let own = |text: String| Cell::Text(Cow::Owned(text));
    let party = |n: usize| vec![own(format!("name {n}")), some(3, Cell::Integer(n))];
    vec![
        some(
            5,
            own(["said", "warned", "proposed"][number % 3].to_owned()),
        ),
        own(format!("words of statement {number} that nobody else says")),
        some(7, Cell::Integer(number / 1000)),
        some(2, Cell::Decimal(number as f64 / 8.0)),
        some(3, Cell::Day(number as i32 - 50_000)),
        Cell::List((0..number % 4).map(party).collect()),
        Cell::texts(["a", "b", "c"].into_iter().take(number % 3)),
    ]
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Nothing | Cell::List(_) => Value::Nothing,
        Cell::Text(text) => Value::Text(text.as_bytes().to_vec()),
        Cell::Integer(number) => Value::Whole(*number as i64),
        Cell::Decimal(number) => Value::Real(*number),
        Cell::Day(day) => Value::Day(i64::from(*day)),
    }
}

fn table(rows: usize) -> Vec<u8> {
    let mut file = Vec::new();
    let mut writer = super::Writer::new(&mut file, TABLE).unwrap();
    (0..rows).for_each(|number| writer.row(&row(number)).unwrap());
    writer.finish().unwrap();
    file
}

#[test]
fn what_is_written_is_read_row_group_by_row_group() {
    let file = table(ROWS);
    assert!(file == table(ROWS), "the same rows are the same bytes");
    let source = Arc::new(Source::memory(file));
    let footer = Footer::read(&source).unwrap();
    let names = footer.leaves.iter().map(|leaf| leaf.path.join("."));
    let names: Vec<String> = names.collect();
    assert_eq!(names[4], "day");
    assert_eq!(
        names[5..],
        [
            "parties.list.element.name",
            "parties.list.element.age",
            "names.list.element"
        ]
    );
    let plain: Vec<usize> = (0..5).collect();
    assert!(footer.leaves[..5].iter().all(Leaf::is_readable));
    assert!(!footer.leaves[5..].iter().any(Leaf::is_readable));
    let groups = footer.groups(&plain, &source).unwrap();
    assert!(groups.len() > 1);
    let mut number = 0;
    for group in groups {
        let mut columns = Column::open(&source, &group, footer.leaves.iter());
        for _ in 0..group.rows {
            let expected = row(number);
            for (column, cell) in columns.iter_mut().zip(&expected) {
                assert_eq!(column.next().unwrap(), value(cell), "row {number}");
            }
            number += 1;
        }
        assert!(columns.iter_mut().all(|column| column.next().is_err()));
    }
    assert_eq!(number, ROWS);
}

#[test]
fn runs_are_read_as_they_were_written() {
    for width in [1, 2, 3, 7, 8, 9, 17, 20] {
        let most = (1_u32 << width) - 1;
        let numbers: Vec<u32> = (0..1000_u32)
            .map(|n| match n / 37 % 3 {
                0 => most,
                1 => n & most,
                _ => n.wrapping_mul(2_654_435_761) & most,
            })
            .collect();
        for count in [0, 1, 7, 8, 9, 100, 1000] {
            let mut bytes = vec![9];
            runs::write(&numbers[..count], width, &mut bytes);
            let mut runs = Runs::new(width, 1).unwrap();
            let read = (0..count).map(|_| runs.next(&bytes).unwrap());
            assert_eq!(
                read.collect::<Vec<_>>(),
                numbers[..count],
                "{width} {count}"
            );
        }
        assert_eq!(runs::width(most), width);
    }
    assert!(Runs::new(33, 0).is_err());
    // an empty run, then the end
    assert!(Runs::new(3, 0).unwrap().next(&[0, 1]).is_err());
}

#[test]
fn differences_are_those_of_the_specification() {
    // 1 to 5: all differences are 1; then 7, 5, 3, 1, 2, 3, 4, 5: differences of -2 and 1
    let one = [128, 1, 4, 5, 2, 2, 0, 0, 0, 0];
    let two = [
        128,
        1,
        4,
        8,
        14,
        3,
        2,
        0,
        0,
        0,
        0b1100_0000,
        0b0011_1111,
        0,
        0,
        0,
        0,
        0,
        0,
    ];
    for (bytes, numbers) in [
        (&one[..], &[1, 2, 3, 4, 5][..]),
        (&two[..], &[7, 5, 3, 1, 2, 3, 4, 5][..]),
    ] {
        let mut delta = Delta::new(bytes, 0).unwrap();
        let read: Vec<i64> = (0..numbers.len())
            .map(|_| delta.next(bytes).unwrap())
            .collect();
        assert_eq!(read, numbers);
        assert_eq!(delta.end(), bytes.len());
        assert!(delta.next(bytes).is_err());
    }
    // no packs; packs of 7; a block of millions
    for bytes in [
        &[128, 1, 0, 5, 2][..],
        &[28, 4, 5, 2],
        &[0x80, 0x80, 0x80, 8, 4, 5, 2],
    ] {
        assert!(Delta::new(bytes, 0).is_err());
    }
}

#[test]
fn structures_are_read_as_they_were_written() {
    let bytes = Thrift::structure(|writer| {
        writer.small(1, 300);
        writer.text(4, "name");
        writer.list(5, 20, ListOf::Structures);
        (0..20).for_each(|n| writer.entry(|entry| entry.large(2, n)));
        writer.within(20, |inner| inner.small(1, 7));
    });
    let (mut seen, mut entries) = (Vec::new(), Vec::new());
    let mut reader = Reader::new(&bytes);
    let read = reader.structure(|field| {
        seen.push(field.id);
        match field.id {
            1 => assert_eq!(field.integer()?, 300),
            4 => assert_eq!(field.text()?, "name"),
            5 => field.structures(|entry| {
                entry.structure(|field| {
                    entries.push(field.integer()?);
                    Ok(())
                })
            })?,
            _ => {}
        }
        Ok(())
    });
    read.unwrap();
    assert_eq!(seen, [1, 4, 5, 20]);
    assert_eq!(entries, (0..20).collect::<Vec<_>>());
    assert_eq!(reader.left(), 0);
    for end in 0..bytes.len() {
        let cut = Reader::new(&bytes[..end]).structure(|_| Ok(()));
        assert!(cut.is_err(), "{end}");
    }
    // endlessly nested structures, and a list with more entries than there are bytes
    assert!(Reader::new(&[0x1c; 1000]).structure(|_| Ok(())).is_err());
    assert!(
        Reader::new(&[0x19, 0xf3, 0xff, 0xff, 3, 0])
            .structure(|_| Ok(()))
            .is_err()
    );
}

/// A schema of groups within each other.
fn nested(depth: usize) -> Vec<u8> {
    let footer = Thrift::structure(|footer| {
        footer.list(2, depth + 2, ListOf::Structures);
        for _ in 0..=depth {
            footer.entry(|group| {
                group.text(4, "group");
                group.small(5, 1);
            });
        }
        footer.entry(|leaf| {
            leaf.small(1, 6);
            leaf.text(4, "text");
        });
    });
    let length = (footer.len() as u32).to_le_bytes();
    [&MARK[..], &footer, &length, MARK].concat()
}

#[test]
fn too_deep_schemas_are_refused() {
    let footer = Footer::read(&Source::memory(nested(60))).unwrap();
    assert_eq!(footer.leaves[0].path.len(), 61);
    for depth in [65, 200_000] {
        let footer = Footer::read(&Source::memory(nested(depth)));
        assert!(matches!(footer, Err(Fault::Unknown(_))), "{depth}");
    }
}

#[test]
fn names_shared_by_many_columns_do_not_fill_the_memory() {
    let name = "n".repeat(1 << 20);
    let footer = Thrift::structure(|footer| {
        footer.list(2, 102, ListOf::Structures);
        footer.entry(|root| root.small(5, 1));
        footer.entry(|group| {
            group.text(4, &name);
            group.small(5, 100);
        });
        for _ in 0..100 {
            footer.entry(|leaf| leaf.small(1, 6));
        }
    });
    let length = (footer.len() as u32).to_le_bytes();
    let file = [&MARK[..], &footer, &length, MARK].concat();
    let footer = Footer::read(&Source::memory(file));
    assert!(matches!(footer, Err(Fault::Unknown(_))));
}

#[test]
fn pages_that_expand_to_more_than_declared_are_refused() {
    use page::{Codec, Page};
    // a page of zeros: its declared size, and its compressed bytes
    let read = |codec: Codec, declared: usize, packed: &[u8]| {
        let header = Thrift::structure(|header| {
            header.small(1, 2);
            header.small(2, declared);
            header.small(3, packed.len());
            header.within(7, |dictionary| {
                dictionary.small(1, 1);
                dictionary.small(2, 0);
            });
        });
        let bytes = [&header[..], packed].concat();
        let end = bytes.len() as u64;
        let optional = false;
        let read = Page::read(&Source::memory(bytes), (0, end), codec, optional);
        read.map(|(page, _)| match page {
            Page::Dictionary { bytes, .. } => bytes.len(),
            _ => 0,
        })
    };
    let zeros = vec![0; 30 << 20];
    let gzip = {
        use std::io::Write;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(&zeros).unwrap();
        encoder.finish().unwrap()
    };
    let fastest = ruzstd::encoding::CompressionLevel::Fastest;
    let zstd = ruzstd::encoding::compress_to_vec(&zeros[..], fastest);
    let snappy = snap::raw::Encoder::new().compress_vec(&zeros).unwrap();
    let codecs = [
        (Codec::Gzip, gzip),
        (Codec::Zstd, zstd),
        (Codec::Snappy, snappy),
    ];
    for (codec, packed) in &codecs {
        for declared in [0, 1, 1 << 20, (30 << 20) + 1, 300 << 20, usize::MAX >> 40] {
            let page = read(*codec, declared, packed);
            assert!(declared == 0 || page.is_err(), "{codec:?} {declared}");
        }
    }
    // pages within the limits are read
    let small = snap::raw::Encoder::new()
        .compress_vec(&zeros[..1 << 20])
        .unwrap();
    assert_eq!(read(Codec::Snappy, 1 << 20, &small).unwrap(), 1 << 20);
}
