//! How an office sets its papers: fonts, sizes, line spacing, margins, page numbers; and how it signs.
//!
//! The defaults are those of GB/T 9704. A profile is TOML of which only what differs need be written; a mistake in it is
//! told with its line, in words for the clerk.

use serde::{Deserialize, Deserializer, de::Error as _};

/// The default profile with comments, as an office may copy and change it.
pub const DEFAULT: &str = include_str!("profile.toml");

/// The names of type sizes (字号), in half points.
const SIZES: [(&str, u32); 14] = [
    ("初号", 84),
    ("小初", 72),
    ("一号", 52),
    ("小一", 48),
    ("二号", 44),
    ("小二", 36),
    ("三号", 32),
    ("小三", 30),
    ("四号", 28),
    ("小四", 24),
    ("五号", 21),
    ("小五", 18),
    ("六号", 15),
    ("小六", 13),
];

/// A size of type, in half points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(pub u32);

/// A length on paper, in twentieths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twips(pub u32);

/// A length given in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Millimetres(pub Twips);

/// A length given in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Points(pub Twips);

/// A small count: of characters, of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub u32);

/// The name of a font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Font(pub String);

/// How page numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberStyle {
    /// “— 1 —”.
    Dash,
    /// “1”.
    Plain,
    /// Not at all.
    None,
}

/// Where page numbers stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberPlace {
    /// On odd pages to the right, on even ones to the left.
    Outside,
    /// In the middle.
    Centre,
}

/// A number written as integer or with a point.
fn number<'de, D: Deserializer<'de>>(from: D, least: f64, most: f64, unit: &str) -> Result<f64, D::Error> {
    #[expect(clippy::cast_precision_loss, reason = "what does not fit is out of bounds anyway")]
    let number = match toml::Value::deserialize(from)? {
        toml::Value::Integer(number) => number as f64,
        toml::Value::Float(number) => number,
        _ => return Err(D::Error::custom("这里要写数字，不加引号")),
    };
    if (least..=most).contains(&number) {
        Ok(number)
    } else {
        Err(D::Error::custom(format!("数字不在 {least} 到 {most} {unit}之间")))
    }
}

/// A length that was checked to be small and not negative.
fn twips(length: f64) -> Twips {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounds were checked")]
    Twips(length.round() as u32)
}

impl Millimetres {
    const fn new(mm: u32) -> Self {
        // 1440 twips an inch of 25.4 mm, rounded to the nearest.
        Self(Twips((mm * 14400 + 127) / 254))
    }
}

impl<'de> Deserialize<'de> for Millimetres {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(twips(number(from, 5.0, 90.0, "毫米")? * 1440.0 / 25.4)))
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(twips(number(from, 6.0, 100.0, "磅")? * 20.0)))
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self(twips(number(from, 0.0, 60.0, "")?).0))
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[expect(clippy::cast_precision_loss, reason = "what does not fit is out of bounds anyway")]
        let points = match toml::Value::deserialize(from)? {
            toml::Value::String(name) => {
                let named = SIZES.iter().find(|(known, _)| *known == name.trim());
                return named.map(|(_, size)| Self(*size)).ok_or_else(|| {
                    let known: Vec<&str> = SIZES.iter().map(|(name, _)| *name).collect();
                    D::Error::custom(format!("没有“{name}”这个字号，可用：{}，或写磅数", known.join("、")))
                });
            }
            toml::Value::Integer(number) => number as f64,
            toml::Value::Float(number) => number,
            _ => return Err(D::Error::custom("字号写名称（如 \"三号\"）或磅数（如 16）")),
        };
        if (5.0..=72.0).contains(&points) {
            Ok(Self(twips(points * 2.0).0))
        } else {
            Err(D::Error::custom("字号不在 5 到 72 磅之间"))
        }
    }
}

impl<'de> Deserialize<'de> for Font {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let toml::Value::String(name) = toml::Value::deserialize(from)? else {
            return Err(D::Error::custom("字体名称要放在英文双引号里"));
        };
        let name = name.trim();
        // Word itself takes 31 characters.
        if name.chars().count() > 31 || name.chars().any(|c| c.is_control() || matches!(c, ';' | ',')) {
            return Err(D::Error::custom("字体名称过长，或含有逗号、分号等不能用的字符"));
        }
        Ok(Self(name.to_owned()))
    }
}

/// Declares a table of the profile: what it is once resolved, and what may be said of it.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $said:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        #[derive(Debug, Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct $said {
            $($field: Option<$type>,)*
        }

        impl $name {
            fn take(&mut self, said: $said) {
                $(if let Some(value) = said.$field { self.$field = value; })*
            }
        }
    };
}

table! {
    /// The sheet of paper.
    Sheet, SheetSaid {
        /// Above the text (天头).
        top: Millimetres,
        /// Below it.
        bottom: Millimetres,
        /// On the side where it is bound (订口).
        left: Millimetres,
        /// On the other side.
        right: Millimetres,
        /// A table with so many columns is set on a sheet turned sideways.
        wide_from: Count,
    }
}

table! {
    /// Running text.
    Body, BodySaid {
        /// Its font.
        font: Font,
        /// Its size.
        size: Size,
        /// The exact distance of its lines.
        line: Points,
        /// How many characters the first line of a paragraph is indented.
        indent: Count,
        /// How many characters fill a line; 0 leaves it to the font.
        per_line: Count,
    }
}

table! {
    /// Digits and Latin letters.
    Latin, LatinSaid {
        /// Their font; empty for the one of the characters beside them.
        font: Font,
    }
}

table! {
    /// The title.
    Title, TitleSaid {
        /// Its font.
        font: Font,
        /// Its size.
        size: Size,
        /// The exact distance of its lines.
        line: Points,
        /// Bold.
        bold: bool,
    }
}

table! {
    /// A level of headings.
    Heading, HeadingSaid {
        /// Its font.
        font: Font,
        /// Its size.
        size: Size,
        /// Bold.
        bold: bool,
    }
}

table! {
    /// Tables.
    Table, TableSaid {
        /// The font of their cells.
        font: Font,
        /// The font of their headings.
        head_font: Font,
        /// The size of their words.
        size: Size,
        /// The same on a sheet turned sideways.
        wide_size: Size,
        /// What is late stands in red.
        red: bool,
    }
}

table! {
    /// Notes.
    Note, NoteSaid {
        /// Their font.
        font: Font,
        /// Their size.
        size: Size,
    }
}

table! {
    /// Page numbers.
    Number, NumberSaid {
        /// Their font.
        font: Font,
        /// Their size.
        size: Size,
        /// How they are written.
        style: NumberStyle,
        /// Where they stand.
        place: NumberPlace,
    }
}

table! {
    /// How the office signs, and where it is reached. Empty is unsaid.
    Office, OfficeSaid {
        /// The name under its papers.
        name: String,
        /// Telephone.
        phone: String,
        /// Mail address.
        mailbox: String,
        /// Postal address.
        address: String,
    }
}

/// Everything about how an office sets its papers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The sheet of paper.
    pub page: Sheet,
    /// Running text.
    pub body: Body,
    /// Digits and Latin letters.
    pub latin: Latin,
    /// The title.
    pub title: Title,
    /// The four levels of headings.
    pub headings: [Heading; 4],
    /// Tables.
    pub table: Table,
    /// Notes.
    pub note: Note,
    /// Page numbers.
    pub number: Number,
    /// How the office signs.
    pub office: Office,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Said {
    page: SheetSaid,
    body: BodySaid,
    latin: LatinSaid,
    title: TitleSaid,
    heading1: HeadingSaid,
    heading2: HeadingSaid,
    heading3: HeadingSaid,
    heading4: HeadingSaid,
    table: TableSaid,
    note: NoteSaid,
    number: NumberSaid,
    office: OfficeSaid,
}

impl Default for Profile {
    fn default() -> Self {
        let font = |name: &str| Font(name.to_owned());
        let fang = || font("仿宋_GB2312");
        let (three, four_small) = (Size(32), Size(24));
        let heading = |name: &str, bold| Heading { font: font(name), size: three, bold };
        Self {
            page: Sheet {
                top: Millimetres::new(37),
                bottom: Millimetres::new(35),
                left: Millimetres::new(28),
                right: Millimetres::new(26),
                wide_from: Count(7),
            },
            body: Body { font: fang(), size: three, line: Points(Twips(560)), indent: Count(2), per_line: Count(28) },
            latin: Latin { font: font("Times New Roman") },
            title: Title { font: font("方正小标宋简体"), size: Size(44), line: Points(Twips(700)), bold: false },
            headings: [
                heading("黑体", false),
                heading("楷体_GB2312", false),
                heading("仿宋_GB2312", true),
                heading("仿宋_GB2312", true),
            ],
            table: Table { font: fang(), head_font: font("黑体"), size: four_small, wide_size: Size(21), red: true },
            note: Note { font: fang(), size: four_small },
            number: Number {
                font: font("宋体"),
                size: Size(28),
                style: NumberStyle::Dash,
                place: NumberPlace::Outside,
            },
            office: Office {
                name: String::new(),
                phone: String::new(),
                mailbox: String::new(),
                address: String::new(),
            },
        }
    }
}

/// A profile that cannot be used: where, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadProfile {
    /// The line, 1 first.
    pub line: usize,
    /// Why.
    pub reason: String,
    /// What to do.
    pub remedy: String,
}

impl Profile {
    /// Reads a profile; what it does not say is as in the default.
    ///
    /// # Errors
    /// The first mistake in it.
    pub fn parse(text: &str) -> Result<Self, BadProfile> {
        // Editors on Windows write a mark at the beginning.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let said: Said = toml::from_str(text).map_err(|error| bad(text, &error))?;
        let mut profile = Self::default();
        profile.page.take(said.page);
        profile.body.take(said.body);
        profile.latin.take(said.latin);
        profile.title.take(said.title);
        let headings = [said.heading1, said.heading2, said.heading3, said.heading4];
        for (heading, said) in profile.headings.iter_mut().zip(headings) {
            heading.take(said);
        }
        profile.table.take(said.table);
        profile.note.take(said.note);
        profile.number.take(said.number);
        profile.office.take(said.office);
        Ok(profile)
    }
}

/// What the parser says of a mistake, in words for the clerk.
fn bad(text: &str, error: &toml::de::Error) -> BadProfile {
    let at = error.span().map_or(0, |span| span.start);
    let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
    let message = error.message();
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (reason, remedy) = if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let (name, known) = quoted.split_first().map_or(("", &[][..]), |(name, known)| (*name, known));
        let what = if message.starts_with("unknown field") { "没有这一项" } else { "没有这个取值" };
        (format!("{what}：{name}"), format!("可以写：{}", known.join("、")))
    } else if message.starts_with("invalid type") {
        let remedy = match message.rsplit("expected ").next().unwrap_or_default() {
            "a boolean" => "这里写 true 或 false",
            expected if expected.contains("string") => "这里写文字，放在英文双引号里",
            _ => "各项写在 [page]、[body] 这样的标题下面",
        };
        ("值的类型不对".to_owned(), remedy.to_owned())
    } else if message.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        (message.to_owned(), "改正后重来；默认值可用 taizhang paper profile 查看".to_owned())
    } else if message.contains("duplicate") {
        ("同一项写了两次".to_owned(), "只留一处".to_owned())
    } else {
        ("这一行的写法不对".to_owned(), "写成 名称 = 值，文字放在英文双引号里；参照 taizhang paper profile".to_owned())
    };
    BadProfile { line, reason, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_file_says_what_holds_without_it() {
        assert_eq!(Profile::parse(DEFAULT), Ok(Profile::default()));
        assert_eq!(Profile::parse(""), Ok(Profile::default()));
        assert_eq!(Millimetres::new(37).0, Twips(2098));
    }

    #[test]
    fn what_is_said_is_taken_and_the_rest_stays() {
        let profile = Profile::parse(
            "\u{feff}[page]\ntop = 30.5\n[heading2]\nbold = true\n[body]\nsize = 15\n[number]\nstyle = \"plain\"\n[office]\nname = \"某办\"",
        )
        .unwrap();
        assert_eq!(profile.page.top.0, Twips(1729));
        assert_eq!(profile.page.left, Profile::default().page.left);
        assert!(profile.headings[1].bold);
        assert_eq!(profile.headings[1].font, Font("楷体_GB2312".into()));
        assert_eq!(profile.body.size, Size(30));
        assert_eq!(profile.number.style, NumberStyle::Plain);
        assert_eq!(profile.office.name, "某办");
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_what_may_be_written() {
        for (text, line, reason, remedy) in [
            ("[page]\ntopp = 3", 2, "没有这一项：topp", "可以写：top、bottom、left、right、wide_from"),
            ("[pages]\n", 1, "没有这一项：pages", "page"),
            ("\n\n[page]\ntop = 300", 4, "数字不在 5 到 90 毫米之间", "改正后重来"),
            ("[page]\ntop = \"宽\"", 2, "这里要写数字", "改正后重来"),
            ("[body]\nsize = \"九号\"", 2, "没有“九号”这个字号", "改正后重来"),
            ("[body]\nfont = 3", 2, "字体名称要放在英文双引号里", "改正后重来"),
            ("[title]\nbold = \"是\"", 2, "值的类型不对", "true 或 false"),
            ("[office]\nphone = 123", 2, "值的类型不对", "英文双引号"),
            ("[number]\nstyle = \"roman\"", 2, "没有这个取值：roman", "dash、plain、none"),
            ("page = 3", 1, "值的类型不对", "[page]"),
            ("[body]\nline = 28\nline = 29", 3, "同一项写了两次", "只留一处"),
            ("[body]\n字体 黑体", 2, "这一行的写法不对", "名称 = 值"),
        ] {
            let told = Profile::parse(text).unwrap_err();
            assert_eq!(told.line, line, "{text}: {told:?}");
            assert!(told.reason.contains(reason) && told.remedy.contains(remedy), "{text}: {told:?}");
        }
    }
}
