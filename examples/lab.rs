use dixit::syntax::{conllu, train};
fn main() {
    let t = std::time::Instant::now();
    let train_set = conllu::read("../shared/data/silver/train.conllu.gz".as_ref()).unwrap();
    let dev = conllu::read("../shared/data/silver/dev.conllu.gz".as_ref()).unwrap();
    let refs: Vec<_> = train_set.iter().collect();
    let parser = train::train(&refs, train::Settings::default(), |l| eprintln!("{:.0?} {l}", t.elapsed()));
    println!("{:?}", train::score(&parser, &dev));
    let t = std::time::Instant::now();
    println!("{:?}", train::score(&parser, &dev));
    println!("{:?} for {} tokens", t.elapsed(), dev.iter().map(|s| s.words.len()).sum::<usize>());
    let mut b = dixit::model::bundle::Bundle::default();
    train::save(&parser, &mut b);
    std::fs::write("/tmp/syntax.model", b.to_bytes()).unwrap();
}
