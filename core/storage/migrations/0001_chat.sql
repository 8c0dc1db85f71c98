-- Conversations of the chatbot and what people think of its answers. All texts arrive masked.
CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    started TEXT NOT NULL,
    changed TEXT NOT NULL  -- UTC, ISO 8601; what `purge` goes by
);
CREATE INDEX conversations_changed ON conversations (changed);

CREATE TABLE turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never reused, so a stale page cannot hit a new turn
    conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    details TEXT NOT NULL,  -- JSON object
    created TEXT NOT NULL
);
CREATE INDEX turns_conversation ON turns (conversation_id, id);

CREATE TABLE feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT REFERENCES conversations (id) ON DELETE SET NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    row_id TEXT NOT NULL,
    faq_version TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')),
    reason TEXT NOT NULL,
    right_answer TEXT NOT NULL,
    created TEXT NOT NULL
);
CREATE INDEX feedback_conversation ON feedback (conversation_id);
