//! Text in columns. Whatever comes of it, it is a plan or a sentence.

#![no_main]

use libfuzzer_sys::fuzz_target;
use taizhang::intake::{Options, read};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(plan) = read("样本.csv", bytes, &Options::default()) {
        assert_eq!(plan.codes().len(), plan.items.len());
    }
});
