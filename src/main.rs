//! The `taizhang` program: everything it does is in the library, at the front desk ([`taizhang::cli`]).

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    taizhang::cli::run()
}
