//! The macro behind every enumeration that is stored or printed: one stable English key per variant.

/// Declares an enumeration whose variants have stable English keys: the same in events, SQL, JSON and on the command line.
///
/// Gives `ALL`, `key()`, `from_key()`, `Display` (the key), `FromStr` and serde by key.
macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $key)] $variant,)+ }

        impl $name {
            /// Every variant, in the order in which people list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable English key.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)+ }
            }

            /// The variant with that key, if there is one.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.key())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownKey;
            fn from_str(key: &str) -> Result<Self, Self::Err> {
                Self::from_key(key).ok_or_else(|| $crate::domain::UnknownKey { of: stringify!($name), key: key.to_owned() })
            }
        }
    };
}
