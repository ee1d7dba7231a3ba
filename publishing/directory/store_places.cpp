#include "publishing/directory/store_places.hpp"

#include "publishing/directory/sealed_key_store.hpp"
#include "signing/keys/file_key_store.hpp"
#include "storage/postgresql/database_url.hpp"

#include <utility>

namespace slipway::publishing {

storage::BucketAccessSettings access_settings(const BucketOptions& options) {
    storage::BucketAccessSettings settings;
    settings.bucket.url = options.url;
    settings.bucket.endpoint = options.endpoint;
    settings.bucket.region = options.region;
    if (options.path_style)
        settings.bucket.addressing = *options.path_style ? s3::Addressing::path : s3::Addressing::virtual_host;
    settings.credentials.file = options.credentials_file;
    settings.credentials.command = options.credentials_command;
    settings.connection.ca_file = options.ca_file;
    return settings;
}

Result<> check(const StorePlaces& places) {
    TRY(reach_of(places));
    return places.bucket ? storage::check(access_settings(*places.bucket)) : Result<>();
}

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
    if (places.has_database()) {
        auto url = TRY(storage::read_database_url(places.catalog_url).during("storage.catalog"));
        reach.ports = std::move(url.ports);
        reach.files = std::move(url.files);
    }
    if (places.bucket) {
        const auto of_bucket = TRY(storage::reach_of(access_settings(*places.bucket)));
        if (of_bucket.port)
            reach.ports->push_back(*of_bucket.port);
        else
            reach.ports.reset();
        reach.files.insert(reach.files.end(), of_bucket.files.begin(), of_bucket.files.end());
    }
    return reach;
}

}  // namespace slipway::publishing
