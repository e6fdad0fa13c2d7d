//! What an OLE compound file (D0 CF 11 E0) holds at its top: legacy Office files, and the wrapping of password-protected ones.
//!
//! Only names in the root folder count: a Word file may carry a workbook deep inside, and the other way round.

/// The names in the root folder of a compound file. A damaged directory gives what could be read of it.
pub(super) fn root_names(bytes: &[u8]) -> Vec<String> {
    let directory = directory(bytes).unwrap_or_default();
    let entries: Vec<&[u8]> = directory.chunks_exact(ENTRY).collect();
    let mut names = Vec::new();
    let mut seen = vec![false; entries.len()];
    // The root's children are a tree of siblings; a cycle in it ends at what was seen.
    let mut waiting: Vec<usize> = entries.first().and_then(|root| long(root, CHILD)).into_iter().collect();
    while let Some(at) = waiting.pop() {
        let Some(entry) = entries.get(at) else { continue };
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        names.push(name(entry));
        waiting.extend([LEFT, RIGHT].into_iter().filter_map(|field| long(entry, field)));
    }
    names
}

const ENTRY: usize = 128;
const LEFT: usize = 68;
const RIGHT: usize = 72;
const CHILD: usize = 76;

/// The bytes of the directory: its chain of sectors, looked up in the allocation table.
fn directory(bytes: &[u8]) -> Option<Vec<u8>> {
    let shift = u32::from(u16::from_le_bytes(bytes.get(30..32)?.try_into().ok()?));
    if !(7..=16).contains(&shift) {
        return None;
    }
    let size = 1_usize << shift;
    let sector =
        |at: usize| bytes.get(at.checked_add(1)?.checked_mul(size)?..).map(|rest| &rest[..size.min(rest.len())]);
    let tables = tables(bytes, size, &sector);
    let per_table = size / 4;
    let mut directory = Vec::new();
    let mut next = long(bytes, 48)?;
    // No chain is longer than the file has sectors.
    for _ in 0..=bytes.len() / size {
        let Some(part) = sector(next) else { break };
        directory.extend_from_slice(part);
        let Some(following) = tables
            .get(next / per_table)
            .and_then(|table| sector(*table))
            .and_then(|table| long(table, next % per_table * 4))
        else {
            break;
        };
        next = following;
    }
    Some(directory)
}

/// The sectors that hold the allocation table: 109 named in the header, further ones in a chain of their own.
fn tables<'a>(bytes: &[u8], size: usize, sector: &impl Fn(usize) -> Option<&'a [u8]>) -> Vec<usize> {
    let mut tables: Vec<usize> = (0..109).map_while(|at| long(bytes, 76 + at * 4)).collect();
    let mut next = long(bytes, 68);
    for _ in 0..=bytes.len() / size {
        let Some(part) = next.and_then(sector) else { break };
        let last = size - 4;
        tables.extend((0..last / 4).map_while(|at| long(part, at * 4)));
        next = long(part, last);
    }
    tables
}

/// A sector or entry number; none for the marks that end a chain or a branch.
fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let value = u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?);
    (value < 0xFFFF_FFFA).then_some(value as usize)
}

fn name(entry: &[u8]) -> String {
    let units = entry[..64].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    char::decode_utf16(units.take_while(|unit| *unit != 0)).map(|c| c.unwrap_or('\u{FFFD}')).collect()
}
