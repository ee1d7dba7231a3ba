// A backup is a data directory without lock and token files, and with a manifest:
//
//     TARGET/
//     ├── slipway.db        one file, no WAL
//     ├── blobs/sha256/…    as in the data directory
//     ├── segments/…
//     ├── keys/…            with --with-keys only
//     └── manifest.json     written last: a directory without it holds no backup
//
// Consistent without stopping anybody: the catalog is copied first and names only files that are complete. The daemon
// adds files, and removes one only when its own catalog needs it no more, at least an hour after it appeared. Should it
// remove one that the copied catalog names, the copy is out of date: everything starts again with a new one, once.
#include "storage/backup/backup.hpp"

#include "base/files/directory_lock.hpp"
#include "base/files/durable.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "storage/backup/copying.hpp"
#include "storage/blobs/blob_layout.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/catalog/purges.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/known_head.hpp"
#include "storage/identity/marker.hpp"
#include "storage/identity/stores.hpp"
#include "storage/segments/pack_layout.hpp"

#include <algorithm>
#include <map>

namespace slipway::storage {
namespace {

constexpr mode_t catalog_mode = 0600;

/// The files a catalog names.
struct Named {
    std::map<Sha256, std::uint64_t> blobs;         // with their sizes
    std::map<std::uint32_t, std::uint64_t> packs;  // to the end of their last segment
    std::vector<Sha256> purged;                    // blobs that must not stay
    AuditHead audit_head;
};

Result<Named> files_named_by(const Path& catalog_file) {
    const auto catalog = TRY(SqliteCatalog::open(catalog_file, OpenMode::read_only));
    const auto tx = TRY(catalog->read());
    Named named;
    named.audit_head = TRY(audit_head(tx));
    TRY(visit_package_blobs(tx, [&](const Sha256& id, std::uint64_t size) { named.blobs[id] = size; }));
    TRY(visit_purges(tx, [&](const PurgeRow& purge) {
        if (!named.blobs.contains(purge.sha256)) named.purged.push_back(purge.sha256);
    }));
    TRY(visit_segments(tx, [&](const SegmentRow& segment) {
        if (segment.extent.pack == Extent::nowhere) return;
        auto& end = named.packs[segment.extent.pack];
        end = std::max(end, segment.extent.offset + segment.extent.length);
    }));
    return named;
}

/// What to do about a file that is missing: while the daemon runs it may be out of date to look for it.
enum class Missing : unsigned char { fail, report };

/// Copies one file. Nothing to be done about damage but to say so: the rest is worth having all the more.
Result<> copy_named(FileSystem& files, const Path& from, const Path& to, std::uint64_t size,
                    std::optional<Sha256> digest, Missing missing, BackupReport& report) {
    const auto copied = copy_durably(files, from, to, size, private_file_mode);
    if (copied.ok() && (!digest || *copied == *digest)) {
        report.bytes_copied += size;
        return {};
    }
    if (copied.ok()) {
        report.damaged.push_back(from.string() + " does not have the digest of its name");
        return files.remove(to);
    }
    const auto fault = copied.error().fault();
    const bool gone = fault == Fault::corrupt && !TRY(files.exists(from));
    if (gone && missing == Missing::fail) return Error(Fault::not_found, from.string() + " was destroyed meanwhile");
    const bool damage = fault == Fault::corrupt || (fault == Fault::not_found && missing == Missing::report);
    if (!damage) return copied.error();
    report.damaged.push_back(copied.error().message());
    return {};
}

Result<> copy_files(FileSystem& files, const Path& from, const Path& to, Missing missing, const Named& named,
                    BackupReport& report) {
    const BlobLayout source(from);
    const BlobLayout target(to);
    for (const auto& [id, size] : named.blobs) {
        TRY(refuse_links(to, target.path_of(id)));
        if (TRY(size_if_present(files, target.path_of(id))) == size) continue;
        TRY(copy_named(files, source.path_of(id), target.path_of(id), size, id, missing, report));
        ++report.files_copied;
    }
    const PackLayout source_packs(from);
    const PackLayout target_packs(to);
    for (const auto& [pack, size] : named.packs) {
        const Path path = target_packs.path_of(pack);
        TRY(refuse_links(to, path));
        const auto present = TRY(size_if_present(files, path));
        if (present && *present >= size) continue;
        TRY(copy_named(files, source_packs.path_of(pack), path, size, std::nullopt, missing, report));
        ++report.files_copied;
    }
    return {};
}

/// Copies the catalog to `copy`, then what it names.
Result<BackupReport> copy_catalog_and_files(FileSystem& files, const Path& data, const Path& target, const Path& copy,
                                            Missing missing) {
    const auto removed = files.remove(copy);
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed.error();
    {
        const auto catalog = TRY(SqliteCatalog::open(data / "slipway.db", OpenMode::read_only));
        TRY(refuse_lost_commits(files, data, *catalog));
        TRY(catalog->copy_to(copy));
    }
    const auto named = TRY(files_named_by(copy));
    BackupReport report;
    TRY(copy_files(files, data, target, missing, named, report));
    report.audit_head = named.audit_head;
    return report;
}

constexpr std::string_view head_member = "\"audit_head\":";

/// What was purged since an earlier backup goes from the backup, too, once nothing of it names it.
Result<> remove_purged(FileSystem& files, const Path& target) {
    const BlobLayout layout(target);
    for (const auto& blob : TRY(files_named_by(target / "slipway.db")).purged) {
        auto removed = files.remove(layout.path_of(blob));
        if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed;
    }
    return {};
}

std::string manifest_of(const BackupReport& report, Seconds now) {
    return Json::object({{"format", 1},
                         {"created_at", iso_date(now)},
                         {"private_keys", report.has_keys},
                         {"audit_head", report.audit_head.render()}})
               .text() +
           "\n";
}

/// The head a manifest keeps: it was written by `manifest_of`, so the member is found by its text.
Result<AuditHead> head_in(FileSystem& files, const Path& manifest) {
    const auto file = TRY(files.open_to_read(manifest));
    const auto size = TRY(file->size());
    const std::string text = TRY(file->read(0, size));
    const auto begin = text.find(head_member);
    if (begin == text.npos)
        return Error(Fault::corrupt, manifest.string() + " does not name the head of the audit log");
    const auto rest = std::string_view(text).substr(begin + head_member.size());
    const auto value = rest.substr(std::min(rest.find('"') + 1, rest.size()));
    const auto head = AuditHead::parse(value.substr(0, value.find('"')));
    if (!head.ok()) return Error(Fault::corrupt, manifest.string() + ": " + head.error().message());
    return *head;
}

/// Whether the log of a backup is whole, and the one its manifest speaks of.
Result<> check_audit_log(const Path& catalog_file, const AuditHead& head) {
    const auto catalog = TRY(SqliteCatalog::open(catalog_file, OpenMode::read_only));
    const auto tx = TRY(catalog->read());
    TRY(check_event_chain(tx));
    return check_audit_head(tx, head);
}

Result<> migrate_and_check(const Path& catalog_file, const AuditHead& head) {
    TRY(SqliteCatalog::open(catalog_file).during("the backup's catalog"));
    return check_audit_log(catalog_file, head).during("the backup's audit log");
}

Result<> check_empty(FileSystem& files, const Path& data) {
    for (const auto& name : TRY(files.list(data)))
        if (name != "lock")
            return Error(Fault::conflict,
                         data.string() + " is not empty: it has " + name + "; restore into an empty directory");
    return {};
}

/// The restored directory gets an id of its own: it and the one that was backed up go different ways from here. The
/// marker comes first; without its catalog it says that the restore was broken off.
Result<> place_catalog(FileSystem& files, const Path& copy, const Path& data) {
    const auto id = TRY(new_directory_id());
    TRY(mark_stores(files, data, id, FilesPlace::in_directory));
    TRY(write_marker(files, data, id));
    TRY(set_catalog_id(copy, id));
    const auto written = TRY(files.open_to_append(copy));
    TRY(written->sync());
    TRY(files.rename(copy, data / "slipway.db"));
    return files.sync_directory(data);
}

}  // namespace

Result<BackupReport> back_up(FileSystem& files, const Path& data, const Path& target, PrivateKeys keys, Seconds now) {
    TRY(check_own_directory(files, data));
    TRY(make_directories(files, target, 0700));
    for (const char* name : {"slipway.db", "slipway.db.new", "manifest.json", "blobs", "segments", "keys"})
        TRY(refuse_links(target, target / name));
    const auto lock = TRY(DirectoryLock::take(target));
    const Path copy = target / "slipway.db.new";
    auto report = copy_catalog_and_files(files, data, target, copy, Missing::fail);
    if (!report.ok() && report.error().fault() == Fault::not_found)
        report = copy_catalog_and_files(files, data, target, copy, Missing::report);
    if (!report.ok()) return report;
    if (keys == PrivateKeys::include) TRY(copy_private_tree(files, data / "keys", target / "keys"));
    report->has_keys = TRY(files.exists(target / "keys"));

    const auto written = TRY(files.open_to_append(copy));
    TRY(written->sync());
    TRY(files.rename(copy, target / "slipway.db"));
    TRY(files.sync_directory(target));
    TRY(replace_atomically(files, target / "manifest.json", manifest_of(*report, now), catalog_mode));
    TRY(remove_purged(files, target));
    return report;
}

Result<BackupReport> restore(FileSystem& files, const Path& from, const Path& data) {
    const Path manifest = from / "manifest.json";
    const bool complete = TRY(files.exists(manifest));
    if (!complete) return Error(Fault::not_found, from.string() + " holds no complete backup: it has no manifest.json");
    for (const char* name : {"slipway.db", "manifest.json", "blobs", "segments", "keys"})
        TRY(refuse_links(from, from / name));
    TRY(make_directories(files, data));
    const auto lock = TRY(DirectoryLock::take(data));
    TRY(check_empty(files, data));
    const auto head = TRY(head_in(files, manifest));
    // A backup of an older program is migrated, in a copy, before it is read.
    const Path copy = data / "slipway.db.new";
    TRY(copy_durably(files, from / "slipway.db", copy, std::nullopt, catalog_mode));
    if (auto checked = migrate_and_check(copy, head); !checked.ok()) {
        TRY(files.remove(copy));
        return std::move(checked).error();
    }

    TRY(make_directories(files, BlobLayout(data).sha256()));
    const auto named = TRY(files_named_by(copy));
    BackupReport report;
    report.audit_head = named.audit_head;
    TRY(copy_files(files, from, data, Missing::report, named, report));
    TRY(copy_private_tree(files, from / "keys", data / "keys"));
    report.has_keys = TRY(files.exists(data / "keys"));
    TRY(place_catalog(files, copy, data));
    return report;
}

}  // namespace slipway::storage
