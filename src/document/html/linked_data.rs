//! The structured data of a page about its article: JSON-LD of the type `NewsArticle` and similar.

use super::tags::words;
use crate::date::Date;
use crate::document::preamble;
use serde_json::{Map, Value};

/// Types of schema.org that an article has.
const ARTICLES: &[&str] = &[
    "Article",
    "NewsArticle",
    "AnalysisNewsArticle",
    "AskPublicNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReportageNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Report",
];

/// What structured data says about an article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LinkedData {
    pub headline: Option<String>,
    pub date: Option<Date>,
    pub url: Option<String>,
    pub publisher: Option<String>,
    /// The text, which may have tags.
    pub body: Option<String>,
}

impl LinkedData {
    /// Adds what a script says, unless an earlier one said it. Even a script without data, or with broken
    /// data, may give the day.
    pub(super) fn read(&mut self, script: &str, is_data: bool) {
        let data = is_data.then(|| serde_json::from_str::<Value>(script.trim()).ok());
        if let Some(data) = data.flatten() {
            self.find(&data);
        }
        self.date = self.date.or_else(|| named_date(script));
    }

    /// Looks for articles in data, its lists and its `@graph`.
    fn find(&mut self, data: &Value) {
        match data {
            Value::Array(items) => items.iter().for_each(|item| self.find(item)),
            Value::Object(fields) => {
                if is_article(fields) {
                    self.add(fields);
                }
                for inner in ["@graph", "mainEntity"] {
                    if let Some(inner) = fields.get(inner) {
                        self.find(inner);
                    }
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, fields: &Map<String, Value>) {
        let string = |value: &Value| match value {
            Value::String(text) => Some(words(text)).filter(|text| !text.is_empty()),
            _ => None,
        };
        let get = |name: &str| fields.get(name).and_then(string);
        let inner = |name: &str, key: &str| {
            let value = fields.get(name)?;
            let first = value
                .as_array()
                .and_then(|all| all.first())
                .unwrap_or(value);
            string(first.get(key)?)
        };
        let set = |field: &mut Option<String>, value: Option<String>| {
            *field = field.take().or(value);
        };
        set(&mut self.headline, get("headline"));
        set(&mut self.publisher, inner("publisher", "name"));
        let url = get("url").or_else(|| get("mainEntityOfPage"));
        set(
            &mut self.url,
            url.or_else(|| inner("mainEntityOfPage", "@id")),
        );
        if let (None, Some(Value::String(body))) = (&self.body, fields.get("articleBody")) {
            self.body = Some(body.clone()).filter(|body| !body.trim().is_empty());
        }
        let date = get("datePublished").and_then(|date| preamble::date_of(&date));
        self.date = self.date.or(date);
    }
}

fn is_article(fields: &Map<String, Value>) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|name| ARTICLES.contains(&name));
    match fields.get("@type") {
        Some(Value::Array(types)) => types.iter().any(is),
        Some(one) => is(one),
        None => false,
    }
}

/// The day after `"datePublished":`.
fn named_date(script: &str) -> Option<Date> {
    const KEY: &str = "\"datePublished\"";
    let value = &script[script.find(KEY)? + KEY.len()..];
    let value = value.trim_start().strip_prefix(':')?.trim_start();
    preamble::date_of(value.strip_prefix('"')?.split('"').next()?)
}
