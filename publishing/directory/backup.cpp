#include "publishing/directory/backup.hpp"

#include "publishing/directory/stores.hpp"
#include "signing/keys/file_key_store.hpp"
#include "storage/backup/copying.hpp"

namespace slipway::publishing {
namespace {

/// Out of the catalog into files.
Result<> copy_sealed_keys(FileSystem& files, const StorePlaces& places, const Path& target) {
    const auto catalog = TRY(catalog_place(places)->open(storage::OpenMode::read_only));
    const auto sealed = TRY(open_key_store(places, files, *catalog));
    signing::FileKeyStore copies(files, target);
    return sealed->visit([&](const signing::KeyStore::Visited& key) -> Result<> {
        TRY(storage::refuse_links(target.parent_path(), copies.place_of(key.repository, key.fingerprint)));
        return copies.put(key.repository, key.fingerprint, key.armored);
    });
}

/// Both arguments must outlive the result.
Result<storage::CopyKeys> way_to_copy_keys(FileSystem& files, const StorePlaces& places, PrivateKeys keys) {
    if (keys == PrivateKeys::leave_out) return storage::CopyKeys();
    if (!places.has_database()) return storage::copy_key_files(files, places.data);
    if (places.can_sign())
        return storage::CopyKeys([&](const Path& target) { return copy_sealed_keys(files, places, target); });
    return Error(Fault::unsupported,
                 "the private keys are sealed in the catalog, and there is no key to open them by: set "
                 "keys.sealing_key_file (--key-file), or leave out --with-keys");
}

}  // namespace

Result<BackupReport> back_up(FileSystem& files, const StorePlaces& places, const Path& target, PrivateKeys keys,
                             Seconds now) {
    const auto copy_keys = TRY(way_to_copy_keys(files, places, keys));
    SystemClock clock;
    const auto open = TRY(open_places(places, clock));
    if (!open.objects) return storage::back_up(files, {*open.catalog}, target, copy_keys, now);
    const auto stores = TRY(open_stores_beside({files, clock, places, open.bucket.get()}));
    const storage::DistantFiles distant{*open.objects, *stores.blobs, *stores.segments};
    return storage::back_up(files, {*open.catalog, &distant}, target, copy_keys, now);
}

}  // namespace slipway::publishing
