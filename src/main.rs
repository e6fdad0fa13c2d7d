//! The `taizhang` program: everything it does is in the library, at the front desk ([`taizhang::cli`]).

use std::process::ExitCode;

fn main() -> ExitCode {
    taizhang::cli::run()
}
