#![allow(missing_docs)]
use dixit::document::Document;
use dixit::entity::recogniser::{Recogniser, Name, NameType};
use dixit::model::crf::Settings;
use dixit::span::Span;
use dixit::statement::attribution::{Attribution, Scene, gold, train as atrain};
use dixit::syntax::{Syntax, conllu, train};
use dixit::text::*;
use std::collections::HashMap;
fn texts(sents: &[conllu::Sentence], arts: &[gold::Article]) -> Vec<(Document, Text, Syntax, Vec<Name>, Vec<Attribution>)> {
    let mut by: HashMap<&str, Vec<&conllu::Sentence>> = HashMap::new();
    for s in sents { by.entry(&s.document).or_default().push(s); }
    arts.iter().map(|a| {
        let doc = a.document();
        let bytes: Vec<usize> = doc.text.char_indices().map(|(b, _)| b).chain([doc.text.len()]).collect();
        let mut text = Text::default();
        let mut syn = Syntax::default();
        let mut names: Vec<Name> = vec![];
        let mut inside = false; let mut last = 0;
        for s in &by[a.id.as_str()] {
            let start = text.tokens.len();
            for i in 0..s.words.len() {
                let b = bytes[s.starts[i]];
                let e = b + s.forms[i].len();
                if doc.text[last..b].contains('\n') { inside = false; }
                last = e;
                let f = s.forms[i].as_str();
                let q = if f == "“" || (f == "\"" && !inside) { inside = true; QuoteState::Open } else if f == "”" || f == "\"" { inside = false; QuoteState::Close } else if inside { QuoteState::Inside } else { QuoteState::Outside };
                text.tokens.push(Token { span: Span::new(b, e), sentence: text.sentences.len(), quote: q });
                syn.words.push(s.words[i]); syn.tags.push(s.tags[i]); syn.labels.push(s.labels[i]);
                syn.heads.push(start + s.heads[i].unwrap_or(i));
                let n = &s.names[i];
                let kind = match n.get(2..) { Some("PERSON") => Some(NameType::Person), Some("ORG") => Some(NameType::Organisation), Some("GPE") => Some(NameType::Place), Some("NORP") => Some(NameType::Group), Some("LOC"|"FAC"|"EVENT"|"WORK_OF_ART"|"LAW"|"PRODUCT") => Some(NameType::Other), _ => None };
                if let Some(kind) = kind { let t = start + i; if n.starts_with('I') && names.last().is_some_and(|x| x.tokens.end == t) { names.last_mut().unwrap().tokens.end = t+1; } else { names.push(Name{tokens: t..t+1, kind}); } }
            }
            text.sentences.push(Sentence { span: Span::new(0, 0), tokens: start..text.tokens.len(), paragraph: 0 });
        }
        let al = gold::Aligner::new(&doc, &text);
        let g = a.attributions.iter().map(|x| Attribution { source: al.tokens(&x.source), cue: al.tokens(&x.cue), content: al.tokens(&x.content), confidence: 1.0 }).collect();
        (doc, text, syn, names, g)
    }).collect()
}
fn main() {
    let t = std::time::Instant::now();
    let tr = conllu::read("../shared/data/silver/train.conllu.gz".as_ref()).unwrap();
    let dv = conllu::read("../shared/data/silver/dev.conllu.gz".as_ref()).unwrap();
    let ga = gold::read("../shared/data/gold/polnear-train.jsonl".as_ref()).unwrap();
    let gd = gold::read("../shared/data/gold/polnear-dev.jsonl".as_ref()).unwrap();
    let a = texts(&tr, &ga); let d = texts(&dv, &gd);
    eprintln!("{:.0?} read", t.elapsed());
    let ex: Vec<_> = a.iter().map(|(doc, text, syn, names, g)| (Scene::new(doc, text, syn, names), g.clone())).collect();
    let env = |k: &str, d: f32| std::env::var(k).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let cs = Settings { bits: env("CB", 20.0) as u32, epochs: env("CE", 12.0) as usize, rate: env("CR", 0.1), decay: env("CD", 1e-4), least: env("CL", 2.0) as u8, seed: 1 };
    let rs = Settings { bits: env("RB", 20.0) as u32, epochs: env("RE", 8.0) as usize, rate: env("RR", 0.1), decay: env("RD", 1e-4), least: env("RL", 2.0) as u8, seed: 1 };
    let f = atrain::train(&ex, cs, rs, |l| eprintln!("{:.0?} {l}", t.elapsed()));
    for th in [0.2f32, 0.3, 0.35, 0.4, 0.5] {
        let mut out = String::new();
        for (doc, text, syn, names, _) in &d {
            let sc = Scene::new(doc, text, syn, names);
            let cp = dixit::span::CodePoints::new(&doc.text);
            let sp = |v: &[usize]| v.iter().map(|i| cp.span(&doc.text, text.tokens[*i].span)).collect::<Vec<_>>();
            let rows: Vec<_> = f.find(&sc, th).iter().map(|x| serde_json::json!({"source": sp(&x.source), "cue": sp(&x.cue), "content": sp(&x.content)})).collect();
            out += &serde_json::json!({"id": doc.id, "attributions": rows}).to_string(); out += "\n";
        }
        std::fs::write(format!("/tmp/lab2.{th}.jsonl"), out).unwrap();
        let r = std::process::Command::new("python3").args(["../shared/eval/score_attributions.py", "../shared/data/gold/polnear-dev.jsonl", &format!("/tmp/lab2.{th}.jsonl")]).output().unwrap();
        let s = String::from_utf8_lossy(&r.stdout);
        println!("th {th}\n{}", s.lines().filter(|l| l.starts_with("lenient") || l.starts_with("strict") || l.starts_with("content") || l.starts_with("speech_l") || l.starts_with("spans") || l.contains("documents")).collect::<Vec<_>>().join("\n"));
    }
    let _ = Recogniser::load; let _ = train::score;
}
