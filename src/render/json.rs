//! JSON documents `{"schema": …, …}` with arrays that are streamed element by element.
//!
//! JSON is an interface, so it is not made from the page model: each verb writes its own document with stable keys.
//! The keys come in the order in which they are written; pretty output is byte for byte that of
//! `serde_json::to_string_pretty`.

use crate::render::grid::misuse;
use serde::Serialize;
use std::io;

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JsonLayout {
    /// Two spaces per level, for people and for diffs.
    #[default]
    Pretty,
    /// One line.
    Compact,
    /// As pretty, but each element of an array on one line: for long arrays.
    Lines,
}

/// Writes one document, an object, and holds no more of it than the value at hand.
///
/// ```
/// # use taizhang::render::json::{JsonLayout, JsonWriter};
/// let mut out = Vec::new();
/// let mut json = JsonWriter::begin(&mut out, "taizhang.overdue/1", JsonLayout::Compact)?;
/// json.field("as_of", "2026-06-30")?;
/// json.begin_array("items")?;
/// json.element(&12)?;
/// json.end_array()?;
/// json.finish()?;
/// assert_eq!(out, b"{\"schema\":\"taizhang.overdue/1\",\"as_of\":\"2026-06-30\",\"items\":[12]}\n");
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// Every method returns the error of the place written to, or [`io::ErrorKind::InvalidInput`] when fields, arrays and
/// elements come in an order that makes no document.
pub struct JsonWriter<'w> {
    out: &'w mut dyn io::Write,
    layout: JsonLayout,
    /// In an array: whether it has an element already.
    array: Option<bool>,
}

impl<'w> JsonWriter<'w> {
    /// Opens a document of that schema, such as `taizhang.overdue/1`.
    pub fn begin(out: &'w mut dyn io::Write, schema: &str, layout: JsonLayout) -> io::Result<Self> {
        let mut json = Self { out, layout, array: None };
        json.out.write_all(b"{")?;
        json.key("schema", "")?;
        json.value(schema, 1)?;
        Ok(json)
    }

    /// Writes a field with a small value of any shape.
    pub fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> io::Result<()> {
        self.outside()?;
        self.key(key, ",")?;
        self.value(value, 1)
    }

    /// Opens a field that is an array.
    pub fn begin_array(&mut self, key: &str) -> io::Result<()> {
        self.outside()?;
        self.key(key, ",")?;
        self.array = Some(false);
        self.out.write_all(b"[")
    }

    /// Writes the next element of the open array.
    pub fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> io::Result<()> {
        let filled = self.array.as_mut().ok_or_else(|| misuse("an element outside of an array"))?;
        let more = std::mem::replace(filled, true);
        self.out.write_all(if more { b"," } else { b"" })?;
        self.line(2)?;
        self.value(value, 2)
    }

    /// Closes the open array.
    pub fn end_array(&mut self) -> io::Result<()> {
        let filled = self.array.take().ok_or_else(|| misuse("no array is open"))?;
        if filled {
            self.line(1)?;
        }
        self.out.write_all(b"]")
    }

    /// Closes the document with a line feed, and flushes it.
    pub fn finish(mut self) -> io::Result<()> {
        self.outside()?;
        self.line(0)?;
        self.out.write_all(b"}\n")?;
        self.out.flush()
    }

    fn outside(&self) -> io::Result<()> {
        if self.array.is_some() { Err(misuse("an array is still open")) } else { Ok(()) }
    }

    fn key(&mut self, key: &str, before: &str) -> io::Result<()> {
        self.out.write_all(before.as_bytes())?;
        self.line(1)?;
        serde_json::to_writer(&mut *self.out, key)?;
        self.out.write_all(if self.layout == JsonLayout::Compact { b":" } else { b": " })
    }

    /// Starts a line at that level, in pretty output.
    fn line(&mut self, level: usize) -> io::Result<()> {
        match self.layout {
            JsonLayout::Pretty | JsonLayout::Lines => write!(self.out, "\n{:width$}", "", width = 2 * level),
            JsonLayout::Compact => Ok(()),
        }
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T, level: usize) -> io::Result<()> {
        match self.layout {
            JsonLayout::Lines if level > 1 => Ok(serde_json::to_writer(&mut *self.out, value)?),
            JsonLayout::Compact => Ok(serde_json::to_writer(&mut *self.out, value)?),
            JsonLayout::Pretty | JsonLayout::Lines => {
                // Line feeds inside of strings are escaped, so each one here is the layout's own.
                let text = serde_json::to_string_pretty(value)?;
                self.out.write_all(text.replace('\n', &format!("\n{:width$}", "", width = 2 * level)).as_bytes())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rate::Rate;
    use serde_json::{Value, json};

    #[derive(Serialize)]
    struct Document<'a> {
        schema: &'a str,
        round: &'a str,
        totals: &'a Value,
        none: [u8; 0],
        items: &'a [Value],
    }

    fn written(layout: JsonLayout, items: &[Value]) -> String {
        let mut out = Vec::new();
        let mut json = JsonWriter::begin(&mut out, "taizhang.list/1", layout).unwrap();
        json.field("round", "2024巡察").unwrap();
        json.field("totals", &json!({"done": Rate::new(24, 29), "nothing": Rate::new(0, 0), "empty": {}})).unwrap();
        json.begin_array("none").unwrap();
        json.end_array().unwrap();
        json.begin_array("items").unwrap();
        items.iter().for_each(|item| json.element(item).unwrap());
        json.end_array().unwrap();
        json.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn documents_are_those_of_serde_json() {
        let items = [json!({"code": "12", "words": "第一行\n“第二行”", "parts": [1, [], {"a": null}]}), json!(3)];
        let totals = json!({"done": 82.76, "nothing": null, "empty": {}});
        let whole =
            Document { schema: "taizhang.list/1", round: "2024巡察", totals: &totals, none: [], items: &items };
        assert_eq!(written(JsonLayout::Pretty, &items), serde_json::to_string_pretty(&whole).unwrap() + "\n");
        assert_eq!(written(JsonLayout::Compact, &items), serde_json::to_string(&whole).unwrap() + "\n");
    }

    #[test]
    fn pretty_documents_look_like_this() {
        insta::assert_snapshot!(written(JsonLayout::Pretty, &[json!({"code": "12", "due_on": "2026-06-30"})]));
    }

    #[test]
    fn pieces_out_of_order_are_refused() {
        let mut out = Vec::new();
        let mut json = JsonWriter::begin(&mut out, "taizhang.list/1", JsonLayout::Pretty).unwrap();
        assert!(json.element(&1).is_err());
        assert!(json.end_array().is_err());
        json.begin_array("items").unwrap();
        assert!(json.field("a", &1).is_err());
        assert!(json.begin_array("b").is_err());
        assert!(json.finish().is_err());
    }
}
