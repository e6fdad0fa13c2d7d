//! The one integration binary: the program as a clerk meets it, from the outside.

mod all {
    mod desk;
    mod files;
    pub(crate) mod office;
}
