// A backup is a data directory without lock and token files, and with a manifest:
//
//     TARGET/
//     ├── slipway.db        one file, no WAL
//     ├── blobs/sha256/…    as in the data directory
//     ├── segments/…
//     ├── keys/…            with --with-keys only
//     ├── objects.tsv       instead of blobs/ and segments/: what the catalog needs of a bucket
//     └── manifest.json     written last: a directory without it holds no backup
//
// Consistent without stopping anybody: the catalog is copied first and names only files that are complete. The daemon
// adds files, and removes one only when its own catalog needs it no more, at least an hour after it appeared. Should it
// remove one that the copied catalog names, the copy is out of date: everything starts again with a new one, once.
#include "storage/backup/backup.hpp"

#include "base/files/directory_lock.hpp"
#include "base/files/durable.hpp"
#include "storage/backup/copying.hpp"
#include "storage/backup/inventory.hpp"
#include "storage/backup/manifest.hpp"
#include "storage/backup/named_files.hpp"
#include "storage/blobs/blob_layout.hpp"
#include "storage/catalog/sqlite_catalog.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/known_head.hpp"
#include "storage/identity/marker.hpp"
#include "storage/identity/stores.hpp"
#include "storage/segments/pack_layout.hpp"

#include <string>

namespace slipway::storage {
namespace {

constexpr mode_t catalog_mode = 0600;

bool can_be_read(FileSystem& files, const Path& path, std::uint64_t size) {
    const auto file = files.open_to_read(path);
    if (!file.ok()) return false;
    std::string buffer(std::size_t{1} << 20, '\0');
    for (std::uint64_t offset = 0; offset < size; offset += buffer.size())
        if (!(*file)->read_into(offset, buffer).ok()) return false;
    return true;
}

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
    const bool is_unreadable = fault == Fault::io && !can_be_read(files, from, size);
    const bool damage =
        fault == Fault::corrupt || is_unreadable || (fault == Fault::not_found && missing == Missing::report);
    if (!damage) return copied.error();
    report.damaged.push_back(copied.error().message());
    return {};
}

Result<> copy_files(FileSystem& files, const Path& from, const Path& to, Missing missing, const NamedFiles& named,
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

/// Copies the catalog to `copy`, then the files that it names. Distant files are compared instead.
Result<BackupReport> copy_catalog_and_files(FileSystem& files, const BackupSource& source, const Path& target,
                                            const Path& copy, Missing missing) {
    const auto removed = files.remove(copy);
    if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed.error();
    {
        const auto catalog = TRY(source.catalog.open(OpenMode::read_only));
        TRY(refuse_lost_commits(files, source.catalog, *catalog));
        TRY(catalog->copy_to(copy));
    }
    const auto named = TRY(files_named_by(copy));
    BackupReport report;
    if (source.distant == nullptr)
        TRY(copy_files(files, source.catalog.data(), target, missing, named, report));
    else
        TRY(compare_with_stored(named, *source.distant, missing, report));
    report.audit_head = named.audit_head;
    return report;
}

/// What was purged since an earlier backup goes from the backup, too, once nothing of it names it.
Result<> remove_purged(FileSystem& files, const Path& target, const NamedFiles& named) {
    const BlobLayout layout(target);
    for (const auto& blob : named.purged) {
        auto removed = files.remove(layout.path_of(blob));
        if (!removed.ok() && removed.error().fault() != Fault::not_found) return removed;
    }
    return {};
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

/// In a server's directory the copied catalog would take the place of its own.
Result<> refuse_data_directory(FileSystem& files, const Path& target) {
    for (const char* name : {"slipway.id", "slipway.head"})
        if (TRY(files.exists(target / name)))
            return Error(Fault::conflict, target.string() + " is a data directory, as it has " + name +
                                              "; back up into a directory that is empty or has an earlier backup");
    return {};
}

/// What is lost in the source must not take the place of a copy that has it.
Result<> check_copied_catalog(const Path& copy) {
    const auto catalog = TRY(SqliteCatalog::open(copy, OpenMode::read_only));
    return catalog->check();
}

/// The restored directory gets an id of its own: it and the one that was backed up go different ways from here. The
/// marker comes first; without its catalog it says that the restore was broken off.
Result<> place_catalog(FileSystem& files, const Path& copy, const Path& data, FilesPlace place) {
    const auto id = TRY(new_directory_id());
    TRY(mark_stores(files, *catalog_place(data, ""), place, id));
    TRY(write_marker(files, data, id));
    TRY(set_catalog_id(copy, id));
    const auto written = TRY(files.open_to_append(copy));
    TRY(written->sync());
    TRY(files.rename(copy, data / "slipway.db"));
    return files.sync_directory(data);
}

}  // namespace

CopyKeys copy_key_files(FileSystem& files, const Path& data) {
    return [&files, data](const Path& target) { return copy_private_tree(files, data / "keys", target); };
}

Result<BackupReport> back_up(FileSystem& files, const BackupSource& source, const Path& target,
                             const CopyKeys& copy_keys, Seconds now) {
    const auto* distant = source.distant;
    TRY(check_own_directory(files, {source.catalog, distant == nullptr ? nullptr : &distant->place}));
    TRY(refuse_data_directory(files, target));
    TRY(make_directories(files, target, 0700));
    for (const char* name :
         {"slipway.db", "slipway.db.new", "manifest.json", "objects.tsv", "blobs", "segments", "keys"})
        TRY(refuse_links(target, target / name));
    const auto lock = TRY(DirectoryLock::take(target));
    const Path copy = target / "slipway.db.new";
    auto report = copy_catalog_and_files(files, source, target, copy, Missing::fail);
    if (!report.ok() && report.error().fault() == Fault::not_found)
        report = copy_catalog_and_files(files, source, target, copy, Missing::report);
    if (!report.ok()) return report;
    if (copy_keys) TRY(copy_keys(target / "keys"));
    report->has_keys = TRY(files.exists(target / "keys"));
    if (const auto whole = check_copied_catalog(copy); !whole.ok()) {
        TRY(files.remove(copy));
        if (!TRY(files.exists(target / "slipway.db"))) return whole.error();
        report->catalog_damage = whole.error().message();
        return report;
    }

    const auto written = TRY(files.open_to_append(copy));
    TRY(written->sync());
    TRY(files.rename(copy, target / "slipway.db"));
    TRY(files.sync_directory(target));
    const auto named = TRY(files_named_by(target / "slipway.db"));
    if (distant != nullptr)
        TRY(replace_atomically(files, target / "objects.tsv", render_inventory(named), catalog_mode));
    const auto manifest = render_manifest({report->audit_head, report->place, report->has_keys}, now);
    TRY(replace_atomically(files, target / "manifest.json", manifest, catalog_mode));
    TRY(remove_purged(files, target, named));
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
    const auto said = TRY(read_manifest(files, manifest));
    // A backup of an older program is migrated, in a copy, before it is read.
    const Path copy = data / "slipway.db.new";
    TRY(copy_durably(files, from / "slipway.db", copy, std::nullopt, catalog_mode));
    if (auto checked = migrate_and_check(copy, said.audit_head); !checked.ok()) {
        TRY(files.remove(copy));
        return std::move(checked).error();
    }

    const auto named = TRY(files_named_by(copy));
    BackupReport report;
    report.audit_head = named.audit_head;
    report.place = said.place;
    const auto place = said.place.empty() ? FilesPlace::in_directory : FilesPlace::elsewhere;
    if (place == FilesPlace::in_directory) {
        TRY(make_directories(files, BlobLayout(data).sha256()));
        TRY(copy_files(files, from, data, Missing::report, named, report));
    }
    TRY(copy_private_tree(files, from / "keys", data / "keys"));
    report.has_keys = TRY(files.exists(data / "keys"));
    TRY(place_catalog(files, copy, data, place));
    return report;
}

}  // namespace slipway::storage
