-- For people: one line for each statement, with the names of all parties.
CREATE VIEW IF NOT EXISTS quotes AS
SELECT r.id AS id, coalesce(s.first_day, '') AS date, e.name AS speaker, e.type AS speaker_type,
    (SELECT group_concat(j.name, '; ') FROM parties p JOIN entities j ON j.number = p.entity
        WHERE p.report = r.number AND p.role = 0 AND p.place > 0) AS joint_speakers,
    r.relation AS relation, r.act AS act, r.polarity AS polarity, r.mode AS mode, r.kind AS kind,
    (SELECT group_concat(a.name, '; ') FROM parties p JOIN entities a ON a.number = p.entity
        WHERE p.report = r.number AND p.role = 1) AS addressees,
    (SELECT group_concat(a.name, '; ') FROM parties p JOIN entities a ON a.number = p.entity
        WHERE p.report = r.number AND p.role = 2) AS about,
    r.content AS content, r.cue AS cue, r.sentence AS sentence, r.confidence AS confidence,
    s.reports AS reports, d.id AS document, d.title AS title, d.source AS outlet, d.url AS url,
    d.path AS path, r.line AS line
FROM statements s
JOIN reports r ON r.number = s.number
JOIN documents d ON d.number = r.document
LEFT JOIN entities e ON e.number = s.speaker;

-- Who says how much.
CREATE VIEW IF NOT EXISTS speakers AS
SELECT id, name, type, statements, documents FROM entities WHERE statements > 0 ORDER BY statements DESC;

-- Who speaks to whom: one line for each pair and relation.
CREATE VIEW IF NOT EXISTS who_to_whom AS
SELECT s.name AS speaker, r.relation AS relation, t.name AS addressee, count(*) AS statements
FROM parties p
JOIN reports r ON r.number = p.report AND r.statement = r.number
JOIN parties q ON q.report = p.report AND q.role = 1
JOIN entities s ON s.number = p.entity
JOIN entities t ON t.number = q.entity
WHERE p.role = 0
GROUP BY p.entity, r.relation, q.entity;
