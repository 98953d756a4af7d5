//! `dixit stats`: statistics of a graph.

use crate::analysis::stats::{Options, Statistics, statistics};
use crate::cli::arguments::graphs::GraphArgument;
use crate::cli::arguments::what_counts;
use crate::cli::messages::{Outcome, counted, say};
use crate::cli::show::bars;
use crate::cli::show::report::{self, FormatArgument, Out};
use crate::cli::terminal::{Style, Terminal, clean, pad, width};
use crate::entity::Reference;
use crate::error::Result;
use clap::Args;
use std::io::{self, Write};

/// Show who is central, who speaks to each other, and who is heard
///
/// Degree, PageRank, betweenness, communities and reciprocity of the network of speakers and
/// addressees; statements by month; who addresses whom; the most reported statements; the share of
/// direct quotation; and the gender of speakers where names, titles or pronouns reveal it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    #[command(flatten)]
    graph: GraphArgument,
    /// Count reports instead of statements
    #[arg(long, help_heading = "Output")]
    reports: bool,
    /// Count those who speak for a state or organisation as that state or organisation
    #[arg(long, help_heading = "Output")]
    rollup: bool,
    /// Maximum number of entries in each list
    #[arg(
        long,
        short = 'n',
        value_name = "N",
        default_value_t = 8,
        help_heading = "Output"
    )]
    top: usize,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit stats
  dixit stats --rollup --graph graphs/talks.json      states and organisations with their officials
  dixit stats --format json | jq '.entities[0:3]'";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let graph = arguments.graph.load()?;
    if graph.statements().is_empty() {
        say(&format!(
            "graph {} has no statements to count",
            graph.name()
        ));
        return Ok(Outcome::Nothing);
    }
    let options = Options {
        counted: what_counts(arguments.reports),
        rollup: arguments.rollup,
        top: arguments.top,
    };
    let found = statistics(&graph, &options);
    report::print(arguments.format.format, &found, |out, terminal| {
        text(out, &found, arguments.top, terminal)
    })?;
    Ok(Outcome::Done)
}

/// Columns of the longest bar, and of the sparkline (four years).
const BAR: usize = 16;
const MONTHS: usize = 48;
/// Maximum number of members listed for a community.
const MEMBERS: usize = 6;

fn text(out: &mut Out, found: &Statistics, top: usize, terminal: Terminal) -> io::Result<()> {
    writeln!(
        out,
        "{}: {}, {} in {} ({})",
        terminal.paint(Style::Strong, &clean(&found.graph)),
        counted(found.statements, "statement"),
        counted(found.reports, "report"),
        counted(found.documents, "document"),
        counted(found.texts, "text"),
    )?;
    shares(out, found, terminal)?;
    months(out, found, terminal)?;
    gender(out, found, terminal)?;
    if found.entities.is_empty() {
        return writeln!(
            out,
            "\nno network to measure: nobody speaks to or about anyone else"
        );
    }
    central(out, found, top, terminal)?;
    communities(out, found, top, terminal)?;
    mutual(out, found, terminal)?;
    matrix(out, found, terminal)?;
    reported(out, found, terminal)
}

fn shares(out: &mut Out, found: &Statistics, terminal: Terminal) -> io::Result<()> {
    let unit = match found.counts_reports {
        true => "Reports",
        false => "Statements",
    };
    report::heading(out, unit, terminal)?;
    let kinds = &found.shares.kinds;
    for counts in [&found.shares.relations, kinds, &found.shares.polarities] {
        let all: usize = counts.values().sum();
        let mut parts: Vec<(&String, &usize)> = counts.iter().collect();
        parts.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
        let parts = parts.into_iter().map(|(name, count)| {
            let share = 100.0 * *count as f64 / all.max(1) as f64;
            format!("{name} {count} ({share:.0} %)")
        });
        writeln!(out, "  {}", parts.collect::<Vec<_>>().join(" · "))?;
    }
    Ok(())
}

/// The latest months, as many as fit: an old outlier does not flatten them.
fn months(out: &mut Out, found: &Statistics, terminal: Terminal) -> io::Result<()> {
    let (earlier, shown) = found
        .months
        .split_at(found.months.len().saturating_sub(MONTHS));
    if let [first, .., last] = shown {
        let counts: Vec<usize> = shown.iter().map(|month| month.count).collect();
        report::heading(out, "By month", terminal)?;
        let line = terminal.paint(Style::Said, &bars::sparkline(&counts, MONTHS));
        writeln!(out, "  {} {line} {}", first.month, last.month)?;
        match earlier.iter().map(|month| month.count).sum::<usize>() {
            0 => {}
            count => writeln!(out, "  plus {count} earlier")?,
        }
    }
    Ok(())
}

fn gender(out: &mut Out, found: &Statistics, terminal: Terminal) -> io::Result<()> {
    let most = found.gender.values().map(|g| g.statements).max();
    let Some(most) = most else { return Ok(()) };
    report::heading(out, "Who is heard", terminal)?;
    for (name, speaking) in &found.gender {
        let people = match speaking.people {
            1 => "1 person".to_owned(),
            people => format!("{people} people"),
        };
        let direct = 100.0 * speaking.direct as f64 / speaking.statements.max(1) as f64;
        writeln!(
            out,
            "  {}  {} {}, {people}, {direct:.0} % direct",
            pad(name, 7),
            terminal.paint(
                Style::Said,
                &bars::bar(speaking.statements as f64, most as f64, BAR)
            ),
            speaking.statements,
        )?;
    }
    Ok(())
}

fn central(out: &mut Out, found: &Statistics, top: usize, terminal: Terminal) -> io::Result<()> {
    report::heading(out, "Most central", terminal)?;
    let figures = &found.network;
    let estimated = figures.betweenness_sources < figures.nodes;
    let listed = found
        .entities
        .get(..top.min(found.entities.len()))
        .unwrap_or(&[]);
    let name = |who: &Reference| clean(&who.name).into_owned();
    let column = listed
        .iter()
        .map(|c| width(&name(&c.entity)))
        .max()
        .unwrap_or(0);
    let most = listed.first().map_or(0.0, |first| first.page_rank);
    let header = format!(
        "  {}  {}  PageRank  {}between  speaks to  addressed",
        " ".repeat(column),
        " ".repeat(BAR),
        if estimated { "≈" } else { "" }
    );
    writeln!(out, "{}", terminal.paint(Style::Faint, &header))?;
    for central in listed {
        let line = format!(
            "  {}  {}  {:8.4}  {:7.4}  {:>4} of {:<4} {:>4} by {:<4}",
            pad(&name(&central.entity), column),
            terminal.paint(
                Style::Said,
                &pad(&bars::bar(central.page_rank, most, BAR), BAR)
            ),
            central.page_rank,
            central.betweenness,
            central.out_weight,
            central.out_degree,
            central.in_weight,
            central.in_degree,
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    report::more(out, found.entities.len() - listed.len(), terminal)?;
    if estimated {
        writeln!(
            out,
            "  betweenness is estimated from {} of {} nodes",
            figures.betweenness_sources, figures.nodes
        )?;
    }
    Ok(())
}

fn communities(
    out: &mut Out,
    found: &Statistics,
    top: usize,
    terminal: Terminal,
) -> io::Result<()> {
    let title = format!(
        "Communities ({}, modularity {:.2})",
        found.communities.len(),
        found.network.modularity
    );
    report::heading(out, &title, terminal)?;
    for community in found.communities.iter().take(top) {
        let names = community.members.iter().take(MEMBERS);
        let names: Vec<String> = names.map(|who| clean(&who.name).into_owned()).collect();
        let mut line = names.join(", ");
        if community.members.len() > MEMBERS {
            line.push_str(&format!(" and {} more", community.members.len() - MEMBERS));
        }
        report::paragraph(out, &line, 2, terminal)?;
    }
    report::more(out, found.communities.len().saturating_sub(top), terminal)
}

fn mutual(out: &mut Out, found: &Statistics, terminal: Terminal) -> io::Result<()> {
    let title = format!(
        "Who speaks to each other ({:.0} % of ties are mutual)",
        100.0 * found.network.reciprocity
    );
    report::heading(out, &title, terminal)?;
    for pair in &found.mutual {
        writeln!(
            out,
            "  {} {} ⇄ {} {}",
            clean(&pair.one.name),
            pair.there,
            pair.back,
            clean(&pair.other.name)
        )?;
    }
    Ok(())
}

fn matrix(out: &mut Out, found: &Statistics, terminal: Terminal) -> io::Result<()> {
    let matrix = &found.matrix;
    report::heading(out, "Who addresses whom", terminal)?;
    let named = |list: &[Reference]| -> Vec<String> {
        list.iter()
            .map(|who| clean(&who.name).into_owned())
            .collect()
    };
    let (speakers, addressed) = (named(&matrix.speakers), named(&matrix.addressed));
    let column = speakers.iter().map(|name| width(name)).max().unwrap_or(0);
    // Columns are labelled with letters, explained below: names would make them too wide.
    let letters: Vec<char> = ('a'..='z').take(addressed.len()).collect();
    let heads: Vec<String> = letters
        .iter()
        .map(|letter| format!("{letter:>4}"))
        .collect();
    let heads = format!("  {}{}", " ".repeat(column), heads.concat());
    writeln!(out, "{}", terminal.paint(Style::Faint, &heads))?;
    for (name, counts) in speakers.iter().zip(&matrix.counts) {
        let cells = counts
            .iter()
            .take(letters.len())
            .map(|count| match *count > 0.0 {
                true => format!("{count:>4}"),
                false => format!("{:>4}", "·"),
            });
        writeln!(out, "  {}{}", pad(name, column), cells.collect::<String>())?;
    }
    let legend = letters.iter().zip(&addressed);
    let legend: Vec<String> = legend
        .map(|(letter, name)| format!("{letter} {name}"))
        .collect();
    report::paragraph(out, &legend.join(", "), 2, terminal)
}

fn reported(out: &mut Out, found: &Statistics, terminal: Terminal) -> io::Result<()> {
    if found.most_reported.is_empty() {
        return Ok(());
    }
    report::heading(out, "Most reported", terminal)?;
    for reported in &found.most_reported {
        let hit = &reported.statement;
        let texts = match reported.texts == reported.reports {
            true => String::new(),
            false => format!(", {}", counted(reported.texts, "text")),
        };
        writeln!(
            out,
            "  {}{texts}  {}",
            counted(reported.reports, "document"),
            report::headline(hit, terminal)
        )?;
        report::paragraph(out, &clean(&hit.content.text), 4, terminal)?;
        writeln!(out, "    {}", report::footnote(hit, terminal))?;
    }
    Ok(())
}
