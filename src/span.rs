//! Positions in a document's text.

/// A half-open range of **bytes** of a document's text, on character boundaries.
///
/// Inside dixit every position is a byte position, so that a span slices the text in constant
/// time. What leaves the program counts Unicode code points: see [`CodePoints`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span of the bytes from `start` up to, not including, `end`.
    ///
    /// ```
    /// let span = dixit::span::Span::new(3, 6);
    /// assert_eq!(span.of("He said so"), "said so".get(..3).unwrap());
    /// ```
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span ends before it starts: {start}..{end}");
        Span { start, end }
    }

    /// The words of `text` that the span covers; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Whether `byte` lies within the span.
    pub fn contains(self, byte: usize) -> bool {
        self.start <= byte && byte < self.end
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// Turns byte positions of one text into positions in Unicode code points, and back to lines.
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// Code points before each 64th byte; empty for ASCII text, where both counts agree.
    marks: Vec<u32>,
}

const STEP: usize = 64;

impl CodePoints {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return CodePoints { marks: Vec::new() };
        }
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut seen = 0;
        for (i, byte) in text.bytes().enumerate() {
            if i % STEP == 0 {
                marks.push(seen);
            }
            seen += u32::from(!is_continuation(byte));
        }
        CodePoints { marks }
    }

    /// Code points of `text` before `byte`.
    ///
    /// ```
    /// let text = "“Ça va”";
    /// let index = dixit::span::CodePoints::new(text);
    /// assert_eq!(index.at(text, text.find('v').unwrap()), 4);
    /// ```
    pub fn at(&self, text: &str, byte: usize) -> usize {
        let byte = byte.min(text.len());
        if self.marks.is_empty() {
            return byte;
        }
        let mark = (byte / STEP).min(self.marks.len() - 1);
        let rest = &text.as_bytes()[mark * STEP..byte];
        self.marks[mark] as usize + rest.iter().filter(|b| !is_continuation(**b)).count()
    }

    /// A span of bytes as `[start, end)` in code points.
    pub fn span(&self, text: &str, span: Span) -> [usize; 2] {
        [self.at(text, span.start), self.at(text, span.end)]
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
