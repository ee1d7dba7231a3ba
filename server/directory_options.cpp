#include "server/directory_options.hpp"

#include "server/sealing_key.hpp"

#include <utility>

namespace slipway::server {
namespace {

/// Copies of objects leave the disk twice what uploads may not touch, so that they keep nobody from uploading.
publishing::BucketOptions bucket_options(const Config& config) {
    publishing::BucketOptions options;
    options.url = config.storage.objects;
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

}  // namespace

Result<publishing::StorePlaces> store_places(const Config& config) {
    return store_places(config, take_sealing_key_variable());
}

Result<publishing::StorePlaces> store_places(const Config& config, const std::string& sealing_key_variable) {
    publishing::StorePlaces places;
    places.data = config.data;
    places.catalog_url = config.storage.catalog;
    places.sealing_key = TRY(find_sealing_key(config, sealing_key_variable));
    if (!config.storage.objects.empty()) places.bucket = bucket_options(config);
    const auto checked = publishing::check(places);
    // What is wrong in a setting is no wrong argument of a command.
    const bool is_setting = !checked.ok() && checked.error().fault() == Fault::invalid_input;
    if (is_setting) return Error(Fault::unsupported, checked.error().message());
    if (!checked.ok()) return checked.error();
    return places;
}

publishing::OwnDirectory::Options directory_options(const Config& config, publishing::StorePlaces places) {
    publishing::OwnDirectory::Options options;
    options.places = std::move(places);
    options.cluster.url = config.cluster.url;
    options.cluster.wait = config.cluster.wait;
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
