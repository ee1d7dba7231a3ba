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
    return options;
}

publishing::GarbageRules garbage_rules(const Config& config) {
    return {.rest = config.gc.rest,
            .keep_index_files = config.retention.index_files,
            .limit = {config.gc.share_percent, config.gc.share_least}};
}

}  // namespace slipway::server
