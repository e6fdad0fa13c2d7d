//! A story to come.
