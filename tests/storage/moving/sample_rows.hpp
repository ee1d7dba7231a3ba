#pragma once

namespace slipway::testing {

/// Rows for every table of a catalog in SQLite: with nulls, with text that is no UTF-8 and has control characters, with
/// empty bytes, with ids that are gone, and with enough of one kind for several statements.
inline constexpr const char* sample_rows = R"sql(
INSERT INTO repositories (id, name, description, origin, sign_packages, retain_revisions, retain_days)
    VALUES (1, 'main', CAST(x'ff41007f0a' AS TEXT), '', 1, NULL, 30), (7, 'Ä', 'ä', 'Z', 0, 5, NULL);
INSERT INTO distros (id, repository, name, format, compression, is_default)
    VALUES (2, 1, 'deb', 'deb', 'xz', 1), (3, 1, 'rpm', 'rpm', 'gz', 1);
INSERT INTO distro_components VALUES (2, 0, 'main'), (2, 1, 'contrib');
INSERT INTO distro_architectures VALUES (2, 0, 'amd64'), (3, 0, 'x86_64');
INSERT INTO channels (id, repository, name, immutable_versions, protected, keep_versions, keep_days)
    VALUES (4, 1, 'dev', 0, 0, NULL, NULL), (9, 1, 'stable', 1, 1, 3, 90);
DELETE FROM repositories WHERE id = 7;
INSERT INTO channel_sources VALUES (9, 0, 'dev');
INSERT INTO ephemeral_rules VALUES (1, 'mr-*', 'dev', 86400);
INSERT INTO ephemeral_channels VALUES (4, 60, 1764380000);
INSERT INTO expired_channels VALUES (1, 'mr-1', 1764380001);
INSERT INTO continuations VALUES ('main', 'mr-1', 17, 1764380002);
INSERT INTO packages (id, repository, sha256, uploaded_sha256, format, name, version, architecture, source, summary,
    file_name, signed_by, size, weight, uploaded_at, provenance)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
    SELECT i * 3, 1, CAST(printf('%032d', i) AS BLOB), CAST(printf('%032d', -i) AS BLOB), 'deb', 'p' || i, '1.0-' || i,
        'amd64', '', CAST(x'c3' AS TEXT) || i, 'p' || i || '.deb', '', i * 1000000007, i, 1764380000 + i,
        '{"a": "' || i || '"}' FROM n;
INSERT INTO package_texts SELECT id, zeroblob(id % 5) FROM packages;
INSERT INTO pool_names SELECT 2, substr(sha256, 25, 8), file_name, sha256, size FROM packages;
INSERT INTO taken_versions SELECT 2, name, version, architecture, uploaded_sha256 FROM packages WHERE id < 60;
INSERT INTO purges VALUES (1, zeroblob(32), randomblob(32), 'deb', 'bad', '1', 'all', 'bad.deb', 1764380003);
INSERT INTO revisions VALUES (4, 1, 1764380000, zeroblob(32), 2), (4, 2, 1764380001, randomblob(32), 3);
INSERT INTO revision_lists VALUES (4, 1, 2, 'Packages', 'main', 'amd64', randomblob(32), 2);
INSERT INTO revision_changes VALUES (4, 2, 0, 1, 'upload', 'ci (#1)', '', 1, 0);
INSERT INTO pins VALUES (1, 'release', 4, 1, 1764380000, 'admin (#2)');
INSERT INTO nodes VALUES (randomblob(32), randomblob(1000)), (zeroblob(32), x'');
INSERT INTO segments (block, document, form, variant, pack, offset, length, text_size, text_crc32, unpadded_size, checksum)
    VALUES (randomblob(32), 'packages', 'xz', '', 1, 0, 100, 1000, 4294967295, 900, zeroblob(16));
INSERT INTO index_files (id, channel, distro, component, architecture, document, form, variant, sha256, size, list_root,
    published_at, replaced_at)
    VALUES (5, 4, 2, 'main', 'amd64', 'packages', 'xz', '', randomblob(32), 100, NULL, 1764380000, NULL),
        (6, 4, 2, 'main', 'amd64', 'packages', 'gz', '', randomblob(32), 90, randomblob(32), 1764380000, 1764380009);
INSERT INTO entry_points (channel, distro, architecture, generation, date, date_lead, content, signed_content, detached, key)
    VALUES (4, 2, '', 3, 1764380000, 1, x'ff00', x'00', x'', randomblob(20)),
        (4, 3, 'x86_64', 3, 1764380000, 0, x'3c786d6c2f3e', x'', x'01', randomblob(20));
INSERT INTO snapshots VALUES (4, 1, 2, 'AB', 0);
INSERT INTO snapshot_files (channel, revision, distro, component, architecture, document, form, variant, sha256, size,
    list_root, published_at)
    VALUES (4, 1, 2, 'main', 'amd64', 'packages', 'xz', '', randomblob(32), 100, NULL, 1764380000);
INSERT INTO snapshot_entry_points (channel, revision, distro, architecture, date, content, signed_content, detached, key)
    VALUES (4, 1, 2, '', 1764380000, x'63', x'73', x'64', x'6b');
INSERT INTO search_texts SELECT 1, id, sha256, name, summary, '' FROM packages WHERE id < 30;
INSERT INTO pool_places SELECT 2, 'main/p', file_name, substr(sha256, 25, 8), id FROM packages WHERE id < 30;
INSERT INTO file_hashes SELECT id, 1, zeroblob(8) FROM packages WHERE id < 30;
INSERT INTO facts VALUES ('directory_id', '0123'), ('first_start', '2026-11-29');
INSERT INTO keys (id, repository, fingerprint, state, algorithm, armored, created_at, expires_at)
    VALUES (1, 1, 'AB', 'active', 'rsa4096', '-----BEGIN', 1764380000, NULL), (4, 1, 'CD', 'retired', 'ed25519', '', 1, 2);
INSERT INTO tokens (id, name, secret_digest, created_at, expires_at, last_used_at)
    VALUES (1, 'upload', randomblob(32), 1, NULL, NULL), (2, 'admin', randomblob(32), 1, 2, 3), (8, 'gone', randomblob(32), 1, 2, 3);
DELETE FROM tokens WHERE id = 8;
INSERT INTO token_scopes VALUES (1, 0, 'upload:main'), (2, 0, 'admin:*');
)sql";

}  // namespace slipway::testing
