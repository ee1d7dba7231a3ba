#include "server/directory_options.hpp"

namespace slipway::server {

publishing::OwnDirectory::Options directory_options(const Config& config) {
    publishing::OwnDirectory::Options options;
    options.data = config.data;
    options.public_url = config.public_url;
    options.signing_workers = static_cast<unsigned>(config.signing.workers);
    options.signing_deadline = config.signing.deadline;
    options.ephemeral_channels = config.limits.ephemeral_channels;
    options.extra_architectures = config.limits.extra_architectures;
    options.expansion = {config.limits.index_text_bytes, config.limits.examination_bytes};
    options.stores = store_options(config);
    return options;
}

/// Copies of objects leave the disk twice what uploads may not touch, so that they keep nobody from uploading.
publishing::StoreOptions store_options(const Config& config) {
    publishing::StoreOptions options;
    options.objects = config.storage.objects;
    options.endpoint = config.s3.endpoint;
    options.region = config.s3.region;
    options.path_style = config.s3.path_style;
    options.ca_file = config.s3.ca_file;
    options.credentials_file = config.s3.credentials_file;
    options.credentials_command = config.s3.credentials_command;
    options.cache_bytes = config.cache.size;
    options.keep_free = 2 * publishing::disk_reserve(config.data);
    return options;
}

publishing::GarbageRules garbage_rules(const Config& config) {
    return {.rest = config.gc.rest,
            .keep_index_files = config.retention.index_files,
            .limit = {config.gc.share_percent, config.gc.share_least}};
}

}  // namespace slipway::server
