#![allow(missing_docs)]
use dixit::{engine::Engine, train, statement::attribution::gold};
fn main() {
    let t = std::time::Instant::now();
    let args: Vec<String> = std::env::args().collect();
    let bundle = if args[1] == "train" {
        let data = train::Data::read("../shared/data".as_ref()).unwrap();
        let mut s = train::Settings::default();
        let env = |k: &str, d: f32| std::env::var(k).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
        s.cues.bits = env("CB", s.cues.bits as f32) as u32; s.cues.epochs = env("CE", s.cues.epochs as f32) as usize; s.cues.decay = env("CD", s.cues.decay); s.cues.rate = env("CR", s.cues.rate); 
        s.roles.bits = env("RB", s.roles.bits as f32) as u32; s.roles.epochs = env("RE", s.roles.epochs as f32) as usize; s.roles.decay = env("RD", s.roles.decay); s.roles.rate = env("RR", s.roles.rate); 
        s.names.bits = env("NB", s.names.bits as f32) as u32; s.syntax.move_bits = env("MB", s.syntax.move_bits as f32) as u32;
        let b = train::train(&data, s, |l| eprintln!("{:.0?} {l}", t.elapsed())).unwrap();
        std::fs::write(&args[2], b.to_bytes()).unwrap(); b
    } else { dixit::model::bundle::Bundle::from_bytes(&std::fs::read(&args[2]).unwrap()).unwrap() };
    eprintln!("{:?}", bundle.sizes());
    let engine = Engine::load(&bundle).unwrap();
    let dev = gold::read("../shared/data/gold/polnear-dev.jsonl".as_ref()).unwrap();
    let t = std::time::Instant::now(); let mut chars = 0;
    for th in [0.3f32, 0.4, 0.5] {
        let mut out = String::new();
        for a in &dev {
            chars += a.text.len();
            let (doc, text, found) = train::attributions(&engine, a, th);
            let cp = dixit::span::CodePoints::new(&doc.text);
            let sp = |v: &[usize]| v.iter().map(|i| cp.span(&doc.text, text.tokens[*i].span)).collect::<Vec<_>>();
            let rows: Vec<_> = found.iter().map(|x| serde_json::json!({"source": sp(&x.source), "cue": sp(&x.cue), "content": sp(&x.content)})).collect();
            out += &serde_json::json!({"id": doc.id, "attributions": rows}).to_string(); out += "\n";
        }
        std::fs::write(format!("{}.{th}.jsonl", args[2]), out).unwrap();
    }
    println!("{:.2} M chars/s", chars as f64 / t.elapsed().as_secs_f64() / 1e6);
    for th in [0.3f32, 0.4, 0.5] {
        let r = std::process::Command::new("python3").args(["../shared/eval/score_attributions.py", "../shared/data/gold/polnear-dev.jsonl", &format!("{}.{th}.jsonl", args[2])]).output().unwrap();
        let s = String::from_utf8_lossy(&r.stdout);
        println!("th {th}\n{}", s.lines().filter(|l| l.starts_with("lenient") || l.starts_with("strict") || l.starts_with("content") || l.starts_with("speech_l") || l.starts_with("spans") || l.contains("documents")).collect::<Vec<_>>().join("\n"));
    }
}
