// What is moved in which order, and how it is compared. Files come first and rows last, as a publication has it: the
// catalog names only what is there.
#include "publishing/directory/migration.hpp"

#include "publishing/directory/migration_places.hpp"
#include "publishing/directory/migration_sides.hpp"
#include "storage/moving/file_move.hpp"
#include "storage/moving/row_move.hpp"

#include <map>
#include <utility>

namespace slipway::publishing {
namespace {

using Tell = std::function<void(const MigrationProgress&)>;
using ArmoredKeys = std::map<std::pair<std::string, std::string>, std::string>;  // armored, by repository and print

std::unique_ptr<storage::MovableFiles> movable_files(FileSystem& files, const StorePlaces& places,
                                                     const OpenPlaces& open) {
    if (!open.bucket) return std::make_unique<storage::FilesOfDirectory>(files, places.data);
    return std::make_unique<storage::FilesOfBucket>(open.bucket->client(), places.bucket->url);
}

Result<> move_stored_files(MigrationSides& sides, const MigrationPlaces& places, const Tell& tell,
                           MigrationReport& report) {
    const auto named = TRY(storage::files_named_by(TRY(sides.source().read())));
    const auto needed = storage::needed_files(named);
    const auto from = movable_files(sides.files(), places.from, sides.source_places());
    const auto to = movable_files(sides.files(), places.to, sides.target_places());
    const auto moved = TRY(storage::move_files(*from, *to, needed, [&](const storage::MovedFiles& so_far) {
        tell({MigrationProgress::Step::files, "", so_far.files, needed.size(), so_far.bytes});
    }));
    report.files = moved.files;
    report.bytes = moved.bytes;
    report.copied_files = moved.copied_files;
    report.copied_bytes = moved.copied_bytes;
    return {};
}

storage::RowMove::Progress row_progress(const Tell& tell, MigrationProgress::Step step) {
    return [&tell, step](const std::string& table, std::uint64_t rows) { tell({step, table, rows, 0, 0}); };
}

storage::MovedCatalog moved_catalog(storage::Catalog& catalog, const StorePlaces& places) {
    return {catalog, places.has_database() ? storage::Engine::postgresql : storage::Engine::sqlite};
}

/// One of both was written meanwhile, or damaged.
Error not_the_same(const Error& error, const StorePlaces& to) {
    const std::string way = to.has_database() ? "drop the database of --to and create it again"
                                              : "remove slipway.db, -wal and -shm of " + to.data.string();
    return Error(error.fault(),
                 error.message() + ". To copy the rows once more, " + way + ", and run the same command");
}

Result<> move_rows(const storage::RowMove& rows, MigrationSides& sides, const MigrationPlaces& places, const Tell& tell,
                   MigrationReport& report) {
    TRY(rows.copy(moved_catalog(sides.source(), places.from), moved_catalog(sides.target(), places.to),
                  row_progress(tell, MigrationProgress::Step::rows)));
    const auto moved =
        rows.compare(sides.source(), sides.target(), row_progress(tell, MigrationProgress::Step::comparing_rows));
    if (!moved.ok() && moved.error().fault() == Fault::corrupt) return not_the_same(moved.error(), places.to);
    if (!moved.ok()) return moved.error();
    report.tables = moved->tables;
    report.rows = moved->rows;
    return sides.target().check();
}

Result<ArmoredKeys> private_keys_of(const signing::KeyStore& store) {
    ArmoredKeys keys;
    TRY(store.visit([&](const signing::KeyStore::Visited& key) {
        keys[{key.repository, key.fingerprint}] = key.armored;
        return Result<>();
    }));
    return keys;
}

/// Opens what is sealed here, and seals it there.
Result<> move_keys(MigrationSides& sides, const MigrationPlaces& places, MigrationReport& report) {
    const auto source = TRY(open_key_store(places.from, sides.files(), sides.source()));
    const auto target = TRY(open_key_store(places.to, sides.files(), sides.target()));
    const auto keys = TRY(private_keys_of(*source));
    for (const auto& [name, armored] : keys) TRY(target->put(name.first, name.second, armored));
    if (TRY(private_keys_of(*target)) != keys)
        return Error(Fault::corrupt, "--to has other private keys than --from: remove those of " +
                                         target->place_of("REPOSITORY", "FINGERPRINT") + ", and try again");
    report.keys = keys.size();
    return {};
}

}  // namespace

Result<MigrationReport> migrate(const StorePlaces& from, const StorePlaces& to, const Tell& tell) {
    const auto places = TRY(MigrationPlaces::compare(from, to));
    const auto rows = TRY(storage::RowMove::prepare());  // outlives the catalogs
    const auto sides = TRY(MigrationSides::open(places));
    MigrationReport report;
    report.from = describe(from);
    report.to = describe(to);
    report.id = sides->id();
    report.moved_catalog = places.moves_catalog;
    report.moved_files = places.moves_files;
    if (places.moves_files) TRY(move_stored_files(*sides, places, tell, report).during("moving packages"));
    if (places.moves_catalog) {
        TRY(move_keys(*sides, places, report).during("moving private keys"));
        TRY(move_rows(rows, *sides, places, tell, report).during("moving the catalog"));
    }
    TRY(sides->finish());
    const auto tx = TRY(sides->target().read());
    report.audit_head = TRY(storage::audit_head(tx));
    return report;
}

}  // namespace slipway::publishing
