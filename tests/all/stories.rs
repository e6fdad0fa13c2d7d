//! Stories: five offices, each through a whole round, from the feedback meeting to the last figures.

mod cases;
mod clerk;
mod lists;
mod monthly;
mod opinions;
mod ratified;
mod telling;
