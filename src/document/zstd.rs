//! Decompresses zstd: all frames of a stream, one after another.

use ruzstd::decoding::BlockDecodingStrategy;
use ruzstd::decoding::FrameDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use std::io::{self, BufRead, Read};

/// The decompressed contents of a stream of zstd frames.
pub(super) struct Frames<R> {
    reader: R,
    decoder: FrameDecoder,
    /// Whether a frame has begun and is not finished.
    within: bool,
    /// The error of the frame, to return after its sound part has been read.
    failure: Option<io::Error>,
}

impl<R: BufRead> Frames<R> {
    pub(super) fn new(reader: R) -> Frames<R> {
        Frames {
            reader,
            decoder: FrameDecoder::new(),
            within: false,
            failure: None,
        }
    }

    /// Ends a frame that is cut off. The decoder keeps back what later blocks may refer to until the last
    /// block, so an empty last block makes it return that.
    fn fail(&mut self, error: io::Error) -> io::Result<()> {
        const LAST: &[u8] = &[1, 0, 0];
        const NO_CHECKSUM: &[u8] = &[0; 4];
        if !self.reader.fill_buf()?.is_empty() || self.failure.is_some() {
            return Err(error);
        }
        let end = [LAST, NO_CHECKSUM].concat();
        let ended = self
            .decoder
            .decode_blocks(&end[..], BlockDecodingStrategy::All);
        ended.map_err(damaged)?;
        self.failure = Some(error);
        Ok(())
    }

    /// Begins the next frame; `false` at the end of the stream.
    fn begin(&mut self) -> io::Result<bool> {
        loop {
            if self.reader.fill_buf()?.is_empty() {
                return Ok(false);
            }
            match self.decoder.reset(&mut self.reader) {
                Ok(()) => return Ok(true),
                Err(error) => match skippable(&error) {
                    Some(length) => {
                        io::copy(&mut (&mut self.reader).take(length), &mut io::sink())?;
                    }
                    None => return Err(damaged(error)),
                },
            }
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.within {
                if into.is_empty() || !self.begin()? {
                    return Ok(0);
                }
                self.within = true;
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                if let Err(error) = self.decoder.decode_blocks(&mut self.reader, one) {
                    self.fail(damaged(error))?;
                }
            }
            let read = self.decoder.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            if let Some(failure) = self.failure.take() {
                return Err(failure);
            }
            self.within = false;
            let expected = self.decoder.get_checksum_from_data();
            if expected.is_some() && expected != self.decoder.get_calculated_checksum() {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "wrong checksum"));
            }
        }
    }
}

/// The length of a frame that is to be skipped.
fn skippable(error: &FrameDecoderError) -> Option<u64> {
    match error {
        FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
            length, ..
        }) => Some(u64::from(*length)),
        _ => None,
    }
}

fn damaged(error: FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
