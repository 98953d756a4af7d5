//! First step: finds cues, the words that announce a statement.

use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::crf::{Crf, Features, Sequence, Settings};
use crate::model::feature;
use crate::statement::article::Article;
use crate::statement::reading::Reader;
use crate::syntax::{Label, Tag};
use crate::text::{PerToken, TokenId, TokenRange};

/// Outside, first word of a cue, further word of a cue.
pub(super) const LABELS: usize = 3;
/// Labels, rounded up to a power of two.
const WIDTH: usize = 4;
const TABLE: &str = "cues";
/// Maximum number of cues in a sentence, from its start: text with more is not a sentence.
pub(in crate::statement) const MAX_CUES: usize = 12;

/// A cue that was found.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    pub tokens: Vec<TokenId>,
    pub probability: f32,
}

#[derive(Debug, Clone)]
pub(super) struct Cues {
    crf: Crf<LABELS, WIDTH>,
}

impl Cues {
    pub fn load(bundle: &Bundle) -> Result<Self> {
        Ok(Cues {
            crf: Crf::load(bundle, TABLE)?,
        })
    }

    pub fn save(&self, bundle: &mut Bundle) {
        self.crf.save(bundle, TABLE);
    }

    /// The cues of a document whose first word is a cue with at least this probability. A reader looks at the
    /// sentences that leave a doubt.
    pub fn find(&self, article: &Article, threshold: f32, reader: Option<&Reader>) -> Vec<Cue> {
        let mut emissions = self.emissions(article);
        if let Some(reader) = reader {
            self.read(article, reader, &mut emissions);
        }
        let mut cues: Vec<Cue> = Vec::new();
        for sentence in &article.text.sentences {
            let before = cues.len();
            let mut open = false;
            let within = &emissions[sentence.tokens.clone()];
            for (i, p) in sentence.tokens.each().zip(self.crf.marginals(within)) {
                if p[1] >= threshold && p[1] >= p[2] {
                    cues.push(Cue {
                        tokens: vec![i],
                        probability: p[1],
                    });
                    open = true;
                } else if open && p[2] > p[0] {
                    if let Some(cue) = cues.last_mut() {
                        cue.tokens.push(i);
                    }
                } else {
                    open = false;
                }
            }
            cues.truncate(before + MAX_CUES);
        }
        cues
    }

    /// The scores of all tokens.
    fn emissions(&self, article: &Article) -> PerToken<[f32; WIDTH]> {
        let mut seen = Features::default();
        let scores = article.tokens().map(|i| {
            seen.clear();
            features(article, i, |f| seen.push(f));
            self.crf.emission(&mut seen)
        });
        scores.collect()
    }

    /// Lets a reader look at the sentences that leave a doubt, and joins its scores to the others.
    fn read(&self, article: &Article, reader: &Reader, emissions: &mut PerToken<[f32; WIDTH]>) {
        let weights = reader.weights();
        let sentences = &article.text.sentences;
        let is_unsure = |number: &usize| {
            let marginals = self
                .crf
                .marginals(&emissions[sentences[*number].tokens.clone()]);
            marginals.iter().any(|p| p[0] < 1.0 - weights.unsure)
        };
        let unsure: Vec<usize> = (0..sentences.len()).filter(is_unsure).collect();
        let read = || reader.read(&article.document.text, article.text, &unsure);
        let reading = article.reading.get_or_init(read);
        for i in article.tokens() {
            if let Some(scores) = reading.cue(i) {
                for (own, read) in emissions[i].iter_mut().zip(scores) {
                    *own = *own * weights.cues[0] + read * weights.cues[1];
                }
            }
        }
    }

    pub fn train(
        sequences: &mut [Sequence],
        settings: Settings,
        log: impl FnMut(usize, f32),
    ) -> Self {
        Cues {
            crf: Crf::train(sequences, settings, log),
        }
    }
}

/// Whether a word is rarely part of a cue, so that a dozen features are enough: because of its tag (at most one
/// word in fifty), or because neither it nor its neighbours are in the taxonomy of acts.
#[inline]
fn seldom_in_cues(article: &Article, i: TokenId) -> bool {
    match article.syntax.tags[i] {
        Tag::Stop
        | Tag::Comma
        | Tag::CloseQuote
        | Tag::OpenQuote
        | Tag::LeftBracket
        | Tag::Dollar
        | Tag::CC
        | Tag::CD
        | Tag::DT
        | Tag::EX
        | Tag::HYPH
        | Tag::JJR
        | Tag::JJS
        | Tag::LS
        | Tag::NFP
        | Tag::NNP
        | Tag::NNPS
        | Tag::PDT
        | Tag::POS
        | Tag::PRP
        | Tag::PRPS
        | Tag::SYM
        | Tag::WDT
        | Tag::WP
        | Tag::WPS
        | Tag::WRB => true,
        Tag::NN | Tag::NNS | Tag::JJ | Tag::IN | Tag::RB | Tag::TO => (i.saturating_sub(1)..=i + 1)
            .each()
            .all(|k| article.act(k) == 0),
        _ => false,
    }
}

/// Calls `push` with every feature of the token at `i`.
#[inline]
#[expect(
    clippy::too_many_lines,
    reason = "one feature after another, numbered as the model numbers them"
)]
pub(super) fn features(article: &Article, i: TokenId, mut push: impl FnMut(u32)) {
    let syntax = article.syntax;
    let w = article.word(i, 0);
    let (tag, label) = (article.tag(i, 0), article.label(i));
    let (quote, name) = (article.quote(i, 0), article.name(i, 0));
    let (p1, p2, p3) = (
        article.word(i, -1),
        article.word(i, -2),
        article.word(i, -3),
    );
    let (n1, n2, n3) = (article.word(i, 1), article.word(i, 2), article.word(i, 3));
    let quoted = u32::from(article.quoted[i]) | u32::from(article.headline[i]) << 1;
    let head = syntax.heads[i];
    let head_word = &syntax.words[head];
    push(feature(1, 0, 0, 0));
    push(feature(2, w.form, 0, 0));
    if seldom_in_cues(article, i) {
        push(feature(4, tag, label, 0));
        push(feature(6, quote, tag, 0));
        push(feature(8, p1.form, 0, 0));
        push(feature(11, n1.form, 0, 0));
        push(feature(14, article.tag(i, -1), tag, article.tag(i, 1)));
        push(feature(17, w.stem, p1.form, 0));
        push(feature(18, w.stem, n1.form, 0));
        push(feature(
            20,
            article.quote(i, -1),
            quote,
            article.quote(i, 1),
        ));
        push(feature(23, quoted, tag, 0));
        push(feature(26, head_word.stem, label, 0));
        push(feature(27, head_word.stem, w.stem, label));
        push(feature(75, article.act(head), label, tag));
        return;
    }
    push(feature(3, w.stem, 0, 0));
    push(feature(4, tag, label, 0));
    push(feature(5, w.stem, tag, 0));
    push(feature(6, quote, tag, 0));
    push(feature(7, u32::from(w.shape), name, 0));
    push(feature(8, p1.form, 0, 0));
    push(feature(9, p2.form, 0, 0));
    push(feature(10, p3.form, 0, 0));
    push(feature(11, n1.form, 0, 0));
    push(feature(12, n2.form, 0, 0));
    push(feature(13, n3.form, 0, 0));
    push(feature(14, article.tag(i, -1), tag, article.tag(i, 1)));
    push(feature(15, article.tag(i, -2), article.tag(i, -1), tag));
    push(feature(16, tag, article.tag(i, 1), article.tag(i, 2)));
    push(feature(17, w.stem, p1.form, 0));
    push(feature(18, w.stem, n1.form, 0));
    push(feature(19, w.stem, n1.form, n2.form));
    push(feature(
        20,
        article.quote(i, -1),
        quote,
        article.quote(i, 1),
    ));
    push(feature(
        21,
        article.quote(i, -2) << 4 | article.quote(i, -1),
        w.stem,
        0,
    ));
    push(feature(
        22,
        article.quote(i, 1) << 4 | article.quote(i, 2),
        w.stem,
        0,
    ));
    push(feature(23, quoted, tag, 0));
    push(feature(24, quoted, w.stem, 0));
    push(feature(25, w.stem, label, 0));
    push(feature(26, head_word.stem, label, 0));
    push(feature(27, head_word.stem, w.stem, label));
    push(feature(28, article.name(i, -1), tag, article.name(i, 1)));
    push(feature(29, p1.form, n1.form, tag));
    push(feature(30, w.suffix3, tag, 0));
    // what the word can mean as a cue
    let act = article.act(i);
    push(feature(71, act, tag, label));
    push(feature(72, act, p1.form, tag));
    push(feature(73, act, n1.form, tag));
    push(feature(
        74,
        act,
        article.quote(i, -1) << 4 | article.quote(i, 1),
        quoted,
    ));
    push(feature(75, article.act(head), label, act << 8 | tag));
    push(feature(76, act, article.act(i + 1), tag));
    // the word's subtree
    let mut below = 0_u64;
    for c in article.children(i) {
        let (child_label, child_word) = (article.label(c), &syntax.words[c]);
        let side = u32::from(c < i);
        below |= 1 << child_label;
        push(feature(31, child_label << 1 | side, tag, 0));
        push(feature(32, child_label << 1 | side, w.stem, 0));
        match syntax.labels[c] {
            Label::Nsubj | Label::Nsubjpass | Label::Agent | Label::Poss => {
                push(feature(33, article.name(c, 0), article.tag(c, 0), tag));
                push(feature(34, child_word.stem, child_label, 0));
                push(feature(35, child_word.stem, w.stem, 0));
                push(feature(36, article.name(c, 0), w.stem, child_label));
                let being = article.being(c);
                push(feature(78, being, act << 8 | tag, child_label));
                push(feature(79, being, w.stem, child_label));
            }
            Label::Ccomp | Label::Xcomp | Label::Advcl | Label::Acl => {
                push(feature(37, article.tag(c, 0), w.stem, child_label));
                push(feature(38, child_word.stem, child_label, tag));
                push(feature(39, article.quote(c, 0), child_label, w.stem));
            }
            Label::Aux | Label::Neg | Label::Auxpass | Label::Mark | Label::Advmod | Label::Prt => {
                push(feature(40, child_word.form, tag, 0));
                push(feature(41, child_word.form, w.stem, 0));
            }
            Label::Dobj
            | Label::Prep
            | Label::Attr
            | Label::Acomp
            | Label::Oprd
            | Label::Dative => {
                push(feature(42, child_word.stem, w.stem, child_label));
                push(feature(43, child_word.stem, tag, child_label));
                push(feature(44, article.name(c, 0), w.stem, child_label));
                push(feature(45, article.quote(c, 0), w.stem, child_label));
            }
            _ => {}
        }
    }
    push(feature(46, below as u32, (below >> 32) as u32, tag));
    push(feature(47, w.stem, below as u32, (below >> 32) as u32));
    push(feature(
        77,
        act << 8 | tag,
        below as u32,
        (below >> 32) as u32,
    ));
    // its position
    let sentence = article.sentence(article.text.tokens[i].sentence);
    let from_start = ((i - sentence.start) as u32).min(4);
    let to_end = ((sentence.end - 1 - i) as u32).min(4);
    push(feature(48, from_start, to_end, tag));
    push(feature(49, w.stem, to_end, quoted));
    push(feature(50, from_start, w.form, quoted));
    let number = article.text.tokens[i].sentence;
    let beside = u32::from(number > 0 && article.all_quoted(number - 1)) << 1
        | u32::from(number + 1 < article.text.sentences.len() && article.all_quoted(number + 1));
    let edges = article.quote(sentence.start, 0) << 6
        | article.quote(sentence.end.saturating_sub(2), 0) << 3
        | article.quote(sentence.end - 1, 0);
    push(feature(53, beside, edges, tag));
    push(feature(54, w.stem, beside, edges));
    if head != i {
        let above = syntax.heads[head];
        push(feature(
            51,
            syntax.words[above].stem,
            article.label(head),
            label,
        ));
        push(feature(52, head_word.stem, article.tag(head, 0), tag));
    }
}
