use super::*;

#[test]
fn words_that_look_like_markup_or_hide_are_only_words() {
    for (text, shown) in [
        ("</script><img src=x onerror=alert(1)>", "&#60;/script&#62;&#60;img src=x onerror=alert(1)&#62;"),
        ("\"引号\" 'x' & y", "&#34;引号&#34; &#39;x&#39; &#38; y"),
        ("a\u{2028}b\u{202e}c\u{0}d\u{1b}[31m\ne", "abcd[31m\ne"),
        ("{{ board }} {% raw %}", "{{ board }} {% raw %}"),
        ("𠮷·—", "𠮷·—"),
    ] {
        assert_eq!(escaped(text), shown, "{text:?}");
    }
}

#[test]
fn a_hash_is_the_one_that_browsers_compute() {
    // The example of the Content-Security-Policy standard's tests.
    assert_eq!(source_hash("alert('Hello, world.');"), "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
}
