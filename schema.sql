-- taizhang: the whole schema of a ledger, and the only place where tables are defined.
--
-- The journal is the truth; every other table is made from it by src/store/apply.rs and can be made again by replay
-- (evidence_blob excepted: it holds the bytes that the journal names by hash). Days are TEXT YYYY-MM-DD (`_on`),
-- instants TEXT RFC 3339 (`_at`), keys INTEGER (`_id`), money INTEGER cents, booleans INTEGER 0/1.
-- `seq` in a derived table is the journal record that made the row.
-- An enumeration of more than two is checked with OR: for IN, SQLite fills a temporary table whenever a row is written,
-- which was a quarter of the time that a large ledger took.

-- The ledger itself: one row.
CREATE TABLE ledger (
  id            INTEGER PRIMARY KEY CHECK (id = 1), -- always 1: there is one row
  ledger_id     TEXT NOT NULL,                      -- uuid, born with the ledger
  office        TEXT,                               -- the office that keeps it
  apply_version INTEGER NOT NULL                    -- version of the rules that made the derived tables
) STRICT;

-- What happened, in order. Never updated, never deleted.
CREATE TABLE journal (
  seq          INTEGER PRIMARY KEY, -- 1, 2, 3… without gaps
  command_id   TEXT NOT NULL,       -- uuid v7 of the command that wrote it; a command may write several records
  verb         TEXT NOT NULL,       -- the verb that was typed
  entered_at   TEXT NOT NULL,       -- instant of entry
  effective_on TEXT NOT NULL,       -- day of effect
  operator     TEXT NOT NULL,       -- name of the 经办人
  body         TEXT NOT NULL,       -- the event as JSON with its kind and version; hashed as it stands
  hash         TEXT NOT NULL        -- SHA-256 over the previous hash and all of the above, lower-case hex
) STRICT;

CREATE INDEX journal_command ON journal (command_id);

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Commands that were reversed.
CREATE TABLE undone (
  command_id TEXT PRIMARY KEY, -- the command that was reversed
  seq        INTEGER NOT NULL  -- the record that reversed it
) STRICT;

-- Stored counters: numbers handed out are never handed out again, not even after an undo.
CREATE TABLE counter (
  name TEXT PRIMARY KEY,    -- a kind of key, or code:<round>:<series or parent code>
  last INTEGER NOT NULL     -- the last number handed out
) STRICT, WITHOUT ROWID;

-- Roster: leaders, departments, persons, collectives, operators.
CREATE TABLE party (
  id         INTEGER PRIMARY KEY,              -- key inside the file
  uid        TEXT NOT NULL UNIQUE,             -- uuid v7, for what leaves the file
  name       TEXT NOT NULL,                    -- the name as of now
  kind       TEXT NOT NULL CHECK (kind = 'leader' OR kind = 'department' OR kind = 'person' OR kind = 'collective' OR kind = 'operator'), -- what it is
  ord        INTEGER NOT NULL,                 -- place in the office's own order
  note       TEXT,                             -- remark
  retired_on TEXT,                             -- no longer offered from this day on
  into_id    INTEGER REFERENCES party (id)     -- the party it was merged into
) STRICT;

CREATE INDEX party_by_name ON party (name);

-- Every name a party has gone by, and other spellings of it.
CREATE TABLE party_name (
  party_id INTEGER NOT NULL REFERENCES party (id), -- whose name
  seq      INTEGER NOT NULL,                       -- the record that gave it
  name     TEXT NOT NULL,                          -- the name or spelling
  is_alias INTEGER NOT NULL CHECK (is_alias IN (0, 1)), -- another spelling, not a name it went by
  from_on  TEXT NOT NULL,                          -- from which day
  PRIMARY KEY (party_id, seq)
) STRICT, WITHOUT ROWID;

-- Which parties took over from which.
CREATE TABLE party_succession (
  seq     INTEGER NOT NULL,                       -- the record
  from_id INTEGER NOT NULL REFERENCES party (id), -- the earlier party
  to_id   INTEGER NOT NULL REFERENCES party (id), -- its successor
  on_day  TEXT NOT NULL,                          -- from which day
  reason  TEXT NOT NULL,                          -- why
  PRIMARY KEY (seq, from_id, to_id)
) STRICT, WITHOUT ROWID;

-- Rounds: one inspection, audit or review each.
CREATE TABLE round (
  id              INTEGER PRIMARY KEY,             -- key inside the file
  uid             TEXT NOT NULL UNIQUE,            -- uuid v7, for what leaves the file
  key             TEXT NOT NULL UNIQUE,            -- the short key people type
  title           TEXT NOT NULL,                   -- full name
  kind            TEXT NOT NULL CHECK (kind = 'inspection' OR kind = 'patrol' OR kind = 'audit' OR kind = 'review' OR kind = 'special'), -- what it answers
  body            TEXT,                            -- the inspecting body
  party_group     TEXT,                            -- the inspected party group
  onsite_from     TEXT,                            -- first day on site
  onsite_to       TEXT,                            -- last day on site
  feedback_on     TEXT NOT NULL,                   -- day of the feedback meeting
  close_level     TEXT NOT NULL CHECK (close_level = 'issue' OR close_level = 'measure' OR close_level = 'both' OR close_level = 'none'), -- level that is struck off
  yellow_days     INTEGER NOT NULL,                -- light turns yellow when at most so many days are left
  blue_days       INTEGER NOT NULL,                -- light turns blue when at most so many days are left
  now_days        INTEGER NOT NULL,                -- days allowed for 立行立改
  category_word   TEXT NOT NULL CHECK (category_word = 'aspect' OR category_word = 'key_issue' OR category_word = 'class'), -- what categories are called
  rhythm          TEXT NOT NULL CHECK (rhythm = 'weekly' OR rhythm = 'fortnightly' OR rhythm = 'monthly' OR rhythm = 'bimonthly'), -- how often departments file
  notice_days       INTEGER NOT NULL,              -- 提醒函 from so many days late
  supervision_days  INTEGER NOT NULL,              -- 督办函 from so many days late
  interview_days    INTEGER NOT NULL,              -- 提请约谈建议 from so many days late
  supervision_after INTEGER NOT NULL,              -- 督办函 after so many letters unanswered
  interview_after   INTEGER NOT NULL,              -- 提请约谈建议 after so many letters unanswered
  opened_on       TEXT NOT NULL,                   -- day it was opened in the ledger
  adopted_on      TEXT,                            -- day its plan was adopted
  adopted_meeting INTEGER REFERENCES meeting (id), -- by which meeting
  adopted_seq     INTEGER,                         -- the record that adopted it: what changes it after that is 方案调整
  finished_on     TEXT,                            -- day it was finished
  locked_through  TEXT                             -- nothing may take effect up to this day any more
) STRICT;

-- What of a round counted otherwise before it was amended. As of a day: the first row whose until_on lies after it.
CREATE TABLE round_before (
  round_id    INTEGER NOT NULL REFERENCES round (id), -- which round
  seq         INTEGER NOT NULL,                       -- the record that amended it
  until_on    TEXT NOT NULL,                          -- the day from which that took effect
  yellow_days INTEGER NOT NULL,                       -- as before
  blue_days   INTEGER NOT NULL,                       -- as before
  close_level TEXT NOT NULL CHECK (close_level = 'issue' OR close_level = 'measure' OR close_level = 'both' OR close_level = 'none'), -- as before
  feedback_on TEXT NOT NULL,                          -- as before: periods of filing count from it
  rhythm      TEXT NOT NULL CHECK (rhythm = 'weekly' OR rhythm = 'fortnightly' OR rhythm = 'monthly' OR rhythm = 'bimonthly'), -- as before
  PRIMARY KEY (round_id, seq)
) STRICT, WITHOUT ROWID;

-- Every lock of a round; round.locked_through is the last one.
CREATE TABLE round_lock (
  seq      INTEGER PRIMARY KEY,                    -- the record
  round_id INTEGER NOT NULL REFERENCES round (id), -- which round
  on_day   TEXT NOT NULL,                          -- when it was locked
  through  TEXT NOT NULL,                          -- nothing may take effect up to this day any more
  title    TEXT,                                   -- what was published, when no paper of the register
  paper_id INTEGER REFERENCES paper (id)           -- the paper that was issued
) STRICT;

-- Milestones of a round.
CREATE TABLE round_milestone (
  round_id INTEGER NOT NULL REFERENCES round (id), -- whose
  kind     TEXT NOT NULL CHECK (kind = 'plan' OR kind = 'focused' OR kind = 'deep' OR kind = 'report'), -- which one
  on_day   TEXT NOT NULL,                          -- its day
  PRIMARY KEY (round_id, kind)
) STRICT, WITHOUT ROWID;

-- The sign-offs a closing needs, in order.
CREATE TABLE round_policy (
  round_id INTEGER NOT NULL REFERENCES round (id), -- whose
  ord      INTEGER NOT NULL,                       -- place in the order, 1 first
  step     TEXT NOT NULL CHECK (step = 'department' OR step = 'leader' OR step = 'office' OR step = 'discipline' OR step = 'party_group' OR step = 'superior'), -- which sign-off
  PRIMARY KEY (round_id, ord)
) STRICT, WITHOUT ROWID;

-- Comments on a round's plan asked from superiors.
CREATE TABLE consultation (
  id       INTEGER PRIMARY KEY,                    -- key inside the file
  round_id INTEGER NOT NULL REFERENCES round (id), -- about which plan
  on_day   TEXT NOT NULL,                          -- when
  asked    TEXT NOT NULL,                          -- whose comments
  words    TEXT NOT NULL,                          -- what they said
  taken_up TEXT NOT NULL                           -- what was taken up
) STRICT;

-- Changes of the plan that carry an approval. Those after round.adopted_seq are the round's 方案调整.
CREATE TABLE plan_change (
  seq        INTEGER PRIMARY KEY,                   -- the record
  item_id    INTEGER NOT NULL REFERENCES item (id), -- which item
  change     TEXT NOT NULL CHECK (change = 'added' OR change = 'reworded' OR change = 'moved' OR change = 'withdrawn' OR change = 'deadline' OR change = 'linked'), -- what was done to it
  on_day     TEXT NOT NULL,                         -- from which day
  meeting_id INTEGER REFERENCES meeting (id),       -- approved by which meeting
  approval   TEXT                                   -- or by what, in words
) STRICT;

CREATE INDEX plan_change_by_item ON plan_change (item_id);

-- Meetings.
CREATE TABLE meeting (
  id         INTEGER PRIMARY KEY,               -- key, and the number people type
  uid        TEXT NOT NULL UNIQUE,              -- uuid v7, for what leaves the file
  round_id   INTEGER REFERENCES round (id),     -- the round it was about, when about one
  kind       TEXT NOT NULL CHECK (kind = 'feedback' OR kind = 'party_group' OR kind = 'progress' OR kind = 'special' OR kind = 'leading_group' OR kind = 'democratic_life' OR kind = 'other'), -- what kind
  held_on    TEXT NOT NULL,                     -- day
  added_on   TEXT NOT NULL,                     -- from this day on it is counted: its own day, unless that was locked
  title      TEXT NOT NULL,                     -- title
  minutes_no TEXT                               -- number of its minutes
) STRICT;

CREATE INDEX meeting_by_day ON meeting (held_on);

-- What meetings decided. Tabled = agreed + returned + deferred.
CREATE TABLE meeting_decision (
  seq         INTEGER PRIMARY KEY,                      -- the record that carries the decision
  meeting_id  INTEGER NOT NULL REFERENCES meeting (id), -- which meeting
  item_id     INTEGER NOT NULL REFERENCES item (id),    -- about which item
  decision_on TEXT NOT NULL CHECK (decision_on = 'closure' OR decision_on = 'extension' OR decision_on = 'ratification' OR decision_on = 'plan'), -- what was asked
  decision    TEXT NOT NULL CHECK (decision = 'agreed' OR decision = 'returned' OR decision = 'deferred'), -- what was decided
  words       TEXT                                      -- in its own words
) STRICT;

CREATE INDEX meeting_decision_by_meeting ON meeting_decision (meeting_id);
CREATE INDEX meeting_decision_by_item ON meeting_decision (item_id);

-- Papers that were read in.
CREATE TABLE source (
  id       INTEGER PRIMARY KEY,                    -- key inside the file
  round_id INTEGER NOT NULL REFERENCES round (id), -- into which round
  name     TEXT NOT NULL,                          -- file name without folders
  sha256   TEXT NOT NULL,                          -- of its bytes, lower-case hex
  bytes    INTEGER NOT NULL,                       -- its size
  paper    TEXT NOT NULL CHECK (paper = 'feedback' OR paper = 'plan' OR paper = 'report' OR paper = 'ledger' OR paper = 'unknown'), -- what kind of paper it was taken for
  read_on  TEXT NOT NULL                           -- day of effect
) STRICT;

-- Figures that a paper states of itself, beside what was found in its text.
CREATE TABLE source_figure (
  source_id INTEGER NOT NULL REFERENCES source (id), -- which paper
  ord       INTEGER NOT NULL,                        -- place in the list, 1 first
  words     TEXT NOT NULL,                           -- the paper's words
  what      TEXT NOT NULL CHECK (what = 'key_issue' OR what = 'issue' OR what = 'symptom' OR what = 'measure' OR what = 'opinion' OR what = 'extension' OR what = 'reform' OR what = 'category' OR what = 'rule'), -- what is counted
  number    INTEGER NOT NULL,                        -- the number stated
  found     INTEGER,                                 -- the number found, when it can be counted
  PRIMARY KEY (source_id, ord)
) STRICT, WITHOUT ROWID;

-- Items: the nodes of every round's tree, with what is effective for each as of now.
-- The columns from deadline_raw on are the last rows of the dated tables below, kept here so that reports are range scans.
CREATE TABLE item (
  id                 INTEGER PRIMARY KEY,             -- key inside the file
  uid                TEXT NOT NULL UNIQUE,            -- uuid v7, for what leaves the file
  round_id           INTEGER NOT NULL REFERENCES round (id), -- whose tree
  parent_id          INTEGER REFERENCES item (id),    -- the item above
  category_id        INTEGER REFERENCES item (id),    -- the nearest category above
  under_issue        INTEGER NOT NULL CHECK (under_issue IN (0, 1)), -- has an issue above: a 问题表现 when itself an issue
  kind               TEXT NOT NULL CHECK (kind = 'category' OR kind = 'issue' OR kind = 'measure' OR kind = 'opinion' OR kind = 'case'), -- what it is
  origin             TEXT NOT NULL CHECK (origin = 'feedback' OR origin = 'extension' OR origin = 'reform' OR origin = 'self' OR origin = 'prior' OR origin = 'audit' OR origin = 'lookback' OR origin = 'meeting'), -- where it comes from
  type               TEXT CHECK (type = 'on_the_spot' OR type = 'immediate' OR type = 'time_limited' OR type = 'staged' OR type = 'long_term'), -- 整改类型
  code               TEXT NOT NULL,                   -- what people type
  sort_key           TEXT NOT NULL,                   -- sorts as people list
  text               TEXT NOT NULL,                   -- its words
  goal               TEXT,                            -- 整改目标
  note               TEXT,                            -- 备注
  source_no          TEXT,                            -- the paper's own numbering
  source_id          INTEGER REFERENCES source (id),  -- the paper it came from
  source_place       TEXT,                            -- where it stood in it
  source_words       TEXT,                            -- the words as they stood
  source_unit        TEXT,                            -- whose ledger it was, where several were read into one round
  disclosure         TEXT NOT NULL CHECK (disclosure = 'public' OR disclosure = 'party' OR disclosure = 'closed'), -- 公开范围
  public_words       TEXT,                            -- wording for the public
  added_on           TEXT NOT NULL,                   -- from this day on it stands in the ledger
  withdrawn_on       TEXT,                            -- from this day on it is out of every total
  withdrawn_ground   TEXT CHECK (withdrawn_ground = 'entry_error' OR withdrawn_ground = 'letter' OR withdrawn_ground = 'merged' OR withdrawn_ground = 'plan_change'), -- why
  withdrawn_reason   TEXT,                            -- in words
  deadline_raw       TEXT,                            -- the deadline's words
  deadline_class     TEXT CHECK (deadline_class = 'date' OR deadline_class = 'now' OR deadline_class = 'relative' OR deadline_class = 'long' OR deadline_class = 'combo' OR deadline_class = 'stages' OR deadline_class = 'unclear'), -- how understood
  first_due          TEXT,                            -- the first due day
  due                TEXT,                            -- the due day as of now
  review             TEXT,                            -- the next review day
  extensions         INTEGER NOT NULL DEFAULT 0,      -- how many times extended
  deadline_note      TEXT,                            -- what to know about the reading
  deadline_item_id   INTEGER REFERENCES item (id),    -- the item on which this deadline was set
  progress           TEXT NOT NULL CHECK (progress = 'not_started' OR progress = 'in_progress' OR progress = 'staged' OR progress = 'completed'), -- 进度
  completed_on       TEXT,                            -- day of completion
  closure            TEXT NOT NULL CHECK (closure = 'none' OR closure = 'requested' OR closure = 'returned' OR closure = 'closed'), -- 销号
  closed_on          TEXT,                            -- day of closing
  closed_meeting_id  INTEGER REFERENCES meeting (id), -- the meeting that agreed
  unratified         INTEGER NOT NULL DEFAULT 0 CHECK (unratified IN (0, 1)), -- 待补党组会审议
  without_evidence   INTEGER NOT NULL DEFAULT 0 CHECK (without_evidence IN (0, 1)), -- 无佐证销号
  cycle              INTEGER NOT NULL DEFAULT 1,      -- 1 first; each reopening begins the next
  last_filing_on     TEXT,                            -- day of the last filing that was not sent back
  looked_on          TEXT,                            -- day of the last look-back (回头看), in whichever cycle
  rebounded_on       TEXT,                            -- day of the last look-back that found the problem come back
  UNIQUE (round_id, code)
) STRICT;

CREATE INDEX item_by_sort ON item (round_id, sort_key);
CREATE INDEX item_by_parent ON item (parent_id);
-- The headings of a round, without reading what stands under them.
CREATE INDEX item_category ON item (round_id, sort_key) WHERE kind = 'category';
-- Open work by due day: the overdue report and the lights read only this, however much closed history there is.
CREATE INDEX item_open_due ON item (due, round_id)
  WHERE closure <> 'closed' AND progress <> 'completed' AND withdrawn_on IS NULL AND kind <> 'category';
-- Review days of standing work, closed items included.
CREATE INDEX item_review ON item (review, round_id) WHERE review IS NOT NULL AND withdrawn_on IS NULL;
-- Closings that wait for 补党组会审议, without reading the others.
CREATE INDEX item_unratified ON item (round_id) WHERE unratified = 1;
-- Everything a summary counts, in one index.
CREATE INDEX item_figures ON item (round_id, kind, origin, under_issue, withdrawn_on, progress, closure, completed_on, closed_on,
  due, first_due, review, type, unratified, without_evidence, extensions, added_on, deadline_class,
  looked_on, rebounded_on);

-- What an item counted as before it was edited or moved. As of a day: the first row whose until_on lies after it.
CREATE TABLE item_before (
  item_id     INTEGER NOT NULL REFERENCES item (id), -- which item
  seq         INTEGER NOT NULL,                      -- the record that changed it
  until_on    TEXT NOT NULL,                         -- the day from which that took effect
  type        TEXT CHECK (type = 'on_the_spot' OR type = 'immediate' OR type = 'time_limited' OR type = 'staged' OR type = 'long_term'), -- as before
  origin      TEXT NOT NULL CHECK (origin = 'feedback' OR origin = 'extension' OR origin = 'reform' OR origin = 'self' OR origin = 'prior' OR origin = 'audit' OR origin = 'lookback' OR origin = 'meeting'), -- as before
  category_id INTEGER REFERENCES item (id),          -- as before
  under_issue INTEGER NOT NULL CHECK (under_issue IN (0, 1)), -- as before
  PRIMARY KEY (item_id, seq)
) STRICT, WITHOUT ROWID;

-- Which records speak of which item, so that an item's history is read without reading the journal through.
CREATE TABLE item_record (
  item_id INTEGER NOT NULL, -- the item; it may have been undone since
  seq     INTEGER NOT NULL, -- the record
  PRIMARY KEY (item_id, seq)
) STRICT, WITHOUT ROWID;

-- Links between items in different places of the tree.
CREATE TABLE link (
  kind    TEXT NOT NULL CHECK (kind = 'answers' OR kind = 'stems_from' OR kind = 'also_answers' OR kind = 'same_as'), -- what it says
  from_id INTEGER NOT NULL REFERENCES item (id), -- about this item
  to_id   INTEGER NOT NULL REFERENCES item (id), -- pointing to this one
  from_on TEXT NOT NULL,                         -- from which day
  PRIMARY KEY (kind, from_id, to_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX link_by_target ON link (to_id, kind);

-- Links that were taken away: on a day D one of them stood when from_on <= D < until_on.
CREATE TABLE link_before (
  kind     TEXT NOT NULL CHECK (kind = 'answers' OR kind = 'stems_from' OR kind = 'also_answers' OR kind = 'same_as'), -- as in link
  from_id  INTEGER NOT NULL REFERENCES item (id), -- as in link
  to_id    INTEGER NOT NULL REFERENCES item (id), -- as in link
  seq      INTEGER NOT NULL,                      -- the record that took it away
  from_on  TEXT NOT NULL,                         -- from which day it stood
  until_on TEXT NOT NULL,                         -- the day from which it stood no longer
  PRIMARY KEY (kind, from_id, to_id, seq)
) STRICT, WITHOUT ROWID;

-- Dated rows of responsibility: per item and role the last row with from_on <= D is what held on D.
CREATE TABLE responsibility_row (
  item_id     INTEGER NOT NULL REFERENCES item (id), -- for which item it is effective
  role        TEXT NOT NULL CHECK (role = 'leader' OR role = 'co_leader' OR role = 'department' OR role = 'co_department' OR role = 'person'), -- which role
  seq         INTEGER NOT NULL,                      -- the record
  ord         INTEGER NOT NULL,                      -- place within the role, 1 leads; 0 when the role was emptied
  party_id    INTEGER REFERENCES party (id),         -- who; NULL when the role was emptied
  from_on     TEXT NOT NULL,                         -- from which day
  set_item_id INTEGER NOT NULL REFERENCES item (id), -- the item on which it was set
  PRIMARY KEY (item_id, role, seq, ord)
) STRICT, WITHOUT ROWID;

-- Who answers for an item as of now: the last rows of responsibility_row.
CREATE TABLE item_party (
  item_id  INTEGER NOT NULL REFERENCES item (id),  -- which item
  role     TEXT NOT NULL CHECK (role = 'leader' OR role = 'co_leader' OR role = 'department' OR role = 'co_department' OR role = 'person'), -- which role
  ord      INTEGER NOT NULL,                       -- place within the role, 1 leads
  party_id INTEGER NOT NULL REFERENCES party (id), -- who
  PRIMARY KEY (item_id, role, ord)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_party_by_party ON item_party (party_id, role, item_id);

-- Dated rows of deadlines.
CREATE TABLE deadline_row (
  item_id     INTEGER NOT NULL REFERENCES item (id), -- for which item it is effective
  seq         INTEGER NOT NULL,                      -- the record
  from_on     TEXT NOT NULL,                         -- from which day
  set_item_id INTEGER NOT NULL REFERENCES item (id), -- the item on which it was set
  raw         TEXT NOT NULL,                         -- its words
  class       TEXT NOT NULL CHECK (class = 'date' OR class = 'now' OR class = 'relative' OR class = 'long' OR class = 'combo' OR class = 'stages' OR class = 'unclear'), -- how understood
  first_due   TEXT,                                  -- the first due day
  due         TEXT,                                  -- the due day
  review      TEXT,                                  -- the next review day
  extensions  INTEGER NOT NULL,                      -- how many times extended so far
  note        TEXT,                                  -- what to know about the reading
  PRIMARY KEY (item_id, seq)
) STRICT, WITHOUT ROWID;

-- Dated rows of progress.
CREATE TABLE progress_row (
  item_id      INTEGER NOT NULL REFERENCES item (id), -- which item
  seq          INTEGER NOT NULL,                      -- the record
  from_on      TEXT NOT NULL,                         -- from which day
  progress     TEXT NOT NULL CHECK (progress = 'not_started' OR progress = 'in_progress' OR progress = 'staged' OR progress = 'completed'), -- 进度
  completed_on TEXT,                                  -- day of completion
  derived      INTEGER NOT NULL CHECK (derived IN (0, 1)), -- follows from the items below
  filing_id    INTEGER REFERENCES filing (id),        -- the filing that moved it
  PRIMARY KEY (item_id, seq)
) STRICT, WITHOUT ROWID;

-- Dated rows of closure.
CREATE TABLE closure_row (
  item_id          INTEGER NOT NULL REFERENCES item (id), -- which item
  seq              INTEGER NOT NULL,                      -- the record
  from_on          TEXT NOT NULL,                         -- from which day
  closure          TEXT NOT NULL CHECK (closure = 'none' OR closure = 'requested' OR closure = 'returned' OR closure = 'closed'), -- 销号
  cycle            INTEGER NOT NULL,                      -- in which cycle
  closed_on        TEXT,                                  -- day of closing, kept when ratified later
  meeting_id       INTEGER REFERENCES meeting (id),       -- the meeting that decided
  unratified       INTEGER NOT NULL CHECK (unratified IN (0, 1)), -- 待补党组会审议
  without_evidence TEXT,                                  -- the words that stand for evidence
  words            TEXT,                                  -- reason or remark
  PRIMARY KEY (item_id, seq)
) STRICT, WITHOUT ROWID;

-- Sign-offs given or denied.
CREATE TABLE sign_off (
  seq      INTEGER PRIMARY KEY,                   -- the record
  item_id  INTEGER NOT NULL REFERENCES item (id), -- which item
  cycle    INTEGER NOT NULL,                      -- in which cycle
  step     TEXT NOT NULL CHECK (step = 'department' OR step = 'leader' OR step = 'office' OR step = 'discipline' OR step = 'party_group' OR step = 'superior'), -- which sign-off
  party_id INTEGER REFERENCES party (id),         -- by whom
  on_day   TEXT NOT NULL,                         -- when
  agreed   INTEGER NOT NULL CHECK (agreed IN (0, 1)), -- given or denied
  words    TEXT                                   -- in words
) STRICT;

CREATE INDEX sign_off_by_item ON sign_off (item_id, cycle);

-- Applications for a later deadline.
CREATE TABLE extension (
  id           INTEGER PRIMARY KEY,                   -- key inside the file
  item_id      INTEGER NOT NULL REFERENCES item (id), -- for which item
  applicant_id INTEGER REFERENCES party (id),         -- who applied
  applied_on   TEXT NOT NULL,                         -- when
  before_due   TEXT,                                  -- the due day before
  raw          TEXT NOT NULL,                         -- the words asked for
  class        TEXT NOT NULL CHECK (class = 'date' OR class = 'now' OR class = 'relative' OR class = 'long' OR class = 'combo' OR class = 'stages' OR class = 'unclear'), -- how understood
  due          TEXT,                                  -- the day asked for
  review       TEXT,                                  -- the review day asked for
  note         TEXT,                                  -- what is to be known of the reading
  reason       TEXT NOT NULL,                         -- why
  after_expiry INTEGER NOT NULL CHECK (after_expiry IN (0, 1)), -- applied for when the due day had passed
  on_return    INTEGER NOT NULL CHECK (on_return IN (0, 1)), -- nobody applied: a return named another day
  state        TEXT NOT NULL CHECK (state = 'applied' OR state = 'approved' OR state = 'refused'), -- what became of it
  decided_on   TEXT,                                  -- when it was decided
  granted_raw  TEXT,                                  -- the words of the deadline approved, when another than asked for
  granted_due  TEXT,                                  -- its day
  meeting_id   INTEGER REFERENCES meeting (id),       -- by which meeting
  approval     TEXT,                                  -- or by what, in words
  words        TEXT                                   -- words of refusal
) STRICT;

CREATE INDEX extension_by_item ON extension (item_id);
-- At most one application of an item waits for its decision.
CREATE UNIQUE INDEX extension_open ON extension (item_id) WHERE state = 'applied';

-- Filings of departments.
CREATE TABLE filing (
  id            INTEGER PRIMARY KEY,                   -- key inside the file
  item_id       INTEGER NOT NULL REFERENCES item (id), -- about which item
  cycle         INTEGER NOT NULL,                      -- in which cycle
  on_day        TEXT NOT NULL,                         -- day of effect
  department_id INTEGER REFERENCES party (id),         -- who reports
  filled_by     TEXT,                                  -- who filled it in
  entered_by    TEXT NOT NULL,                         -- the 经办人 who entered it
  situation     TEXT,                                  -- 整改情况
  problems      TEXT,                                  -- 存在问题
  next          TEXT,                                  -- 下步措施
  progress      TEXT CHECK (progress = 'not_started' OR progress = 'in_progress' OR progress = 'staged' OR progress = 'completed'), -- the progress it claims
  completed_on  TEXT,                                  -- the day of completion it claims
  leading       INTEGER NOT NULL CHECK (leading IN (0, 1)), -- by the leading department
  state         TEXT NOT NULL CHECK (state = 'pending' OR state = 'accepted' OR state = 'returned'), -- 采用
  decided_on    TEXT,                                  -- when it was accepted or sent back; NULL while it waits
  words         TEXT,                                  -- words of return
  disclosure    TEXT NOT NULL CHECK (disclosure = 'public' OR disclosure = 'party' OR disclosure = 'closed'), -- 公开范围
  public_words  TEXT                                   -- wording for the public
) STRICT;

CREATE INDEX filing_by_item ON filing (item_id, on_day);
-- What was handed in during a period (本期填报).
CREATE INDEX filing_by_day ON filing (on_day);
-- What waits for the office's acceptance.
CREATE INDEX filing_pending ON filing (item_id) WHERE state = 'pending';

-- Look-backs at closed items.
CREATE TABLE recheck (
  id          INTEGER PRIMARY KEY,                   -- key inside the file
  item_id     INTEGER NOT NULL REFERENCES item (id), -- which item
  cycle       INTEGER NOT NULL,                      -- in which cycle
  on_day      TEXT NOT NULL,                         -- when
  by          TEXT NOT NULL,                         -- by whom
  rebound     INTEGER NOT NULL CHECK (rebound IN (0, 1)), -- the problem had come back
  words       TEXT NOT NULL,                         -- what was found
  next_review TEXT,                                  -- when to look again
  sample_id   INTEGER REFERENCES sample (id)         -- the draw that it answers
) STRICT;

CREATE INDEX recheck_by_item ON recheck (item_id);

-- The evidence that a look-back names.
CREATE TABLE recheck_evidence (
  recheck_id  INTEGER NOT NULL REFERENCES recheck (id),  -- which look-back
  evidence_id INTEGER NOT NULL REFERENCES evidence (id), -- which evidence
  PRIMARY KEY (recheck_id, evidence_id)
) STRICT, WITHOUT ROWID;

-- Outcomes: one counted thing each.
CREATE TABLE outcome (
  id               INTEGER PRIMARY KEY, -- key, and the number people type
  on_day           TEXT NOT NULL,       -- day of effect
  kind             TEXT NOT NULL CHECK (kind = 'rule' OR kind = 'accountability' OR kind = 'money' OR kind = 'other'), -- what is counted
  title            TEXT,                -- title of the rule, or what else is counted
  number           TEXT,                -- document number of the rule
  revised          INTEGER CHECK (revised IN (0, 1)), -- 修订 rather than 新建
  institution      INTEGER CHECK (institution IN (0, 1)), -- counts among 其中制度
  form             TEXT CHECK (form = 'criticism' OR form = 'reminder' OR form = 'written_self_criticism' OR form = 'admonition' OR form = 'organisational' OR form = 'party_discipline' OR form = 'administrative_sanction' OR form = 'transferred'), -- form of accountability
  people           INTEGER,             -- 人
  times            INTEGER,             -- 人次
  direction        TEXT CHECK (direction = 'recovered' OR direction = 'refunded' OR direction = 'paid_in' OR direction = 'paid_out' OR direction = 'saved'), -- which way the money went
  cents            INTEGER,             -- amount in 分
  count            INTEGER,             -- how many of something else
  unit             TEXT,                -- in which unit
  words            TEXT,                -- remark
  disclosure       TEXT NOT NULL CHECK (disclosure = 'public' OR disclosure = 'party' OR disclosure = 'closed'), -- 公开范围
  public_words     TEXT,                -- wording for the public
  withdrawn_on     TEXT,                -- taken back on
  withdrawn_reason TEXT                 -- why
) STRICT;

-- Which items an outcome belongs to.
CREATE TABLE outcome_item (
  outcome_id INTEGER NOT NULL REFERENCES outcome (id), -- which outcome
  item_id    INTEGER NOT NULL REFERENCES item (id),    -- which item
  from_on    TEXT NOT NULL,                            -- from which day
  PRIMARY KEY (outcome_id, item_id)
) STRICT, WITHOUT ROWID;

-- An outcome's facts before they were amended. As of a day: the first row whose until_on lies after it.
CREATE TABLE outcome_before (
  outcome_id  INTEGER NOT NULL REFERENCES outcome (id), -- which outcome
  seq         INTEGER NOT NULL,                         -- the record that amended it
  until_on    TEXT NOT NULL,                            -- the day from which that took effect
  kind        TEXT NOT NULL CHECK (kind = 'rule' OR kind = 'accountability' OR kind = 'money' OR kind = 'other'), -- this and the following as before
  title       TEXT,                                     -- as in outcome
  number      TEXT,                                     -- as in outcome
  revised     INTEGER CHECK (revised IN (0, 1)),        -- as in outcome
  institution INTEGER CHECK (institution IN (0, 1)),    -- as in outcome
  form        TEXT CHECK (form = 'criticism' OR form = 'reminder' OR form = 'written_self_criticism' OR form = 'admonition' OR form = 'organisational' OR form = 'party_discipline' OR form = 'administrative_sanction' OR form = 'transferred'), -- as in outcome
  people      INTEGER,                                  -- as in outcome
  times       INTEGER,                                  -- as in outcome
  direction   TEXT CHECK (direction = 'recovered' OR direction = 'refunded' OR direction = 'paid_in' OR direction = 'paid_out' OR direction = 'saved'), -- as in outcome
  cents       INTEGER,                                  -- as in outcome
  count       INTEGER,                                  -- as in outcome
  unit        TEXT,                                     -- as in outcome
  PRIMARY KEY (outcome_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX outcome_item_by_item ON outcome_item (item_id);

-- Evidence: a kept file, or a register entry for what may not be copied.
CREATE TABLE evidence (
  id               INTEGER PRIMARY KEY, -- key, and the number people type
  on_day           TEXT NOT NULL,       -- day of effect
  title            TEXT NOT NULL,       -- what it is called
  dated_on         TEXT,                -- the day the paper bears
  file_name        TEXT,                -- name of the kept file
  sha256           TEXT,                -- hash of its bytes, lower-case hex
  bytes            INTEGER,             -- its size
  register_no      TEXT,                -- number in the register
  register_pages   INTEGER,             -- pages
  kept_at          TEXT,                -- where it is kept
  filing_id        INTEGER REFERENCES filing (id), -- the filing it came with
  disclosure       TEXT NOT NULL CHECK (disclosure = 'public' OR disclosure = 'party' OR disclosure = 'closed'), -- 公开范围
  public_words     TEXT,                -- wording for the public
  withdrawn_on     TEXT,                -- taken back on
  withdrawn_reason TEXT                 -- why
) STRICT;

CREATE INDEX evidence_by_hash ON evidence (sha256);

-- Which items a piece of evidence belongs to.
CREATE TABLE evidence_item (
  evidence_id INTEGER NOT NULL REFERENCES evidence (id), -- which evidence
  item_id     INTEGER NOT NULL REFERENCES item (id),     -- which item
  PRIMARY KEY (evidence_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX evidence_item_by_item ON evidence_item (item_id);

-- The bytes of kept files, evidence and issued papers, under their hash. Not made from the journal, but named by it and checked against it.
CREATE TABLE evidence_blob (
  sha256 TEXT PRIMARY KEY, -- hash of the bytes, lower-case hex
  bytes  BLOB NOT NULL     -- the file
) STRICT;

CREATE TRIGGER evidence_blob_no_update BEFORE UPDATE ON evidence_blob
BEGIN SELECT RAISE(ABORT, 'kept files are never changed'); END;

CREATE TRIGGER evidence_blob_no_delete BEFORE DELETE ON evidence_blob
BEGIN SELECT RAISE(ABORT, 'kept files are never deleted'); END;

-- Papers that left the office under a register number.
CREATE TABLE paper (
  id           INTEGER PRIMARY KEY,           -- key inside the file
  round_id     INTEGER REFERENCES round (id), -- about which round
  register     TEXT NOT NULL,                 -- which register (文号字)
  year         INTEGER NOT NULL,              -- of which year
  number       INTEGER NOT NULL,              -- number in it, never given twice
  title        TEXT NOT NULL,                 -- title
  as_of        TEXT NOT NULL,                 -- the day it speaks of
  issued_on    TEXT NOT NULL,                 -- day of issue
  addressee_id INTEGER REFERENCES party (id), -- to whom
  tier         TEXT CHECK (tier = 'notice' OR tier = 'supervision' OR tier = 'interview'), -- of a letter of 催办
  reply_by     TEXT,                          -- by which day it is to be answered
  role         TEXT CHECK (role IN ('leader', 'department')), -- in which role its addressee answers for the items
  audience     TEXT CHECK (audience IN ('party', 'public')), -- of a 通报: for whom
  looked_at    INTEGER,                       -- how many of its words were looked at a second time before the public read them
  sha256       TEXT,                          -- hash of the file as which it was issued, lower-case hex; NULL where none was kept
  bytes        INTEGER,                       -- its size
  ending       TEXT,                          -- the ending that says its format
  seq          INTEGER NOT NULL,              -- the record that issued it
  withdrawn    INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)), -- taken back; the number stays spent
  UNIQUE (register, year, number)
) STRICT;

-- The items a paper speaks of.
CREATE TABLE paper_item (
  paper_id INTEGER NOT NULL REFERENCES paper (id), -- which paper
  item_id  INTEGER NOT NULL REFERENCES item (id),  -- which item
  PRIMARY KEY (paper_id, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX paper_item_by_item ON paper_item (item_id);

-- Recorded draws of closed items for re-checking.
CREATE TABLE sample (
  id         INTEGER PRIMARY KEY,           -- key inside the file
  round_id   INTEGER REFERENCES round (id), -- from which round
  on_day     TEXT NOT NULL,                 -- when
  seed       TEXT NOT NULL,                 -- what the draw was made from, so that it can be made again
  population INTEGER NOT NULL,              -- from how many items it was drawn
  seq        INTEGER NOT NULL               -- the record, which keeps the conditions and what it was drawn from
) STRICT;

-- The items of a draw.
CREATE TABLE sample_item (
  sample_id INTEGER NOT NULL REFERENCES sample (id), -- which draw
  ord       INTEGER NOT NULL,                        -- place in the draw, 1 first
  item_id   INTEGER NOT NULL REFERENCES item (id),   -- which item
  PRIMARY KEY (sample_id, ord)
) STRICT, WITHOUT ROWID;
