//! The pages of a chunk: their headers, and their decompressed bytes.

use super::source::Source;
use super::thrift::{Field, Reader};
use super::{Fault, Result, size};
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::FrameDecoder;
use std::io::Read;

/// Maximum bytes of a page; the bytes that any page may expand to, and how many times its own size beyond
/// that. Text compresses about four times; a column with the same word in every row, many thousand times.
const MAX_BYTES: usize = 256 << 20;
const ALWAYS_ALLOWED: usize = 16 << 20;
const MAX_RATIO: usize = 100;

/// Maximum values of a page.
const MAX_VALUES: usize = 1 << 24;

/// Bytes of a header that are read at first, and at most; it may have statistics with long texts.
const HEADER: usize = 1 << 10;
const MAX_HEADER: usize = 16 << 20;

/// How pages are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    Plain,
    Snappy,
    Gzip,
    Zstd,
}

impl Codec {
    pub(super) fn of(number: i64) -> Result<Codec> {
        let unknown = |name: &str| {
            Err(Fault::Unknown(format!(
                "is compressed with {name}; write it with snappy, gzip or zstd"
            )))
        };
        match number {
            0 => Ok(Codec::Plain),
            1 => Ok(Codec::Snappy),
            2 => Ok(Codec::Gzip),
            6 => Ok(Codec::Zstd),
            3 => unknown("LZO"),
            4 => unknown("brotli"),
            5 | 7 => unknown("LZ4"),
            _ => Err(Fault::Damaged),
        }
    }

    /// Decompresses bytes to `size` bytes.
    fn expand(self, packed: &[u8], size: usize) -> Result<Vec<u8>> {
        let likely = packed.len().saturating_mul(MAX_RATIO).max(ALWAYS_ALLOWED);
        if size > likely.min(MAX_BYTES) {
            return Err(Fault::Unknown(format!(
                "has a page that expands to {} MiB; write it with smaller pages",
                size >> 20
            )));
        }
        let damaged = |_| Fault::Damaged;
        let (bytes, written) = match self {
            Codec::Plain => (packed.to_vec(), packed.len()),
            // an empty page may have no bytes
            _ if size == 0 => (Vec::new(), 0),
            Codec::Snappy => {
                let mut bytes = vec![0; size];
                let written = snap::raw::Decoder::new().decompress(packed, &mut bytes);
                (bytes, written.map_err(|_| Fault::Damaged)?)
            }
            Codec::Gzip => {
                let mut bytes = Vec::new();
                let limited = MultiGzDecoder::new(packed).take(size as u64 + 1);
                let mut limited = limited;
                let written = limited.read_to_end(&mut bytes).map_err(damaged)?;
                (bytes, written)
            }
            Codec::Zstd => {
                let mut bytes = vec![0; size];
                let written = FrameDecoder::new().decode_all(packed, &mut bytes);
                (bytes, written.map_err(|_| Fault::Damaged)?)
            }
        };
        match written == size && bytes.len() == size {
            true => Ok(bytes),
            false => Err(Fault::Damaged),
        }
    }
}

/// How the values of a page are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Plain,
    Dictionary,
    Delta,
    DeltaLengths,
    DeltaPrefixes,
}

impl Encoding {
    fn of(number: i64) -> Result<Encoding> {
        match number {
            0 => Ok(Encoding::Plain),
            2 | 8 => Ok(Encoding::Dictionary),
            5 => Ok(Encoding::Delta),
            6 => Ok(Encoding::DeltaLengths),
            7 => Ok(Encoding::DeltaPrefixes),
            _ => Err(Fault::Unknown(
                "is encoded in a way that dixit does not know; write it as plain or with a dictionary"
                    .to_owned(),
            )),
        }
    }
}

/// A page.
pub(super) enum Page {
    /// The values that later pages refer to.
    Dictionary { bytes: Vec<u8>, values: usize },
    /// Values, preceded by levels that say which are present.
    Data {
        bytes: Vec<u8>,
        values: usize,
        encoding: Encoding,
        /// Where the levels begin, if there are any, and where the values begin.
        levels: Option<usize>,
        start: usize,
    },
    /// A page that is skipped.
    Other,
}

/// The header of a page, which has one of `first`, `dictionary` and `second`.
#[derive(Default)]
struct Header {
    kind: i64,
    expanded: i64,
    packed: i64,
    first: Option<Data>,
    dictionary: Option<i64>,
    second: Option<Data>,
}

struct Data {
    values: i64,
    encoding: i64,
    levels: i64,
    definitions: i64,
    repetitions: i64,
    packed: bool,
}

impl Page {
    /// The page at a position of a chunk, which ends at `end`, and the position after it.
    ///
    /// # Errors
    /// A page that extends beyond the chunk or does not match its header.
    pub(super) fn read(
        source: &Source,
        (start, end): (u64, u64),
        codec: Codec,
        optional: bool,
    ) -> Result<(Page, u64)> {
        let (header, length) = Header::find(source, start, end)?;
        let start = start + length as u64;
        let packed = size(header.packed)?;
        let next = start.checked_add(packed as u64).filter(|next| *next <= end);
        let next = next.ok_or(Fault::Damaged)?;
        if packed > MAX_BYTES {
            return Err(Fault::Unknown(format!(
                "has a page of {} MiB; write it with smaller pages",
                packed >> 20
            )));
        }
        let bytes = || source.read(start, packed);
        let expanded = size(header.expanded)?;
        let page = match header.kind {
            0 => {
                let data = header.first.ok_or(Fault::Damaged)?;
                data.page(codec.expand(&bytes()?, expanded)?, optional)?
            }
            2 => Page::Dictionary {
                values: count(header.dictionary.ok_or(Fault::Damaged)?)?,
                bytes: codec.expand(&bytes()?, expanded)?,
            },
            3 => {
                let data = header.second.ok_or(Fault::Damaged)?;
                data.second_page(codec, &bytes()?, expanded)?
            }
            _ => Page::Other,
        };
        Ok((page, next))
    }
}

/// A number of values.
fn count(values: i64) -> Result<usize> {
    match size(values)? {
        values if values > MAX_VALUES => Err(Fault::Unknown(format!(
            "has a page of {values} values; write it with smaller pages"
        ))),
        values => Ok(values),
    }
}

impl Header {
    /// The header at a position, and its length.
    fn find(source: &Source, start: u64, end: u64) -> Result<(Header, usize)> {
        let left = end.checked_sub(start).ok_or(Fault::Damaged)?;
        let most = usize::try_from(left).map_or(MAX_HEADER, |left| left.min(MAX_HEADER));
        let mut reach = HEADER.min(most);
        loop {
            let bytes = source.read(start, reach)?;
            let mut reader = Reader::new(&bytes);
            match Header::read(&mut reader) {
                Ok(header) => return Ok((header, bytes.len() - reader.left())),
                Err(_) if reach < most => reach = reach.saturating_mul(16).min(most),
                Err(fault) => return Err(fault),
            }
        }
    }

    fn read(reader: &mut Reader) -> Result<Header> {
        let mut header = Header::default();
        reader.structure(|field| {
            match field.id {
                1 => header.kind = field.integer()?,
                2 => header.expanded = field.integer()?,
                3 => header.packed = field.integer()?,
                5 => header.first = Some(Data::read(field, [1, 2, 3, 0, 0, 0])?),
                7 => field.structure(|field| {
                    if field.id == 1 {
                        header.dictionary = Some(field.integer()?);
                    }
                    Ok(())
                })?,
                8 => header.second = Some(Data::read(field, [1, 4, 0, 5, 6, 7])?),
                _ => {}
            }
            Ok(())
        })?;
        Ok(header)
    }
}

impl Data {
    /// The part of a header about values, whose fields have these ids; 0 stands for none.
    fn read(field: &mut Field, ids: [i64; 6]) -> Result<Data> {
        const RUNS: i64 = 3;
        let [values, encoding, levels, definitions, repetitions, packed] = ids;
        let mut data = Data {
            values: 0,
            encoding: 0,
            levels: RUNS,
            definitions: 0,
            repetitions: 0,
            packed: true,
        };
        field.structure(|field| {
            match field.id {
                id if id == values => data.values = field.integer()?,
                id if id == encoding => data.encoding = field.integer()?,
                id if id == levels => data.levels = field.integer()?,
                id if id == definitions => data.definitions = field.integer()?,
                id if id == repetitions => data.repetitions = field.integer()?,
                id if id == packed => data.packed = field.boolean()?,
                _ => {}
            }
            Ok(())
        })?;
        match data.levels == RUNS {
            true => Ok(data),
            false => Err(Fault::Unknown(
                "marks missing values in a way that was replaced before 2014; write it again"
                    .to_owned(),
            )),
        }
    }

    /// A page whose levels, if there are any, come after their length and are compressed with the values.
    fn page(self, bytes: Vec<u8>, optional: bool) -> Result<Page> {
        let (levels, start) = match optional {
            false => (None, 0),
            true => {
                let length = bytes.first_chunk::<4>().ok_or(Fault::Damaged)?;
                (Some(4), 4 + u32::from_le_bytes(*length) as usize)
            }
        };
        self.data(bytes, levels, start)
    }

    /// A page of the second version, whose levels are before what is compressed.
    fn second_page(self, codec: Codec, bytes: &[u8], expanded: usize) -> Result<Page> {
        let repetitions = size(self.repetitions)?;
        let start = repetitions.checked_add(size(self.definitions)?);
        let start = start.ok_or(Fault::Damaged)?;
        let (levels, packed) = bytes.split_at_checked(start).ok_or(Fault::Damaged)?;
        let mut whole = levels.to_vec();
        let expanded = expanded.checked_sub(start).ok_or(Fault::Damaged)?;
        match self.packed {
            true => whole.extend(codec.expand(packed, expanded)?),
            false => whole.extend_from_slice(packed),
        }
        let levels = (self.definitions > 0).then_some(repetitions);
        self.data(whole, levels, start)
    }

    fn data(self, bytes: Vec<u8>, levels: Option<usize>, start: usize) -> Result<Page> {
        match start <= bytes.len() {
            true => Ok(Page::Data {
                bytes,
                values: count(self.values)?,
                encoding: Encoding::of(self.encoding)?,
                levels,
                start,
            }),
            false => Err(Fault::Damaged),
        }
    }
}
