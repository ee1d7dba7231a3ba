#include "server/directory_options.hpp"

#include "server/sealing_key.hpp"

#include <utility>

namespace slipway::server {

Result<publishing::StorePlaces> store_places(const Config& config) {
    publishing::StorePlaces places;
    places.data = config.data;
    places.catalog_url = config.storage.catalog;
    places.sealing_key = TRY(find_sealing_key(config));
    TRY(publishing::reach_of(places).during("storage.catalog"));
    return places;
}

publishing::OwnDirectory::Options directory_options(const Config& config, publishing::StorePlaces places) {
    publishing::OwnDirectory::Options options;
    options.places = std::move(places);
    options.public_url = config.public_url;
    options.signing_workers = static_cast<unsigned>(config.signing.workers);
    options.signing_deadline = config.signing.deadline;
    options.ephemeral_channels = config.limits.ephemeral_channels;
    options.extra_architectures = config.limits.extra_architectures;
    options.expansion = {config.limits.index_text_bytes, config.limits.examination_bytes};
    return options;
}

publishing::GarbageRules garbage_rules(const Config& config) {
    return {.rest = config.gc.rest,
            .keep_index_files = config.retention.index_files,
            .limit = {config.gc.share_percent, config.gc.share_least}};
}

}  // namespace slipway::server
