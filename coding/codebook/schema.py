"""The codebook's tables. Built once, then only read. PURE."""

SYSTEM_NAMES = {
    "icd10cm": "ICD-10-CM",
    "spc": "SPC",
    "hcpcs": "HCPCS Level II",
    "modifier": "Modifiers",
    "pos": "Places of service",
}
SYSTEMS = tuple(SYSTEM_NAMES)
SEARCHED = ("icd10cm", "spc", "hcpcs")

# `code.id` is given in order of weight within a system, so that a search which reads the index in
# order of rowid meets the likelier answers first and can stop early, without ranking all of them.
TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE code (
    id INTEGER PRIMARY KEY,
    system TEXT NOT NULL,
    key TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    billable INTEGER NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    kind TEXT NOT NULL,
    parent TEXT NOT NULL,
    position INTEGER NOT NULL,
    weight INTEGER NOT NULL
);
CREATE TABLE note (
    system TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (system, key, kind, position)
) WITHOUT ROWID;
CREATE TABLE attributes (
    system TEXT NOT NULL, key TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (system, key)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE finder USING fts5(
    words, content='', detail=none, columnsize=0, tokenize='porter unicode61'
);
CREATE TABLE word (word TEXT PRIMARY KEY, hits INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE slip (form TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (form, word)) WITHOUT ROWID;
CREATE TABLE answer (term TEXT PRIMARY KEY, means TEXT NOT NULL, codes TEXT NOT NULL) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX code_key ON code (key, system);
CREATE INDEX code_parent ON code (parent, system, position);
"""
