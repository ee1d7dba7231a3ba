#include "publishing/directory/store_places.hpp"

#include "publishing/directory/sealed_key_store.hpp"
#include "signing/keys/file_key_store.hpp"
#include "storage/postgresql/database_url.hpp"

#include <utility>

namespace slipway::publishing {

std::unique_ptr<storage::CatalogPlace> catalog_place(const StorePlaces& places) {
    return storage::catalog_place(places.data, places.catalog_url);
}

Result<std::unique_ptr<signing::KeyStore>> open_key_store(const StorePlaces& places, FileSystem& files,
                                                          storage::Catalog& catalog) {
    using Opened = std::unique_ptr<signing::KeyStore>;
    if (!places.has_database()) return Opened(std::make_unique<signing::FileKeyStore>(files, places.key_files()));
    auto sealed = std::make_unique<SealedKeyStore>(catalog, places.sealing_key);
    TRY(sealed->check());
    return Opened(std::move(sealed));
}

Result<Reach> reach_of(const StorePlaces& places) {
    Reach reach;
    if (!places.has_database()) return reach;
    auto url = TRY(storage::read_database_url(places.catalog_url));
    reach.ports = std::move(url.ports);
    reach.files = std::move(url.files);
    return reach;
}

}  // namespace slipway::publishing
