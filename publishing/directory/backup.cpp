#include "publishing/directory/backup.hpp"

#include "signing/keys/file_key_store.hpp"
#include "storage/backup/copying.hpp"

namespace slipway::publishing {
namespace {

/// Out of the catalog into files.
Result<> copy_sealed_keys(FileSystem& files, const StorePlaces& places, const storage::CatalogPlace& place,
                          const Path& target) {
    const auto catalog = TRY(place.open(storage::OpenMode::read_only));
    const auto sealed = TRY(open_key_store(places, files, *catalog));
    signing::FileKeyStore copies(files, target);
    return sealed->visit([&](const signing::KeyStore::Visited& key) -> Result<> {
        TRY(storage::refuse_links(target.parent_path(), copies.place_of(key.repository, key.fingerprint)));
        return copies.put(key.repository, key.fingerprint, key.armored);
    });
}

}  // namespace

Result<BackupReport> back_up(FileSystem& files, const StorePlaces& places, const Path& target, PrivateKeys keys,
                             Seconds now) {
    const auto place = catalog_place(places);
    if (keys == PrivateKeys::leave_out) return storage::back_up(files, *place, target, {}, now);
    if (!places.has_database())
        return storage::back_up(files, *place, target, storage::copy_key_files(files, places.data), now);
    if (!places.can_sign())
        return Error(Fault::unsupported,
                     "the private keys are sealed in the catalog, and there is no key to open them by: set "
                     "keys.sealing_key_file (--key-file), or leave out --with-keys");
    const auto copy_keys = [&](const Path& to) { return copy_sealed_keys(files, places, *place, to); };
    return storage::back_up(files, *place, target, copy_keys, now);
}

}  // namespace slipway::publishing
