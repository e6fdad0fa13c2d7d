//! A number as a list's level writes it: 一 1 (1) ① A iv 甲, whatever the format is called in the file.

use crate::zh::numeral::to_chinese;

/// Writes a number in the format of that name (`w:numFmt`); none for a bullet, which counts nothing.
///
/// A format that is not known, or that does not reach as far as the number, is written as digits: the number is right
/// even where its dress is not.
pub(super) fn write(format: &str, number: u32) -> Option<String> {
    let plain = || number.to_string();
    let text = match format {
        "bullet" => return None,
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            plain().chars().map(|c| shifted('０', c as u32 - '0' as u32)).collect()
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "japaneseDigitalTenThousand"
        | "taiwaneseDigital"
            if number <= 99_999_999 =>
        {
            if matches!(format, "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital") {
                digit_by_digit(number)
            } else {
                to_chinese(number)
            }
        }
        "chineseLegalSimplified" | "ideographLegalTraditional" if number <= 9_999 => {
            let simplified = format == "chineseLegalSimplified";
            to_chinese(number).chars().map(|c| formal(c, simplified)).collect()
        }
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸", number).unwrap_or_else(plain),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥", number).unwrap_or_else(plain),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match number {
            1..=20 => shifted('①', number - 1).to_string(),
            _ => plain(),
        },
        "decimalEnclosedFullstop" if (1..=20).contains(&number) => shifted('⒈', number - 1).to_string(),
        "decimalEnclosedParen" if (1..=20).contains(&number) => shifted('⑴', number - 1).to_string(),
        "ideographEnclosedCircle" if (1..=10).contains(&number) => shifted('㊀', number - 1).to_string(),
        "numberInDash" => format!("- {number} -"),
        "upperRoman" => roman(number).unwrap_or_else(plain),
        "lowerRoman" => roman(number).map_or_else(plain, |text| text.to_lowercase()),
        "upperLetter" => letters('A', number).unwrap_or_else(plain),
        "lowerLetter" => letters('a', number).unwrap_or_else(plain),
        _ => plain(),
    };
    Some(text)
}

fn shifted(first: char, by: u32) -> char {
    char::from_u32(first as u32 + by).unwrap_or('?')
}

fn nth(row: &str, number: u32) -> Option<String> {
    row.chars().nth(usize::try_from(number.checked_sub(1)?).ok()?).map(String::from)
}

fn digit_by_digit(number: u32) -> String {
    number.to_string().chars().filter_map(|c| "〇一二三四五六七八九".chars().nth(c.to_digit(10)? as usize)).collect()
}

fn formal(c: char, simplified: bool) -> char {
    let (from, to) = (
        "一二三四五六七八九十百千零",
        if simplified { "壹贰叁肆伍陆柒捌玖拾佰仟零" } else { "壹貳參肆伍陸柒捌玖拾佰仟零" },
    );
    from.chars().zip(to.chars()).find(|(known, _)| *known == c).map_or(c, |(_, formal)| formal)
}

/// A, B … Z, AA, BB: the letter is repeated, as Word does; none beyond ten letters.
fn letters(first: char, number: u32) -> Option<String> {
    let at = number.checked_sub(1)?;
    let times = usize::try_from(at / 26 + 1).ok().filter(|times| *times <= 10)?;
    Some(String::from(shifted(first, at % 26)).repeat(times))
}

fn roman(mut number: u32) -> Option<String> {
    if !(1..=3_999).contains(&number) {
        return None;
    }
    let mut text = String::new();
    for (value, letters) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while number >= value {
            text.push_str(letters);
            number -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn numbers_are_written_as_their_format_says() {
        for (format, number, words) in [
            ("decimal", 12, "12"),
            ("decimalZero", 3, "03"),
            ("decimalFullWidth", 105, "１０５"),
            ("chineseCounting", 11, "十一"),
            ("chineseCountingThousand", 123, "一百二十三"),
            ("japaneseCounting", 20, "二十"),
            ("taiwaneseCountingThousand", 1, "一"),
            ("ideographDigital", 10, "一〇"),
            ("chineseLegalSimplified", 21, "贰拾壹"),
            ("ideographTraditional", 3, "丙"),
            ("ideographTraditional", 11, "11"),
            ("ideographZodiac", 12, "亥"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircleChinese", 1, "①"),
            ("decimalEnclosedCircleChinese", 21, "21"),
            ("decimalEnclosedFullstop", 2, "⒉"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("upperRoman", 1994, "MCMXCIV"),
            ("lowerRoman", 4, "iv"),
            ("upperLetter", 28, "BB"),
            ("lowerLetter", 1, "a"),
            ("none", 1, ""),
            ("火星文", 5, "5"),
        ] {
            assert_eq!(write(format, number).as_deref(), Some(words), "{format} {number}");
        }
        assert_eq!(write("bullet", 1), None);
        for format in ["lowerLetter", "upperRoman", "chineseCounting", "decimalFullWidth", "decimalEnclosedCircle"] {
            for number in [0, u32::MAX] {
                assert_eq!(
                    write(format, number).unwrap().chars().count(),
                    write("decimal", number).unwrap().len().min(if format == "chineseCounting" && number == 0 {
                        1
                    } else {
                        99
                    })
                );
            }
        }
    }
}
