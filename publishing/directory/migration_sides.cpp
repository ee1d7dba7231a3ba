// The order of marks. A server must never be able to run in two places, and never in one that lacks something:
//
//   1. the target's catalog is made, and says that it is not whole; its bucket and its directory get the id
//   2. the source's catalog says where the server goes: from now on no daemon starts there
//   3. files, rows and keys are copied and compared
//   4. the stores of the target get the id, then its catalog loses the mark of 1
//
// Where the catalog stays and packages go, there is one mark, that of 2, which is removed at the end; the stores that
// are left get an id that no catalog has, so that a start with the former settings is refused.
#include "publishing/directory/migration_sides.hpp"

#include "base/files/durable.hpp"
#include "storage/backup/copying.hpp"
#include "storage/identity/contents.hpp"
#include "storage/identity/identity.hpp"
#include "storage/identity/known_head.hpp"
#include "storage/identity/marker.hpp"
#include "storage/identity/move_marks.hpp"
#include "storage/identity/stores.hpp"

#include <utility>

namespace slipway::publishing {
namespace {

constexpr mode_t token_mode = 0600;

/// Something is where the server is to go.
Error target_in_the_way(const StorePlaces& to, const std::string& what) {
    return Error(Fault::conflict,
                 describe(to) + ": " + what +
                     ". Take an empty directory, database, bucket or prefix; an interrupted move goes on "
                     "where it was begun");
}

Result<> check_target_catalog(const StorePlaces& to, const storage::CatalogPlace& place,
                              const storage::CatalogContents& catalog, const std::string& id) {
    using storage::CatalogState;
    if (catalog.moving_from == id) return {};
    if (catalog.moving_from) return target_in_the_way(to, place.name() + " is the beginning of another move");
    if (catalog.state == CatalogState::unusable) return target_in_the_way(to, place.name() + ": " + catalog.fault);
    if (catalog.state != CatalogState::whole) return {};
    if (catalog.id == id && !catalog.moved_to)
        return target_in_the_way(to, "the server has moved there already, and can be started");
    return target_in_the_way(to, place.name() + " holds a catalog");
}

Result<> check_target_bucket(const StorePlaces& to, const storage::ObjectsContents& objects, const std::string& id) {
    if (objects.id == id) return {};
    if (objects.id) return target_in_the_way(to, "the bucket belongs to the catalog with the id " + *objects.id);
    return objects.has_packages ? target_in_the_way(to, "the bucket holds packages of another server") : Result<>();
}

Result<> check_target_directory(FileSystem& files, const StorePlaces& to, const storage::DirectoryContents& contents,
                                const std::string& id) {
    const bool is_ours = contents.marker_id == id || contents.catalog.moving_from == id;
    if (is_ours) return {};
    if (contents.marker_id) return target_in_the_way(to, "slipway.id says that the directory is another server's");
    const auto stored = TRY(storage::count_stored_files(files, to.data, /*most=*/1));
    return stored.any() ? target_in_the_way(to, "the directory holds " + stored.describe()) : Result<>();
}

Result<> check_source_contents(const storage::DirectoryContents& contents, const StorePlaces& from,
                               const std::string& target) {
    const auto& moved_to = contents.catalog.moved_to;
    if (!moved_to || *moved_to == target) return {};
    return Error(Fault::unsupported, describe(from) + ": the server was moved, or is being moved, to " + *moved_to +
                                         ". Move it from there, or go on with that move; to give up what is there: "
                                         "`slipwayd init --adopt` here");
}

}  // namespace

MigrationSides::~MigrationSides() {
    for (const auto* catalog : {&source_catalog_, &target_catalog_})
        if (*catalog) [[maybe_unused]]
            const auto folded = (*catalog)->fold_log();  // else whoever opens it next reads the log
}

Result<std::unique_ptr<MigrationSides>> MigrationSides::open(const MigrationPlaces& places) {
    std::unique_ptr<MigrationSides> sides(new MigrationSides(places));
    TRY(storage::check_permitted(places.from.data, storage::Use::write));
    TRY(storage::check_permitted(places.to.data, storage::Use::write));
    TRY(sides->take_locks());
    TRY(sides->open_source().during("--from"));
    TRY(sides->judge_target().during("--to"));
    TRY(sides->open_target().during("--to"));
    return sides;
}

/// What is a cache may have vanished.
Result<> MigrationSides::take_locks() {
    const auto& from = places_.from;
    const auto& to = places_.to;
    TRY(storage::check_is_directory(from.data));
    TRY(storage::check_is_directory(to.data));
    if (from.is_cache()) TRY(make_directories(files_, from.data));
    source_lock_ = TRY(DirectoryLock::take(from.data).during("--from"));
    if (!places_.moves_directory()) return {};
    TRY(make_directories(files_, to.data).during("making " + to.data.string()));
    target_lock_ = TRY(DirectoryLock::take(to.data).during("--to"));
    return {};
}

Result<> MigrationSides::open_source() {
    source_ = TRY(open_places(places_.from, clock_));
    const auto contents = TRY(storage::look_into(files_, source_.view()));
    TRY(check_source_contents(contents, places_.from, describe(places_.to)));
    TRY(storage::check_own_directory(files_, source_.view(), storage::MovedAway::accept));
    if (!contents.catalog.id)
        return Error(Fault::unsupported, "the catalog has no id yet: start this release once, and stop it");
    id_ = *contents.catalog.id;
    if (TRY(source_.catalog->is_in_use()))
        return Error(Fault::busy, source_.catalog->name() + " is in use: stop the daemon that has it open");
    source_catalog_ = TRY(source_.catalog->open(storage::OpenMode::as_it_is));
    TRY(storage::refuse_lost_commits(files_, *source_.catalog, *source_catalog_));
    if (places_.moves_catalog) TRY(open_key_store(places_.from, files_, *source_catalog_));  // they can be opened
    return source_catalog_->take_over();
}

Result<> MigrationSides::judge_target() {
    target_ = TRY(open_places(places_.to, clock_));
    const auto contents = TRY(storage::look_into(files_, target_.view()));
    if (places_.moves_catalog) TRY(check_target_catalog(places_.to, *target_.catalog, contents.catalog, id_));
    if (contents.objects) TRY(check_target_bucket(places_.to, *contents.objects, id_));
    return check_target_directory(files_, places_.to, contents, id_);
}

Result<> MigrationSides::open_target() {
    if (places_.moves_catalog) {
        target_catalog_ = TRY(target_.catalog->open(storage::OpenMode::create_or_migrate));
        TRY(storage::mark_incomplete(*target_catalog_, id_));
        TRY(open_key_store(places_.to, files_, *target_catalog_));
    }
    if (target_.objects) {
        const auto objects = TRY(target_.objects->look());
        if (objects.id != id_) TRY(target_.objects->mark(id_, objects.id));
    }
    const auto marker = TRY(storage::read_marker(files_, places_.to.data));
    if (marker != id_) TRY(storage::write_marker(files_, places_.to.data, id_));
    return storage::mark_moved(*source_catalog_, describe(places_.to));
}

Result<> MigrationSides::finish() {
    TRY(mark_target());
    TRY(copy_token_files());
    if (!places_.moves_catalog) TRY(leave_source());
    return storage::remove_move_marks(target());
}

Result<> MigrationSides::mark_target() {
    const auto& to = places_.to;
    TRY(storage::mark_stores(files_, *target_.catalog, to.files_place(), id_));
    const auto known = TRY(storage::KnownHead::open(to.data));
    const auto tx = TRY(target().read());
    known->record(TRY(storage::audit_head(tx)));
    return {};
}

/// Precondition: the catalog stays, so that its former stores are no longer its own.
Result<> MigrationSides::leave_source() {
    if (!source_.objects) return storage::disown_files(files_, places_.from.data);
    const auto objects = TRY(source_.objects->look());
    const auto nobody = TRY(storage::new_directory_id());
    return source_.objects->mark(nobody, objects.id);
}

/// The files of a first start, which whoever administers the server may still read.
Result<> MigrationSides::copy_token_files() {
    if (!places_.moves_directory()) return {};
    for (const auto* name : {"admin-token", "upload-token"}) {
        const Path from = places_.from.data / name;
        const Path to = places_.to.data / name;
        const bool is_needed = TRY(files_.exists(from)) && !TRY(files_.exists(to));
        if (!is_needed) continue;
        TRY(storage::refuse_links(places_.from.data, from));
        TRY(storage::copy_durably(files_, from, to, std::nullopt, token_mode));
    }
    return {};
}

}  // namespace slipway::publishing
